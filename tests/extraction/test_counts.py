"""Counts that have parts: verdicts on targets, votes, ratings."""

from decimal import Decimal

import orders
import pytest

from dondoc.extraction import citations, people, ratings, verdicts, votes
from dondoc.records.document import Cell, Document, DocumentType, Header, Table
from dondoc.records.source import Span


def said(number):
    return "-" if number is None else str(number).replace(".", ",")


def parts(fact):
    printed = []
    for part in fact.parts:
        share = f" ({said(part.percent)})" if part.percent is not None else ""
        printed.append(part.label + ("" if part.count is None else f" {said(part.count)}") + share)
    return "; ".join(printed)


def read(text, kind="press"):
    ctx = orders.context(text.strip(), kind)
    citations.find(ctx)
    return {
        "verdicts": verdicts.find(ctx),
        "votes": votes.find(ctx, people.find(ctx)),
        "ratings": ratings.find(ctx),
    }


@pytest.mark.parametrize("case", orders.cases("counts.toml"), ids=lambda case: case["why"])
def test_corpus(case):
    """Every part with its own number; the whole where the text gives it; nothing that is no result."""
    found = read(case["text"])

    said_of = {
        "verdicts": [f"{f.counted} / {said(f.total)}: {parts(f)}" for f in found["verdicts"]],
        "votes": [
            f"{f.subject} / {said(f.denominator)} ({f.denominator_of or '-'}): {parts(f)}"
            for f in found["votes"]
        ],
        "ratings": [f"{f.rated} / {said(f.total)}: {parts(f)}" for f in found["ratings"]],
    }
    for kind, facts in said_of.items():
        assert facts == case.get(kind, []), kind


@pytest.mark.parametrize("case", orders.cases("counts.toml"), ids=lambda case: case["why"])
def test_every_part_points_at_its_words(case):
    """A part's number stands in the part's span, and the part in the fact."""
    text = case["text"].strip()
    for facts in read(text).values():
        for fact in facts:
            for index, part in enumerate(fact.parts):
                words = text[part.span.slice]
                assert fact.span.start <= part.span.start < part.span.end <= fact.span.end
                assert fact.fields[f"parts.{index}"].span == part.span
                if part.count and part.count > 9:
                    assert str(part.count) in words


def test_a_count_names_the_document_whose_targets_it_counts():
    """The same province counts differently for different documents."""
    text = "Theo Nghị quyết số 11-NQ/TU ngày 12/12/2025 của Tỉnh ủy, dự kiến có 20/25 chỉ tiêu đạt và vượt."

    (fact,) = read(text)["verdicts"]

    assert fact.source is not None
    assert "11-NQ/TU" in fact.source
    assert fact.expected


# text, kind, word of the note
DOUBTS = [
    ("Có 25/24 chỉ tiêu đạt và vượt.", "verdicts", "nhiều hơn tổng số"),
    ("Có 21/25 chỉ tiêu đạt và vượt, gồm 12 chỉ tiêu vượt, 8 chỉ tiêu đạt.", "verdicts", "cộng lại"),
    ("Ông Lê Văn Thử có 46/51 phiếu tín nhiệm cao (88,46%).", "votes", "không phải 88,46%"),
    ("Ông Lê Văn Thử có 40/47 phiếu tín nhiệm cao, 9 phiếu tín nhiệm.", "votes", "cộng lại"),
    ("Trong 10 chi bộ có 8 chi bộ hoàn thành tốt nhiệm vụ, 3 chi bộ hoàn thành nhiệm vụ.", "ratings", "cộng"),
]


@pytest.mark.parametrize(("text", "kind", "word"), DOUBTS)
def test_what_does_not_add_up_is_noted(text, kind, word):
    """A sum that does not hold is shown to the reviewer, never mended."""
    (fact,) = read(text)[kind]

    assert any(word in note for note in fact.notes)


def table_document(rows, text_before=""):
    """A document with one table of these rows."""
    text, cells = text_before, []
    start = len(text)
    for index, row in enumerate(rows):
        for column, words in enumerate(row):
            cells.append(Cell(Span(len(text), len(text) + len(words)), index, column))
            text += words + (" | " if column + 1 < len(row) else "\n")
    width = len(rows[0])
    grid = tuple(tuple(range(r * width, (r + 1) * width)) for r in range(len(rows)))
    table = Table(Span(start, len(text) - 1), tuple(cells), grid)
    return Document("0" * 64, text, header=Header(type=DocumentType.OTHER), tables=(table,))


