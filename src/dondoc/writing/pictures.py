"""Pictures: one Vega-Lite specification each, drawn from the rows of the table printed beneath it.

The same specification serves the page (SVG in the page, its marks are links), print, and Word (PNG);
`Picture.narrow` is the same for a phone, of the same rows. What has a colour has a shape or a word as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from dondoc.writing.drawing import INK, NARROW, Row, data_of, finished, picture

# Middle tones: at least 3:1 against a white and against a dark page.
BLUE, ORANGE, RED, GREEN, GREY = "#2b7bd0", "#c2660f", "#d64545", "#2e9459", "#7d8896"
SIGNALS = {"risk": RED, "under_way": ORANGE, "good": GREEN, "unknown": GREY}
SIGNAL_WORDS = {"risk": "Đỏ", "under_way": "Cam", "good": "Xanh", "unknown": "Chưa đánh giá"}
SIGNAL_MEANS = {
    "risk": "Đỏ: chậm, không đạt", "under_way": "Cam: đang tiếp tục", "good": "Xanh: đạt, vượt",
    "unknown": "Chưa đánh giá được",
}  # fmt: skip


@picture
def target_path(
    rows: Sequence[Row], plan: Sequence[Row], band: Sequence[Row], *, unit: str, width: int = 760
) -> dict[str, Any]:
    """A target on its way: plan, actual, the same period of last year, and what is expected.

    Args:
        rows: `day`, `value`, `series` ("Thực hiện", "Cùng kỳ năm trước", "Lộ trình kế hoạch"), `text`, and
            `label`, what stands at the point.
        plan: The target itself: `start`, `end`, `low`, `high`, `text`.
        band: What is expected at the end: `day`, `low`, `high`, `text`; [] where nothing is.
        unit: On the vertical axis.
        width: Of the picture, in pixels.
    """
    import altair as alt

    # An amount is drawn from zero; a rate, where zero says nothing, from near its values.
    zero = not unit.startswith("%") and unit != "điểm"
    names = ["Thực hiện", "Cùng kỳ năm trước", "Lộ trình kế hoạch"]
    shown = [name for name in names if any(row["series"] == name for row in rows)]
    colours = dict(zip(names, (BLUE, GREY, ORANGE), strict=True))
    shapes = dict(zip(names, ("circle", "square", "triangle-up"), strict=True))
    when = alt.X(
        "day:T",
        title=None,
        axis=alt.Axis(format="%m/%Y", labelOverlap=True, tickCount=6 if width > NARROW else 4),
    )
    value = alt.Y(
        "value:Q", title=unit or None, scale=alt.Scale(zero=zero, nice=True), axis=alt.Axis(tickCount=6)
    )
    colour = alt.Color(
        "series:N", title=None, scale=alt.Scale(domain=shown, range=[colours[n] for n in shown])
    )
    shape = alt.Shape("series:N", title=None, scale=alt.Scale(domain=shown, range=[shapes[n] for n in shown]))
    told = data_of(rows).encode(x=when, y=value, color=colour)
    layers = [
        data_of(plan)
        .mark_rect(color=ORANGE, opacity=0.15)
        .encode(x="start:T", x2="end:T", y="low:Q", y2="high:Q", description="text:N"),
        data_of(plan)
        .mark_rule(color=ORANGE, strokeWidth=2, strokeDash=[6, 4])
        .encode(x="start:T", x2="end:T", y="low:Q", description="text:N"),
        data_of(plan)
        .mark_text(align="left", dx=4, dy=-7, color=INK, fontSize=11)
        .encode(x="start:T", y="high:Q", text="text:N"),
        told.mark_line(strokeWidth=1.5, opacity=0.8),
        told.mark_point(filled=True, size=65, opacity=1).encode(shape=shape, description="text:N"),
        data_of([row for row in rows if row.get("label")])
        .mark_text(dy=-12, color=INK, fontSize=11)
        .encode(x=when, y=value, text="label:N"),
    ]
    if band:
        expected = data_of(band)
        layers += [
            expected.mark_rule(color=BLUE, strokeWidth=7, opacity=0.3).encode(
                x="day:T", y="low:Q", y2="high:Q", description="text:N"
            ),
            expected.mark_text(align="right", dx=-8, color=INK, fontSize=11).encode(
                x="day:T", y="high:Q", text="text:N"
            ),
        ]
    return finished(
        alt.layer(*layers).properties(width=width - (70 if width > NARROW else 80), height=230), width
    )


@picture
def heat_map(rows: Sequence[Row], *, width: int = 800) -> dict[str, Any]:
    """Bodies down, fields across: how many targets at risk of how many, the darker the larger their share.

    Args:
        rows: `body`, `field`, `red`, `of`, `unknown` (how many could not be assessed), `words`, `href`.
        width: Of the picture.
    """
    import altair as alt

    small = width <= NARROW  # there the fields' names stand upright
    names = 118 if small else 230
    column = (width - names - 20) / max(1, len({row["field"] for row in rows}))
    letters = 30 if small else max(7, min(18, int(column / LETTER)))
    told = [{**row, "field": _on_lines(row["field"], letters), **_shaded(row, small=small)} for row in rows]
    lines = max((row["field"].count("|") + 1 for row in told), default=1)
    encoded = data_of(told).encode(
        x=alt.X(
            "field:N",
            title=None,
            axis=alt.Axis(
                orient="top", labelAngle=-90 if small else 0, labelLimit=190 if small else 130,
                labelExpr="split(datum.label, '|')", ticks=False, domain=False,
                labelPadding=5 if small else 5 + 14 * (lines - 1),
            ),
            sort=None,
        ),
        y=alt.Y("body:N", title=None, axis=alt.Axis(labelLimit=names, ticks=False, domain=False), sort=None),
    )  # fmt: skip
    shades = {name: fill for name, fill, _ink in SHADES}
    cells = encoded.mark_rect(stroke=INK, strokeOpacity=0.25).encode(
        color=alt.Color(
            "shade:N", title="Tỷ lệ chỉ tiêu đỏ",
            scale=alt.Scale(domain=list(shades), range=list(shades.values())),
            legend=alt.Legend(symbolStrokeColor=INK, symbolStrokeWidth=0.5, columns=1 if small else 3),
        ),
        href="href:N",
        description="words:N",
    )  # fmt: skip
    inks = {ink for _name, _fill, ink in SHADES}
    text = [
        encoded.transform_filter(f"datum.ink == '{ink}'")
        .mark_text(color=ink, fontSize=10 if small else 12, fontWeight="bold")
        .encode(text="text:N")
        for ink in sorted(inks)
    ]
    bodies = len({row["body"] for row in rows})
    size = {"width": width - names - 20, "height": max(60, 30 * bodies)}
    return finished(alt.layer(cells, *text).properties(**size), width)


# share of targets at risk → fill and the ink that can be read on it
SHADES = (
    ("chưa đánh giá được", "#c3c9d1", "#1d2630"),
    ("không có", "#bfe3cc", "#1d2630"),
    ("đến 25 %", "#f7cfc2", "#1d2630"),
    ("trên 25 đến 50 %", "#ee9a86", "#1d2630"),
    ("trên 50 đến 75 %", "#c8453c", "#ffffff"),
    ("trên 75 %", "#86171b", "#ffffff"),
)


def shade_of(red: int, of: int, unknown: int = 0) -> int:
    """Which of `SHADES`: by the share at risk; where all could not be assessed, the first.

    >>> [shade_of(0, 4, 4), shade_of(0, 4), shade_of(1, 4), shade_of(2, 4), shade_of(3, 4), shade_of(4, 4)]
    [0, 1, 2, 3, 4, 5]
    """
    if not red:
        return 0 if unknown >= of else 1
    return 2 + min(3, (4 * red - 1) // of)


def _shaded(row: Row, *, small: bool) -> dict[str, str]:
    name, _fill, ink = SHADES[shade_of(row["red"], row["of"], row["unknown"])]
    text = f"{row['red']}/{row['of']}"
    if not row["red"] and row["unknown"] >= row["of"]:
        text = "–" if small else f"{row['of']} chưa rõ"
    return {"shade": name, "ink": ink, "text": text}


LETTER = 6.7  # pixels of a letter of a heading, on the average


def _on_lines(words: str, most: int = 18) -> str:
    """A field's name on several lines, as "|" parts them: "Xây dựng Đảng,|cải cách hành|chính"."""
    return "|".join(wrap(words, most, break_long_words=False)) or words


