"""How fast documents become facts: dondoc beside two pipelines a user might have put together.

    make bench                              a table
    make bench BENCH_ARGS="--json"          one flat object of named figures
    .venv/bin/python bench/read.py --seconds 20

First dondoc by itself (bench/own.py): microseconds of each stage, the same without the `fast` extra, two
processes beside one, memory over many documents (--many 100000; --memory does that alone). Then beside the
others. Every contender reads the same generated documents (about 5 kB of text each, seeded, so the same on
every run) in a process of its own on one core. The first document is left out of the speed and told as
`start_ms`: it pays for imports and vocabularies. Memory is the process's peak. `values_found` is the share of
the planted numbers, and `dates_found` of the planted days, that came out with the right value; the sentences
are ours, so that share says who looks for what, and accuracy is measured elsewhere (`make accuracy`).
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import random
import re
import resource
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import own  # beside this file

DOCUMENTS = 200
BYTES = 5_000
SEED = 20_260_630


@dataclass
class Found:
    """What one contender took from one document."""

    values: set[Decimal] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)


# ---------------------------------------------------------------- documents

INDICATORS = [
    ("tốc độ tăng trưởng kinh tế (GRDP)", "%", 5, 14, 2),
    ("thu ngân sách nhà nước trên địa bàn", "tỷ đồng", 4_000, 60_000, 0),
    ("tổng vốn đầu tư toàn xã hội", "tỷ đồng", 9_000, 90_000, 0),
    ("tỷ lệ hộ nghèo", "%", 1, 9, 2),
    ("số xã đạt chuẩn nông thôn mới", "xã", 20, 110, 0),
    ("kim ngạch xuất khẩu", "triệu USD", 300, 4_000, 1),
    ("thu nhập bình quân đầu người", "triệu đồng", 50, 120, 1),
    ("diện tích rừng trồng mới", "ha", 200, 9_000, 0),
]
RESULTS = [
    "Năm {year}, {name} ước đạt {value} {unit}.",
    "Tính chung 9 tháng, {name} đạt {value} {unit}, cao hơn kế hoạch đã giao.",
    "Phấn đấu đến năm {next}, {name} đạt {value} {unit} trở lên.",
    "{Name} đạt {value} {unit}, vượt dự toán được giao.",
]
TASKS = [
    "Giao {body} chủ trì, phối hợp với {other} hoàn thành {product} trước ngày {day}.",
    "{body} tham mưu ban hành {product}, báo cáo kết quả chậm nhất ngày {day}.",
]
BODIES = ["Sở Tài chính", "Sở Xây dựng", "Sở Y tế", "Sở Nội vụ", "Sở Công Thương", "Văn phòng UBND tỉnh"]
PRODUCTS = ["kế hoạch rà soát quy hoạch", "đề án phát triển đô thị", "báo cáo giải ngân", "quy chế phối hợp"]
FILLER = [
    "Các cấp, các ngành đã bám sát chương trình công tác và xử lý kịp thời vướng mắc từ cơ sở.",
    "Công tác chuẩn bị được thực hiện đúng quy trình, có phân công người theo dõi từng việc.",
    "Một số phần việc còn phụ thuộc vào hướng dẫn của cấp trên nên tiến độ chưa đồng đều.",
]


def vietnamese(value: Decimal) -> str:
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def document(chance: random.Random, least: int = BYTES) -> tuple[str, Found]:
    """One document of `least` bytes and a little more, and what is planted in it."""
    year = chance.randint(2024, 2029)
    lines = ["KẾ HOẠCH", f"thực hiện nhiệm vụ năm {year}", ""]
    planted = Found()
    size = sum(len(line.encode()) + 1 for line in lines)
    while size <= least:
        name, unit, low, high, places = chance.choice(INDICATORS)
        value = Decimal(chance.randint(low * 10**places, high * 10**places)).scaleb(-places)
        planted.values.add(value)
        stated = chance.choice(RESULTS).format(
            year=year,
            next=year + 1,
            name=name,
            Name=name[0].upper() + name[1:],
            value=vietnamese(value),
            unit=unit,
        )
        month, day = chance.randint(1, 12), chance.randint(1, 28)
        planted.dates.add(f"{year + 1}-{month:02}-{day:02}")
        body, other = chance.sample(BODIES, 2)
        task = chance.choice(TASKS).format(
            body=body, other=other, product=chance.choice(PRODUCTS), day=f"{day}/{month}/{year + 1}"
        )
        added = [stated, chance.choice(FILLER), task, chance.choice(FILLER)]
        size += sum(len(line.encode()) + 1 for line in added)
        lines += added
    return "\n".join(lines) + "\n", planted


def generate(folder: Path) -> None:
    """DOCUMENTS as .txt and .docx, and what is planted in each."""
    from docx import Document as Word

    chance = random.Random(SEED)
    planted = []
    for number in range(DOCUMENTS):
        text, found = document(chance)
        (folder / f"{number:04}.txt").write_text(text, "utf-8")
        word = Word()
        for line in text.splitlines():
            word.add_paragraph(line)
        word.save(str(folder / f"{number:04}.docx"))
        planted.append({"values": sorted(map(str, found.values)), "dates": sorted(found.dates)})
    (folder / "planted.json").write_text(json.dumps(planted), "utf-8")


# ---------------------------------------------------------------- contenders


def with_dondoc(*, isolate: bool) -> Callable[[Path], Found]:
    from dondoc import dumps, extract, read, to_json

    def run(path: Path) -> Found:
        document = read(path, isolate=isolate)
        facts = extract(document)
        dumps(to_json(document, facts))
        return Found(
            {fact.value for fact in facts.indicators if fact.value is not None},
            {task.deadline for task in facts.tasks if task.deadline},
        )

    return run


def plain_text(path: Path) -> str:
    """What both other pipelines begin with."""
    if path.suffix == ".txt":
        return path.read_text("utf-8")
    from docx import Document as Word

    return "\n".join(paragraph.text for paragraph in Word(str(path)).paragraphs)


def with_quantulum() -> Callable[[Path], Found]:
    """python-docx and quantulum3: quantities with units, English rules."""
    from quantulum3 import parser

    def run(path: Path) -> Found:
        return Found({Decimal(str(q.value)) for q in parser.parse(plain_text(path))})

    return run


def with_dateparser() -> Callable[[Path], Found]:
    """python-docx, dateparser for days, one expression for Vietnamese numbers."""
    from dateparser.search import search_dates

    number = re.compile(
        r"(?<![\d/.,])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d/])|(?<![\d/.,])\d+(?:,\d+)?(?![\d/.])"
    )

    def run(path: Path) -> Found:
        text = plain_text(path)
        values = {Decimal(m[0].replace(".", "").replace(",", ".")) for m in number.finditer(text)}
        days = search_dates(text, languages=["vi"], settings={"DATE_ORDER": "DMY"}) or []
        return Found(values, {day.date().isoformat() for _, day in days})

    return run


CONTENDERS: dict[str, Callable[[], Callable[[Path], Found]]] = {
    "dondoc": lambda: with_dondoc(isolate=False),
    "dondoc_isolated": lambda: with_dondoc(isolate=True),
    "quantulum3": with_quantulum,
    "dateparser": with_dateparser,
}
NEEDS = {"quantulum3": "quantulum3", "dateparser": "dateparser"}
# What is run: contender and kind of file. Isolation concerns only what is not plain text.
RUNS = [
    ("dondoc", "txt"),
    ("quantulum3", "txt"),
    ("dateparser", "txt"),
    ("dondoc", "docx"),
    ("dondoc_isolated", "docx"),
    ("quantulum3", "docx"),
    ("dateparser", "docx"),
]


def measure(contender: str, media: str, folder: Path, seconds: float) -> dict[str, float]:
    """Read documents for so many seconds on one core; called in a fresh process."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    planted = json.loads((folder / "planted.json").read_text("utf-8"))
    began = time.perf_counter()
    run = CONTENDERS[contender]()
    run(folder / f"0000.{media}")
    start = time.perf_counter() - began

    done, found = 0, []
    spent = 0.0
    while spent < seconds and done < 20 * DOCUMENTS:
        number = 1 + done % (DOCUMENTS - 1)
        began = time.perf_counter()
        one = run(folder / f"{number:04}.{media}")
        spent += time.perf_counter() - began
        done += 1
        if done < DOCUMENTS:
            found.append((number, one))
    values = [share({Decimal(v) for v in planted[n]["values"]}, one.values) for n, one in found]
    dates = [share(set(planted[n]["dates"]), one.dates) for n, one in found]
    return {
        "documents_per_second": round(done / spent, 1),
        "peak_mb": round(peak_memory() / 1024, 1),
        "start_ms": round(start * 1000),
        "documents": done,
        "values_found": round(sum(values) / len(values), 3),
        "dates_found": round(sum(dates) / len(dates), 3),
    }


