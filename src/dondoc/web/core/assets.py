"""The typeface as the browser gets it: Be Vietnam Pro, cut down to what Vietnamese and English print.

The font package ships whole TrueType files (130 kB each). `build` writes WOFF2 subsets of about 25 kB into
`settings.ASSETS_ROOT`, from where the static files finders take them; nothing of it is committed.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

STYLES = ("Regular", "Italic", "Medium", "SemiBold", "Bold")
FIGURES = ("Regular", "SemiBold")  # also made with digits of one width, for columns of numbers
# Latin letters, every Vietnamese letter, punctuation, superscripts, currency, a few signs.
RANGES = (
    (0x0020, 0x007E),
    (0x00A0, 0x017F),
    (0x01A0, 0x01B0),
    (0x0300, 0x0323),
    (0x1EA0, 0x1EF9),
    (0x2010, 0x2027),
    (0x2030, 0x203A),
    (0x2070, 0x208E),
    (0x20AB, 0x20AC),
    (0x2212, 0x2265),
)


def fonts_folder(assets: Path) -> Path:
    """Where the subsets stand: `core/fonts` under the assets folder."""
    return assets / "core" / "fonts"


def build(assets: Path, *, force: bool = False) -> list[Path]:
    """Write the missing subsets (all of them with `force`) and say which were written."""
    import fontpkg_be_vietnam_pro

    source = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
    folder = fonts_folder(assets)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    plan = [(f"BeVietnamPro-{style}", style, False) for style in STYLES]
    plan += [(f"Figures-{style}", style, True) for style in FIGURES]
    for name, style, figures in plan:
        made = folder / f"{name}.woff2"
        if force or not made.exists():
            _subset(source / f"BeVietnamPro-{style}.ttf", made, figures=figures)
            written.append(made)
    return written


def _subset(source: Path, made: Path, *, figures: bool) -> None:
    """One style as WOFF2: what `RANGES` says, or the ten digits alone, all of one width."""
    from fontTools import subset

    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells every glyph
    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = [] if figures else ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "sups"]
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    ranges = [(0x30, 0x39)] if figures else RANGES
    cutter.populate(unicodes=[code for first, last in ranges for code in range(first, last + 1)])
    cutter.subset(font)
    if figures:
        _one_width(font)
    part = made.with_suffix(".part")  # never a half-written file under the final name
    subset.save_font(font, str(part), options)
    font.close()
    part.replace(made)


def _one_width(font: Any) -> None:
    """Centre every digit in one width: the typeface has no tabular figures of its own."""
    names = {font.getBestCmap()[code] for code in range(0x30, 0x3A)}
    widths = sorted(font["hmtx"][name][0] for name in names)
    width = widths[len(widths) // 2]  # the widest would tear the narrow ones apart
    for name in names:
        advance, left = font["hmtx"][name]
        shift = (width - advance) // 2
        glyph = font["glyf"][name]
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (width, left + shift)
