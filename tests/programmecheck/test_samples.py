"""The sample province's three plans come out as what they are: copied, vague, good."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from dondoc import reading
from dondoc.programmecheck import check_programme
from dondoc.records.check import CheckSource, PassageKind, SourceRole
from dondoc.records.coverage import CommitmentKind, CoverageState
from dondoc.writing import check_docx, check_html, check_json, check_table

SAMPLE = Path(__file__).resolve().parent.parent.parent / "sample" / "documents"


def read(number):
    return reading.read(next(SAMPLE.glob(f"{number}-*.docx")))


@pytest.fixture(scope="module")
def checked():
    """The three plans against the programme they carry out."""
    parent = read("03")
    made = {}
    for number in ("06", "07", "08"):
        programme = read(number)
        source = CheckSource("03", parent.header.title, SourceRole.PARENT, parent.header.symbol or "")
        made[number] = (programme, check_programme(programme, [(source, parent)]))
    return made


def test_the_copied_plan(checked):
    """06 repeats purpose, demands and three paragraphs of 03; what 03 asks of it is taken down."""
    programme, found = checked["06"]
    copied = [programme.quote(p.span) for p in found.copying.passages if p.kind is PassageKind.COPIED]
    taken = [programme.quote(p.span) for p in found.copying.passages if p.kind is PassageKind.TAKEN_DOWN]

    assert 0.45 < found.copying.copied_share < 0.55  # of what is no column of offices and days
    for words in (
        "Biến các chủ trương",
        "Tập trung vào ba chuỗi",
        "gom về một kho",
        "trạm y tế, trường học",
    ):
        assert any(words in passage for passage in copied), words
    for words in (
        "chất thải rắn sinh hoạt",
        "Xây dựng Đề án phát triển vùng",
        "nước sạch tập trung cho 9 xã",
    ):
        assert any(words in passage for passage in taken), words
    assert not any("che phủ rừng" in passage for passage in (*copied, *taken))


def test_the_vague_plan(checked):
    """07 copies nothing and says nothing: general verbs, collectives, no days, aims without figures."""
    _, found = checked["07"]

    assert found.copying.copied == 0
    assert found.vague.lacking("person") >= 9
    assert found.vague.lacking("work") >= 8
    assert found.vague.lacking("deadline") >= 11
    assert {lack.item for lack in found.vague.document} == {"figures", "local", "inspection", "review"}
    assert [s.kind for s in found.vague.statements].count("aim") == 4


def test_the_good_plan(checked):
    """08 is its own, and lacks hardly anything."""
    _, found = checked["08"]

    assert found.copying.own_share > 0.95
    assert found.copying.copied == 0
    for item in ("person", "work", "deadline", "responsibility", "product", "quantity", "resources"):
        assert found.vague.lacking(item) == 0, item
    assert found.vague.document == ()


def test_a_target_lowered_on_the_way_and_two_forgotten():
    """01 asks 30 % of the digital economy, 03 says 28 %; productivity and energy are nowhere in 03."""
    parent, programme = read("01"), read("03")
    source = CheckSource("01", parent.header.title, SourceRole.PARENT)
    ((_, found),) = check_programme(programme, [(source, parent)]).coverage
    rows = found.rows

    lowered = [row for row in rows if row.state is CoverageState.CHANGED and row.changes[0].weaker]
    missing = [row.parent.name for row in rows if row.state is CoverageState.MISSING and row.parent]
    assert [(row.changes[0].before, row.changes[0].after) for row in lowered] == [("30%", "28%")]
    assert any("năng suất lao động" in name for name in missing)
    assert all(row.kind is CommitmentKind.TARGET for row in lowered)


@pytest.mark.parametrize("number", ["06", "07", "08"])
def test_every_form_of_the_result_can_be_made(checked, number):
    """JSON, terminal, page and Word hold the same; Word's text is read back."""
    programme, found = checked[number]
    made = check_json.to_json(found, programme)

    for passage, kept in zip(made["passages"], found.copying.passages, strict=True):
        assert "".join(piece for piece, _ in passage["words"]) == programme.quote(kept.span)
    printed = check_table.render(made, columns=90)
    page = check_html.page(made)
    word = reading.read_bytes(check_docx.document(made, on=date(2026, 10, 20)), "soat.docx")
    assert all(len(line) <= 90 for line in printed.splitlines())
    assert "<script" not in page
    assert "BẢN SOÁT DỰ THẢO" in word.text
    for statement in made["vague"]["statements"]:
        assert statement["words"][:30] in printed
        assert " ".join(statement["words"].split())[:30] in " ".join(word.text.split())
    assert BytesIO(check_docx.document(made)).getbuffer().nbytes > 10_000
