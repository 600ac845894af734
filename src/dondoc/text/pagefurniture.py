r"""Lines that the page prints and the text does not say: page numbers, running heads, menus, tails.

    … cải thiện môi            the words of a sentence, broken by the page's end
    12
    CÔNG BÁO/Số 15 + 16        a running head: beside each page's number, always the same but for figures
    trường kinh doanh.

    Trang chủ > Tin tức        a site's menu above the text, "Tin liên quan" and all below it

A table's cells repeat too ("Sở Tài chính"), so a line is a running head only beside numbers that count pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from dondoc import packs
from dondoc.text.normalize import fold

_NUMBER = re.compile(r"\W{0,3}(\d{1,3})\W{0,3}")
_NUMBERED_PAGE = re.compile(
    r"\W{0,3}(?:trang|page) (?:số )?\d{1,4}(?: ?(?:/|trên|of) ?\d{1,4})?\W{0,3}|[-–—] \d{1,3} [-–—]",
    re.IGNORECASE,
)
_GAZETTE = re.compile(
    r"(?:\d{1,3} )?CÔNG BÁO ?/ ?(?:[A-ZĐÀ-Ỹ ]{2,40}/ ?)?Số \d[\d +–-]*"
    r"(?:/ ?Ngày [\d /.-]{6,12})?(?: \d{1,3})?"
)
_LONGEST_NUMBER = 9  # characters of a line that is a page's number and its marks
_LONGEST_PAGE = 40  # of "Trang số 12 trên 140"
_FEWEST_PAGES = 2  # numbers in a row that count pages
_SHORTEST_PAGE = 400  # characters
_LONGEST_HEAD = 100  # characters of a running head
_FULL_LINE = 45  # characters of a line that a page's end breaks a sentence behind
_SHORT_LINE = 12
_FIGURES = re.compile(r"\d+")
_TOP = 40  # lines among which a site's menu stands
_LONGEST_ENTRY = 45  # characters of a menu's entry
_FEWEST_ENTRIES = 3
_SHORT_ENTRY = 28  # of one that no list knows
_BETWEEN = 3  # such entries in a row
_LONGEST_TOP = 200  # characters of a line; below a longer one stands the text
_CRUMB = re.compile(r"trang chủ\s*(?:[>»/|›\-–]|\xbb)", re.IGNORECASE)
_TAIL = 0.3  # of the text must stand above a tail
_LONGEST_RELATED = 260  # characters of a line below "Tin liên quan"
_TAILS = re.compile(
    r"\W*(?:(?:các )?(?:tin|bài)(?: viết| bài)? (?:liên quan|khác|cùng chuyên mục"
    r"|mới hơn|cũ hơn|đã đưa|mới nhất|đọc nhiều(?: nhất)?)"
    r"|có thể bạn quan tâm|xem nhiều(?: nhất)?|đọc nhiều(?: nhất)?|cùng chuyên mục|bình luận(?: \(\d+\))?"
    r"|ý kiến bạn đọc(?: \(\d+\))?"
    r"|tin nổi bật|đọc thêm|xem thêm"
    r"|tin nóng|tin hot|tin mới hơn|tin cũ hơn|tin đọc nhiều|tin mới(?: nhất)?|bài mới(?: nhất)?)\W*",
    re.IGNORECASE,
)


class _Line(NamedTuple):
    start: int
    end: int
    words: str


def furniture(text: str) -> list[tuple[int, int]]:
    """The lines of a text that are its page's, in order, without their line breaks."""
    lines = list(_lines(text))
    found = {*_pages(lines), *_menu(lines), *_tail(text, lines)}
    return [(lines[n].start, lines[n].end) for n in sorted(found)]


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        words = line.strip(" \t\f\xa0")
        if words or "\f" in line:
            yield _Line(start, start + len(line), words)
        start += len(line) + 1


def _pages(lines: list[_Line]) -> Iterator[int]:
    """Page numbers that count up through the text, and the same words beside each."""
    numbers = [
        (n, int(figures[1]))
        for n, line in enumerate(lines)
        if len(line.words) <= _LONGEST_NUMBER and (figures := _NUMBER.fullmatch(line.words)) is not None
    ]
    named = {n for n, line in enumerate(lines) if len(line.words) <= _LONGEST_HEAD and _is_page(line.words)}
    counted = {*_counting(lines, numbers), *(n for n, _ in numbers if _in_sentence(lines, n, named))}
    yield from counted
    yield from named
    pages = sorted({*counted, *named})
    beside = [m for n in pages for m in (n - 1, n + 1) if 0 <= m < len(lines) and m not in pages]
    seen = Counter(_FIGURES.sub("#", lines[m].words) for m in beside if len(lines[m].words) <= _LONGEST_HEAD)
    for m in beside:
        if len(lines[m].words) <= _LONGEST_HEAD and seen[_FIGURES.sub("#", lines[m].words)] >= max(
            2, len(pages) / 2
        ):
            yield m


