"""The coverage matrix: each target and task of a parent beside what the child made of it, or nothing.

One function for the register and for the check of a programme before it is issued. What takes up what is
proposed by `assessment.correspondence`, or said by whoever confirmed it. What counts as changed: the value,
the figures of a task, a later day or none. That a department names one of its own offices where the parent
names the department, that it is earlier, that it says what falls on a part of the time is shown and is no
change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from dondoc.assessment.correspondence import correspondences, figures, likeness, measure
from dondoc.records.coverage import (
    Commitment,
    CommitmentKind,
    Coverage,
    CoverageChange,
    CoverageRow,
    CoverageState,
    Pair,
)
from dondoc.text.dates import last_day
from dondoc.text.normalize import search_key

_SAME_BODY = 0.75
# What a body is, at the beginning of its name: "các sở, ngành" includes a department.
_KINDS = (
    "so", "ban", "dang uy", "ubnd", "uy ban nhan dan", "cong an", "van phong", "phong", "chi cuc", "hoi"
)  # fmt: skip
_EVERYBODY = ("co quan don vi", "dia phuong", "cac cap", "cac nganh")
_UPPER = frozenset({"at_most", "less_than"})
_LOWER = frozenset({"at_least", "more_than", "exact"})


def coverage(
    parent: Sequence[Commitment],
    child: Sequence[Commitment],
    *,
    body: str = "",
    pairs: Iterable[Pair] | None = None,
) -> Coverage:
    """The matrix of a parent and one child.

    Args:
        parent: What the parent commits to.
        child: What the child commits to.
        body: Who issues the child, as written; what the parent gives to another body is then not owed by it.
        pairs: What takes up what, where people said so; None: what seems to.
    """
    taken: dict[int, list[Pair]] = defaultdict(list)
    used = set()
    for pair in correspondences(parent, child) if pairs is None else pairs:
        taken[pair.parent].append(pair)
        used.add(pair.child)
    rows: list[CoverageRow] = []
    for index, one in enumerate(parent):
        if index in taken:
            rows += _taken_up(one, [(child[pair.child], pair) for pair in taken[index]])
        else:
            state = CoverageState.ELSEWHERE if is_others(one, body) else CoverageState.MISSING
            rows.append(CoverageRow(one.kind, state, one, None))
    rows += [
        CoverageRow(one.kind, CoverageState.ADDED, None, one)
        for index, one in enumerate(child)
        if index not in used
    ]
    return Coverage(tuple(rows))


def _taken_up(one: Commitment, others: list[tuple[Commitment, Pair]]) -> list[CoverageRow]:
    """The rows of one commitment of the parent: first what says most of it, then steps and milestones."""
    rows = []
    for other, pair in others:
        changed = changes(one, other)
        state = CoverageState.CHANGED if any(map(counts, changed)) else CoverageState.KEPT
        rows.append(CoverageRow(one.kind, state, one, other, changed, pair.score / 100))

    def order(row: CoverageRow) -> tuple[bool, bool, bool, float]:
        told = {change.what for change in row.changes}
        cross = row.child is not None and row.child.kind is not one.kind
        return cross, "part" in told, row.state is CoverageState.CHANGED, -row.likeness

    rows.sort(key=order)
    further = [
        CoverageRow(row.kind, row.state, row.parent, row.child, row.changes, row.likeness, further=True)
        for row in rows[1:]
    ]
    return [rows[0], *further]


def is_others(one: Commitment, body: str) -> bool:
    """Whether the parent gives the task to others, or to nobody in particular, not to this body.

    A target is everybody's unless the parent gives it to one body.
    """
    if not body:
        return False
    if one.kind is not CommitmentKind.TASK:
        return one.given and likeness(one.lead or "", body) < _SAME_BODY
    if not one.lead:
        return True
    if likeness(one.lead, body) >= _SAME_BODY:
        return False
    lead, own = search_key(one.lead), search_key(body)
    if one.collective or lead.startswith(("cac ", "moi ", "tung ", "ubnd cac ", "uy ban nhan dan cac ")):
        kinds = [kind for kind in _KINDS if own.startswith(kind)]
        return not (any(kind in lead for kind in kinds) or any(word in lead for word in _EVERYBODY))
    return True


# -- what became another -----------------------------------------------------------------------------------


def counts(change: CoverageChange) -> bool:
    """Whether a change makes another commitment of it: not an own office as lead, an earlier day, a part."""
    if change.what in {"lead", "bound", "part"}:
        return False
    return change.what != "due" or change.weaker is not False


def changes(one: Commitment, other: Commitment) -> tuple[CoverageChange, ...]:
    """What the child made of the parent's number, day, figures and lead; what the parent leaves open is free.

    >>> changes(
    ...     Commitment(CommitmentKind.TARGET, "kinh tế số", value=Decimal(30), unit="%", due="2030"),
    ...     Commitment(CommitmentKind.TARGET, "kinh tế số", value=Decimal(28), unit="%", due="2030"),
    ... )
    (CoverageChange(what='value', before='30%', after='28%', weaker=True),)
    """
    targets = one.kind is other.kind is CommitmentKind.TARGET
    if targets and _is_part(one, other):
        return (CoverageChange("part", f"{_value(one)} ({one.due})", f"{_value(other)} ({other.due})"),)
    found = [*(_of_targets(one, other) if targets else _of_tasks(one, other))]
    if one.kind is other.kind and one.due and not _same_due(one, other) and not _same_words(one, other):
        found.append(CoverageChange("due", one.due, other.due or "", _is_later(one, other)))
    return tuple(found)


def _same_words(one: Commitment, other: Commitment) -> bool:
    """Whether the child repeats the sentence: the day then comes from what stands around it."""
    return bool(one.words) and other.due is None and search_key(one.words) == search_key(other.words)


def _of_targets(one: Commitment, other: Commitment) -> Iterable[CoverageChange]:
    if one.value is None:
        return
    if _span(one) != _span(other):
        yield CoverageChange("value", _value(one), _value(other), _is_less(one, other))
    elif one.bound != other.bound:
        yield CoverageChange("bound", one.bound, other.bound)


def _of_tasks(one: Commitment, other: Commitment) -> Iterable[CoverageChange]:
    asked, said = figures(one.words or one.name), figures(other.words or other.name)
    if asked and said and not asked & said:
        yield CoverageChange("figures", ", ".join(sorted(asked)), ", ".join(sorted(said)))
    if one.lead and other.lead and likeness(one.lead, other.lead) < _SAME_BODY:
        yield CoverageChange("lead", one.lead, other.lead)


def _span(one: Commitment) -> tuple[Decimal | None, Decimal | None]:
    """Lowest and highest value in the unit without its power of ten: 4 tỷ USD is 4.000 triệu USD."""
    power, _ = measure(one.unit)
    low, high = one.value, one.value_max
    return (
        None if low is None else low.scaleb(power).normalize(),
        None if high is None else high.scaleb(power).normalize(),
    )


def _is_part(one: Commitment, other: Commitment) -> bool:
    """Whether the child says what is due earlier on the way: 7.500 căn by 2030, 1.450 in 2026."""
    before, after = _day(one), _day(other)
    if before is None or after is None or one.value is None or other.value is None:
        return False
    return after < before and _span(one) != _span(other)


def _value(one: Commitment) -> str:
    values = [value for value in (one.value, one.value_max) if value is not None]
    unit = one.unit or ""
    return " – ".join(_printed(value) for value in values) + (
        unit if unit.startswith("%") else f" {unit}" * bool(unit)
    )


def _printed(value: Decimal) -> str:
    """As Vietnamese prints it: 16.900; 7,5."""
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))


def _is_less(one: Commitment, other: Commitment) -> bool | None:
    """Whether the child asks less: only where it is known which way is better."""
    mine, theirs = _span(one)[0], _span(other)[0]
    if mine is None or theirs is None:
        return None
    if one.bound in _UPPER or (one.less_is_better and one.bound not in _LOWER - {"exact"}):
        return theirs > mine
    return theirs < mine if one.bound in _LOWER else None


def _same_due(one: Commitment, other: Commitment) -> bool:
    if one.due == other.due:
        return True
    before, after = _day(one), _day(other)
    return before is not None and before == after


def _is_later(one: Commitment, other: Commitment) -> bool | None:
    before, after = _day(one), _day(other)
    return after > before if before is not None and after is not None else None


def _day(one: Commitment) -> date | None:
    if not one.due:
        return None
    try:
        return last_day(one.due)
    except ValueError:
        return None
