"""What is arranged around a task, in a cell: read, printed, and read again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.exchange import arranged
from dondoc.exchange.arranged import PartCell, RecurrenceCell, StepCell, TriggerCell

READ: list[tuple[Callable[[str], Any], str, Any, str]] = [
    (
        arranged.steps,
        "Khảo sát | Nguyễn Văn An | hạn 15/09/2026 | xong 10/9/2026;\n; Thẩm định | hạn 1/10/2026",
        (
            StepCell("Khảo sát", "Nguyễn Văn An", date(2026, 9, 15), date(2026, 9, 10)),
            StepCell("Thẩm định", due=date(2026, 10, 1)),
        ),
        "who and days may be left out; nothing between two semicolons is nothing",
    ),
    (arranged.steps, "Hạn chót nộp hồ sơ", (StepCell("Hạn chót nộp hồ sơ"),), "a step may speak of a day"),
    (
        arranged.parts,
        "Sở Y tế | cung cấp số liệu | hạn 30/09/2026",
        (PartCell("Sở Y tế", "cung cấp số liệu", date(2026, 9, 30)),),
        "a body, its work, its day",
    ),
    (arranged.recurrence, "hàng quý", RecurrenceCell("quarter"), "written hàng or hằng"),
    (
        arranged.recurrence,
        "Hằng tháng | hạn -5 ngày | từ 01/01/2026 | đến 31/12/2026",
        RecurrenceCell("month", -5, date(2026, 1, 1), date(2026, 12, 31)),
        "due before the period ends",
    ),
    (arranged.trigger, "Bộ ban hành hướng dẫn", TriggerCell("Bộ ban hành hướng dẫn"), "due the same day"),
    (
        arranged.trigger,
        "Bộ ban hành hướng dẫn | 30 ngày làm việc",
        TriggerCell("Bộ ban hành hướng dẫn", 30, working=True),
        "working days are said",
    ),
    (arranged.waits, "12-3; 14-2, 12-3", ("12-3", "14-2"), "each code once"),
    (arranged.review, "6 tháng", 6, "months"),
]


@pytest.mark.parametrize(("read", "words", "wanted", "reason"), READ)
def test_read(read: Callable[[str], Any], words: str, wanted: Any, reason: str) -> None:
    """Each cell is what it says."""
    assert read(words) == wanted, reason


REFUSED: list[tuple[Callable[[str], Any], str, str]] = [
    (arranged.steps, "| hạn 15/09/2026", "Chưa hiểu bước"),
    (arranged.steps, "Khảo sát | hạn 31/02/2026", "31/02/2026"),
    (arranged.steps, "; ".join(["Khảo sát"] * 61), "61 mục"),
    (arranged.parts, "cung cấp số liệu", "cơ quan"),
    (arranged.recurrence, "thỉnh thoảng", "hằng quý"),
    (arranged.recurrence, "hằng quý | sớm", "hạn \\+10 ngày"),
    (arranged.trigger, "Bộ ban hành | sớm", "30 ngày"),
    (arranged.waits, "việc số 3", "không phải mã việc"),
    (arranged.review, "nửa năm", "6 tháng"),
    (arranged.review, "99 tháng", "6 tháng"),
]


@pytest.mark.parametrize(("read", "words", "said"), REFUSED)
def test_refused_with_what_would_do(read: Callable[[str], Any], words: str, said: str) -> None:
    """What is not understood is said, with how to write it."""
    with pytest.raises(ValueError, match=said):
        read(words)


_words = st.text("abđ |;ế", min_size=1, max_size=12).map(lambda s: " ".join(s.split())).filter(bool)
_days = st.none() | st.dates(date(1990, 1, 1), date(2100, 12, 31))
_steps = st.builds(StepCell, _words, st.just("") | _words, _days, _days)


@given(
    st.lists(_steps, max_size=5).map(tuple),
    st.lists(st.builds(PartCell, _words, _words, _days), max_size=5).map(tuple),
    st.builds(
        RecurrenceCell,
        st.sampled_from(["week", "month", "quarter", "half", "year"]),
        st.integers(-99, 99),
        _days,
        _days,
    ),
    st.builds(TriggerCell, _words, st.integers(0, 999), st.booleans()),
)
def test_printed_and_read_again(
    steps: tuple[StepCell, ...], parts: tuple[PartCell, ...], again: RecurrenceCell, event: TriggerCell
) -> None:
    """Nothing is lost on the way out and back."""
    assert arranged.steps(arranged.steps_text(steps)) == steps
    assert arranged.parts(arranged.parts_text(parts)) == parts
    assert arranged.recurrence(arranged.recurrence_text(again)) == again
    assert arranged.trigger(arranged.trigger_text(event)) == event
