"""What a person has confirmed: units, quantities, periods, indicators, targets, tasks, bodies.

Quantities are exact. In the core they are `Decimal`; the web stores integers (`Scaled`): the mantissa with
its printed decimals, and the value at six decimals of the indicator's unit.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dondoc.errors import QuantityError

MICRO_DECIMALS = 6
INT64_MAX = 2**63 - 1


class Comparator(StrEnum):
    """How a result is held against a target's value."""

    AT_LEAST = "ge"  # từ … trở lên, tối thiểu, trên (in a target)
    AT_MOST = "le"  # không quá, tối đa, dưới
    EQUAL = "eq"  # hoàn thành 100 % chỉ tiêu giao quân
    RANGE = "range"  # từ … đến …
    ALL = "all"  # a composite target: each of its parts has to be met


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    BAND = "band"


class Nature(StrEnum):
    """How an indicator adds up over a year."""

    FLOW = "flow"  # cumulative in the year: budget revenue
    STOCK = "stock"  # as of a day: communes that meet the standard
    GROWTH = "growth"  # rate against the same period
    RANK = "rank"
    ANNUAL = "annual"  # known once a year


class TimeRule(StrEnum):
    """How an indicator's figures make the figure of a longer time."""

    YTD = "ytd"  # cộng dồn từ đầu năm: budget revenue
    MOMENT = "moment"  # tại thời điểm cuối kỳ: communes that meet the standard
    MEAN = "mean"  # bình quân các kỳ: hospital beds in use
    MAX = "max"  # kỳ cao nhất: electricity load
    LAST = "last"  # số mới nhất trong kỳ: a score published now and then
    OWN = "own"  # mỗi kỳ một số riêng, không gộp: growth against the same period


class UnitRule(StrEnum):
    """How the figures of bodies make the figure of the body above them."""

    SUM = "sum"  # cộng: tỷ đồng, xã, người
    RATIO = "ratio"  # tổng tử số chia tổng mẫu số: a rate of poverty
    MEAN = "mean"  # bình quân cộng: a score each body has
    MAX = "max"  # cao nhất
    NONE = "none"  # không cộng được: growth, a rank


class Basis(StrEnum):
    """Whose plan it is; the same indicator may have several."""

    CENTRE = "centre"  # trung ương giao
    COUNCIL = "council"  # HĐND
    COMMITTEE = "committee"  # Tỉnh ủy, cấp ủy
    CONGRESS = "congress"  # nghị quyết đại hội
    PEOPLES_COMMITTEE = "peoples_committee"  # UBND giao
    OWN = "own"  # the body's own


class ObservationStatus(StrEnum):
    """How final a figure is; a later one never overwrites an earlier one."""

    ESTIMATE = "estimate"  # ước thực hiện
    PRELIMINARY = "preliminary"  # sơ bộ
    OFFICIAL = "official"  # chính thức


@dataclass(frozen=True, slots=True)
class Scaled:
    """A decimal as the database keeps it: `mantissa` × 10^-`decimals`, digits as printed.

    >>> Scaled.of(Decimal("13.45"))
    Scaled(mantissa=1345, decimals=2)
    >>> Scaled.of(Decimal("13.45")).micro()
    13450000
    """

    mantissa: int
    decimals: int

    @classmethod
    def of(cls, value: Decimal) -> Scaled:
        """Exact; raises QuantityError for NaN, infinity or what does not fit an int64."""
        if not value.is_finite():
            raise QuantityError(f"“{value}” không phải là một số hữu hạn.")
        sign, digits, exponent = value.as_tuple()
        assert isinstance(exponent, int)
        mantissa = int("".join(map(str, digits)) or "0")
        if exponent > 0:
            mantissa, exponent = mantissa * 10**exponent, 0
        if mantissa > INT64_MAX:
            raise QuantityError(f"Số {value} quá lớn để lưu chính xác.")
        return cls(-mantissa if sign else mantissa, -exponent)

    def to_decimal(self) -> Decimal:
        return Decimal(self.mantissa).scaleb(-self.decimals)

    def micro(self, factor: Decimal = Decimal(1)) -> int:
        """The value × `factor` at six decimals, as int64.

        Raises:
            QuantityError: That is not exact, or too large.
        """
        scaled = (self.to_decimal() * factor).scaleb(MICRO_DECIMALS)
        whole = int(scaled)
        if whole != scaled:
            raise QuantityError(
                f"{self.to_decimal()} × {factor} có hơn {MICRO_DECIMALS} chữ số lẻ, không lưu được chính xác."
            )
        if abs(whole) > INT64_MAX:
            raise QuantityError(f"Số {self.to_decimal()} × {factor} quá lớn để lưu chính xác.")
        return whole


def from_micro(micro: int) -> Decimal:
    """The exact decimal behind a stored micro value, without trailing zeros.

    >>> from_micro(13450000)
    Decimal('13.45')
    """
    value = Decimal(micro).scaleb(-MICRO_DECIMALS)
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    @classmethod
    def parse(cls, text: str) -> Period:
        """The fact format's periods: 2023, 2023-Q3, 2023-H1, 2023-11, 2023-01/2023-09, 2021/2025, 2023-11-27.

        >>> Period.parse("2023-Q3")
        Period(start=datetime.date(2023, 7, 1), end=datetime.date(2023, 9, 30))

        Raises:
            ValueError: The text is none of these.
        """
        first, slash, last = text.strip().upper().partition("/")
        start, end = _ends(first)
        return cls(start, _ends(last)[1] if slash else end)

    def __str__(self) -> str:
        return period_text(self)


_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(\d\d)(?:-(\d\d))?))?")


def _ends(text: str) -> tuple[date, date]:
    match = _PERIOD.fullmatch(text)
    found = None if match is None else _days_of(match)
    if found is None:
        raise ValueError(f"“{text}” không phải là một kỳ (ví dụ 2025, 2025-Q3, 2025-01/2025-09).")
    return found


def _days_of(match: re.Match[str]) -> tuple[date, date] | None:
    """First and last day; None where the calendar has no such month or day."""
    year = int(match[1])
    if match[2]:
        first, last = 3 * int(match[2]) - 2, 3 * int(match[2])
    elif match[3]:
        first, last = 6 * int(match[3]) - 5, 6 * int(match[3])
    elif match[4]:
        first = last = int(match[4])
    else:
        first, last = 1, 12
    try:
        if match[5]:
            day = date(year, first, int(match[5]))
            return day, day
        return date(year, first, 1), date(year, last, monthrange(year, last)[1])
    except ValueError:
        return None


def period_text(period: Period) -> str:
    """The shortest form of the fact format that means this period."""
    start, end = period.start, period.end
    if start == end:
        return start.isoformat()
    whole = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    if not whole:
        return f"{start.isoformat()}/{end.isoformat()}"
    if (start.month, end.month) == (1, 12):
        return str(start.year) if start.year == end.year else f"{start.year}/{end.year}"
    if start.year == end.year:
        if start.month == end.month:
            return f"{start:%Y-%m}"
        if end.month - start.month == 2 and start.month % 3 == 1:
            return f"{start.year}-Q{end.month // 3}"
        if end.month - start.month == 5 and start.month in (1, 7):
            return f"{start.year}-H{end.month // 6}"
    return f"{start:%Y-%m}/{end:%Y-%m}"