def _is_page(words: str) -> bool:
    if len(words) <= _LONGEST_PAGE and _NUMBERED_PAGE.fullmatch(words) is not None:
        return True
    return "CÔNG BÁO" in words and _GAZETTE.fullmatch(words) is not None


def _in_sentence(lines: list[_Line], n: int, pages: set[int]) -> bool:
    """Whether a number stands between two lines of one sentence, perhaps beside the page's head."""
    above = n - 2 if n - 1 in pages else n - 1
    below = n + 2 if n + 1 in pages else n + 1
    if above < 0 or below >= len(lines):
        return False
    before, after = lines[above].words, lines[below].words
    if len(before) < _FULL_LINE or len(after) < _SHORT_LINE:
        return False
    return (before[-1].isalpha() or before[-1] == ",") and after[0].islower() and after[1] not in ".)"


def _counting(lines: list[_Line], numbers: list[tuple[int, int]]) -> list[int]:
    """The longest run of lines that are one number more each time, a page of words apart."""
    best: list[int] = []
    for first in range(min(len(numbers), 12)):
        n, value = numbers[first]
        if value > 3:  # a text begins with its first pages
            continue
        run = [n]
        rows = False  # the number before stands nearer: it counts a table's rows
        for m, other in numbers[first + 1 :]:
            due = value + len(run)
            if other == due - 1:
                rows = True
            elif other == due and not rows and lines[m].start - lines[run[-1]].start >= _SHORTEST_PAGE:
                run.append(m)
        if len(run) > len(best):
            best = run
    if len(best) < _FEWEST_PAGES or len(numbers) > 3 * len(best):
        return []  # a table's figures count up by chance
    return best


def _menu(lines: list[_Line]) -> Iterator[int]:
    """The entries of a site's menu and the way to the page, above the text."""
    known = _entries()
    top = list(takewhile(lambda line: len(line.words) <= _LONGEST_TOP, lines[:_TOP]))
    entries = [n for n, line in enumerate(top) if line.words and _known(line.words, known)]
    homes = [n for n, line in enumerate(top) if line.words[:5].lower() == "trang"]
    crumbs = [n for n in homes if _CRUMB.match(top[n].words)]
    bars = [n for n in homes if _is_bar(top[n].words, known)]
    yield from crumbs
    yield from bars
    if not (crumbs or bars or len(entries) >= _FEWEST_ENTRIES):
        return
    marks = sorted({*entries, *crumbs, *bars})
    yield from entries
    for one, other in pairwise(marks):
        between = range(one + 1, other)
        if len(between) <= _BETWEEN and all(_may_be_entry(top[n].words) for n in between):
            yield from between


def _may_be_entry(words: str) -> bool:
    """Between two entries that are known: short, no sentence, no figures. A headline is longer."""
    return len(words) <= _SHORT_ENTRY and words[-1:] not in ".;:" and not any(map(str.isdigit, words))


def _known(words: str, known: frozenset[str]) -> bool:
    return len(words) <= _LONGEST_ENTRY and fold(words).strip(" :.<>»«[]|") in known


def _is_bar(words: str, known: frozenset[str]) -> bool:
    """“Trang chủ Giới thiệu Tin tức Văn bản Liên hệ”: a menu in one line."""
    folded = fold(words)
    return (
        folded.startswith("trang chủ ")
        and sum(f" {entry} " in f" {folded} " for entry in known) >= _FEWEST_ENTRIES
    )


def _tail(text: str, lines: list[_Line]) -> Iterator[int]:
    """“Tin liên quan” and the headlines below it, up to the end."""
    low = _TAIL * len(text)
    for n, line in enumerate(lines):
        if line.start < low or len(line.words) > _LONGEST_ENTRY or _TAILS.fullmatch(line.words) is None:
            continue
        if all(len(other.words) <= _LONGEST_RELATED for other in lines[n:]):
            yield from range(n, len(lines))
            return


@lru_cache(maxsize=1)
def _entries() -> frozenset[str]:
    forms = packs.load().by_id("boilerplate").get("widget", {}).get("forms", ())
    return frozenset(fold(form) for form in forms)
