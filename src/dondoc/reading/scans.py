"""Scans: pages that are pictures, read by Tesseract and then laid out like any other page of a PDF.

    picture → words with boxes (ocr.py) → pieces of lines in points → paragraphs, columns, heading (pdf.py)

Each word keeps its box and how sure its reading is, so that the picture can be shown beside the text. What a
heading leaves to the pen, number and day, is often not readable: it is asked for, never guessed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median

from dondoc.reading.draft import Draft, Limits
from dondoc.reading.ocr import SeenPage, SeenWord
from dondoc.reading.pdflines import PageText, Piece, rows
from dondoc.records.document import Header, Scan, ScannedWord, sureness
from dondoc.records.source import Diagnostic, Severity, Span

_SURE = 60  # a heading's field with a word less sure than this is left to a person
_DOUBTFUL = 60  # words less sure than this are counted in a remark
_LONG, _SHORT = 842.0, 595.0  # points of an A4 page
_FIELDS = {"symbol": "số, ký hiệu", "date": "ngày ban hành"}


def pages(name: str, seen: Sequence[SeenPage], limits: Limits) -> Draft:
    """The draft of pictures: every page is one.

    Args:
        name: The file's.
        seen: Its pages' words.
        limits: How long the text may be.
    """
    from dondoc.reading import pdf

    texts, origin = [], 0
    for page in seen:
        texts.append(laid_out(page, origin))
        origin += texts[-1].characters + 1
    draft = pdf.write(name, texts, limits)
    return replace(draft, media="image", scans=placed(draft, seen, texts))


def laid_out(page: SeenPage, origin: int, size: tuple[float, float] | None = None) -> PageText:
    """A page's words as pieces of lines, in points from the lower left corner.

    Args:
        page: Words and their boxes in pixels.
        origin: Characters of the file before this page.
        size: Width and height of the page in points; None for a picture: A4.
    """
    wide = page.width > page.height
    width, height = size or ((_LONG, _SHORT) if wide else (_SHORT, _LONG))
    scale = width / max(page.width, 1)
    pieces: list[Piece] = []
    at = origin
    for _, line in groupby(page.words, key=lambda word: word.line):
        words = list(line)
        middle = median((word.top + word.bottom) / 2 for word in words)
        tall = median(word.bottom - word.top for word in words) * scale
        y = height - middle * scale
        for word in words:
            step = (word.right - word.left) * scale / len(word.text)
            x0 = word.left * scale
            edges = [x0 + n * step for n in range(len(word.text))]
            pieces.append(Piece(x0, y - tall / 2, word.right * scale, y + tall / 2, at, word.text, edges))
            at += len(word.text) + 1
    return PageText(page.number, width, height, rows(pieces), [], origin, at - origin)


def placed(draft: Draft, seen: Iterable[SeenPage], texts: Iterable[PageText]) -> tuple[Scan, ...]:
    """Where the words of the pictures stand in the text."""
    segments = _segments(draft)
    found = []
    starts = {text.number: text.origin for text in texts}
    for page in seen:
        if page.number not in starts:
            continue
        origins, at = [], starts[page.number]
        for word in page.words:
            origins.append(at)
            at += len(word.text) + 1
        words = sorted(_words(page.words, origins, segments), key=lambda word: word.span)
        found.append(Scan(page.number, page.width, page.height, tuple(words)))
    return tuple(found)


def _segments(draft: Draft) -> list[tuple[int, int, int]]:
    """(place in the file, place in the text, length) of the stretches that stayed together, by the first."""
    pairs = draft.offsets if draft.offsets and not draft.offsets[0][0] else ((0, 0), *draft.offsets)
    ends = [*(made for made, _ in pairs[1:]), len(draft.text)]
    found = [(was, made, end - made) for (made, was), end in zip(pairs, ends, strict=True)]
    return sorted(found)


def _words(
    words: Sequence[SeenWord], origins: list[int], segments: list[tuple[int, int, int]]
) -> Iterable[ScannedWord]:
    firsts = [was for was, _, _ in segments]
    for word, origin in zip(words, origins, strict=True):
        index = bisect_right(firsts, origin) - 1
        if index < 0:
            continue
        was, made, length = segments[index]
        start = made + origin - was
        end = min(start + len(word.text), made + length)
        if start < end:
            yield ScannedWord(Span(start, end), word.left, word.top, word.right, word.bottom, word.confidence)


# --- doubts -------------------------------------------------------------------------------------------


def checked(header: Header, draft: Draft) -> tuple[Header, tuple[Diagnostic, ...]]:
    """The heading without what could not be read for sure on the picture, and what to say of it."""
    if not draft.scans:
        return header, ()
    remarks: list[Diagnostic] = []
    places = dict(header.spans)
    cleared: dict[str, None] = {}
    for field, title in _FIELDS.items():
        span = places.get(field)
        doubtful = span is not None and sureness(draft.scans, draft.text, span) < _SURE
        if getattr(header, field) is None or doubtful:
            cleared[field] = None
            words = f"Bản quét: không đọc chắc được {title}, cần nhập."
            remarks.append(Diagnostic("header_to_enter", words, span))
    for scan in draft.scans:
        weak = sum(word.confidence < _DOUBTFUL for word in scan.words)
        if weak:
            words = f"Trang {scan.page} đọc từ ảnh, có {weak} từ không chắc; nên so với ảnh."
            remarks.append(Diagnostic("scanned_page", words, severity=Severity.INFO))
    kept = tuple((name, span) for name, span in header.spans if name not in cleared)
    header = replace(
        header,
        symbol=None if "symbol" in cleared else header.symbol,
        date=None if "date" in cleared else header.date,
        spans=kept,
    )
    return header, tuple(remarks)


def boxes(scans: Iterable[Scan], span: Span) -> list[tuple[int, tuple[int, int, int, int]]]:
    """(page, box in pixels) of the printed lines that a span covers: its words' boxes put together."""
    found: list[tuple[int, tuple[int, int, int, int]]] = []
    for scan in scans:
        for word in scan.words_in(span):
            box = (word.left, word.top, word.right, word.bottom)
            if found and found[-1][0] == scan.page and _one_line(found[-1][1], box):
                last = found[-1][1]
                box = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
                found[-1] = (scan.page, box)
            else:
                found.append((scan.page, box))
    return found


def _one_line(last: tuple[int, int, int, int], box: tuple[int, int, int, int]) -> bool:
    return box[0] >= last[0] and min(last[3], box[3]) - max(last[1], box[1]) > 0.4 * (box[3] - box[1])