def peak_memory() -> int:
    """Kilobytes of this process at its most, or of the largest of its children."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    status = Path("/proc/self/status")
    if not status.exists():
        return max(children, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    # Not ru_maxrss: that begins with what the process had before it became this program.
    high_water = re.search(r"VmHWM:\s+(\d+)", status.read_text())
    assert high_water
    return max(children, int(high_water[1]))


def share(wanted: set, got: set) -> float:
    return len(wanted & got) / len(wanted)


# ---------------------------------------------------------------- the run


def results(folder: Path, seconds: float) -> Iterator[tuple[str, str, dict[str, float]]]:
    for contender, media in RUNS:
        if contender in NEEDS and importlib.util.find_spec(NEEDS[contender]) is None:
            continue  # `make bench` installs it
        words = [
            sys.executable,
            "-W",
            "ignore",
            __file__,
            "--one",
            contender,
            media,
            str(folder),
            "--seconds",
            str(seconds),
        ]
        printed = subprocess.run(words, stdout=subprocess.PIPE, check=True, text=True).stdout
        yield contender, media, json.loads(printed)


def optimised() -> bool:
    """Whether this Python was built with a profile of itself; one that was not is a quarter slower."""
    return "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or "")


def versions() -> dict[str, str]:
    found = {}
    for name in ("dondoc", "quantulum3", "dateparser", "python-docx", "ahocorasick-rs"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[f"{name.replace('-', '_')}_version"] = importlib.metadata.version(name)
    return found


def alone(seconds: float, many: int) -> Iterator[tuple[str, float]]:
    """dondoc's own figures, named."""
    for extra, pure in (("fast", False), ("pure", True)):
        for name, figure in own.ask("stages", seconds, pure=pure).items():
            yield f"dondoc_{extra}_{name}", figure
    one = own.side_by_side(seconds, 1)
    two = own.side_by_side(seconds, 2)
    yield "one_process_documents_per_second", round(one, 1)
    yield "two_processes_documents_per_second", round(two, 1)
    yield "two_processes_ratio", round(two / one, 2)
    held = own.ask("memory", many, BYTES)
    for name, figure in held.items():
        yield f"memory_{name}", figure


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print one flat object of named figures")
    parser.add_argument(
        "--seconds", type=float, default=5, help="for each contender and kind of file (default: 5)"
    )
    parser.add_argument(
        "--many", type=int, default=5_000, help="documents over which memory is watched (default: 5000)"
    )
    parser.add_argument(
        "--memory", action="store_true", help="only the memory over --many documents, as one flat object"
    )
    parser.add_argument(
        "--bytes", type=int, default=BYTES, help=f"of each document of --memory (default: {BYTES})"
    )
    parser.add_argument("--one", nargs=3, metavar=("CONTENDER", "MEDIA", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--generate", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.generate:
        generate(arguments.generate)
        return 0
    if arguments.one:
        contender, media, folder = arguments.one
        print(json.dumps(measure(contender, media, Path(folder), arguments.seconds)))
        return 0
    if arguments.memory:
        held = own.ask("memory", arguments.many, arguments.bytes)
        print(json.dumps({f"memory_{name}": figure for name, figure in held.items()}, indent=2))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # In a process of its own, so that its memory is not counted to those that are started from here.
        subprocess.run([sys.executable, __file__, "--generate", name], check=True)
        size = sum(path.stat().st_size for path in folder.glob("*.txt")) // DOCUMENTS
        flat: dict[str, float | str] = {
            "document_bytes": size,
            "python": platform.python_version(),
            "python_optimised": int(optimised()),
            **versions(),
        }
        if not arguments.json:
            print(f"Documents of {size} bytes; one core; Python {flat['python']}", end="")
            print("\n" if optimised() else " (built without a profile: a quarter slower)\n")
        for figure_name, figure in alone(arguments.seconds, arguments.many):
            flat[figure_name] = figure
            if not arguments.json:
                print(f"{figure_name.replace('_', ' '):<44}{figure:>10}", flush=True)
        if not arguments.json:
            print()
            heading = f"{'':<18}{'file':<6}{'documents/s':>12}{'peak MB':>9}{'start ms':>10}"
            print(f"{heading}{'values':>9}{'days':>7}")
        for contender, media, figures in results(folder, arguments.seconds):
            flat |= {f"{contender}_{media}_{name}": figure for name, figure in figures.items()}
            if not arguments.json:
                print(
                    f"{contender:<18}{media:<6}{figures['documents_per_second']:>12}{figures['peak_mb']:>9}"
                    f"{figures['start_ms']:>10}{figures['values_found']:>9.0%}{figures['dates_found']:>7.0%}",
                    flush=True,
                )
    if arguments.json:
        print(json.dumps(flat, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
