"""Stops a document that bears a mark of state secrecy: MẬT, TỐI MẬT, TUYỆT MẬT in its heading.

A mark stands by itself: a line, a cell, beside the document's number, after "Độ mật:". The words "bảo mật",
"bí mật nhà nước" in a sentence or a title are no mark; a report *about* state secrets is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from dondoc.errors import SecretDocument
from dondoc.reading.draft import Draft

_LINES = 40  # of the text that are looked at: the heading, also where text boxes and notes come first
_FIRST = 15  # lines in which the word in small letters ("Mật") counts when it stands alone
_SPACES = 8  # characters between letters that are set apart, at most
_CELLS = 2  # cells a line may have and still belong to a heading; three are a table's row

_LEVEL = r"(?:TUYỆT\s*MẬT|TỐI\s*MẬT|MẬT)"
# Alone in its line: "MẬT", "[TỐI MẬT]", "* MẬT *", "Dấu: MẬT".
_ALONE = re.compile(rf"(?:DẤU(?:\s+ĐỘ\s+MẬT)?\s*:?\s*)?{_LEVEL}")
# "Độ mật: Mật", "Mức độ mật : TỐI MẬT"; a form that offers all three levels is no mark.
_FIELD = re.compile(
    rf"(?:MỨC\s+)?(?:ĐỘ|CẤP(?:\s+ĐỘ)?)\s+MẬT\s*[:\-–.]+\s*\W*(?P<level>{_LEVEL})\b(?P<rest>.*)", re.DOTALL
)
# Beside the number: "Số: 12/BC-UBND (MẬT)", "MẬT   Số 05-BC/TU".
_NUMBER = re.compile(r"\bSố\s*:?\s*[\d.…_]*\s*[-/–]\s*[A-ZĐ]|\bSố\s*:?\s*\d+\s*[-/–]", re.IGNORECASE)
_BESIDE = re.compile(rf"(?:^|[\s(\[|*]){_LEVEL}(?=$|[\s)\]|*.,;])")
_ORDINARY = re.compile(
    r"(?:BẢO|BÍ|CƠ|CẨN|THÂN|ĐỘ|MÍA|ONG)\s*$"
)  # the word before "mật" that makes it another word
_SPACED = re.compile(r"(?<!\w)(?:\w[ \t\u00a0]+){2,}\w(?!\w)")  # "M Ậ T", "T Ố I  M Ậ T"
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def check(draft: Draft) -> None:
    """Raise if the heading bears a mark.

    Raises:
        SecretDocument: It does. The error holds nothing of the document.
    """
    lines = list(_heading(draft.text)) if _speaks_of_it(draft.text) else []
    before = ""
    for n, line in enumerate(lines):
        listed = line.startswith(("-", "+", "•"))  # "- Mật;" is an item of a list of the levels
        if _marked(line, before, small=n < _FIRST and not listed):
            raise SecretDocument from None
        before = line.upper()
    for margin in draft.margins:
        for line in _heading(margin):
            if _marked(line, "", small=True):
                raise SecretDocument from None


def _speaks_of_it(text: str) -> bool:
    """Whether "mật" stands anywhere, also spaced out; in most texts it does not."""
    for letter in "Ậậ":
        at = text.find(letter)
        while at >= 0:
            if text[max(0, at - _SPACES) : at].rstrip()[-1:] in {"M", "m"}:
                return True
            at = text.find(letter, at + 1)
    return False


def _heading(text: str) -> Iterator[str]:
    """The first non-empty lines of a text, NFC."""
    count = start = 0
    while count < _LINES and start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start : min(end, start + 2000)].strip()
        start = end + 1
        if line:
            count += 1
            yield normalize("NFC", line)


def _marked(line: str, before: str, *, small: bool) -> bool:
    cells = [_EDGES.sub("", cell) for cell in re.split(r"[|\t]|\s{4,}", line)]
    cells = [cell for cell in cells if cell]
    if len(cells) > _CELLS and not _NUMBER.search(line):
        return False
    for cell in cells:
        if _is_mark(cell, small=small) and not _ORDINARY.search(before):
            return True
        if (field := _FIELD.fullmatch(cell.upper())) and not re.search(_LEVEL, field["rest"]):
            return True
    return bool(_NUMBER.search(line)) and any(
        not _ORDINARY.search(line[: found.start() + 1].upper().rstrip("([|*"))
        for found in _BESIDE.finditer(line)
    )


def _is_mark(cell: str, *, small: bool) -> bool:
    if len(cell) > 40:
        return False
    closed = _SPACED.sub(lambda found: re.sub(r"\s+", "", found[0]), cell)
    if small:
        closed = closed.upper()
    return bool(_ALONE.fullmatch(closed))
