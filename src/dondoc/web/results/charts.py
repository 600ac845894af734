"""Pictures drawn from the table printed beside them: one Vega-Lite specification each, made into SVG here.

No browser, no network and no script in the page: `vl-convert` renders the specification, the page shows the
SVG as an image, so that the content security policy needs no exception and paper shows the same picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import altair as alt
import vl_convert
from django.utils.translation import get_language

from dondoc.web.core.quantities import number_text

Theme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on the picture."""

    period: str  # "2026-Q3"
    on: date  # the period's last day
    value: Decimal  # in the indicator's unit
    status: str  # what the reader sees: "ước thực hiện", "chính thức"


@dataclass(frozen=True, slots=True)
class Plan:
    """The target on the picture: a line, or a band for a range."""

    low: Decimal
    high: Decimal | None
    start: date
    end: date
    label: str  # "Kế hoạch 2026: 16.900 tỷ đồng"


# Status has a shape as well as a colour; both themes keep 3:1 contrast of marks against the page.
COLOURS: dict[Theme, dict[str, str]] = {
    "light": {
        "ink": "#1c2430",
        "quiet": "#5b6675",
        "grid": "#e3e7ec",
        "actual": "#0b5cad",
        "plan": "#b4540a",
    },
    "dark": {"ink": "#e8ecf2", "quiet": "#9aa6b5", "grid": "#2b3440", "actual": "#6bb1ff", "plan": "#f0a35e"},
}
VIETNAMESE_NUMBERS = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]}


def target_picture(
    points: Sequence[Point], plans: Sequence[Plan], *, unit: str, theme: Theme = "light", width: int = 640
) -> str:
    """A target's path as SVG: plan as a line or band, figures as points joined in time.

    Args:
        points: Figures, any order.
        plans: The standing version of each target drawn (usually one).
        unit: Written on the vertical axis.
        theme: Colours for a light or a dark page.
        width: Of the picture, in CSS pixels.
    """
    return _svg(tuple(points), tuple(plans), unit, theme, width, get_language())


@lru_cache(maxsize=256)
def _svg(
    points: tuple[Point, ...],
    plans: tuple[Plan, ...],
    unit: str,
    theme: Theme,
    width: int,
    language: str | None,  # noqa: ARG001 - numbers are written in it, so it belongs to the key
) -> str:
    """Drawing costs a tenth of a second and depends on nothing else, so the latest pictures are kept."""
    register_typeface()
    specification = _specification(points, plans, unit=unit, theme=theme, width=width)
    return str(vl_convert.vegalite_to_svg(specification, vl_version="5.20", format_locale=VIETNAMESE_NUMBERS))


def _specification(
    points: Sequence[Point], plans: Sequence[Plan], *, unit: str, theme: Theme, width: int
) -> dict[str, Any]:
    colour = COLOURS[theme]
    figures = [
        {
            "kỳ": p.period,
            "ngày": p.on.isoformat(),
            "giá trị": float(p.value),
            "loại": p.status,
            "chữ": number_text(p.value),
        }
        for p in sorted(points, key=lambda p: p.on)
    ]
    lines = [
        {
            "từ": p.start.isoformat(),
            "đến": p.end.isoformat(),
            "thấp": float(p.low),
            "cao": float(p.low if p.high is None else p.high),
            "nhãn": p.label,
        }
        for p in plans
    ]
    # An amount is drawn from zero; a rate, where zero says nothing, from near its values.
    zero = not unit.startswith("%") and unit != "điểm"
    when = alt.X("ngày:T", title=None, axis=alt.Axis(format="%m/%Y", labelOverlap=True, tickCount=6))
    value = alt.Y("giá trị:Q", title=unit or None, scale=alt.Scale(zero=zero, nice=True))
    made = alt.Chart(alt.Data(values=figures)).encode(x=when, y=value)  # type: ignore[no-untyped-call]
    path = made.mark_line(color=colour["actual"], strokeWidth=1.5, opacity=0.7)
    marks = made.mark_point(filled=True, size=70, color=colour["actual"], opacity=1).encode(
        shape=alt.Shape("loại:N", title=None, legend=alt.Legend(orient="bottom"))
    )
    labels = made.mark_text(dy=-12, color=colour["ink"], fontSize=11).encode(text="chữ:N")
    plan = alt.Chart(alt.Data(values=lines))  # type: ignore[no-untyped-call]
    band = plan.mark_rect(color=colour["plan"], opacity=0.18).encode(
        x="từ:T", x2="đến:T", y="thấp:Q", y2="cao:Q"
    )
    rule = plan.mark_rule(color=colour["plan"], strokeWidth=2, strokeDash=[6, 4]).encode(
        x="từ:T", x2="đến:T", y="thấp:Q"
    )
    named = plan.mark_text(align="left", dx=4, dy=-7, color=colour["plan"], fontSize=11).encode(
        x="từ:T", y="cao:Q", text="nhãn:N"
    )
    chart = (
        alt.layer(band, rule, named, path, marks, labels)
        .properties(width=width - 70, height=240, background="transparent")
        .configure(font="Be Vietnam Pro, sans-serif")
        .configure_view(stroke=None)
        .configure_axis(
            gridColor=colour["grid"],
            domainColor=colour["grid"],
            tickColor=colour["grid"],
            labelColor=colour["quiet"],
            titleColor=colour["quiet"],
            labelFontSize=11,
        )
        .configure_legend(labelColor=colour["quiet"], labelFontSize=11)
    )
    return dict(chart.to_dict())


@lru_cache(maxsize=1)
def register_typeface() -> None:
    """Let the renderer measure text with the pages' own typeface."""
    vl_convert.register_font_directory(str(files("fontpkg_be_vietnam_pro") / "files"))
