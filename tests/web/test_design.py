"""The palette can be read: colours that carry words have a contrast of 4.5 or more, day and night."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dondoc.web.core

CSS = (Path(dondoc.web.core.__file__).parent / "static" / "core" / "app.css").read_text("utf-8")
KINDS = ("indicator", "task", "person", "citation", "meeting", "count", "shortcoming", "proposal")
TONES = ("ok", "warn", "bad", "info", "idle")
PAIRS = [
    *(
        (ink, paper)
        for ink in ("ink", "ink-2", "ink-3")
        for paper in ("bg", "surface", "surface-2", "surface-3")
    ),
    *((tone, f"{tone}-tint") for tone in TONES),
    *((tone, "surface") for tone in TONES),
    *((f"k-{kind}", f"k-{kind}-tint") for kind in KINDS),
    *((f"k-{kind}", "surface") for kind in KINDS),
    *(("ink", f"k-{kind}-tint") for kind in KINDS),
    ("on-accent", "accent"),
    ("accent", "bg"),
    ("accent", "surface"),
    ("accent-2", "accent-tint"),
]


def tokens(selector: str) -> dict[str, str]:
    """The colours a rule sets, by name."""
    start = CSS.index(selector + " {")
    body = CSS[start : CSS.index("}", start)]
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", body))


LIGHT = tokens("  :root")
DARK = tokens(':root[data-theme="dark"]')


def luminance(colour: str) -> float:
    """Of WCAG 2: relative luminance."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_can_be_read(theme: str) -> None:
    """WCAG AA for text, on every ground it stands on."""
    palette = LIGHT if theme == "light" else LIGHT | DARK

    weak = {
        f"{ink} on {paper}": round(contrast(palette[ink], palette[paper]), 2)
        for ink, paper in PAIRS
        if contrast(palette[ink], palette[paper]) < 4.5
    }

    assert weak == {}


def test_dark_by_choice_is_dark_by_system() -> None:
    """The palette stands twice, once for the system's wish and once for the person's: it is the same."""
    assert tokens(':root:not([data-theme="light"])') == DARK
    assert set(DARK) == set(LIGHT)


def test_no_component_names_a_colour() -> None:
    """Outside the tokens, print and the toasts (dark on any ground) there is no hexadecimal colour."""
    components = CSS[CSS.index("@layer base {") : CSS.index("@layer print {")]

    lines = [line for line in components.splitlines() if re.search(r"#[0-9a-f]{3,6}\b", line)]

    assert [line.strip() for line in lines if ".toast" not in line] == []
