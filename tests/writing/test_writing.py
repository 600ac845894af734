"""Write it, read it back, compare."""

import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.records.document import BlockKind, Cell, Document, DocumentType, Header, Standing, Table
from dondoc.records.facts import (
    Citation,
    Facts,
    FieldSource,
    IndicatorStatement,
    Meeting,
    Part,
    PersonMention,
    Proposal,
    RatingCount,
    Resolved,
    Shortcoming,
    TaskStatement,
    VerdictCount,
    VoteResult,
)
from dondoc.records.source import Diagnostic, Span
from dondoc.writing import facts_json, html, labels, table, xlsx

TEXT = (
    "Tỉnh Ven Sông họp bàn kinh tế\n"
    "GRDP năm 2026 ước tăng 8,50% so với cùng kỳ.\n"
    'Sở Tài chính <chủ trì> trình Đề án "thu ngân sách" trước ngày 30/6/2026 theo Kết luận số 12-KL/TU.\n'
)


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def document() -> Document:
    header = Header(
        title="Tỉnh Ven Sông họp bàn kinh tế",
        type=DocumentType.PRESS,
        date=date(2026, 4, 2),
        place="Ven Sông",
        standing=Standing.PRESS,
    )
    return Document(sha256="ab" * 32, text=TEXT, name="tin.txt", header=header)


@pytest.fixture
def facts() -> Facts:
    growth = IndicatorStatement(
        span=span("GRDP năm 2026 ước tăng 8,50% so với cùng kỳ"),
        value_span=span("8,50%"),
        rule="<indicator> tăng <number> %",
        name="GRDP",
        value=Decimal("8.50"),
        unit="%",
        status="estimate",
        measure="change",
        period="2026",
        base="same_period",
        decimals=2,
        fields={"value": FieldSource("number", span("8,50%")), "period": FieldSource("document date")},
        notes=["Tên chỉ tiêu viết tắt."],
    )
    task = TaskStatement(
        span=span(TEXT.splitlines()[2]),
        action='trình Đề án "thu ngân sách" trước ngày 30/6/2026 theo Kết luận số 12-KL/TU.',
        lead="Sở Tài chính",
        deadline="2026-06-30",
        product='Đề án "thu ngân sách"',
    )
    return Facts(
        indicators=[growth],
        tasks=[task],
        people=[PersonMention(span=span("Tỉnh"), name="=Nguyễn Văn A", positions=["Bí thư", "Chủ tịch"])],
        citations=[Citation(span=span("Kết luận số 12-KL/TU"), type="kết luận", symbol="12-KL/TU")],
        meetings=[
            Meeting(span=span("Tỉnh Ven Sông họp"), body="Tỉnh Ven Sông", ordinal=3, date="2026-04-02")
        ],
        verdicts=[
            VerdictCount(
                span=span("GRDP năm 2026"),
                counted="chỉ tiêu",
                total=Decimal(28),
                parts=[Part("met_or_exceeded", span("GRDP"), Decimal(25))],
                source="Nghị quyết số 11-NQ/TU",
                period="2026",
                notes=["Các phần cộng lại chưa đủ."],
            )
        ],
        votes=[
            VoteResult(
                span=span("ước tăng"),
                subject="Lê Văn Thử",
                position="Chủ tịch HĐND tỉnh",
                parts=[Part("high", span("ước"), Decimal(19), Decimal("40.43"), 2)],
                denominator=Decimal(47),
                denominator_of="returned",
                returned=Decimal(47),
            )
        ],
        ratings=[
            RatingCount(
                span=span("so với cùng kỳ"),
                rated="tập thể",
                total=Decimal(60),
                parts=[Part("excellent", span("so với"), Decimal(12), Decimal("20.0"), 1)],
            )
        ],
        shortcomings=[
            Shortcoming(span=span("Tỉnh Ven Sông"), words="giải ngân chậm", cause="vướng mặt bằng")
        ],
        proposals=[Proposal(span=span("họp bàn"), words="bổ sung vốn", speaker="bà Mẫu", to="Chính phủ")],
        diagnostics=[Diagnostic("odd", "Một ô không đọc được.")],
    )


