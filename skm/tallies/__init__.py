"""Tallies as files: counts that travel instead of people, checked when they come, coarsened before they go."""

from skm.tallies.coarsening import LOSSES, OTHER_UNITS, SmallCells, coarsen_tally, small_cells
from skm.tallies.files import read_tally, write_tally

__all__ = ["LOSSES", "OTHER_UNITS", "SmallCells", "coarsen_tally", "read_tally", "small_cells", "write_tally"]
