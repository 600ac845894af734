"""The cost of reading grows with a text's length, not with its square: one line a kind of repetition."""

from __future__ import annotations

import gc
import time

import pytest

from dondoc import extract, read_bytes
from dondoc.extraction import Context

SHORT = 6_000  # characters; the long text has eight times as many
TIMES = 8
ALLOWED = 3.0  # times what linear growth would cost; the square of the length would cost 8 times that

# what is repeated, why it is here
REPEATED = [
    ("xin chào các bạn ", "words that ask stand in one endless sentence"),
    ("đồng chí Nguyễn Văn Thử, Bí thư Tỉnh ủy; ", "a name with its post, again and again"),
    ("có 25/28 chỉ tiêu đạt và vượt, trong đó 15 chỉ tiêu vượt; ", "counts that are split"),
    ("với 50/52 phiếu tín nhiệm cao, đạt 96%; ", "votes with their shares"),
    ("tăng 5%, ", "numbers in one clause after the other"),
    ("bốn trong số 14 hộ, ", "one row of counts without end"),
    ("dài 5 km, ", "one row of lengths without end"),
    ("quy chế quản lý chợ được nhất trí với 88/90 xã viên tán thành, ", "papers that are voted on"),
    ("GRDP quý I/2025 tăng 7,1% so với cùng kỳ (quý I/2024 tăng 6,4%), ", "brackets with quarters"),
    ("hộ nghèo còn 412 hộ (1,35%), ", "numbers that something falls to"),
    ("nhóm về y tế: 14 phường đạt tiêu chí, ", "labels of those that are counted"),
    ("5%; ", "a title that is nothing but numbers"),
    ("ngày 12/3/2024, ", "days"),
    ("Nghị quyết số 05-NQ/TU, ", "citations that claim their place"),
    ("Điều 1. Giao Sở Tài chính\n", "headings"),
    ("Giao Sở Tài chính rà soát quy hoạch trước ngày 12/3/2024.\n", "tasks"),
    ("(a", "brackets that are never closed"),
    ("1", "one number without end"),
    ("**a** ", "marks of emphasis"),
]


def seconds(text: str) -> float:
    """Processor time for a text, the better of two."""
    taken = []
    for _ in range(2):
        began = time.process_time()
        extract(read_bytes(text.encode(), "a.txt"))
        taken.append(time.process_time() - began)
    return min(taken)


@pytest.mark.slow
@pytest.mark.parametrize(("piece", "why"), REPEATED, ids=[why for _, why in REPEATED])
def test_cost_grows_linearly(piece, why):
    """Eight times the text costs about eight times the time."""
    count = SHORT // len(piece)
    seconds(piece * 10)  # vocabularies

    short, long = seconds(piece * count), seconds(piece * count * TIMES)

    assert long < ALLOWED * TIMES * max(short, 0.005)


def test_what_was_made_of_a_text_is_freed_at_once():
    """Nothing holds itself in a circle: the next document has the memory, the collector has no work."""
    text = "".join(repeated for repeated, _ in REPEATED)
    gc.collect()
    gc.disable()
    try:
        extract(read_bytes(text.encode(), "a.txt"))

        assert not [thing for thing in gc.get_objects() if type(thing) is Context]
    finally:
        gc.enable()
