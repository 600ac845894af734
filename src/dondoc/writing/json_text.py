"""JSON text as `json.dumps(…, ensure_ascii=False)` prints it, quicker, and with `Decimal` as it stands.

`json` prints indented text in pure Python, value by value through generators: it took an eighth of the time a
document needs. This knows only what the fact format is made of.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any

_DEEPEST = 100  # printers that are kept, one a depth and width of indenting
_REMEMBERED = 1000  # shapes of objects; facts of one kind all have the same keys


def printed(value: Any, indent: int | None) -> str:
    """The JSON text of dicts with str keys, lists, str, int, float, bool, None and `Decimal`.

    Args:
        value: What to print.
        indent: Spaces a level, each item on a line of its own; None prints one line.

    Raises:
        TypeError: Something else is among it.
        ValueError: A float is no number.
    """
    printer = _printer("", "", ", ") if indent is None else _printer("\n", " " * indent, ",")
    return printer[type(value)](value)


class _Printer(dict[type, Callable[[Any], str]]):
    """How values of each type are printed at one depth: all the time goes into asking for it."""

    def __init__(self, line: str, step: str, comma: str) -> None:
        """`line` is the line break with the spaces before a value's own closing bracket."""
        super().__init__(_SCALARS)
        self.line, self.step, self.comma = line, step, comma
        self[dict], self[list], self[tuple] = self._object, self._array, self._array
        self._within: _Printer | None = None

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        for known in (dict, list, tuple, str):
            if issubclass(kind, known):
                return self[known]
        raise TypeError(f"{kind.__name__} does not belong in the fact format.")

    def _texts(self, values: Iterable[Any]) -> list[str]:
        """Of each value within the text."""
        within = self._within
        if within is None:
            within = self._within = _printer(self.line + self.step, self.step, self.comma)
        return [within[type(value)](value) for value in values]

    def _object(self, value: dict[str, Any]) -> str:
        if not value:
            return "{}"
        pieces = _shape(tuple(value), self.line, self.step, self.comma).copy()
        pieces[1::2] = self._texts(value.values())
        return "".join(pieces)

    def _array(self, value: list[Any] | tuple[Any, ...]) -> str:
        if not value:
            return "[]"
        inner = self.line + self.step
        if len(value) == 2 and type(value[0]) is type(value[1]) is int:  # a span
            return f"[{inner}{value[0]}{self.comma}{inner}{value[1]}{self.line}]"
        return f"[{inner}{(self.comma + inner).join(self._texts(value))}{self.line}]"


@lru_cache(maxsize=_DEEPEST)
def _printer(line: str, step: str, comma: str) -> _Printer:
    return _Printer(line, step, comma)


_shapes: dict[tuple[tuple[str, ...], str, str, str], list[str]] = {}


def _shape(keys: tuple[str, ...], line: str, step: str, comma: str) -> list[str]:
    """An object's text in pieces: what stands before, between and after its values, "" where those go."""
    shape = (keys, line, step, comma)
    made = _shapes.get(shape)
    if made is None:
        inner = line + step
        made = ["{" + inner]
        for key in keys:
            made[-1] += f"{quoted(key)}: "
            made += ("", comma + inner)
        made[-1] = line + "}"
        if len(_shapes) >= _REMEMBERED:
            _shapes.clear()
        _shapes[shape] = made
    return made


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"{value} is no number.")
    return f"{value:f}"


_SCALARS: dict[type, Callable[[Any], str]] = {
    str: quoted,
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): {None: "null"}.__getitem__,
    Decimal: _decimal,
    float: lambda value: json.dumps(value, allow_nan=False),
}