def test_minutes_hold_one_result_a_row():
    """A table of three levels: counts and percentages by column, ballots and whole from the words above."""
    before = (
        "Tổng số đại biểu: 60 đại biểu.\nSố phiếu phát ra: 58 phiếu.\nSố phiếu thu vào: 58 phiếu.\n"
        "Số phiếu hợp lệ: 57 phiếu; số phiếu không hợp lệ: 1 phiếu.\nTỷ lệ tính trên tổng số đại biểu.\n"
    )
    rows = [
        [
            "TT",
            "Họ và tên",
            "Chức vụ",
            "Tín nhiệm cao",
            "Tỷ lệ % tín nhiệm cao",
            "Tín nhiệm",
            "Tín nhiệm thấp",
        ],
        ["1", "Lê Văn Thử", "Chủ tịch HĐND", "48", "80,00", "8", "1"],
        ["2", "Trần Thị Mẫu", "Giám đốc Sở", "24", "41,00", "21", "12"],
    ]
    ctx = orders.Context(table_document(rows, before), orders.default_lexicon())

    first, second = votes.find(ctx)

    assert (first.subject, first.position) == ("Lê Văn Thử", "Chủ tịch HĐND")
    assert [(p.label, p.count) for p in first.parts] == [("high", 48), ("medium", 8), ("low", 1)]
    assert first.parts[0].percent == Decimal("80.00")
    assert (first.denominator, first.denominator_of) == (60, "members")
    assert (first.issued, first.returned, first.valid, first.invalid) == (58, 58, 57, 1)
    assert not first.notes
    assert any("41,00%" in note for note in second.notes)


def test_a_table_of_other_things_is_no_vote():
    """Only columns of the three levels make a table of votes."""
    rows = [["TT", "Chỉ tiêu", "Kế hoạch", "Thực hiện"], ["1", "Thu ngân sách", "14.200", "11.076"]]
    ctx = orders.Context(table_document(rows), orders.default_lexicon())

    assert votes.find(ctx) == []


RATING_TABLES = [
    (
        "a column or two a level, a count for every row; the whole from its own column",
        "KẾT QUẢ XẾP LOẠI NĂM 2025\n",
        [
            ["TT", "Đối tượng", "Tổng số", "Hoàn thành xuất sắc", "Tỷ lệ %", "Hoàn thành tốt", "Hoàn thành"],
            ["1", "Tập thể lãnh đạo", "40", "8", "20,0", "30", "2"],
            ["2", "Đảng viên", "1.250", "210", "16,8", "1.000", "40"],
        ],
        [
            "Tập thể lãnh đạo / 40: excellent 8; good 30; completed 2",
            "Đảng viên / 1250: excellent 210; good 1000; completed 40",
        ],
    ),
    (
        "two rows of heads: counts and percentages below each level",
        "",
        [
            [
                "TT",
                "Đơn vị",
                "Hoàn thành tốt nhiệm vụ",
                "Hoàn thành tốt nhiệm vụ",
                "Không hoàn thành",
                "Không hoàn thành",
            ],
            ["TT", "Đơn vị", "Số lượng", "Tỷ lệ", "Số lượng", "Tỷ lệ"],
            ["1", "Chi bộ Trường học", "27", "90", "3", "10"],
        ],
        ["Chi bộ Trường học / -: good 27 (90); not_completed 3 (10)"],
    ),
    (
        "a level a row, each column of counts with the percentages right of it; the whole in its own row",
        "Xếp loại cuối năm 2025\n",
        [
            ["Mức xếp loại", "Đảng viên", "Tỷ lệ (%)", "Tổ chức cơ sở đảng", "Tỷ lệ (%)"],
            ["Hoàn thành xuất sắc nhiệm vụ", "150", "15", "9", "18"],
            ["Hoàn thành tốt nhiệm vụ", "830", "83", "40", "80"],
            ["Hoàn thành nhiệm vụ", "20", "2", "1", "2"],
            ["Tổng số", "1.000", "", "50", ""],
        ],
        [
            "đảng viên / 1000: excellent 150 (15); good 830 (83); completed 20 (2)",
            "tổ chức cơ sở đảng / 50: excellent 9 (18); good 40 (80); completed 1 (2)",
        ],
    ),
    (
        "what was rated stands above the table only",
        "Biểu 2. Kết quả xếp loại chất lượng chi bộ năm 2024\n",
        [
            ["STT", "Mức", "Số lượng"],
            ["1", "Hoàn thành xuất sắc nhiệm vụ", "12"],
            ["2", "Hoàn thành tốt nhiệm vụ", "48"],
        ],
        ["chi bộ / -: excellent 12; good 48"],
    ),
    (
        "done and not done are states of work",
        "",
        [["TT", "Đơn vị", "Hoàn thành", "Không hoàn thành"], ["1", "Sở Xây dựng", "12", "3"]],
        [],
    ),
    (
        "work that is to be finished is no rating",
        "",
        [
            ["TT", "Nhiệm vụ", "Số văn bản"],
            ["1", "Rà soát để hoàn thành nhiệm vụ năm", "4"],
            ["2", "Tổng kết", "1"],
        ],
        [],
    ),
]


@pytest.mark.parametrize(
    ("why", "before", "rows", "expected"), RATING_TABLES, ids=[c[0] for c in RATING_TABLES]
)
def test_tables_of_ratings(why, before, rows, expected):
    """Levels as columns or as rows; the year rated, told above the table, is that of its counts."""
    ctx = orders.Context(table_document(rows, before), orders.default_lexicon())

    found = ratings.find(ctx)

    assert [f"{f.rated} / {said(f.total)}: {parts(f)}" for f in found] == expected
    year = next((word for word in before.split() if word.isdigit() and len(word) == 4), None)
    assert {f.period for f in found} <= {year}
