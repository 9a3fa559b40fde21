"""The workbook of a period, `skm-<period>.xlsx`: one table a sheet, numbers as numbers, formulas that recompute it."""

from skm.publishing.workbook.building import build_workbook, write_workbook

__all__ = ["build_workbook", "write_workbook"]
