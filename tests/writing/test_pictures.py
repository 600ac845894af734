"""One specification a picture: drawn as SVG without style or script, its marks links with words; as PNG."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from dondoc.writing import drawing, pictures
from dondoc.writing.drawing import Picture

PATH = [
    {"day": "2026-03-31", "value": 3900.5, "series": "Thực hiện", "text": "quý I: 3.900,5"},
    {"day": "2026-09-30", "value": 11076, "series": "Thực hiện", "text": "9 tháng: 11.076"},
    {"day": "2026-03-31", "value": 3500, "series": "Cùng kỳ năm trước", "text": "3.500"},
]
PLAN = [{"start": "2026-01-01", "end": "2026-12-31", "low": 14200, "high": 14200, "text": "KH: 14.200"}]
BAND = [{"day": "2026-12-31", "low": 13800, "high": 14900, "text": "dự báo 14.300"}]
CELL = {"body": "Sở <A> & B", "field": "Kinh tế", "red": 1, "of": 3, "unknown": 0,
        "words": "Sở A: 1 đỏ trên 3",
        "href": drawing.link("/chi-tieu/?body=3&field=Kinh tế")}  # fmt: skip
SQUARE = {"type": "MultiPolygon", "coordinates": [[[[105, 10], [105, 11], [106, 11], [106, 10], [105, 10]]]]}
DRAWN: list[tuple[str, Callable[[], Picture], list[str]]] = [
    ("path", lambda: pictures.target_path(PATH, PLAN, BAND, unit="tỷ đồng"),
     ["KH: 14.200", "12.000", "Thực hiện", "dự báo 14.300"]),
    ("heat", lambda: pictures.heat_map([CELL]), ["1/3", "Kinh tế", "trên 25 đến 50 %"]),
    ("score", lambda: pictures.scoreboard_over_time(
        [{"day": "2026-09-30", "when": "9/2026", "signal": "risk", "count": 6, "words": "9/2026, đỏ: 6"}]),
     ["9/2026", "số chỉ tiêu"]),
    ("ageing", lambda: pictures.ageing([{"bin": "1–7 ngày", "count": 3, "href": "", "words": "3 nhiệm vụ"}]),
     ["1–7 ngày", "số nhiệm vụ"]),
    ("bodies", lambda: pictures.small_multiples(
        [{"body": "Xã A", "kind": "Kế hoạch", "value": 96, "text": "96", "href": ""}], unit="đảng viên"),
     ["Xã A", "đảng viên"]),
    ("map", lambda: pictures.commune_map(
        [{"type": "Feature", "geometry": SQUARE,
          "properties": {"name": "Xã A", "shade": "trên 25 %", "label": "2", "at": [105.5, 10.5],
                         "words": "Xã A: 2 trên 5", "href": ""}}],
        title="Quá hạn trên số đến hạn", classes=["không có", "trên 25 %"]),
     ["Quá hạn trên số đến hạn", "trên 25 %", ">2</text>", "Xã A: 2 trên 5"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "said"), DRAWN, ids=[row[0] for row in DRAWN])
def test_a_picture_is_words_and_shapes_only(name: str, make: Callable[[], Picture], said: list[str]) -> None:
    """No style attribute, no script, no handler: the policy needs no exception; ink follows the page's."""
    drawn = drawing.svg(make().spec)
    for words in said:
        assert words in drawn, name
    assert not re.search(r"style=|<script|<style|\son\w+=|javascript:", drawn)
    assert "currentColor" in drawn
    assert "link.invalid" not in drawn


@pytest.mark.parametrize(("name", "make"), [row[:2] for row in DRAWN], ids=[row[0] for row in DRAWN])
def test_a_phone_has_room_for_it(name: str, make: Callable[[], Picture]) -> None:
    """Drawn of the same rows, no wider than a page of 390 pixels, in letters of the same size."""
    made = make()
    narrow, wide = drawing.svg(made.narrow), drawing.svg(made.spec)
    width = re.search(r'<svg [^>]*?width="(\d+)', narrow)
    assert width is not None
    assert int(width[1]) <= drawing.NARROW + 4
    assert min(map(int, re.findall(r'font-size="(\d+)px"', narrow))) >= 10
    titles = [re.findall(r"<title>([^<]+)</title>", one) for one in (narrow, wide)]
    assert titles[0] == titles[1], name


@pytest.mark.parametrize("columns", [1, 5, 8])
def test_headings_keep_to_their_columns(columns: int) -> None:
    """The more fields, the sooner a field's name is broken; a single long word stays whole."""
    names = [f"Quốc phòng, an ninh {n}" for n in range(columns)]
    drawn = drawing.svg(pictures.heat_map([CELL | {"field": name} for name in names]).spec)
    lines = re.findall(r"<tspan[^>]*>([^<]+)</tspan>|>(Quốc phòng[^<]*)<", drawn)
    longest = max(len(one) for pair in lines for one in pair)
    assert longest <= max(len("phòng,"), 550 / columns / pictures.LETTER), drawn[:200]
    assert longest >= min(18, 550 / columns / pictures.LETTER) - 8, "nor sooner than need be"


def test_marks_are_links_with_their_words() -> None:
    """A cell leads to its list on this site and tells what it is; what is printed is escaped."""
    drawn = drawing.svg(pictures.heat_map([CELL]).spec)
    assert 'xlink:href="/chi-tieu/?body=3&amp;field=' in drawn
    assert "<title>Sở A: 1 đỏ trên 3</title>" in drawn
    assert "Sở <A>" not in drawn
    assert "Sở &lt;A&gt; &amp; B" in drawn


def test_the_same_specification_makes_the_printed_picture() -> None:
    """PNG for Word and for saving."""
    assert drawing.png(pictures.heat_map([CELL]).spec)[:8] == b"\x89PNG\r\n\x1a\n"


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", [*pictures.SIGNALS.values(), pictures.BLUE])
@pytest.mark.parametrize("page", ["#ffffff", "#151b23"])
def test_accents_are_seen_on_light_and_dark(colour: str, page: str) -> None:
    """3:1 against the page, as WCAG asks of marks."""
    one, other = sorted((luminance(colour), luminance(page)), reverse=True)
    assert (one + 0.05) / (other + 0.05) >= 3


def test_every_signal_has_a_word() -> None:
    """A colour never stands alone."""
    words: dict[str, Any] = pictures.SIGNAL_WORDS
    assert words.keys() == pictures.SIGNALS.keys()
