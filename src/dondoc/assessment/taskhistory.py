"""A task's whole life as spans that a database can look up: as it stood on any day, as known on any day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from dondoc.assessment.tasklife import Life, entered, in_order
from dondoc.records.tasklife import TaskEvent, TaskSpan


def history(events: Iterable[TaskEvent]) -> list[TaskSpan]:
    """Everything `standing` can answer about a task, as spans that a database can look up.

    For every day and every day of knowledge exactly one span holds, from the first event on.
    """
    told = list(events)
    rows: list[TaskSpan] = []
    current: list[TaskSpan] = []
    for known in sorted({entered(event) for event in told}):
        wanted = _spans(in_order(told, known_by=known), known)
        same = {replace(span, known_from=date.min): span for span in current}
        kept = [same.pop(replace(span, known_from=date.min), span) for span in wanted]
        # what was known for no whole day is nothing a conference could have seen
        rows += [replace(span, known_to=known) for span in same.values() if span.known_from < known]
        current = kept
    return rows + current


def _spans(events: Sequence[TaskEvent], known: date) -> list[TaskSpan]:
    """The spans that events in their order make."""
    life, spans = Life(), list[TaskSpan]()
    for n, event in enumerate(events):
        life.take(event)
        last = n + 1 == len(events)
        if not last and events[n + 1].on == event.on:
            continue
        now = replace(life).stand(event.on)
        span = TaskSpan(
            since=event.on,
            until=None,
            known_from=known,
            known_to=None,
            stage=now.stage,
            lead=now.lead,
            given=now.given,
            acknowledged=now.acknowledged,
            first_due=now.first_due,
            due=now.due,
            clock_stopped=now.clock_stopped,
            done=now.done,
            extensions=now.extensions,
        )
        if spans and replace(spans[-1], since=event.on) == span:
            continue
        if spans:
            spans[-1] = replace(spans[-1], until=event.on)
        spans.append(span)
    return spans
