"""Numbers in a run whose kind is said once: before the first of them, or behind the last.

"so với năm 2016 giảm 5 vụ, 2 người chết, 7 người bị thương"       three changes
"lần lượt bằng 99%, 102% và 101% so với năm 2015"                  three ratios
"""

from __future__ import annotations

import re

from dondoc.records.facts import FieldSource, IndicatorStatement

# Between two changes of one run: what was told of the first, and no verb of the second.
_ON = re.compile(
    r"(?: (?!(?:có|đạt|còn|là|được|với|trong|nâng|gồm|do|thu|chi)(?!\w))[^\W\d]+){0,3}(?:,| và|, và) "
)
_RATIO_ON = re.compile(r"(?:,| và|, và|;) (?:và )?")
_IN_TURN = re.compile(r"(?:lần lượt bằng|bằng lần lượt|tương ứng bằng|đều bằng)(?: là)? $")
_BEHIND = re.compile(r"(?: [^\W\d]+){0,3},? so(?: với)? ")
_FAR = 20  # characters


def settle(flat: str, found: list[IndicatorStatement]) -> None:
    """Gives the numbers of each run in a sentence what the run says once."""
    at = 0
    while at < len(found):
        fact = found[at]
        end = at + 1
        if fact.measure == "change" and _counted(fact):
            end = _changes(flat, found, at)
        elif fact.unit == "%" and _IN_TURN.search(
            flat, max(0, fact.value_span.start - _FAR), fact.value_span.start
        ):
            end = _ratios(flat, found, at)
        at = end


def _counted(fact: IndicatorStatement) -> bool:
    return fact.unit is not None and "%" not in fact.unit and fact.out_of is None


def _run(flat: str, found: list[IndicatorStatement], at: int, on: re.Pattern[str]) -> int:
    """The end of the run that begins at `at`."""
    end = at + 1
    while end < len(found) and on.fullmatch(flat, found[end - 1].value_span.end, found[end].value_span.start):
        end += 1
    return end


def _changes(flat: str, found: list[IndicatorStatement], at: int) -> int:
    first = found[at]
    end = _run(flat, found, at, _ON)
    while end > at + 1 and not (found[end - 1].measure == "level" and _counted(found[end - 1])):
        end -= 1
    if end == at + 1 or any(not _counted(fact) for fact in found[at:end]):
        return at + 1
    source = first.fields.get("base")
    before = (
        first.base is not None
        and source is not None
        and source.span is not None
        and source.span.start < first.value_span.start
    )
    if not before and _BEHIND.match(flat, found[end - 1].value_span.end) is None:
        return at + 1
    base = first.base or found[end - 1].base
    source = source or found[end - 1].fields.get("base")
    for fact in found[at:end]:
        fact.measure, fact.direction = "change", first.direction
        fact.base = fact.base or base
        if source is not None and "base" not in fact.fields:
            fact.fields["base"] = FieldSource("shared", source.span)
    return end


def _ratios(flat: str, found: list[IndicatorStatement], at: int) -> int:
    end = _run(flat, found, at, _RATIO_ON)
    last = found[end - 1]
    if last.base is None or end == at + 1:
        return end
    measure = "attainment" if last.base == "plan" else "ratio"
    for fact in found[at:end]:
        fact.measure, fact.direction, fact.base = measure, None, last.base
    return end
