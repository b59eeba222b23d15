"""Drop-in file formats: one public module is one way to write tables into a file."""

from services.exports._registry import ExportFile, Format, file_format, find_format, formats
from services.exports._table import Column, Kind, Table

__all__ = ["Column", "ExportFile", "Format", "Kind", "Table", "file_format", "find_format", "formats"]