FORMAT = {  # the fact format's keys: docs/facts.md
    "document": {"title", "type", "symbol", "date", "issuer", "place"},
    "indicators": {
        "span", "value_span", "name", "value", "value_max", "out_of", "unit", "status", "measure", "bound",
        "period", "base",
    },
    "tasks": {"span", "action", "lead", "partners", "deadline", "product"},
    "people": {"name", "positions"},
    "citations": {"span", "type", "symbol", "date", "issuer"},
    "meetings": {"span", "body", "ordinal", "date"},
    "verdicts": {"span", "counted", "total", "parts", "source", "period", "expected"},
    "votes": {
        "span", "vote", "subject", "position", "parts", "denominator", "denominator_of", "issued", "returned",
        "valid", "invalid",
    },
    "ratings": {"span", "rated", "total", "parts", "period"},
    "shortcomings": {"span", "nature", "words", "speaker", "voice", "cause"},
    "proposals": {"span", "words", "speaker", "voice", "to"},
}  # fmt: skip


def test_json_has_every_key_of_the_format(document, facts):
    """What is printed is the fact format, whole, and read back it says the same."""
    printed = json.loads(facts_json.dumps(facts_json.to_json(document, facts)))

    for part, keys in FORMAT.items():
        entries = [printed[part]] if part == "document" else printed[part]
        assert entries
        for entry in entries:
            assert keys <= entry.keys(), part
    assert printed["indicators"][0]["value"] == 8.5
    assert printed["document"]["date"] == "2026-04-02"


def test_json_says_what_became_of_a_body(document):
    """An extra key, only where the packs know the body; day and reason only where something changed."""
    gone = Resolved("so_ke_hoach_va_dau_tu", "Sở Tài chính", "2025-03-01", "hợp nhất")
    task = TaskStatement(Span(0, 4), lead="Sở KH&ĐT", resolved={"lead": gone})
    facts = Facts(tasks=[task, TaskStatement(Span(0, 4))], resolved={"place": Resolved("ha_noi", "Hà Nội")})

    printed = facts_json.to_json(document, facts)

    assert printed["document"]["resolved"] == {"place": {"id": "ha_noi"}}
    assert printed["tasks"][0]["resolved"]["lead"] == {
        "id": "so_ke_hoach_va_dau_tu",
        "now": "Sở Tài chính",
        "since": "2025-03-01",
        "reason": "hợp nhất",
    }
    assert "resolved" not in printed["tasks"][1]


def test_json_quotes_are_verbatim(document, facts):
    """Nothing leaves that cannot be pointed at."""
    printed = facts_json.to_json(document, facts, text=True)

    assert printed["text"] == TEXT
    for part in list(FORMAT)[1:]:
        for entry in printed[part]:
            assert TEXT[slice(*entry["span"])] == entry["quote"]


def test_json_explains_on_request_only(document, facts):
    """Each field with the words it was read from; a field that was inferred has none."""
    explained = facts_json.to_json(document, facts, explain=True)["indicators"][0]["fields"]

    assert explained["value"] == {"how": "number", "span": list(span("8,50%")), "quote": "8,50%", "note": ""}
    assert explained["period"]["span"] is None
    assert "fields" not in facts_json.to_json(document, facts)["indicators"][0]


# value in, literal out, why
LITERALS = [
    ("13.45", "13.45", "no binary noise"),
    ("16900", "16900", "a whole number has no point"),
    ("16900.0", "16900", "however it was made"),
    ("1.6E+4", "16000", "never in powers of ten"),
    ("0.1", "0.1", ""),
    ("-3.77", "-3.77", "a fall"),
    ("12345678901234567890.123456789", "12345678901234567890.123456789", "more digits than a float holds"),
]


@pytest.mark.parametrize(("value", "literal", "why"), LITERALS)
def test_json_numbers_are_exact(value, literal, why):
    """A number is written with the digits it was read with."""
    assert facts_json.dumps([facts_json.number(Decimal(value))], indent=None) == f"[{literal}]", why


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_json_numbers_come_back_equal(value):
    """Any number read back with exact arithmetic is the number written."""
    printed = facts_json.dumps([facts_json.number(value)])

    assert json.loads(printed, parse_float=Decimal, parse_int=Decimal) == [value]


