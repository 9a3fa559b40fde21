"""What every unit hands in: its own page, and its report with chapters I to V in Word."""

from skm.publishing.documents.example import example_template
from skm.publishing.documents.results import list_shares
from skm.publishing.documents.unit_pages import write_unit_pages
from skm.publishing.documents.writing import list_documents, write_documents

__all__ = ["example_template", "list_documents", "list_shares", "write_documents", "write_unit_pages"]