def _worded(words: Mapping[str, str]) -> str:
    """A Vega expression that prints each key's word."""
    made = "datum.label"
    for key, word in words.items():
        made = f"datum.label == '{key}' ? '{word}' : {made}"
    return made


@picture
def scoreboard_over_time(rows: Sequence[Row], *, width: int = 760) -> dict[str, Any]:
    """How many targets of one document stood how at the end of each month.

    Args:
        rows: `day`, `when` ("9/2026"), `signal`, `count`, `words`.
        width: Of the picture.
    """
    import altair as alt

    keys = list(SIGNALS)
    order = {"risk": 0, "under_way": 1, "unknown": 2, "good": 3}
    placed = [{**row, "order": order[row["signal"]]} for row in rows]
    x = alt.X("when:N", title=None, sort=None, axis=alt.Axis(labelAngle=0 if width > NARROW else -90))
    y = alt.Y("count:Q", title="số chỉ tiêu", stack=True, axis=alt.Axis(tickMinStep=1))
    base = data_of(placed).encode(x=x, y=y, order="order:Q")
    small = width <= NARROW
    bars = base.mark_bar(opacity=0.85, size=14 if small else 30).encode(
        color=alt.Color(
            "signal:N", title=None, scale=alt.Scale(domain=keys, range=list(SIGNALS.values())),
            legend=alt.Legend(labelExpr=_worded(SIGNAL_MEANS)),
        ),
        description="words:N",
    )  # fmt: skip
    numbers = (
        base.transform_filter("datum.count > 0")
        .mark_text(color="white", fontSize=10 if small else 11, fontWeight="bold", dy=9)
        .encode(text="count:Q", y=alt.Y("count:Q", stack=True))
    )
    return finished(alt.layer(bars, numbers).properties(width=width - 80, height=230), width)


