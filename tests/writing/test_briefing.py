"""Questions name what the register knows, the worst first; where there is nothing they are silent."""

from __future__ import annotations

import pytest

from dondoc.writing.briefing import OwedBy, OwedTarget, OwedTask, questions, short

LATE = (OwedTask("lập phương án dùng vật liệu.", 81), OwedTask("trồng rừng", 5))
ASKED = [
    (OwedBy("Sở"), [], "nothing owed, nothing asked"),
    (OwedBy("Sở", late=LATE),
     ["2 nhiệm vụ quá hạn, lâu nhất 81 ngày (“Lập phương án dùng vật liệu”). Vướng ở đâu, ngày nào xong?"],
     "the oldest is named"),
    (OwedBy("Sở", late=LATE[1:]), ["Một nhiệm vụ quá hạn 5 ngày (“Trồng rừng”). Vướng ở đâu, ngày nào xong?"],
     "one is not many"),
    (OwedBy("Sở", targets=(OwedTarget("xuất khẩu", "Chậm tiến độ", "Đạt 74,1% kế hoạch."),)),
     ["Chỉ tiêu xuất khẩu: chậm tiến độ. Đạt 74,1% kế hoạch. Cần làm gì để đạt?"], "a target and why"),
    (OwedBy("Sở", waiting=LATE[1:], transfers=LATE[1:], untaken=LATE),
     ["Đề nghị chuyển 1 nhiệm vụ (“Trồng rừng”). Giữ hay chuyển cho ai?",
      "1 nhiệm vụ chờ cấp trên (“Trồng rừng”). Đã báo cáo ai, khi nào có ý kiến?",
      "2 nhiệm vụ chưa tiếp nhận. Vì sao chưa nhận?"], "what somebody must decide comes first"),
]  # fmt: skip


@pytest.mark.parametrize(("owed", "said", "why"), ASKED, ids=[row[2] for row in ASKED])
def test_questions_to_one_body(owed: OwedBy, said: list[str], why: str) -> None:
    """In the order of what is worst."""
    assert questions(owed) == said, why


def test_words_are_cut_between_words() -> None:
    """A long task is named by its beginning."""
    cut = short("rà soát " * 40)
    assert cut.endswith("…”")
    assert len(cut) < 100
    assert "rà s…" not in cut
