"""How a picture is drawn: a Vega-Lite specification as SVG for a page, as PNG for Word and for saving.

No browser, no network, no script. Ink is `currentColor`, so one drawing suits a light and a dark page and
prints black.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial, wraps
from html import escape, unescape
from importlib.resources import files
from typing import Any, ParamSpec

P = ParamSpec("P")
Row = Mapping[str, Any]
INK = "currentColor"
NARROW = 326  # what a page of 390 pixels has room for
_NUMBERS = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]}
_TIMES = {
    "dateTime": "%H:%M %d/%m/%Y", "date": "%d/%m/%Y", "time": "%H:%M", "periods": ["SA", "CH"],
    "days": ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"],
    "shortDays": ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
    "months": [f"tháng {n}" for n in range(1, 13)], "shortMonths": [f"T{n}" for n in range(1, 13)],
}  # fmt: skip
_BASE = "https://link.invalid"  # Vega keeps whole addresses only; taken off again in `svg`
_VERSION = "5.20"


@dataclass(frozen=True)
class Picture:
    """A specification, ready to be drawn: plain JSON; each width is made when it is first asked for."""

    made: Callable[..., dict[str, Any]]

    @cached_property
    def spec(self) -> dict[str, Any]:
        """For the page, print and Word."""
        return self.made()

    @cached_property
    def narrow(self) -> dict[str, Any]:
        """For a phone: no wider than its page, the letters as large."""
        return self.made(width=NARROW)


def picture(draw: Callable[P, dict[str, Any]]) -> Callable[P, Picture]:
    """What draws a picture, made ready for both widths."""

    @wraps(draw)
    def ready(*args: P.args, **kwargs: P.kwargs) -> Picture:
        return Picture(partial(draw, *args, **kwargs))

    return ready


def svg(spec: Mapping[str, Any]) -> str:
    """The picture for a page: relative links, each mark with its words as a tooltip, no style, no script."""
    import vl_convert

    _register_typeface()
    made = str(
        vl_convert.vegalite_to_svg(
            dict(spec), vl_version=_VERSION, format_locale=_NUMBERS, time_format_locale=_TIMES
        )
    )
    made = made.replace(f'xlink:href="{_BASE}', 'xlink:href="')
    made = _OUTLINE.sub(lambda found: _DIGITS.sub(r"\1", found[0]), made)  # a tenth of a pixel is enough
    made = _MARK.sub(lambda m: f"<path{m[2]}{m[3]}><title>{escape(unescape(m[1]))}</title></path>", made)
    # said once for all: half of a heat map are the same words again
    return made.replace(_FONT, "").replace(' class="marks"', f' class="marks"{_FONT}', 1)


_OUTLINE = re.compile(r' d="[^"]+"')
_DIGITS = re.compile(r"(\d\.\d)\d+")
_MARK = re.compile(
    r'<path aria-label="([^"]+)"( role="graphics-symbol") aria-roledescription="[^"]*"([^>]*?)/>'
)
_FONT = ' font-family="Be Vietnam Pro, sans-serif"'


def png(spec: Mapping[str, Any], *, scale: float = 2) -> bytes:
    """The picture for Word and for saving: black ink on white."""
    import vl_convert

    _register_typeface()
    printed = {**spec, "background": "white"}
    return bytes(
        vl_convert.vegalite_to_png(
            printed, vl_version=_VERSION, scale=scale, format_locale=_NUMBERS, time_format_locale=_TIMES
        )
    )


@lru_cache(maxsize=1)
def _register_typeface() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(files("fontpkg_be_vietnam_pro") / "files"))


def finished(chart: Any, width: int) -> dict[str, Any]:
    small = width <= NARROW
    made = (
        chart.properties(background="transparent")
        .configure(font="Be Vietnam Pro, sans-serif")
        .configure_view(stroke=None)
        .configure_axis(
            gridColor=INK, gridOpacity=0.12, domainColor=INK, domainOpacity=0.3, tickColor=INK,
            tickOpacity=0.3, labelColor=INK, titleColor=INK, labelFontSize=11, titleFontSize=11,
            titleFontWeight="normal",
        )
        .configure_legend(labelColor=INK, titleColor=INK, labelFontSize=11, orient="bottom", labelLimit=260,
                          **({"columns": 1} if small else {}))
        .configure_header(labelColor=INK, labelFontSize=11, labelLimit=170)
    )  # fmt: skip
    spec: dict[str, Any] = made.to_dict()
    return spec


def data_of(rows: Sequence[Row]) -> Any:
    import altair as alt

    return alt.Chart(alt.Data(values=[dict(row) for row in rows]))  # type: ignore[no-untyped-call]


def link(address: str) -> str:
    """An address of the site as a specification holds it; "" stays ""."""
    return f"{_BASE}{address}" if address else ""
