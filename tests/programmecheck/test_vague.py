"""What a plan leaves unsaid: each remark with its words, none where it is said."""

from __future__ import annotations

import pytest

from dondoc import reading
from dondoc.programmecheck import check_programme

COMPLETE = (
    "Sở Y tế lập phương án củng cố trạm y tế, trình UBND tỉnh phê duyệt trước ngày 30/4/2026, "
    "kinh phí 300 triệu đồng."
)
TASKS = [
    ("Tổ chức rà soát hộ nghèo.", {"person", "deadline"}, set(), "nobody, no day"),
    ("Các sở, ngành rà soát 12 trạm y tế, hoàn thành trước ngày 30/4/2026.", {"person"}, {"deadline"},
     "a collective"),
    ("Sở Y tế tổng hợp, báo cáo khi có yêu cầu.", {"deadline"}, {"person"}, "a day that is none"),
    ("Sở Y tế mở 12 lớp tập huấn cho cán bộ, hoàn thành trước ngày 30/4/2026.", {"authority", "resources"},
     {"person", "deadline", "work", "product", "quantity", "roadmap"}, "who, what, when, how much"),
    (COMPLETE, set(), {"person", "work", "deadline", "authority", "product", "quantity", "resources"},
     "all of it"),
    ("Tiếp tục tăng cường sự lãnh đạo của cấp ủy đối với kinh tế xanh.", {"work", "person", "deadline"},
     {"resources"}, "a general verb: what it costs is no question yet"),
    ("Văn phòng Sở cập nhật tiến độ vào ngày 10 hằng tháng.", set(), {"deadline", "person"}, "every month"),
]  # fmt: skip


def lacks(task, **parts):
    page = f"KẾ HOẠCH\nNăm 2026\nIII. NHIỆM VỤ\n1. Nhiệm vụ cụ thể\n- {task}\n{parts.get('after', '')}"
    document = reading.read_bytes(page.encode(), "a.txt")
    return document, check_programme(document, []).vague


@pytest.mark.parametrize(("task", "lacking", "said", "why"), TASKS, ids=[row[3] for row in TASKS])
def test_what_a_task_lacks(task, lacking, said, why):
    """The six of 226-KL/TW and what was added to them, task by task."""
    document, found = lacks(task)

    (statement,) = [s for s in found.statements if s.kind == "task"] or [None]
    named = {lack.item for lack in statement.lacks} if statement else set()
    assert lacking <= named, why
    assert not said & named, why
    for lack in statement.lacks if statement else ():
        assert lack.what
        assert lack.advice
        assert lack.span is None or document.quote(lack.span).strip()


def test_one_sentence_says_it_for_all():
    """Who pays and who answers may stand once, at the end."""
    after = (
        "IV. TỔ CHỨC\nKinh phí lấy từ dự toán năm 2026. "
        "Trưởng phòng chịu trách nhiệm trước Giám đốc về từng việc.\n"
    )
    _, found = lacks("Sở Y tế mở 12 lớp tập huấn cho cán bộ trước ngày 30/4/2026.", after=after)

    assert found.lacking("resources") == 0
    assert found.lacking("responsibility") == 0


def test_an_aim_without_a_figure():
    """“giảm mạnh hộ nghèo” under a heading of aims is shown with the words that stand for the figure."""
    aims = "- Phấn đấu giảm mạnh hộ nghèo ở các thôn trong xã.\n- Xây 12 nhà.\n"
    page = f"KẾ HOẠCH\nNăm 2026\nII. MỤC TIÊU\n{aims}"
    document = reading.read_bytes(page.encode(), "a.txt")

    (aim,) = check_programme(document, []).vague.statements

    assert aim.kind == "aim"
    assert [document.quote(lack.span) for lack in aim.lacks] == ["giảm mạnh"]


WHOLE = [
    ("", {"figures", "local", "inspection", "review"}, "nothing of its own"),
    ("Phòng Tài chính kiểm tra 3 dự án ở xã Tân Mỹ trong quý III/2026.\nSơ kết vào tháng 12/2026.\n", set(),
     "all of it"),
]  # fmt: skip


@pytest.mark.parametrize(("after", "lacking", "why"), WHOLE, ids=[row[2] for row in WHOLE])
def test_what_the_document_lacks(after, lacking, why):
    """Figures, names of its own, inspection, reviews: over the whole document."""
    _, found = lacks("Đẩy mạnh chuyển đổi số trong các cơ quan.", after=after)

    assert {lack.item for lack in found.document} == lacking, why
