"""Drop-in file formats: one public module is one way to write a document into a file."""

from services.exports._chart import Chart, Line, Mark
from services.exports._document import LOT_DIGITS, Column, Document, Fact, Facts, Part, Readers, Table, Text
from services.exports._kind import Kind
from services.exports._registry import ExportFile, Format, file_format, find_format, formats, make_file
from services.exports._streams import TextRows

__all__ = [
    "LOT_DIGITS",
    "Chart",
    "Column",
    "Document",
    "ExportFile",
    "Fact",
    "Facts",
    "Format",
    "Kind",
    "Line",
    "Mark",
    "Part",
    "Readers",
    "Table",
    "Text",
    "TextRows",
    "file_format",
    "find_format",
    "formats",
    "make_file",
]
