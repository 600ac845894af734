"""Records with their spans moved to another form of the same text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from dondoc.records.document import BlockKind, DocumentType, Standing
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
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is Span:
        return value if value == NOWHERE else move(value)
    if isinstance(value, tuple):
        return tuple([item if type(item) in _PLAIN else _moved(item, move, done) for item in value])
    if isinstance(value, list):
        value[:] = [item if type(item) in _PLAIN else _moved(item, move, done) for item in value]
    elif isinstance(value, dict):
        for key, item in value.items():
            value[key] = _moved(item, move, done)
    elif (names := _parts(kind)) is not None:
        return _record(value, names, move, done)
    return value


# What holds no span. There are thousands of values in a document: most are told by their type at once.
_PLAIN = frozenset({str, int, float, bool, type(None), Decimal, date, BlockKind, DocumentType, Standing})
_known: dict[type, tuple[str, ...] | None] = {}


def _parts(kind: type) -> tuple[str, ...] | None:
    """The names of a record's parts; None where it is none."""
    if kind not in _known:
        _known[kind] = tuple([part.name for part in fields(kind)]) if is_dataclass(kind) else None
    return _known[kind]


def _record(value: Any, names: tuple[str, ...], move: Move, done: set[int]) -> Any:
    frozen = value.__dataclass_params__.frozen
    if not frozen:
        if id(value) in done:
            return value
        done.add(id(value))
    changed = {}
    for name in names:
        before = getattr(value, name)
        if type(before) not in _PLAIN:
            after = _moved(before, move, done)
            if after is not before:
                changed[name] = after
    if changed and frozen:
        return replace(value, **changed)
    for name, after in changed.items():
        setattr(value, name, after)
    return value
