"""Open data of a period, `open-data/`: tidy tables, a Data Package, metadata, a dictionary; no respondent rows."""

from skm.publishing.opendata.describing import describe_dataset
from skm.publishing.opendata.writing import build_open_data, write_open_data

__all__ = ["build_open_data", "describe_dataset", "write_open_data"]
