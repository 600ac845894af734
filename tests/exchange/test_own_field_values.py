"""Fields that an office adds: what may stand in each kind, kept exactly and printed so that it comes back."""

from __future__ import annotations

from typing import Any

import pytest

from dondoc.exchange.ownfields import FieldKind, OwnField, check, columns, from_json, shown, to_json, value_of

DAYS = OwnField("f1", "Số ngày làm việc", FieldKind.NUMBER, unit="ngày")
SOURCE = OwnField("f2", "Nguồn vốn", FieldKind.CHOICE, choices=("Ngân sách tỉnh", "Xã hội hóa"))
CODE = OwnField("f3", "Mã nhiệm vụ của UBND", FieldKind.TEXT)
SIGNED = OwnField("f4", "Ngày trình", FieldKind.DAY)
DONE = OwnField("f5", "Đã thẩm định", FieldKind.YES_NO)


@pytest.mark.parametrize(
    ("field", "words", "kept", "printed"),
    [
        (DAYS, "16.900,50", "16900.50", "16.900,50"),  # the digits it was given
        (DAYS, "12 ngày", "12", "12"),  # its unit said once more
        (DAYS, "-3,5", "-3.5", "-3,5"),
        (SOURCE, "ngân sách TỈNH", "Ngân sách tỉnh", "Ngân sách tỉnh"),  # as the list has it
        (CODE, "  UB  26/15 ", "UB 26/15", "UB 26/15"),
        (SIGNED, "31/12/2026", "2026-12-31", "31/12/2026"),
        (SIGNED, "2026-12-31", "2026-12-31", "31/12/2026"),  # a browser's own
        (DONE, "Có", "yes", "có"),
        (DONE, "không", "no", "không"),
        (DONE, "  ", "", ""),
    ],
)
def test_what_may_stand_there(field: OwnField, words: str, kept: str, printed: str) -> None:
    """A value is kept as one text of its kind, and what is printed of it is read back the same."""
    assert value_of(field, words) == kept
    assert shown(field, kept) == printed
    assert value_of(field, printed, held=kept) == kept


@pytest.mark.parametrize(
    ("field", "words", "told"),
    [
        (DAYS, "vài ngày", "không phải là một số"),
        (DAYS, "12,345", "hai cách"),  # twelve and a bit, or twelve thousand
        (SOURCE, "ODA", "không có trong danh sách: Ngân sách tỉnh; Xã hội hóa"),
        (SIGNED, "31/2/2026", "không phải là một ngày"),
        (DONE, "chưa rõ", "“có” hoặc “không”"),
        (CODE, "x" * 1001, "dài quá"),
    ],
)
def test_what_may_not(field: OwnField, words: str, told: str) -> None:
    """Nothing is guessed: what cannot stand there is refused with what can."""
    with pytest.raises(ValueError, match=told):
        value_of(field, words)


def test_what_was_printed_comes_back() -> None:
    """A number that means two things when typed, and a choice listed no more, stay as they are."""
    assert value_of(DAYS, "12,345", held="12.345") == "12.345"
    assert value_of(SOURCE, "Vốn vay", held="Vốn vay") == "Vốn vay"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ([DAYS, OwnField("f9", "Số  ngày làm việc", FieldKind.TEXT)], "Đã có trường “Số ngày làm việc”"),
        ([OwnField("f1", "Thời hạn", FieldKind.DAY)], "Đã có trường “Thời hạn”"),  # every task has it
        ([OwnField("f1", " – ", FieldKind.DAY)], "Đặt tên"),
        ([OwnField("f1", "Nguồn", FieldKind.CHOICE, choices=("một", "Một"))], "hai giá trị khác nhau"),
    ],
)
def test_what_cannot_be_defined(fields: list[OwnField], told: str) -> None:
    """Two columns of a table never have the same heading; a choice has something to choose from."""
    with pytest.raises(ValueError, match=told):
        check(fields)


def test_definitions_are_kept_whole() -> None:
    """Every part of a definition comes back from its JSON; fields of one name are one column."""
    fields: Any = (DAYS, SOURCE, CODE, SIGNED, DONE)
    check(fields)
    assert from_json(to_json(fields)) == fields
    other = OwnField("f1", "Nguồn vốn", FieldKind.TEXT)
    assert [column.title for column in columns([*fields, other])] == [field.label for field in fields]