def test_json_refuses_what_is_no_number(document):
    """NaN has no place in the format, nor has an object nobody declared."""
    with pytest.raises(TypeError):
        facts_json.dumps({"value": object()})
    with pytest.raises(ValueError, match="JSON"):
        facts_json.dumps({"value": float("nan")})


# bound, value, max, out_of, unit, measure, decimals → what a reader sees
VALUES = [
    ({"bound": "more_than", "value": "3.2", "unit": "tỷ USD"}, "hơn 3,2 tỷ USD"),
    ({"bound": "range", "value": "50", "value_max": "55", "unit": "%"}, "50–55 %"),
    ({"value": "25", "out_of": "28", "unit": "chỉ tiêu", "measure": "tally"}, "25/28 chỉ tiêu"),
    ({"value": "2", "out_of": "63", "measure": "rank"}, "thứ 2/63"),
    ({"value": "16900", "unit": "tỷ đồng"}, "16.900 tỷ đồng"),
    ({"value": "13.5", "unit": "%", "decimals": 2}, "13,50 %"),
    ({"value": "10", "measure": "rank", "bound": "at_most"}, "nhóm 10 dẫn đầu"),
    ({"value": "8.5", "unit": "%", "measure": "change", "direction": "up"}, "tăng 8,5 %"),
    ({"value": "3.77", "unit": "điểm %", "measure": "change", "direction": "down"}, "giảm 3,77 điểm %"),
    ({"bound": "more_than", "value": "2", "measure": "change", "direction": "up"}, "tăng hơn 2"),
    ({}, "—"),
]


@pytest.mark.parametrize(("fields", "printed"), VALUES)
def test_values_as_vietnamese_prints_them(fields, printed):
    """Comma before decimals, dot between thousands, the bound in words."""
    numbers = {k: Decimal(v) for k, v in fields.items() if k in ("value", "value_max", "out_of")}

    assert labels.value(IndicatorStatement(span=Span(0, 1), **(fields | numbers))) == printed


PERIODS = [
    ("2026", "2026"),
    ("2026-Q1", "quý I/2026"),
    ("2026-H2", "6 tháng cuối năm 2026"),
    ("2026-11", "tháng 11/2026"),
    ("2026-01/2026-09", "9 tháng đầu năm 2026"),
    ("2026-03/2026-09", "tháng 3/2026 – tháng 9/2026"),
    ("2026/2030", "giai đoạn 2026–2030"),
    ("2026-11-27", "27/11/2026"),
    (None, ""),
]


@pytest.mark.parametrize(("text", "printed"), PERIODS)
def test_periods_in_words(text, printed):
    """Every form of period that the fact format has."""
    assert labels.period(text) == printed


@pytest.mark.parametrize("columns", [60, 80, 100, 160])
def test_table_fits_the_window(document, facts, columns):
    """No line is wider than the window; from 80 columns on every word of a fact stands in it whole."""
    printed = table.render(document, facts, columns=columns, explain=True)

    assert max(table.width(line) for line in printed.splitlines()) <= columns
    if columns < 80:
        return  # there even a day may be broken over two lines
    for words in ("GRDP", "8,50 %", "ước thực hiện", "Sở Tài chính", "30/06/2026", "12-KL/TU", "Bí thư"):
        assert all(part in printed for part in words.split())


def test_table_columns_line_up_when_marks_are_apart(document):
    """Decomposed letters take as many columns as composed ones."""
    name = "thu ngân sa\u0301ch"
    rows = [
        IndicatorStatement(span=Span(0, 4), name=name, value=Decimal(1), unit="%"),
        IndicatorStatement(span=Span(0, 4), name="thu", value=Decimal(1), unit="%"),
    ]

    lines = [line for line in table.render(document, Facts(indicators=rows)).splitlines() if "1 %" in line]

    assert len({table.width(line[: line.index("1 %")]) for line in lines}) == 1


