"""The sample province is what its sources say: no generated file drifts from the words an editor sees."""

from __future__ import annotations

import re
import sys
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dondoc.records.facts import KINDS

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
DOCUMENTS = SAMPLE / "documents"


@pytest.fixture(scope="module")
def builder() -> Iterator[ModuleType]:
    """sample/build.py, which is a script beside the product and no part of it."""
    sys.path.insert(0, str(SAMPLE))
    import build

    yield build
    sys.path.remove(str(SAMPLE))


@pytest.fixture(scope="module")
def rebuilt(builder: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    builder.build(folder)
    return folder


@pytest.fixture(scope="module")
def sources(builder: ModuleType) -> dict[str, Any]:
    """Source by the name of its document."""
    return {source.front["file"]: source for source in builder.sources()}


@pytest.fixture(scope="module")
def province() -> dict[str, Any]:
    return tomllib.loads((SAMPLE / "province.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def decisions() -> dict[str, Any]:
    return tomllib.loads((SAMPLE / "decisions.toml").read_text("utf-8"))


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words(text: str) -> str:
    return " ".join(text.split())


def plain_lines(source: Any, builder: ModuleType) -> Iterator[str]:
    """Every line and cell of a source as a reader should give it."""
    for part in source.parts:
        for block in part.blocks:
            texts = [cell for row in block.rows for cell in row] if hasattr(block, "rows") else [block.text]
            for text in texts:
                if text not in ("", "^", "<", "#"):
                    yield words(builder.markup.plain(text))


def rows_of(source: Any) -> Iterator[str]:
    """Every row of a table as readers print it."""
    for part in source.parts:
        for block in part.blocks:
            for row in getattr(block, "rows", ()):
                yield " | ".join(words(cell) for cell in row)


def number(text: str) -> Decimal | None:
    match = re.fullmatch(r"\d{1,3}(?:\.\d{3})*(?:,\d+)?|\d+(?:,\d+)?", text)
    return Decimal(text.replace(".", "").replace(",", ".")) if match else None


def table_of(source: Any, part: int) -> Any:
    return next(block for block in source.parts[part].blocks if hasattr(block, "rows"))


@pytest.mark.parametrize(
    "name", sorted(p.name for p in DOCUMENTS.iterdir() if p.suffix in (".docx", ".xlsx", ".html"))
)
def test_generated_files_are_what_the_sources_make(rebuilt: Path, name: str) -> None:
    """Every member of a committed file has the bytes a rebuild gives (packing aside: zlib differs)."""
    ours, made = DOCUMENTS / name, rebuilt / name
    if name.endswith(".html"):
        assert ours.read_bytes() == made.read_bytes()
    else:
        assert members(ours) == members(made), f"chạy lại: python sample/build.py ({name})"


MIRRORED = SAMPLE / "mirrored"


@pytest.mark.parametrize("name", sorted(p.name for p in MIRRORED.iterdir() if p.suffix == ".xlsx"))
def test_what_the_other_system_sends_is_what_its_sources_make(
    builder: ModuleType, name: str, tmp_path: Path
) -> None:
    """As with the documents; every source has its table."""
    made = {path.name: path for path in builder.build_mirrored(tmp_path)}
    assert set(made) == {path.name for path in MIRRORED.iterdir() if path.suffix == ".xlsx"}
    assert members(MIRRORED / name) == members(made[name]), f"chạy lại: python sample/build.py ({name})"


def test_every_source_has_its_document_and_no_other_file_stands_there(sources: dict[str, Any]) -> None:
    """A document without a source cannot be corrected by an editor."""
    assert set(sources) == {path.name for path in DOCUMENTS.iterdir()}
    assert len(sources) >= 14
    assert {Path(name).suffix for name in sources} == {".docx", ".xlsx", ".html", ".pdf"}


def test_the_pdf_holds_every_line_of_its_source(sources: dict[str, Any], builder: ModuleType) -> None:
    """The PDF needs LibreOffice to make but not to check: its text layer has the source's words in order."""
    import pypdfium2

    name = next(name for name in sources if name.endswith(".pdf"))
    pdf = pypdfium2.PdfDocument(DOCUMENTS / name)
    try:
        printed = "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)
    finally:
        pdf.close()
    at = 0
    for line in plain_lines(sources[name], builder):
        found = printed.find("".join(line.split()), at)
        assert found >= 0, line
        at = found


def test_word_files_show_what_readers_must_cope_with(rebuilt: Path) -> None:
    """Automatic numbers, merged cells, a tracked deletion and a footnote occur, as they do in offices."""
    bodies = {path.name: members(path) for path in rebuilt.glob("*.docx")}
    xml = {name: parts["word/document.xml"].decode() for name, parts in bodies.items()}
    assert sum("<w:numPr>" in text for text in xml.values()) >= 5
    assert sum("<w:vMerge" in text and "<w:gridSpan" in text for text in xml.values()) >= 3
    assert sum("<w:delText" in text for text in xml.values()) >= 2
    assert any("word/footnotes.xml" in parts for parts in bodies.values())


def test_the_programme_assigns_36_tasks_in_one_table(sources: dict[str, Any]) -> None:
    """The annex by which reading of merged cells and group rows is judged: numbered 1 to 36, none missing."""
    rows = table_of(sources["03-chuong-trinh-hanh-dong-08-ctr-tu.docx"], 1).rows
    numbers = [int(row[0]) for row in rows if row[0].isdecimal()]
    assert numbers == list(range(1, 37))
    assert sum(row[1:] == [row[1], "<", "<", "<", "<"] for row in rows) == 6  # group rows


def test_the_year_resolution_sets_26_targets(sources: dict[str, Any]) -> None:
    """The count that reports and scoreboards are held against."""
    lines = [block.text for block in sources["04-nghi-quyet-11-nq-tu.docx"].parts[0].blocks]
    numbered = [int(match[1]) for line in lines if (match := re.match(r"\((\d+)\) ", line))]
    assert numbered == list(range(1, 27))


def test_votes_add_up(sources: dict[str, Any]) -> None:
    """Three levels of each person make the 57 valid ballots; shares are of all 60 deputies."""
    for row in table_of(sources["16-bien-ban-kiem-phieu-hdnd.docx"], 0).rows[2:]:
        counts = [int(row[column]) for column in (3, 5, 7)]
        assert sum(counts) == 57, row[1]
        for count, column in zip(counts, (4, 6, 8), strict=True):
            share = Decimal(row[column].replace(",", "."))
            assert share == (Decimal(count) * 100 / 60).quantize(Decimal("0.01")), row[1]


@pytest.mark.parametrize(
    ("name", "part", "total", "columns", "defects"),
    [
        ("09-bieu-bao-cao-thang-8-2026.xlsx", 2, -1, (2, 3), {}),
        ("12-phu-luc-9-thang-2026.xlsx", 2, -1, (2, 3), {}),
        # the defect of sample/README.md, 6: 1.580 of 1.600 enterprises are given out
        ("17-quyet-dinh-2215-qd-ubnd.docx", 2, 1, (2, 3, 4, 5), {3: Decimal(20)}),
    ],
)
def test_allocations_add_up_except_where_meant(
    sources: dict[str, Any],
    name: str,
    part: int,
    total: int,
    columns: tuple[int, ...],
    defects: dict[int, Decimal],
) -> None:
    """A sum that does not hold by accident would teach the checks the wrong thing."""
    table = table_of(sources[name], part)
    whole = table.rows[total]
    parts = [row for row in table.rows[table.header :] if row is not whole]
    for column in columns:
        given = sum((number(row[column]) or Decimal(0) for row in parts), Decimal(0))
        assert (number(whole[column]) or Decimal(0)) - given == defects.get(column, Decimal(0)), column


def test_ratios_to_plan_are_right(sources: dict[str, Any]) -> None:
    """In the workbooks and the reports' tables "so kế hoạch" is the printed result over the printed plan."""
    checked = 0
    for name, part, (plan, done, ratio) in (
        ("09-bieu-bao-cao-thang-8-2026.xlsx", 1, (3, 5, 6)),
        ("12-phu-luc-9-thang-2026.xlsx", 1, (3, 4, 5)),
        ("11-bao-cao-9-thang-305-bc-ubnd.docx", 0, (3, 4, 5)),
        ("18-bao-cao-quy-1-97-bc-ubnd.docx", 0, (3, 4, 5)),
        ("19-bao-cao-6-thang-196-bc-ubnd.docx", 0, (3, 4, 5)),
    ):
        for row in table_of(sources[name], part).rows:
            printed = number(row[ratio].removesuffix("%"))
            whole, result = number(row[plan]), number(row[done])
            if printed is None or not whole or result is None:
                continue
            assert abs(result * 100 / whole - printed) <= Decimal("0.05"), row
            checked += 1
    assert checked >= 40


def test_bodies_form_trees_and_ended_ones_have_successors(province: dict[str, Any]) -> None:
    """Every reference within the province resolves, no branch is a ring, no two bodies share a name."""
    bodies = {body["id"]: body for body in province["body"]}
    assert len(bodies) == len(province["body"])
    for body in bodies.values():
        seen, at = set(), body
        while at := bodies[at["parent"]] if "parent" in at else {}:
            assert at["id"] not in seen
            seen.add(at["id"])
        assert ("valid_to" in body) == ("successors" in body), body["id"]
        for successor in body.get("successors", ()):
            assert "valid_to" not in bodies[successor]
    for owner in (*province["person"], *province["user"]):
        assert owner["body"] in bodies
    for group in province["collective"]:
        assert all(i in bodies or i.startswith("kind:") for i in group["bodies"])
    names = Counter(n for b in bodies.values() for n in {b["name"], *b.get("names", ())})
    assert [name for name, count in names.items() if count > 1] == []
    assert {user["role"] for user in province["user"]} == {
        "administrator", "analyst", "officer", "head", "leader", "inspector", "reader",
    }  # fmt: skip


def test_decisions_speak_of_words_that_stand_in_their_document(
    sources: dict[str, Any], decisions: dict[str, Any], province: dict[str, Any], builder: ModuleType
) -> None:
    """A quote that is not in the document could never be found; users, bodies, indicators resolve."""
    bodies = {body["id"] for body in province["body"]}
    users = {user["username"] for user in province["user"] if user["role"] == "analyst"}
    indicators = {indicator["id"] for indicator in province["indicator"]}
    assert {document["file"] for document in decisions["document"]} == set(sources)
    for document in decisions["document"]:
        assert document["reviewer"] in users
        assert document["body"] in bodies
        assert set(document["carries_out"]) <= set(sources)
        text = "\n".join(plain_lines(sources[document["file"]], builder))
        text += "\n" + "\n".join(rows_of(sources[document["file"]]))
        text += "\n" + sources[document["file"]].front.get("lead", "")
        text += "\n" + " ".join(builder.word_notes(sources[document["file"]]))
        for decision in [d for what in ("correct", "reject", "link") for d in document.get(what, ())]:
            assert decision["quote"] in text, (document["file"], decision["quote"])
            assert decision.get("value", "") in text
            assert decision.get("body", "tinh-uy") in bodies
            assert decision.get("indicator", "exports") in indicators


def test_decisions_are_made_after_the_document_and_before_today(
    sources: dict[str, Any], decisions: dict[str, Any], province: dict[str, Any]
) -> None:
    """The replay is a credible history: received, then reviewed, in order of days."""
    days = [document["day"] for document in decisions["document"]]
    assert days == sorted(days)
    for document in decisions["document"]:
        created = sources[document["file"]].front["created"]
        assert created <= document["day"].isoformat() <= province["today"].isoformat(), document["file"]


@pytest.mark.parametrize("name", sorted(path.name for path in DOCUMENTS.iterdir()))
def test_dondoc_reads_every_line_of_a_source(sources: dict[str, Any], builder: ModuleType, name: str) -> None:
    """What an editor wrote is what the product reads: nothing lost, nothing struck out shown."""
    from dondoc.reading import read

    text = words(read(DOCUMENTS / name, isolate=False).text).replace(" %", "%")
    missing = [line for line in plain_lines(sources[name], builder) if line.replace(" %", "%") not in text]
    assert missing == []
    for part in sources[name].parts:
        for block in part.blocks:
            for run in builder.markup.runs(block.text) if hasattr(block, "text") else ():
                assert run.change != "deleted" or run.text not in text


@pytest.mark.parametrize(
    ("name", "stands"),
    [
        ("15-bao-hop-bao-9-thang.html", "11.176 tỷ đồng, bằng 78,7% dự toán"),
        ("11-bao-cao-9-thang-305-bc-ubnd.docx", "11.076 tỷ đồng, bằng 78% dự toán"),
        ("12-phu-luc-9-thang-2026.xlsx", "1.724"),
        ("11-bao-cao-9-thang-305-bc-ubnd.docx", "1.742 triệu USD"),
        ("09-bieu-bao-cao-thang-8-2026.xlsx", "47,9%"),
        ("10-bao-cao-thang-8-268-bc-ubnd.docx", "4.718 tỷ đồng, bằng 49,7% kế hoạch"),
        ("11-bao-cao-9-thang-305-bc-ubnd.docx", "Trong 25 chỉ tiêu chủ yếu năm 2026"),
        ("11-bao-cao-9-thang-305-bc-ubnd.docx", "chiếm 8,45%"),
        ("02-nghi-quyet-05-nq-tu.docx", "Tỷ trọng kinh tế số đến năm 2030 đạt 30% GRDP"),
        ("03-chuong-trinh-hanh-dong-08-ctr-tu.docx", "Tỷ trọng kinh tế số đến năm 2030 đạt 28% GRDP"),
        ("07-ke-hoach-09-kh-du.docx", "Sở Kế hoạch và Đầu tư"),
        ("15-bao-hop-bao-9-thang.html", "giải ngân tối thiểu 95% kế hoạch vốn"),
    ],
)
def test_the_defects_of_the_readme_stand_in_the_documents(
    sources: dict[str, Any], builder: ModuleType, name: str, stands: str
) -> None:
    """Somebody who tidies a figure must not take away what a check is to find (sample/README.md)."""
    assert stands in "\n".join(plain_lines(sources[name], builder))


FORMAT = {  # the tables and keys that the head of decisions.toml describes: required, then allowed
    "correct": ({"quote", "kind", "set"}, {"value", "optional"}),
    "reject": ({"quote", "kind", "why"}, {"value", "optional"}),
    "link": ({"quote", "kind"}, {"value", "optional", "indicator", "body", "target_of"}),
    "accept": ({"kind", "at_least"}, {"status", "in", "needs"}),
}


def test_decisions_keep_to_their_format(decisions: dict[str, Any], sources: dict[str, Any]) -> None:
    """A misspelt key would be passed over in silence by whoever replays the file."""
    known = {"file", "reviewer", "day", "standing", "body", "basis", "carries_out", "backs", "left_open"}
    for document in decisions["document"]:
        assert set(document) <= known | set(FORMAT), document["file"]
        for what, (required, allowed) in FORMAT.items():
            for decision in document.get(what, ()):
                assert required <= set(decision) <= required | allowed, (document["file"], decision)
                assert decision["kind"] in KINDS
                assert decision.get("target_of", "04-nghi-quyet-11-nq-tu.docx") in sources
                assert 0 <= decision.get("at_least", 0) <= 1
