"""The coverage matrix: each target and task of a parent beside what the child made of it, or nothing.

One function for the register and for the check of a programme before it is issued. What counts as the same
commitment: the same catalogue indicator, or names that share most of their words; of several the best pair
first, each used once. What counts as changed: the value, the bound, the day, the figures of a task. That a
department names one of its own offices where the parent names the department is no change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from dondoc.records.coverage import (
    Commitment,
    CommitmentKind,
    CoverageChange,
    CoverageRow,
    CoverageState,
)
from dondoc.text.dates import last_day
from dondoc.text.normalize import search_key

ALIKE = 0.5  # of both names' words and pairs of words, in common: from here on they may be the same
_SAME_BODY = 0.75
_NAMED = 0.15  # of the names, for the same catalogue indicator: less, and one of them was misread
_CROSS = 0.95  # an order and an aim give way to two of a kind
# What a body is, at the beginning of its name: "các sở, ngành" includes a department.
_KINDS = (
    "so", "ban", "dang uy", "ubnd", "uy ban nhan dan", "cong an", "van phong", "phong", "chi cuc", "hoi"
)  # fmt: skip
_EVERYBODY = ("co quan don vi", "dia phuong", "cac cap", "cac nganh")
_LIGHT = frozenset(
    [
        "va", "cua", "cac", "cho", "voi", "ve", "de", "trong", "o", "tai",
        "tren", "la", "co", "duoc", "do", "theo", "tu", "den", "khi", "moi", "nhung"
    ]
)  # fmt: skip
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_DATE = re.compile(
    r"\d{1,2}/\d{1,2}(?:/\d{4})?|\d{1,2}/\d{4}|(?:năm|quý|tháng|ngày)\s+[\dIVX]+", re.IGNORECASE
)


def coverage(
    parent: Sequence[Commitment], child: Sequence[Commitment], *, body: str = ""
) -> tuple[CoverageRow, ...]:
    """The matrix: the parent's commitments in order, then what the child adds.

    Args:
        parent: What the parent commits to.
        child: What the child commits to.
        body: Who issues the child, as written; what the parent gives to another body is then not owed by it.
    """
    rows: list[CoverageRow] = []
    pairs = _pairs(parent, child)
    for index, one in enumerate(parent):
        match = pairs.get(index)
        if match is None:
            state = CoverageState.ELSEWHERE if _is_others(one, body) else CoverageState.MISSING
            rows.append(CoverageRow(one.kind, state, one, None))
            continue
        other, alike = child[match[0]], match[1]
        changes = _changes(one, other)
        state = CoverageState.CHANGED if any(map(_counts, changes)) else CoverageState.KEPT
        rows.append(CoverageRow(one.kind, state, one, other, changes, alike))
    used = {match[0] for match in pairs.values()}
    added = [
        CoverageRow(one.kind, CoverageState.ADDED, None, one)
        for index, one in enumerate(child)
        if index not in used
    ]
    return (*rows, *added)


def likeness(one: str, other: str) -> float:
    """How alike two names are, 0 … 1: words and pairs of words in common (Dice).

    >>> likeness("Tỷ trọng kinh tế số", "tỷ trọng kinh tế số trong GRDP") > 0.7
    True
    >>> likeness("tỷ lệ hộ nghèo", "tỷ lệ che phủ rừng") < 0.5
    True
    """
    return _dice(_marks(one), _marks(other))


def _pairs(above: Sequence[Commitment], below: Sequence[Commitment]) -> dict[int, tuple[int, float]]:
    """Parent's index → child's index and likeness; the best pairs first, each commitment used once."""
    mine = [_marks(one.name) for one in above]
    mine_said = [_marks(one.words or one.name) for one in above]
    theirs = [_marks(one.name) for one in below]
    theirs_said = [_marks(one.words or one.name) for one in below]
    scored: list[tuple[float, float, int, int]] = []
    for index, one in enumerate(above):
        for place, other in enumerate(below):
            if one.kind is other.kind:
                alike = _alike(one, other, mine[index], theirs[place])
            elif one.kind is CommitmentKind.TASK:  # an order there, an aim here: "hoàn thành 1.450 căn"
                alike = _CROSS * _dice(mine[index], theirs_said[place])
            else:
                alike = _CROSS * _dice(mine_said[index], theirs[place])
            if alike >= ALIKE:
                same_day = 1.0 if one.due and one.due == other.due else 0.0
                scored.append((alike, same_day, index, place))
    scored.sort(key=lambda row: (-row[0] - 0.2 * row[1], row[2], row[3]))
    found: dict[int, tuple[int, float]] = {}
    used: set[tuple[CommitmentKind, int]] = set()  # an aim may answer a target and an order of the parent
    for alike, _, index, place in scored:
        kind = above[index].kind
        if index not in found and (kind, place) not in used:
            found[index] = (place, alike)
            used.add((kind, place))
    return found


Marks = set[str | tuple[str, str]]


def _marks(name: str) -> Marks:
    words = [word for word in search_key(name).split() if word not in _LIGHT]
    return {*words, *pairwise(words)}


def _dice(mine: Marks, theirs: Marks) -> float:
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0


def _alike(one: Commitment, other: Commitment, mine: Marks, theirs: Marks) -> float:
    if one.kind is CommitmentKind.TARGET and not _same_unit(one.unit, other.unit):
        return 0.0
    alike = _dice(mine, theirs)
    if one.indicator is not None and one.indicator == other.indicator and alike >= _NAMED:
        return 1.0
    return alike


def _same_unit(one: str | None, other: str | None) -> bool:
    return search_key(one or "") == search_key(other or "")


def _is_others(one: Commitment, body: str) -> bool:
    """Whether the parent gives the task to others, or to nobody in particular, not to this body."""
    if one.kind is not CommitmentKind.TASK or not body:
        return False
    if one.lead is None:
        return True
    if likeness(one.lead, body) >= _SAME_BODY:
        return False
    lead, own = search_key(one.lead), search_key(body)
    if one.collective or lead.startswith(("cac ", "moi ", "tung ", "ubnd cac ", "uy ban nhan dan cac ")):
        kinds = [kind for kind in _KINDS if own.startswith(kind)]
        return not (any(kind in lead for kind in kinds) or any(word in lead for word in _EVERYBODY))
    return True


# -- what became another -----------------------------------------------------------------------------------


def _counts(change: CoverageChange) -> bool:
    """Whether a change makes another commitment of it: not an own office as lead, an earlier day, a bound."""
    if change.what in {"lead", "bound", "part"}:
        return False
    return change.what != "due" or change.weaker is not False


def _changes(one: Commitment, other: Commitment) -> tuple[CoverageChange, ...]:
    found = []
    targets = one.kind is other.kind is CommitmentKind.TARGET
    if targets and _is_part(one, other):
        before, after = f"{_value(one)} ({one.due})", f"{_value(other)} ({other.due})"
        return (CoverageChange("part", before, after),)
    if targets:
        if (one.value, one.value_max) != (other.value, other.value_max):
            found.append(CoverageChange("value", _value(one), _value(other), _is_less(one, other)))
        elif one.bound != other.bound:
            found.append(CoverageChange("bound", one.bound, other.bound))
    else:
        asked, said = _figures(one.words or one.name), _figures(other.words or other.name)
        if asked and said and not asked & said:
            found.append(CoverageChange("figures", ", ".join(sorted(asked)), ", ".join(sorted(said))))
        if one.lead and other.lead and likeness(one.lead, other.lead) < _SAME_BODY:
            found.append(CoverageChange("lead", one.lead, other.lead))
    if one.kind is other.kind and one.due is not None and one.due != other.due:
        found.append(CoverageChange("due", one.due, other.due or "", _is_later(one.due, other.due)))
    return tuple(found)


def _is_part(one: Commitment, other: Commitment) -> bool:
    """Whether the child says what is due of it in a part of the time: 7.500 căn by 2030, 1.450 in 2026."""
    before, after = _day(one.due), _day(other.due)
    if before is None or after is None or one.value is None or other.value is None:
        return False
    return after.year < before.year and other.value < one.value and (one.unit or "") != "%"


def _value(one: Commitment) -> str:
    values = [value for value in (one.value, one.value_max) if value is not None]
    return " – ".join(_printed(value) for value in values) + (f" {one.unit}" if one.unit else "")


def _printed(value: Decimal) -> str:
    """As Vietnamese prints it: 16.900; 7,5."""
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))


def _is_less(one: Commitment, other: Commitment) -> bool | None:
    """Whether the child asks less: only where the direction is known from the bound."""
    if one.value is None or other.value is None:
        return None
    if one.bound in {"at_most", "less_than"}:
        return other.value > one.value
    return other.value < one.value if one.bound in {"at_least", "more_than", "exact"} else None


def _is_later(one: str | None, other: str | None) -> bool | None:
    before, after = _day(one), _day(other)
    return after > before if before is not None and after is not None else None


def _day(due: str | None) -> date | None:
    if not due:
        return None
    try:
        return last_day(due)
    except ValueError:
        return None


def _figures(words: str) -> set[str]:
    """The figures of a task that are no day or period."""
    return {match[0].rstrip(".,") for match in _FIGURE.finditer(_DATE.sub(" ", words))}
