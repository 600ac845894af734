"""One indicator's year, rolled up over all bodies, as one block of bytes.

A row a body, a column a slot (months of the year, first to last). A block of 111 bodies and 12 months has
39 kB and is read in microseconds; the same as rows of a table is 1,332 rows, which are not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from dondoc.errors import BlockDamaged
from dondoc.records.plan import MICRO_DECIMALS

Slot = tuple[int, int]  # first and last month: (1, 9) are nine months, (4, 6) the second quarter
NO_NUMBER = -(2**63)
MAGIC = b"dondoc rollup 1\n"

_COLUMNS: tuple[tuple[str, str], ...] = (
    ("part", "<i8"),
    ("whole", "<i8"),
    ("percent", "<i8"),
    ("growth", "<i8"),
    ("used", "<u2"),
    ("expected", "<u2"),
    ("status", "u1"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One body's figure for one slot."""

    slot: Slot
    value: Fraction  # exact, in the indicator's unit
    used: int  # how many told their part
    expected: int  # how many should have
    status: int  # `midperiod.Standing`
    percent: Fraction | None  # of the year's target, rounded once at six decimals
    growth: Fraction | None  # percent against the same period of the year before, rounded once at six


@dataclass(frozen=True, slots=True)
class Block:
    """The figures; arrays of one row a body and one column a slot."""

    decimals: int  # `part` counts 10^-decimals of the indicator's unit
    slots: tuple[Slot, ...]
    bodies: npt.NDArray[np.int64]  # keys, ascending
    part: npt.NDArray[Any]
    whole: npt.NDArray[Any] | None  # what `part` is divided by; None: 1
    used: npt.NDArray[np.uint16]
    expected: npt.NDArray[np.uint16]
    status: npt.NDArray[np.uint8]
    percent: npt.NDArray[np.int64]
    growth: npt.NDArray[np.int64]

    def replaced(self, **columns: npt.NDArray[Any]) -> Block:
        """The same with other columns."""
        return replace(self, **columns)  # type: ignore[arg-type]  # names of columns

    def to_bytes(self) -> bytes:
        """Little-endian columns behind a head of JSON; the same figures always give the same bytes."""
        head = {"decimals": self.decimals, "slots": self.slots, "rows": len(self.bodies)}
        names = [name for name, _ in _COLUMNS if name != "whole" or self.whole is not None]
        told = json.dumps(head | {"columns": names}, separators=(",", ":")).encode()
        told += b" " * (-len(MAGIC + told) % 8 + 7) + b"\n"  # the arrays begin at a multiple of eight
        parts = [MAGIC, told, self.bodies.astype("<i8").tobytes()]
        types = dict(_COLUMNS)
        parts += [np.ascontiguousarray(getattr(self, name), types[name]).tobytes() for name in names]
        return b"".join(parts)

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Block:
        """What `to_bytes` gave; nothing is copied.

        Raises:
            BlockDamaged: It is no such block, or cut short.
        """
        raw = bytes(data) if isinstance(data, memoryview) else data
        end = raw.find(b"\n", len(MAGIC)) + 1
        if not raw.startswith(MAGIC) or not end:
            raise BlockDamaged("Khối tổng hợp bị hỏng. Chạy “dondoc verify --repair” để tính lại.")
        head = json.loads(raw[len(MAGIC) : end])
        rows, slots = head["rows"], tuple((int(first), int(last)) for first, last in head["slots"])
        sizes = [("bodies", "<i8", rows)]
        sizes += [(name, kind, rows * len(slots)) for name, kind in _COLUMNS if name in head["columns"]]
        if len(raw) != end + sum(np.dtype(kind).itemsize * count for _, kind, count in sizes):
            raise BlockDamaged("Khối tổng hợp bị cắt ngắn. Chạy “dondoc verify --repair” để tính lại.")
        columns: dict[str, Any] = {"whole": None}
        for name, kind, count in sizes:
            values = np.frombuffer(raw, kind, count, end)
            columns[name] = values if name == "bodies" else values.reshape(rows, len(slots))
            end += values.nbytes
        return cls(decimals=head["decimals"], slots=slots, **columns)

    def row(self, body: int) -> int | None:
        """The row of a body; None where it has neither figure nor target."""
        at = int(np.searchsorted(self.bodies, body))
        return at if at < self.bodies.size and self.bodies[at] == body else None

    def cells(self, body: int) -> Iterator[Cell]:
        """A body's figures by slot, those there are."""
        row = self.row(body)
        if row is None:
            return
        for column, slot in enumerate(self.slots):
            if self.status[row, column]:
                yield self.cell(row, column, slot)

    def cell(self, row: int, column: int, slot: Slot) -> Cell:
        """One figure."""
        whole = 1 if self.whole is None else int(self.whole[row, column])
        return Cell(
            slot,
            Fraction(int(self.part[row, column]), whole * 10**self.decimals),
            int(self.used[row, column]),
            int(self.expected[row, column]),
            int(self.status[row, column]),
            _micro(int(self.percent[row, column])),
            _micro(int(self.growth[row, column])),
        )


def _micro(stored: int) -> Fraction | None:
    return None if stored == NO_NUMBER else Fraction(stored, 10**MICRO_DECIMALS)
