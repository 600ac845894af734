"""What fits the lines of a column, by the widths of the letters."""

from __future__ import annotations

import pytest

from dondoc.writing.fitting import fitted, width

FITS = [
    ("Sở Y tế", 8.0, 1, "Sở Y tế", "short words stay"),
    ("Sở  Y\ntế", 8.0, 1, "Sở Y tế", "spaces are made single"),
    ("Sở Nông nghiệp và Môi trường", 8.5, 2, "Sở Nông nghiệp và Môi trường", "two lines of a narrow column"),
    ("Phòng Kế hoạch - Tài chính, Sở Nông nghiệp và Môi trường", 8.5, 2, "Phòng Kế hoạch - Tài chính, Sở…",
     "cut at a word"),
    ("mmmmmmmmmm iiiiiiiiii", 8.0, 2, "mmmmmmmmmm iiiiiiiiii", "wide and narrow letters count as they are"),
    ("mmmmmmmmmm mmmmmmmmmm iii", 8.0, 2, "mmmmmmmmmm…", "a line that is full has no room for …"),
    ("a" * 60, 8.0, 2, "…", "a word longer than all lines leaves nothing of it"),
    ("1948/QĐ-UBND-VPĐP-NTM", 6.8, 2, "1948/QĐ-UBND…", "a symbol breaks at its hyphens, and fills no line"),
    ("1948/QĐ-UBND-VPĐP-NTM", 6.8, 3, "1948/QĐ-UBND-VPĐP-NTM", "which needs three lines"),
    ("", 8.0, 2, "", "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "column", "lines", "shown", "why"), FITS, ids=[row[-1] for row in FITS])
def test_what_fits(words: str, column: float, lines: int, shown: str, why: str) -> None:
    assert fitted(words, column=column, lines=lines) == shown, why


def test_marks_do_not_widen_a_line() -> None:
    """Except the horn of ơ and ư."""
    assert width("ấ") == width("a")
    assert width("ự") == width("u") + 60
    assert width("Đ") == width("D")