@picture
def ageing(rows: Sequence[Row], *, width: int = 620) -> dict[str, Any]:
    """How old overdue tasks are.

    Args:
        rows: `bin` ("1–7 ngày"), `count`, `href`, `words`.
        width: Of the picture.
    """
    import altair as alt

    base = data_of(rows).encode(
        y=alt.Y("bin:N", title=None, sort=None),
        x=alt.X("count:Q", title="số nhiệm vụ", axis=alt.Axis(tickMinStep=1)),
    )
    bars = base.mark_bar(color=RED, opacity=0.85).encode(href="href:N", description="words:N")
    numbers = base.mark_text(align="left", dx=4, color=INK, fontSize=11).encode(text="count:Q")
    size = {"width": width - 160, "height": 26 * max(1, len(rows)) + 20}
    return finished(alt.layer(bars, numbers).properties(**size), width)


@picture
def small_multiples(rows: Sequence[Row], *, unit: str, width: int = 760, columns: int = 4) -> dict[str, Any]:
    """One indicator across bodies, a small panel each: plan beside actual.

    Args:
        rows: `body`, `kind` ("Kế hoạch", "Thực hiện"), `value`, `text`, `href`.
        unit: Of the values.
        width: Of the whole picture.
        columns: Panels in a row.
    """
    import altair as alt

    kinds = ["Kế hoạch", "Thực hiện"]
    base = data_of(rows).encode(
        y=alt.Y("kind:N", title=None, sort=kinds, axis=None),
        x=alt.X("value:Q", title=unit or None, axis=alt.Axis(tickCount=3, labelOverlap=True)),
    )
    bars = base.mark_bar(opacity=0.85, size=14).encode(
        color=alt.Color("kind:N", title=None, scale=alt.Scale(domain=kinds, range=[ORANGE, BLUE])),
        href="href:N",
        description="text:N",
    )
    numbers = base.mark_text(align="left", dx=3, color=INK, fontSize=10).encode(text="text:N")
    if width <= NARROW:
        columns = 2
    one = alt.layer(bars, numbers).properties(width=(width - 90) // columns - 14, height=44)
    return finished(one.facet(alt.Facet("body:N", title=None, sort=None), columns=columns), width)


@picture
def commune_map(
    features: Sequence[Row], *, title: str, classes: Sequence[str], width: int = 720, height: int = 520
) -> dict[str, Any]:
    """Communes by what happens there: darker is worse; what has no number is left pale.

    Args:
        features: GeoJSON features whose properties are `shade` (of `classes`; "": no number), `label` (what
            stands on the place; "" where there is no room) at `at` ([longitude, latitude]), `words`, `href`.
        title: Of the legend.
        classes: What the shades mean, the palest first; at most five.
        width: Of the picture.
        height: Of the picture.
    """
    import altair as alt

    fills = _MAP_FILLS[-len(classes) :] if len(classes) < len(_MAP_FILLS) else _MAP_FILLS
    shapes = alt.Chart(alt.Data(values=[dict(one) for one in features]))  # type: ignore[no-untyped-call]
    outline: dict[str, Any] = {"stroke": INK, "strokeOpacity": 0.5, "strokeWidth": 0.6}
    none = (
        shapes.transform_filter("datum.properties.shade == ''")
        .mark_geoshape(fill=GREY, fillOpacity=0.15, **outline)
        .encode(href="properties.href:N", description="properties.words:N")
    )
    filled = (
        shapes.transform_filter("datum.properties.shade != ''")
        .mark_geoshape(**outline)
        .encode(
            color=alt.Color(
                "properties.shade:N", title=title,
                scale=alt.Scale(domain=list(classes), range=[fill for fill, _ink in fills]),
                legend=alt.Legend(symbolType="square", columns=3 if width > NARROW else 2, titleLimit=400),
            ),
            href="properties.href:N",
            description="properties.words:N",
        )
    )  # fmt: skip
    labels = [
        {
            "x": one["properties"]["at"][0], "y": one["properties"]["at"][1],
            "label": one["properties"]["label"],
            "ink": dict(zip(classes, fills, strict=True)).get(one["properties"]["shade"], ("", INK))[1],
        }
        for one in features
        if one["properties"].get("label")
    ]  # fmt: skip
    text = [
        data_of([row for row in labels if row["ink"] == ink])
        .mark_text(fontSize=10, fontWeight="bold", color=ink)
        .encode(longitude="x:Q", latitude="y:Q", text="label:N")
        for ink in sorted({row["ink"] for row in labels})
    ]
    drawn = alt.layer(none, filled, *text).project(type="mercator")
    return finished(drawn.properties(width=width - 20, height=min(height, width)), width)


_MAP_FILLS = (
    ("#cfe5d6", "#1d2630"),
    ("#f7d9b8", "#1d2630"),
    ("#ef9f6c", "#1d2630"),
    ("#c9502f", "#ffffff"),
    ("#7d1a12", "#ffffff"),
)
