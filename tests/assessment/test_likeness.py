"""Which earlier sentence a sentence may repeat: found by its telling words, with the reason."""

from __future__ import annotations

import pytest

from dondoc.assessment.likeness import alike

EARLIER = {
    1: "Tiến độ giải phóng mặt bằng một số dự án trọng điểm còn chậm",
    2: "Công tác cải cách hành chính ở một số xã còn chậm, chưa quyết liệt",
    3: "Giải ngân vốn đầu tư công đạt thấp so với kế hoạch",
    4: "Một số cán bộ chưa quyết liệt trong thực hiện nhiệm vụ được giao",
}
CASES = [
    ("Giải phóng mặt bằng các dự án trọng điểm chưa đáp ứng tiến độ", [1], "the same thing in other words"),
    ("Việc giải ngân vốn đầu tư công vẫn đạt thấp", [3], "the same sentence, shorter"),
    ("giai phong mat bang mot so du an trong diem con cham", [1], "without marks"),
    ("Chất lượng nguồn nhân lực còn hạn chế", [], "another thing"),
    ("Một số nơi còn chậm", [], "only the way offices write"),
    ("", [], "nothing"),
    ("chậm", [], "one word"),
]


@pytest.mark.parametrize(("words", "expected", "why"), CASES, ids=[row[2] for row in CASES])
def test_what_comes_back_is_found(words: str, expected: list[int], why: str) -> None:
    """The best candidate first; what is not alike is not told."""
    assert [one.key for one in alike(words, EARLIER)][:1] == expected, why


def test_it_says_why() -> None:
    """The longest runs of words both have, as the later sentence writes them."""
    best = alike("Giải phóng mặt bằng các dự án trọng điểm chưa đáp ứng tiến độ", EARLIER)[0]
    assert best.shared[:2] == ("giải phóng mặt bằng", "dự án trọng điểm")
    assert alike(EARLIER[2], EARLIER)[0].score == 100
