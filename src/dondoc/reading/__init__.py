"""Files become documents: text in one coordinate system, outline, tables, header.

>>> from dondoc import reading
>>> reading.read_bytes("Nghị quyết số 05-NQ/TU".encode(), "a.txt").text
'Nghị quyết số 05-NQ/TU'
"""

from dondoc.reading.draft import Limits
from dondoc.reading.finish import finish
from dondoc.reading.pipeline import Outcome, read, read_bytes, read_many, render_page
from dondoc.reading.source import Source, expand, unpack

# Raised whenever the same bytes would give another text, outline, table or header: a newer reading of a
# file then stands beside the older one.
READER_VERSION = "5"

__all__ = [
    "READER_VERSION",
    "Limits",
    "Outcome",
    "Source",
    "expand",
    "finish",
    "read",
    "read_bytes",
    "read_many",
    "render_page",
    "unpack",
]
