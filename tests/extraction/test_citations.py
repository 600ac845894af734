import orders
import pytest

from dondoc.extraction import citations


@pytest.mark.parametrize("case", orders.cases("citations.toml"), ids=lambda case: case["why"])
def test_corpus(case):
    """Every mention with a number, a day or a formal title is found with its parts, and nothing else."""
    found = citations.find(orders.context(case["text"]))

    read = [[c.type, c.symbol or "", c.date or "", c.issuer or ""] for c in found]
    assert read == case["cited"]


def test_own_symbol_is_no_mention():
    """A document does not cite itself: neither its number in the heading nor "kèm theo Kế hoạch số …"."""
    heading = "ỦY BAN NHÂN DÂN\nSố: 30/KH-UBND\nKẾ HOẠCH\n"
    text = f"{heading}(Kèm theo Kế hoạch số 30/KH-UBND)\nCăn cứ Quyết định số 5/QĐ-TTg."

    assert [c.symbol for c in citations.find(orders.context(text, "plan"))] == ["5/QĐ-TTg"]


@pytest.mark.parametrize(
    ("kind", "text", "cited"),
    [
        (
            "resolution",
            (
                "NGHỊ QUYẾT\nVề đô thị\n(Kèm theo Nghị quyết số 124/2017/NQ-HĐND ngày 14/7/2017)\n"
                "Thực hiện Quyết định số 5/QĐ-TTg."
            ),
            ["5/QĐ-TTg"],
        ),
        (
            "decision",
            "ĐỀ ÁN\n(Ban hành kèm theo Nghị quyết số 12/NQ-HĐND ngày 14/7/2017)",
            ["12/NQ-HĐND"],  # of another kind: the decision is not it
        ),
        (
            "other",
            (
                "Số trang Nghị quyết số 03-NQ/TU 9\nTỈNH ỦY AN THỬ * Số 03-NQ/TU ĐẢNG CỘNG SẢN VIỆT NAM\n"
                "Theo Kết luận số 7-KL/TW."
            ),
            ["7-KL/TW"],
        ),
        (
            "press",
            "**Số ký hiệu**: Kế hoạch số 157/KH-SCT ngày 09/9/2026.\nCụ thể hóa Kế hoạch số 62/KH-UBND.",
            ["62/KH-UBND"],
        ),
        (
            "press",
            (
                "Tỉnh ủy ban hành Nghị quyết số 10-NQ/TU. Báo An Thử giới thiệu toàn văn Nghị quyết.\n"
                "Nghị quyết số 10-NQ/TU nêu rõ: thực hiện Nghị quyết số 3-NQ/TU."
            ),
            ["3-NQ/TU"],
        ),
        (
            "press",
            "Hôm qua, Tỉnh ủy ban hành Nghị quyết số 10-NQ/TU về chợ. Báo sẽ thông tin thêm.",
            ["10-NQ/TU"],
        ),
    ],
)
def test_own_number_wherever_it_is_printed(kind, text, cited):
    """In an annex, beside the motto, on a page that offers it, in the newspaper that prints it whole."""
    assert [c.symbol for c in citations.find(orders.context(text, kind))] == cited


def test_a_citation_claims_its_words():
    """What is read as a citation is not read again as a number or a date."""
    ctx = orders.context("theo Chỉ thị số 12-CT/TU ngày 05/3/2026 của Tỉnh ủy")

    citation = citations.find(ctx)[0]

    assert ctx.claimed(citation.span.start, citation.span.end, by="citation")


def test_mentions_of_one_document_are_linked():
    """Each mention counts; a later one points to the first, however its symbol is spaced."""
    ctx = orders.context(
        "theo Chỉ thị số 12-CT/TU ngày 05/3/2026; Chỉ thị 12 - CT/TU nêu rõ; Chỉ thị số 13-CT/TU"
    )

    assert [c.same_as for c in citations.find(ctx)] == [None, 0, None]