def test_table_does_not_let_a_document_steer_the_terminal(document):
    """Escape sequences and direction overrides in a document's words are taken out."""
    evil = IndicatorStatement(span=Span(0, 4), name="\x1b[2Jxóa\u202emàn hình\x07", value=Decimal(1))

    printed = table.render(document, Facts(indicators=[evil]))

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", printed)


def test_table_says_when_nothing_was_found(document):
    """An empty result is a sentence, not an empty screen."""
    assert "Không đọc được" in table.render(document, Facts())


def test_workbook_reads_back(document, facts):
    """Numbers are numbers with their printed digits, days are days, and each row has its words."""
    made = xlsx.workbook([(document, facts)], created=datetime(2026, 1, 1, tzinfo=UTC))
    book = openpyxl.load_workbook(BytesIO(made))

    assert book.sheetnames == list(xlsx.SHEETS.values())
    sheet = book[xlsx.SHEETS["indicator"]]
    row = dict(zip([c.value for c in sheet[1]], sheet[2], strict=True))
    assert row["Giá trị"].value == 8.5
    assert row["Giá trị"].number_format == "#,##0.00"
    assert row["Nguyên văn"].value == TEXT[facts.indicators[0].span.slice]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:M2"
    tasks = book[xlsx.SHEETS["task"]]
    assert tasks["E2"].value.date() == date(2026, 6, 30)
    assert book[xlsx.SHEETS["document"]]["I2"].value == len(facts)


def test_workbook_takes_no_formula_from_a_document(document, facts):
    """A name that begins with = is a name."""
    book = openpyxl.load_workbook(BytesIO(xlsx.workbook([(document, facts)])))

    assert book[xlsx.SHEETS["person"]]["B2"].value == "=Nguyễn Văn A"
    assert book[xlsx.SHEETS["person"]]["B2"].data_type == "s"


