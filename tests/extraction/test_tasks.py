from dataclasses import replace

import orders
import pytest

from dondoc.extraction import extract, tasks
from dondoc.extraction.context import Context
from dondoc.records.document import DocumentType


@pytest.mark.parametrize("case", orders.cases("tasks.toml"), ids=lambda case: case["why"])
def test_corpus(case):
    """One task a sentence, with who must do it and by when; what only tells, aims or proposes is none."""
    ctx = orders.context(case["text"].strip(), case["type"])

    found = [[ctx.text[t.span.slice], t.lead or "", t.deadline or ""] for t in tasks.find(ctx)]

    assert [f[1:] for f in found] == [t[1:] for t in case["tasks"]]
    for (words, *_), (start, *_) in zip(found, case["tasks"], strict=True):
        assert words.startswith(start)


def test_labels_complete_the_task_above():
    """Lines "Cơ quan phối hợp: …", "Sản phẩm: …" fill the task they stand under."""
    case = next(c for c in orders.cases("tasks.toml") if "dòng nhãn" in c["why"])

    (task,) = tasks.find(orders.context(case["text"].strip(), case["type"]))

    assert task.partners == ["Công an tỉnh", "UBND các xã"]
    assert task.product == "Kho dữ liệu được vận hành"
    assert task.fields["lead"].how == "label"


@pytest.mark.parametrize(
    ("lead", "collective"),
    [
        ("các sở, ban, ngành", True),
        ("Sở Tài chính", False),
        ("cấp ủy, chính quyền các cấp", True),
        ("UBND các xã, phường", True),
        ("Ban Thường vụ Tỉnh ủy", False),
    ],
)
def test_collective_addressees_are_marked(lead, collective):
    """Nobody answers yet for what "các sở, ngành" are told: the reviewer must name one body."""
    (task,) = tasks.find(orders.context(f"Bí thư Tỉnh ủy yêu cầu {lead} rà soát quy hoạch.", "press"))

    assert task.lead == lead
    assert task.collective is collective
    assert bool(task.fields["lead"].note) is collective


def test_speech_is_less_certain_than_an_order():
    """What a newspaper reports of a speech creates no obligation: it stands apart and ranks lower."""
    said = tasks.find(orders.context("Bí thư Tỉnh ủy yêu cầu Sở Y tế rà soát thuốc.", "press"))[0]
    ordered = tasks.find(orders.context("Giao Sở Y tế rà soát danh mục thuốc.", "decision"))[0]

    assert (said.directive, ordered.directive) == ("speech", "order")
    assert said.confidence < ordered.confidence


@pytest.mark.parametrize(
    ("headline", "ordered"),
    [
        ("Chủ tịch UBND tỉnh: Rà soát lại giá đất ven sông", True),
        ("Chủ tịch UBND tỉnh: Kinh tế phục hồi rõ nét", False),  # tells
        ("Đại biểu Quốc hội: Xem xét giảm thuế cho dân", False),  # one who does not direct
        ("Lũ lớn: Khẩn trương sơ tán dân", False),  # nobody speaks
    ],
)
def test_a_headline_names_who_directs_and_what_is_to_be_done(headline, ordered):
    """Before the colon one who may direct, behind it a command."""
    ctx = orders.read(f"{headline}\n\nSáng 8/2/2024, đoàn công tác của tỉnh kiểm tra tuyến đường ven sông.\n")
    press = replace(ctx.document, header=replace(ctx.document.header, type=DocumentType.PRESS))
    ctx = Context(press, ctx.lexicon)

    assert bool(tasks.find(ctx)) is ordered


def test_a_citation_is_no_deadline():
    """The day of a cited document is not the day a task is due."""
    text = "Giao Sở Tài chính thực hiện Nghị quyết số 5-NQ/TU ngày 01/02/2026 của Tỉnh ủy."
    ctx = orders.context(text, "decision")
    from dondoc.extraction import citations

    citations.find(ctx)

    assert [t.deadline for t in tasks.find(ctx)] == [None]


def test_a_task_said_again_is_linked():
    """A sentence printed twice is two mentions of one task."""
    text = "Giao Sở Y tế rà soát danh mục thuốc.\n\nGiao Sở Y tế rà soát danh mục thuốc."

    assert [t.same_as for t in tasks.find(orders.context(text, "decision"))] == [None, 0]


def test_a_task_without_a_lead_is_noted():
    """The reviewer is told that nobody was named."""
    (task,) = tasks.find(orders.context("II. NHIỆM VỤ\n1. Rà soát quỹ đất công.", "plan"))

    assert task.lead is None
    assert task.notes == ["Chưa nêu cơ quan thực hiện"]


def test_how_often_is_part_of_the_action_and_a_product_goes_on_over_commas():
    """“Hằng năm tổng hợp …” keeps its opening; "đề án phát triển nông, lâm nghiệp" its second half."""
    often, product = tasks.find(
        orders.context(
            "III. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ\n- Hằng năm tổng hợp kết quả, báo cáo UBND tỉnh.\n"
            "- Xây dựng đề án phát triển nông, lâm nghiệp, trình UBND tỉnh trong quý II/2027.",
            "plan",
        )
    )

    assert often.action.startswith("Hằng năm tổng hợp")
    assert product.product == "đề án phát triển nông, lâm nghiệp"


def test_who_is_named_again_without_his_posts_directs_as_before():
    """A minister's order stays a task where another chairs and he is named again by his name alone."""
    ctx = orders.context(
        "Phó Chủ tịch UBND tỉnh Trần Văn Mẫu chủ trì hội nghị.\nPhát biểu tại hội nghị, đồng chí "
        "Lê Văn Thử, Tổng cục trưởng Tổng cục Lâm nghiệp, Phó trưởng ban chỉ đạo, đánh giá cao kết quả giữ "
        "rừng. Ngoài ra, đồng chí Lê Văn Thử cũng yêu cầu Chi cục Kiểm lâm tỉnh cần lưu ý công tác trực cháy "
        "và trong thời gian tới đề nghị Chi cục tiếp tục biên soạn tài liệu.",
        "press",
    )

    (task,) = extract(ctx.document).tasks

    assert task.lead == "Chi cục Kiểm lâm tỉnh"
