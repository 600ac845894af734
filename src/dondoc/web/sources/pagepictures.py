"""The pictures of a file's pages, beside its text: where each fact stands on them, and their drawing.

Reading.pages, Reading.scans + facts → Panel (which page, what is marked on it) → _picture.html, picture.js
File, page                           → a file beside the upload, drawn once in the reading child
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dondoc import reading
from dondoc.errors import DamagedFile
from dondoc.reading.scans import boxes
from dondoc.records.document import Scan, ScannedWord
from dondoc.records.source import Span
from dondoc.web.sources import storage
from dondoc.web.sources.models import Fact, File, Reading
from dondoc.web.sources.selectors import DocumentPage

DPI = 144
WIDEST = 1_600  # pixels of a picture's row
MOST_PAGES = 300  # of a file; those after it are looked at in the file itself
SECONDS = 20.0  # for one page


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed line of a fact on the picture of its page, in the pixels its scan counts."""

    page: int
    x: int = 0
    y: int = 0
    width: int = 0  # 0: the page is known, the place on it is not
    height: int = 0
    value: bool = False  # the number itself

    @property
    def plain(self) -> list[int]:
        """As picture.js reads it."""
        place = [self.x, self.y, self.width, self.height, int(self.value)]
        return [self.page, *place] if self.width else [self.page]


@dataclass(frozen=True, slots=True)
class Panel:
    """What is shown of a file's pictures at first, and what a script needs to show the rest."""

    file: File
    page: int
    last: int
    scanned: bool  # some page was read from its picture: it is worth comparing
    left_out: bool  # the file has more pages than are drawn
    sizes: dict[int, tuple[int, int]]  # page → width and height that its marks count; scanned pages only
    marks: dict[int, tuple[Mark, ...]] = field(default_factory=dict)  # fact → its lines
    chosen: int | None = None  # the fact whose lines are marked at first

    @property
    def size(self) -> tuple[int, int] | None:
        return self.sizes.get(self.page)

    @property
    def shown(self) -> list[Mark]:
        """What is marked on the page shown first."""
        found = self.marks.get(self.chosen or 0, ())
        return [mark for mark in found if mark.page == self.page and mark.width]

    @property
    def before(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        return self.page + 1 if self.page < self.last else None

    @property
    def places(self) -> str:
        """{"sizes": {page: [width, height]}, "facts": {fact: [[page, x, y, width, height, value?]]}}."""
        facts = {pk: [mark.plain for mark in marks] for pk, marks in self.marks.items()}
        return json.dumps({"sizes": self.sizes, "facts": facts}, separators=(",", ":"))


def panel(page: DocumentPage, *, number: int | None = None, fact: int | None = None) -> Panel | None:
    """The pictures of the file whose reading is shown; None where it has none to show.

    Args:
        page: Of the document.
        number: The page asked for; the nearest there is.
        fact: The fact asked for: its page, where no page is.
    """
    made = page.reading
    if made is None or not drawable(made.file):
        return None
    count = pages_of(made)
    if not count:
        return None
    last = min(count, MOST_PAGES)
    scans = scans_of(made)
    marks = marks_of(made.pages, scans, page.facts)
    first = number if number is not None else next((mark.page for mark in marks.get(fact or 0, ())), 1)
    return Panel(
        file=made.file,
        page=max(1, min(first, last)),
        last=last,
        scanned=bool(scans) or any(remark["code"] == "scanned_page" for remark in made.diagnostics),
        left_out=count > last,
        sizes={scan.page: (scan.width, scan.height) for scan in scans},
        marks=marks,
        chosen=fact,
    )


def drawable(file: File) -> bool:
    """Whether a browser can be shown its pages: a PDF, a PNG, a JPEG."""
    return file.media == "pdf" or (
        file.media == "image" and not file.name.lower().endswith((".tif", ".tiff"))
    )


def pages_of(made: Reading) -> int:
    """The last page with words; 0 for a format without pages."""
    return max((number for number, _, _ in made.pages), default=0)


def scans_of(made: Reading) -> tuple[Scan, ...]:
    """The pages read from pictures, as records; () for readings made before they were kept."""
    return tuple(
        Scan(page, width, height, tuple(ScannedWord(Span(w[0], w[1]), *w[2:]) for w in words))
        for page, width, height, words in made.scans
    )


def marks_of(
    pages: Sequence[Sequence[int]], scans: Sequence[Scan], facts: Sequence[Fact]
) -> dict[int, tuple[Mark, ...]]:
    """Fact → its printed lines on the pictures; of a page that was no picture only which page it is.

    Args:
        pages: [number, start, end] of each, as `Reading.pages`.
        scans: Pages read from pictures.
        facts: In the coordinates of the same reading.
    """
    by_page = {scan.page: scan for scan in scans}
    found: dict[int, tuple[Mark, ...]] = {}
    for fact in facts:
        numbers = [
            number
            for number, start, end in pages
            if start <= fact.start < end or fact.start < start < fact.end
        ]
        marks: list[Mark] = []
        for number in numbers:
            scan = by_page.get(number)
            lines = _lines(scan, fact) if scan else []
            marks += lines or [Mark(number)]
        if marks:
            found[fact.pk] = tuple(marks)
    return found


def _lines(scan: Scan, fact: Fact) -> list[Mark]:
    spans = [(Span(fact.start, fact.end), False)]
    if fact.value_start is not None and fact.value_end is not None:
        spans.append((Span(fact.value_start, fact.value_end), True))
    return [
        Mark(page, left, top, right - left, bottom - top, value)
        for span, value in spans
        for page, (left, top, right, bottom) in boxes([scan], span)
    ]


# --- drawing --------------------------------------------------------------------------------------------


def picture(file: File, page: int) -> bytes:
    """The picture of a page, drawn the first time it is asked for; PNG or JPEG.

    Raises:
        ReadError: There is no such page, or it cannot be drawn; `str(error)` says it in Vietnamese.
    """
    made = Reading.objects.filter(file=file, is_current=True).only("pages").first()
    last = min(pages_of(made), MOST_PAGES) if made else 0
    if not drawable(file) or not 1 <= page <= last:
        raise DamagedFile(file.name, f"không có trang {page}", todo="Xem lại số trang.")
    kept = storage.get_picture(file.sha256, page)
    if kept is not None:
        return kept
    data = storage.get(file.sha256, file.name)
    limits = reading.Limits(seconds=SECONDS)
    drawn, _ = reading.render_page(data, file.name, page, dpi=DPI, widest=WIDEST, limits=limits)
    storage.put_picture(file.sha256, page, drawn)
    return drawn


# --- what the heading left to the pen -------------------------------------------------------------------


_HEADING = ("symbol", "date")


def missing(page: DocumentPage) -> list[str]:
    """Which of number ("symbol") and day ("date") a person has to enter: asked for, never guessed.

    Of an issued document every time; of another where its picture was not readable there.
    """
    lacking = [name for name in _HEADING if not getattr(page.document, name)]
    remarks: Sequence[Mapping[str, Any]] = page.reading.diagnostics if page.reading else ()
    unread = any(remark["code"] == "header_to_enter" for remark in remarks)
    if page.document.standing == "issued" or (unread and page.document.standing != "press"):
        return lacking
    return []
