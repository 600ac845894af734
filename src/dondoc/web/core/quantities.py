"""How exact numbers are written for people: 2.500,5 in Vietnamese, 2,500.5 in English."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import get_language

_VIETNAMESE = str.maketrans(",.", ".,")


def number_text(value: Decimal, decimals: int | None = None) -> str:
    """A number with its separators.

    >>> number_text(Decimal("16900.5"))
    '16.900,5'

    Args:
        value: Any exact number.
        decimals: How many digits to print after the separator; None prints what there is.
    """
    digits = f"{value:,f}" if decimals is None else f"{value:,.{decimals}f}"
    if (get_language() or "vi").startswith("en"):
        return digits
    return digits.translate(_VIETNAMESE)


def number_typed(value: Decimal, decimals: int | None = None) -> str:
    """As `number_text` in Vietnamese, whatever language the page is in: what a form shows is read back so."""
    return (f"{value:,f}" if decimals is None else f"{value:,.{decimals}f}").translate(_VIETNAMESE)
