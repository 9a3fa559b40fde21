"""`python -m skm` is `skm`."""

from skm.cli import entry

entry()
