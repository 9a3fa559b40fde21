"""What every unit hands in: its own page, and its report with chapters I to V in Word."""

from skm.publishing.documents.unit_pages import write_unit_pages

__all__ = ["write_unit_pages"]
