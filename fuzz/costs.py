"""Cost must grow with length and no faster: what a reader could choke on, at one length and at twice it.

Processor time, the best of three; a ratio under 3 is taken for linear (a square would show 4). Then the sizes
that are promised: a document of 10 MB, a line of 200,000 digits, 50,000 nested brackets, a million "|".
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import targets

from dondoc import reading
from dondoc.errors import ReadError
from dondoc.extraction import extract

_WORST = 3.0
_LEAST = 0.25  # seconds; below, the clock's grain decides, and what every text costs hides what grows
_PROSE = (
    "Năm 2026, tỉnh phấn đấu thu ngân sách đạt 16.900 tỷ đồng, tăng 7,5% so với cùng kỳ; đồng chí Trần Văn "
    "An, Bí thư Tỉnh ủy, giao Sở Tài chính chủ trì rà soát, hoàn thành trước ngày 30/6/2026 theo Nghị quyết "
    "số 05-NQ/TU.\n"
)
_HEAD = "| TT | Chỉ tiêu | ĐVT | TH 2025 | KH 2026 |\n"
_ROWS = _HEAD + "| 1 | Thu ngân sách | tỷ đồng | 16.900 | 18.500 |\n" * 40
_ROW = "{}\nThu ngân sách\ntỷ đồng\n18.500\n"
_LINES = "TT\nChỉ tiêu\nĐVT\nKH 2026\n" + "".join(map(_ROW.format, range(1, 40)))


def repeated(piece: str) -> Callable[[int], str]:
    """A text of so many characters made of one piece."""
    return lambda size: (piece * (size // len(piece) + 1))[:size]


CASES: dict[str, Callable[[int], str]] = {
    "prose": repeated(_PROSE),
    "prose in one line": repeated(_PROSE.replace("\n", " ")),
    "table": repeated(_ROWS + "\n"),
    "table of one cell a line": repeated(_LINES + "\n"),
    "heads of tables": repeated("TT\nChỉ tiêu\nĐVT\n"),
    "TT lines": repeated("TT\n"),
    "bars": repeated("|"),
    "lines of bars": repeated("|\n"),
    "tabs": repeated("a\tb\t"),
    "digits": repeated("1"),
    "groups of digits": repeated("123 "),
    "numbers with dots": repeated("1."),
    "numbers with commas": repeated("1,2, "),
    "percentages": repeated("5%; "),
    "fractions": repeated("1/"),
    "brackets": lambda size: "(" * (size // 2) + ")" * (size // 2),
    "quotation marks": repeated("“"),
    "dashes": repeated("- "),
    "colons": repeated("a: "),
    "short lines": repeated("a\n"),
    "empty lines": lambda size: "\n" * size + "a",
    "spaces": lambda size: "a" + " " * size + "b",
    "marks without letters": lambda size: "a" + "\u0301" * size,
    "headings": repeated("I. Mục\n"),
    "items": repeated("a) việc;\n"),
    "names": repeated("đồng chí Nguyễn Văn An, Bí thư Tỉnh ủy, "),
    "citations": repeated("số 05-NQ/TU ngày 1/2/2026 "),
    "orders": repeated("giao Sở Tài chính "),
    "capitals": repeated("ỦY BAN "),
    "TCVN3": repeated("thu ng©n s¸ch ®¹t 16.900 tû ®ång, "),
    "VNI": repeated("thu ngaân saùch ñaït 16.900 tyû ñoàng, "),
}
PROMISED = {
    "a document of 10 MB": lambda: repeated(_PROSE)(7_700_000),
    "a line of 200,000 digits": lambda: "1" * 200_000,
    "50,000 brackets in each other": lambda: "(" * 50_000 + "1" + ")" * 50_000,
    "a million bars": lambda: "|" * 1_000_000,
}


def seconds(text: str, times: int = 3) -> float:
    """Processor seconds to read a text and what it says."""
    best = float("inf")
    for _ in range(times):
        begun = time.process_time()
        with contextlib.suppress(ReadError):
            extract(reading.read_bytes(text.encode(), "a.txt"))
        best = min(best, time.process_time() - begun)
    return best


def main() -> int:
    """Print a line for each case; how many grow too fast."""
    seconds(_PROSE)
    failures = 0
    for name, made in CASES.items():
        size = 8_000
        once, twice = seconds(made(size)), seconds(made(2 * size))
        while twice < _LEAST and size < 600_000:
            size *= 2
            once, twice = twice, seconds(made(2 * size))
        if twice > _WORST * once:  # a step, as where a longer text is no more kept? what grows goes on
            size *= 2
            once, twice = twice, seconds(made(2 * size))
        ratio = twice / max(once, 0.001)
        bad = ratio > _WORST and twice > _LEAST
        failures += bad
        said = f"{2 * size:>9} characters {twice * 1000:8.0f} ms, ratio {ratio:.1f}"
        print(f"{name:28} {said}{'  GROWS TOO FAST' if bad else ''}", flush=True)
    for name, make in PROMISED.items():
        text = make()
        print(f"{name:32} {len(text.encode()) / 1e6:5.1f} MB {seconds(text, 1):6.1f} s")
    return failures


if __name__ == "__main__":
    assert targets
    raise SystemExit(1 if main() else 0)
