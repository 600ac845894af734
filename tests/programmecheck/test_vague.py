"""What a plan leaves unsaid: each remark with its words, none where it is said."""

from __future__ import annotations

import pytest

from dondoc import reading
from dondoc.programmecheck import check_programme
from dondoc.programmecheck.signs import Said, Signs
from dondoc.records.source import Span

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


MARKS = [
    ("Đã số hóa hồ sơ hộ tịch của xã.", "đa số", False, "“đã số hóa” is not “đa số”"),
    ("Nâng khả năng chứa nước của các hồ.", "khá", False, "“khả năng” is not “khá”"),
    ("Thu nhập của các hộ ở bản tăng khá.", "khá", True, "the word itself"),
    ("Đa số  hộ\nở bản có điện lưới.", "đa số", True, "a broken line and two spaces"),
    ("Hoà giải phần  lớn vụ việc ở bản.", "phần lớn", True, "the mark on the other vowel"),
    ("Nhiều năm liền bản giữ được rừng.", "nhiều", False, "a phrase that holds it, another thing"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "form", "found", "why"), MARKS, ids=[row[-1] for row in MARKS])
def test_signs_are_found_with_their_marks(words, form, found, why):
    """Whole words, their marks wherever in the syllable these stand."""
    signs = Signs([form], ["nhiều năm"])

    assert bool(signs.find(Said(words), Span(0, len(words)))) is found, why


def test_a_text_without_marks_is_read_without_them():
    """What somebody has typed in bare letters says the same."""
    words = "Da so ho o ban co dien luoi."
    assert Signs(["đa số"]).find(Said(words), Span(0, len(words))) == [Span(0, 5)]


SAID = [
    ("Sở Y tế tham mưu UBND tỉnh báo cáo HĐND tỉnh bố trí kinh phí mua 4 xe cứu thương trong năm 2026.",
     {"responsibility", "authority"}, "who decides is named, and to whom it goes"),
    ("Sở Y tế định kỳ 06 tháng và hằng năm tổng hợp kết quả khám chữa bệnh, gửi Ủy ban nhân dân tỉnh.",
     {"deadline", "product", "quantity"}, "twice a year, a summary"),
    ("Sở Y tế rà soát, hoàn thiện Chiến lược dữ liệu y tế của tỉnh trước ngày 30/9/2026.", {"product"},
     "a strategy is a product"),
    ("Sở Nội vụ tiếp tục rà soát danh mục việc làm của xã, trình UBND tỉnh trong quý II/2026.", {"work"},
     "a general verb, and a list that is there afterwards"),
    ("Sở Tư pháp ban hành Nghị quyết mẫu về hương ước trước ngày 30/9/2026.", {"resources"},
     "a paper needs no money of its own"),
]  # fmt: skip


@pytest.mark.parametrize(("task", "said", "why"), SAID, ids=[row[-1] for row in SAID])
def test_what_is_said_is_not_asked(task, said, why):
    """A remark about what stands in the sentence makes a reader laugh."""
    _, found = lacks(task)

    named = {lack.item for s in found.statements if s.kind == "task" for lack in s.lacks}
    assert not said & named, why


def test_a_programme_is_no_submission():
    """The syllable “trình” in “chương trình”, “công trình” does not say who decides."""
    _, found = lacks(
        "Sở Y tế thực hiện chương trình tiêm chủng ở 12 công trình trường học trước ngày 30/4/2026."
    )

    assert found.lacking("authority") == 1


CLOSING = [
    "Ủy ban nhân dân xã tổ chức triển khai thực hiện Nghị quyết này.",
    "Kịp thời báo cáo Ủy ban nhân dân tỉnh những khó khăn, vướng mắc trong quá trình triển khai thực hiện.",
    "Yêu cầu Ủy ban nhân dân các xã tập trung thực hiện một số nhiệm vụ trọng tâm sau:",
]


@pytest.mark.parametrize("sentence", CLOSING)
def test_nothing_is_asked_of_a_sentence_that_closes_or_leads_on(sentence):
    """Who and by when are questions for the tasks, not for the sentence around them."""
    document, found = lacks(sentence)

    assert [document.quote(s.span) for s in found.statements] == []


def test_a_purpose_is_no_task():
    """Under “Mục đích, yêu cầu” nobody has to lead anything by a day."""
    page = "KẾ HOẠCH\nNăm 2026\nI. MỤC ĐÍCH, YÊU CẦU\n1. Yêu cầu\n- {task}\nII. NHIỆM VỤ\n- {task}\n"
    text = page.format(task="Phân công từng đơn vị chủ trì, phối hợp rà soát bến đò ngang.")
    document = reading.read_bytes(text.encode(), "a.txt")

    found = check_programme(document, []).vague.statements

    assert {s.section for s in found} <= {"II"}
