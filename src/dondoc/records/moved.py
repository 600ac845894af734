"""Records with their spans moved to another form of the same text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from dondoc.records.source import NOWHERE, Span

Move = Callable[[Span], Span]
_T = TypeVar("_T")


def moved(value: _T, move: Move) -> _T:
    """`value` with every span in it moved; lists, dicts and records that can change are changed in place.

    A record that several others hold is moved once.
    """
    made: _T = _moved(value, move, set())
    return made


def _moved(value: Any, move: Move, done: set[int]) -> Any:
    if isinstance(value, Span):
        return value if value == NOWHERE else move(value)
    if isinstance(value, tuple):
        return tuple([_moved(item, move, done) for item in value])
    if isinstance(value, list):
        value[:] = [_moved(item, move, done) for item in value]
    elif isinstance(value, dict):
        for key, item in value.items():
            value[key] = _moved(item, move, done)
    elif is_dataclass(value) and not isinstance(value, type):
        return _record(value, move, done)
    return value


def _record(value: Any, move: Move, done: set[int]) -> Any:
    frozen = value.__dataclass_params__.frozen
    if not frozen:
        if id(value) in done:
            return value
        done.add(id(value))
    changed = {}
    for part in fields(value):
        before = getattr(value, part.name)
        if isinstance(before, (Span, tuple, list, dict)) or is_dataclass(before):
            after = _moved(before, move, done)
            if after is not before:
                changed[part.name] = after
    if changed and frozen:
        return replace(value, **changed)
    for name, after in changed.items():
        setattr(value, name, after)
    return value