class Reader(HTMLParser):
    """The page as a browser would take it: its words, which fact lights each character, its links."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[tuple[str, dict[str, str | None]]] = []
        self.lit: list[tuple[str, frozenset[str]]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"][1:]] if values.get("href", "").startswith("#") else []
        self.addresses += [v for k, v in attrs if k in ("src", "href") and not v.startswith("#")]
        if tag not in ("meta", "input"):
            self.stack.append((tag, values))

    def handle_endtag(self, tag):
        assert self.stack.pop()[0] == tag, f"</{tag}> does not close what was opened last"

    def handle_data(self, data):
        tags = [tag for tag, _ in self.stack]
        if "article" in tags and "a" not in tags:
            keys = frozenset(v["class"].split()[1] for tag, v in self.stack if tag == "mark")
            self.lit += [(c, keys) for c in data if not c.isspace()]


def read_page(document: Document, facts: Facts) -> Reader:
    reader = Reader()
    reader.feed(html.page(document, facts))
    reader.close()
    assert reader.stack == []
    return reader


def lit_by(document: Document, facts: Facts) -> list[tuple[str, frozenset[str]]]:
    """What the page must light up, worked out character by character."""
    spans = {f"{html.PREFIX[k]}{n}": f.span for k in html.PREFIX for n, f in enumerate(facts.of(k), 1)}
    return [
        (c, frozenset(key for key, s in spans.items() if s.start <= at < s.end))
        for at, c in enumerate(document.text)
        if not c.isspace()
    ]


def test_page_lights_up_exactly_the_words(document, facts):
    """Every character of the text is there once, lit by the facts that cover it and by no other."""
    assert read_page(document, facts).lit == lit_by(document, facts)


@given(
    st.text(alphabet="ab<&\"'đ \n", min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=12),
)
def test_page_lights_up_overlapping_spans(text, ends):
    """However spans overlap and cross, the page is well formed and lights up what they cover."""
    spans = [Span(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in ends]
    facts = Facts(
        tasks=[TaskStatement(span=s) for s in spans[::2]], citations=[Citation(span=s) for s in spans[1::2]]
    )
    document = Document(sha256="0" * 64, text=text)

    assert read_page(document, facts).lit == lit_by(document, facts)


def test_page_is_self_contained_and_its_links_lead_somewhere(document, facts):
    """No address outside the page, no script, and a fact and its words are links to each other."""
    reader = read_page(document, facts)
    printed = html.page(document, facts)

    assert reader.addresses == []
    assert "<script" not in printed
    assert "url(" not in printed
    assert "@import" not in printed
    assert set(reader.links) <= set(reader.ids)
    assert len(reader.ids) == len(set(reader.ids))
    assert {"i1", "t1", "p1", "c1", "m1", "i1-what", "m1-what"} <= set(reader.links)


def test_page_escapes_everything():
    """A document cannot bring its own markup, in its text, name, title or in a fact."""
    evil = "<script>alert('x')</script>\x00\"&"
    document = Document(sha256="0" * 64, text=evil, name=evil, header=Header(title=evil, symbol=evil))
    facts = Facts(
        indicators=[
            IndicatorStatement(span=Span(0, 8), name=evil, unit=evil, value=Decimal(1), notes=[evil])
        ],
        tasks=[TaskStatement(span=Span(2, 12), action=evil, lead=evil, rule=evil)],
        diagnostics=[Diagnostic("x", evil)],
    )

    printed = html.page(document, facts)

    assert "<script" not in printed
    assert "\x00" not in printed


def test_page_shows_tables_as_tables():
    """Cells stand in a grid with their merges; a task that runs over a row lights up in each cell."""
    text = "Việc\tChủ trì\nRà soát quy hoạch\tSở Xây dựng\n"
    cells = (
        Cell(span("Việc", text), 0, 0),
        Cell(span("Chủ trì", text), 0, 1),
        Cell(span("Rà soát quy hoạch", text), 1, 0),
        Cell(span("Sở Xây dựng", text), 1, 1),
    )
    grid = Table(span=Span(0, len(text)), cells=cells, grid=((0, 1), (2, 3)))
    document = Document(
        sha256="0" * 64, text=text, tables=(grid,),
        blocks=((Span(0, 12), BlockKind.TABLE), (Span(13, len(text) - 1), BlockKind.TABLE)),
    )  # fmt: skip
    facts = Facts(
        tasks=[TaskStatement(span=Span(text.index("Rà"), len(text) - 1), action="Rà soát quy hoạch")]
    )

    printed = html.page(document, facts)

    assert printed.count("<tr>") == 2
    assert printed.count("<th>") == 2
    assert printed.count('class="task t1"') == 2
    assert printed.count('id="t1"') == 1
    assert read_page(document, facts).lit == lit_by(document, facts)


def test_counts_are_columns_that_can_be_summed(document, facts):
    """A part of a count is a number in a column of its own, with its percentage as printed."""
    book = openpyxl.load_workbook(BytesIO(xlsx.workbook([(document, facts)])))

    for kind in ("verdict", "vote", "rating"):
        sheet = book[xlsx.SHEETS[kind]]
        row = {heading.value: cell for heading, cell in zip(sheet[1], sheet[2], strict=True)}
        assert row["Nguyên văn"].value
        match kind:
            case "verdict":
                assert (row["Tổng số"].value, row["đạt và vượt"].value, row["vượt"].value) == (28, 25, None)
                assert row["Lưu ý"].value == "Các phần cộng lại chưa đủ."
            case "vote":
                assert (row["tín nhiệm cao"].value, row["tín nhiệm cao (%)"].value) == (19, 40.43)
                assert (row["Mẫu số"].value, row["Tỷ lệ tính trên"].value) == (47, "phiếu thu về")
            case "rating":
                assert row["hoàn thành xuất sắc (%)"].number_format == "#,##0.0"


def test_every_fact_is_said_in_one_line(document, facts):
    """A heading and a row of the table for every kind: parts in words, never the code's names."""
    for kind, fact in facts.items():
        cells = table.row(kind, fact)

        assert len(cells) == len(table.COLUMNS[kind])
        assert labels.heading(kind, fact)
        assert "_" not in " ".join(cells)
    assert labels.heading("vote", facts.votes[0]) == "Lê Văn Thử: tín nhiệm cao 19 (40,43%)"
    assert labels.heading("verdict", facts.verdicts[0]) == "chỉ tiêu: đạt và vượt 25 (trong 28)"
