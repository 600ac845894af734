"""dondoc by itself: its stages, with and without the `fast` extra, two processes, memory over many documents.

Called by bench/read.py, each measurement in a process of its own. Stages are told in processor time, the best
of several rounds, so that a machine with other work does not speak through the figures; two processes are
told in wall time beside one process right before them, as a user would wait. No document is read twice: what
was kept of one before helps a new one only as far as it would an office's.
"""

from __future__ import annotations

import gc
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

STAGES = ("read", "extract", "json")
ROUND = 100  # documents of one round
WARMING = 20  # documents read before the clock starts
SEED = 20_260_630
A_SECOND = 400  # documents made for each second of a throughput; more than one core has read so far
WARM = 1_000  # documents after which memory has settled: vocabularies, caches
TENTHS = 10  # times that memory is told of while they are read


def without_extra() -> None:
    """As if `pip install dondoc` had been called without `[fast]`."""
    for name in ("ahocorasick_rs",):
        sys.modules[name] = None  # type: ignore[assignment]  # an import of it is then an ImportError


def documents(seed: int, size: int = 5_000) -> Iterator[bytes]:
    """Documents without end, the same for a seed on every run, each of `size` bytes and a little more."""
    import read as bench  # bench/read.py beside this file

    chance = random.Random(seed)
    while True:
        yield bench.document(chance, size)[0].encode()


def stages(seconds: float) -> dict[str, float]:
    """Microseconds a document of every stage, and documents a second through all of them."""
    from dondoc import dumps, extract, read_bytes, to_json

    made = documents(SEED)
    for data in islice(made, WARMING):  # imports and vocabularies
        dumps(to_json(document := read_bytes(data, "a.txt"), extract(document)))
    best: dict[str, float] = {}
    began = time.perf_counter()
    while time.perf_counter() - began < seconds or len(best) == 0:
        spent = dict.fromkeys(STAGES, 0.0)
        for data in list(islice(made, ROUND)):
            start = time.process_time()
            document = read_bytes(data, "a.txt")
            loaded = time.process_time()
            facts = extract(document)
            extracted = time.process_time()
            dumps(to_json(document, facts))
            spent["read"] += loaded - start
            spent["extract"] += extracted - loaded
            spent["json"] += time.process_time() - extracted
        if not best or sum(spent.values()) < sum(best.values()):
            best = spent
        gc.freeze()
    figures = {f"{stage}_us": round(best[stage] / ROUND * 1e6) for stage in STAGES}
    return figures | {"documents_per_second": round(ROUND / sum(best.values()), 1)}


def throughput(seconds: float) -> dict[str, float]:
    """Documents a second by the wall clock, for so long."""
    from dondoc import dumps, extract, read_bytes, to_json

    made = list(islice(documents(SEED), WARMING + int(seconds * A_SECOND)))

    def one(data: bytes) -> None:
        document = read_bytes(data, "a.txt")
        dumps(to_json(document, extract(document)))

    for data in made[:WARMING]:
        one(data)
    print("ready", flush=True)  # both processes begin together
    sys.stdin.readline()
    done, began = 0, time.perf_counter()
    for data in made[WARMING:]:
        if time.perf_counter() - began >= seconds:
            break
        one(data)
        done += 1
    return {"documents_per_second": done / (time.perf_counter() - began)}


def memory(count: int, size: int) -> dict[str, float]:
    """Resident megabytes after WARM documents, after each tenth of `count` and after all of them.

    One process reads them all, each of `size` bytes and a little more. No two have a name in common, so what
    a cache keeps, it keeps for nothing.
    """
    from dondoc import dumps, extract, read_bytes, to_json

    held: dict[str, float] = {}
    for number, data in enumerate(islice(strange_documents(SEED, size), count), 1):
        document = read_bytes(data, f"{number}.txt")
        dumps(to_json(document, extract(document)))
        if number == min(WARM, count // 2):
            held["mb_early"] = resident()
        if number % max(1, count // TENTHS) == 0:
            held[f"mb_after_{number}"] = resident()
            print(f"{number} documents, {resident()} MB", file=sys.stderr, flush=True)
    return held | {"mb_late": resident(), "documents": count}


def strange_documents(seed: int, size: int) -> Iterator[bytes]:
    """Documents as `documents` makes them, in each the offices, people, places and things of its own."""
    chance = random.Random(seed)
    made = documents(seed, size)
    while True:
        name = _syllables(chance, 3).title()
        text = next(made).decode()
        for word in ("Tài chính", "Xây dựng", "Công Thương", "Y tế", "Nội vụ"):
            text = text.replace(word, _syllables(chance, 2).capitalize())
        for word in (
            "quy hoạch",
            "đô thị",
            "giải ngân",
            "từ cơ sở",
            "từng việc",
            "rừng trồng mới",
            "hộ nghèo",
        ):
            text = text.replace(word, _syllables(chance, 2))
        number = f"{chance.randint(1, 9999)}/{_letters(chance, 2)}-{_letters(chance, 4)}"
        meeting = (
            f"Ngày {chance.randint(1, 28)}/{chance.randint(1, 12)}, đồng chí {name}, Bí thư Huyện ủy "
            f"{_syllables(chance, 2).title()}, chủ trì hội nghị về Nghị quyết số {number}.\n"
        )
        yield (text + meeting).encode()


def _syllables(chance: random.Random, count: int) -> str:
    """Words nobody has used before, more or less."""
    parts = (
        ("b", "ch", "d", "kh", "l", "nh", "ph", "th", "tr", "v"),
        "aeiouăâêôơư",
        ("c", "m", "n", "ng", "t"),
    )
    return " ".join("".join(map(chance.choice, parts)) for _ in range(count))


def _letters(chance: random.Random, count: int) -> str:
    return "".join(chance.choices("ABCDEGHKLMNPQSTUVX", k=count))


def resident() -> float:
    """Megabytes this process holds now."""
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())
    return round(int(found[1]) / 1024, 1) if found else 0.0


# ---------------------------------------------------------------- called from bench/read.py


def ask(what: str, *amounts: float, pure: bool = False) -> dict[str, float]:
    """One measurement in a fresh process."""
    made = subprocess.run(_words(what, *amounts, pure=pure), stdout=subprocess.PIPE, check=True, text=True)
    answer: dict[str, float] = json.loads(made.stdout)
    return answer


def side_by_side(seconds: float, count: int) -> float:
    """Documents a second of `count` processes that read at the same time, together."""
    running = [
        subprocess.Popen(
            _words("throughput", seconds), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(count)
    ]
    for process in running:
        assert process.stdout
        process.stdout.readline()
    for process in running:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    return sum(json.loads(process.communicate()[0])["documents_per_second"] for process in running)


def _words(what: str, *amounts: float, pure: bool = False) -> list[str]:
    words = [sys.executable, "-W", "ignore", __file__, what, *map(str, amounts)]
    return [*words, "pure"] if pure else words


def main() -> None:
    what, amount, *more = sys.argv[1:]
    if "pure" in more:
        without_extra()
    measurement = {"stages": stages, "throughput": throughput}.get(what)
    if measurement is not None:
        print(json.dumps(measurement(float(amount))))
    else:
        print(json.dumps(memory(int(amount), int(more[0]))))


if __name__ == "__main__":
    main()
