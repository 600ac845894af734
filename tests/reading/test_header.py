"""Heading fields of Party, State and press documents, and how they agree with documents read by people."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from dondoc.reading import finish, header, masthead, outline, plain, press
from dondoc.reading.draft import Columns, Draft, Limits
from dondoc.records.document import BlockKind
from dondoc.records.source import Span

CORPUS = tomllib.loads(Path(__file__).with_name("headers.toml").read_text("utf-8"))["document"]


def shown(value: object) -> object:
    """A field as the corpus writes it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value or ""


def read(text: str) -> header.Header:
    draft = Draft(text.lstrip("\n"))
    top = masthead.find(draft) or press.begin(draft)
    return header.read_header(draft, outline.outline(draft, top)[0], top)


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case["why"])
def test_fields(case):
    """Each listed field is read as listed, and "" is not read at all."""
    found = read(case["text"])

    wanted = {name: value for name, value in case.items() if name not in ("why", "text")}
    assert {name: shown(getattr(found, name)) for name in wanted} == wanted


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case["why"])
def test_spans_cover_what_was_read(case):
    """A field can be shown in the text: its span holds its words."""
    text = case["text"].lstrip("\n")
    found = read(case["text"])

    for name, span in found.spans:
        assert text[span.slice].strip(), name
    words = dict(found.spans)
    if found.place and "place" in words:
        assert " ".join(text[words["place"].slice].split()).casefold() == found.place.casefold()
    if found.signatory:
        assert text[words["signatory"].slice] == found.signatory


def test_left_column_is_the_issuers():
    """Where the format knows the two columns, the left one names the issuer whatever stands on the right."""
    left, right = (
        "TỈNH ỦY BÌNH SƠN\n*\nSố 7-KH/TU\n",
        "ĐẢNG CỘNG SẢN VIỆT NAM\nBình Sơn, ngày 1 tháng 7 năm 2026\n",
    )
    text = f"{left}{right}KẾ HOẠCH\nkiểm tra, giám sát\n"
    columns = Columns(
        Span(0, len(left) + len(right) - 1),
        (Span(0, 16), Span(17, 18), Span(19, 29)),
        (Span(len(left), len(left) + 22), Span(len(left) + 23, len(left) + len(right) - 1)),
    )

    draft = Draft(text, media="docx", columns=(columns,))
    found = header.read_header(draft, (), masthead.find(draft) or press.begin(draft))

    assert found.issuer == "Tỉnh ủy Bình Sơn"
    assert found.symbol == "7-KH/TU"
    assert found.date == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("capitals", "words"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH BÌNH SƠN", "Ủy ban nhân dân tỉnh Bình Sơn"),
        ("UỶ BAN NHÂN DÂN XÃ TÂN HOÀ", "Ủy ban nhân dân xã Tân Hoà"),
        ("ĐẢNG ỦY ỦY BAN NHÂN DÂN TỈNH", "Đảng ủy Ủy ban nhân dân tỉnh"),
        ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "Sở Nông nghiệp và Môi trường"),
        ("BỘ CHÍNH TRỊ", "Bộ Chính trị"),
    ],
)
def test_names_out_of_capitals(capitals, words):
    """Bodies are written as in running text, places with capitals."""
    assert header.in_running_text(capitals) == words


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("03:06 PM 13/12/2024 | Lượt xem: 41", date(2024, 12, 13)),
        ("13 Tháng Mười Hai, 2024", date(2024, 12, 13)),
        ("Tháng Mười 5, 2024", date(2024, 10, 5)),
        ("13 thg 12, 2024", date(2024, 12, 13)),
        ("Trong 8 tháng năm 2024", None),  # eight months, not 8 May
    ],
)
def test_a_day_of_publication_as_blogs_print_it(line, day):
    """The name of a month has a capital; a clock may say AM or PM."""
    text = f"Chợ quê mùa thu hoạch\n\n{line}\n\nNông dân xã An Hòa vào vụ, giá chè ổn định, ai cũng vui.\n"

    assert finish(Draft(text)).header.date == day


def test_a_text_without_line_breaks_keeps_its_body():
    """Heading and body in one line: the heading ends where the title does."""
    body = "Tính đến ngày 15/11/2025 toàn tỉnh gieo trồng được 9.400 ha, bằng 91% cùng kỳ. " * 9
    text = (
        "SỞ NÔNG NGHIỆP TỈNH BÌNH SƠN Số: 41/BC-SNN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM "
        "Bình Sơn, ngày 20 tháng 11 năm 2025 BÁO CÁO "
        f"Tình hình sản xuất vụ đông năm 2025 1. Trồng trọt {body}"
    )
    document = finish(Draft(text))

    assert document.header.title == "BÁO CÁO Tình hình sản xuất vụ đông năm 2025"
    (span, kind) = document.blocks[-1]
    assert text[span.slice].startswith("1. Trồng trọt Tính đến")
    assert kind is not BlockKind.FURNITURE


def test_a_press_report_has_no_masthead():
    """A report that speaks of a plan, even with its number, is no plan."""
    text = (
        "Kế hoạch mới cho đô thị\n\nSáng 2/3/2026, tỉnh công bố Kế hoạch số 12/KH-UBND về cây xanh đô thị.\n"
    )

    assert masthead.find(Draft(text)) is None


def test_agreement_with_documents_read_by_people(shared):
    """Type, number and date agree with the hand-read facts in at least nine of ten documents."""
    folder = shared / "gold" / "dev"
    agreed = {"type": 0, "symbol": 0, "date": 0}
    files = sorted((folder / "facts").glob("*.json"))

    for file in files:
        wanted = json.loads(file.read_text("utf-8"))["document"]
        data = (folder / "text" / f"{file.stem}.txt").read_bytes()
        found = finish(plain.load(data, f"{file.stem}.txt", Limits())).header
        day = found.date.isoformat() if found.date else found.month
        agreed["type"] += found.type == wanted["type"]
        agreed["symbol"] += found.symbol == wanted["symbol"]
        agreed["date"] += day == wanted["date"]

    shares = {field: count / len(files) for field, count in agreed.items()}
    assert min(shares.values()) >= 0.9, shares
