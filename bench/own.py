"""dondoc by itself: its stages, with and without the `fast` extra, two processes, memory over many documents.

Called by bench/read.py, each measurement in a process of its own. Stages are told in processor time, the best
of several rounds over all documents, so that a machine with other work does not speak through the figures;
two processes are told in wall time beside one process right before them, as a user would wait.
"""

from __future__ import annotations

import gc
import json
import re
import subprocess
import sys
import time
from pathlib import Path

STAGES = ("read", "extract", "json")
WARM = 1_000  # documents after which memory has settled: vocabularies, caches


def without_extra() -> None:
    """As if `pip install dondoc` had been called without `[fast]`."""
    for name in ("ahocorasick_rs", "regex"):
        sys.modules[name] = None  # type: ignore[assignment]  # an import of it is then an ImportError


def stages(folder: Path, seconds: float) -> dict[str, float]:
    """Microseconds a document of every stage, and documents a second through all of them."""
    from dondoc import dumps, extract, read_bytes, to_json

    documents = [path.read_bytes() for path in sorted(folder.glob("*.txt"))]
    best: dict[str, float] = {}
    began = time.perf_counter()
    while time.perf_counter() - began < seconds or len(best) == 0:
        spent = dict.fromkeys(STAGES, 0.0)
        for data in documents:
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
    figures = {f"{stage}_us": round(best[stage] / len(documents) * 1e6) for stage in STAGES}
    return figures | {"documents_per_second": round(len(documents) / sum(best.values()), 1)}


def throughput(folder: Path, seconds: float) -> dict[str, float]:
    """Documents a second by the wall clock, for so long."""
    from dondoc import dumps, extract, read_bytes, to_json

    documents = [path.read_bytes() for path in sorted(folder.glob("*.txt"))]

    def one(data: bytes) -> None:
        document = read_bytes(data, "a.txt")
        dumps(to_json(document, extract(document)))

    for data in documents[:20]:
        one(data)
    print("ready", flush=True)  # both processes begin together
    sys.stdin.readline()
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        one(documents[done % len(documents)])
        done += 1
    return {"documents_per_second": done / (time.perf_counter() - began)}


def memory(folder: Path, count: int) -> dict[str, float]:
    """Resident megabytes after WARM documents and after `count`; one process reads them all."""
    from dondoc import dumps, extract, read_bytes, to_json

    documents = [path.read_bytes() for path in sorted(folder.glob("*.txt"))]
    early = 0.0
    for number in range(count):
        # Each a little different, so that nothing is known from before.
        data = documents[number % len(documents)] + f"\nSố liệu của kỳ {number}.\n".encode()
        document = read_bytes(data, f"{number}.txt")
        dumps(to_json(document, extract(document)))
        if number == min(WARM, count // 2):
            early = resident()
    return {"mb_early": early, "mb_late": resident(), "documents": count}


def resident() -> float:
    """Megabytes this process holds now."""
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())
    return round(int(found[1]) / 1024, 1) if found else 0.0


# ---------------------------------------------------------------- called from bench/read.py


def ask(what: str, folder: Path, amount: float, *, pure: bool = False) -> dict[str, float]:
    """One measurement in a fresh process."""
    made = subprocess.run(
        _words(what, folder, amount, pure=pure), stdout=subprocess.PIPE, check=True, text=True
    )
    answer: dict[str, float] = json.loads(made.stdout)
    return answer


def side_by_side(folder: Path, seconds: float, count: int) -> float:
    """Documents a second of `count` processes that read at the same time, together."""
    running = [
        subprocess.Popen(
            _words("throughput", folder, seconds), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
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


def _words(what: str, folder: Path, amount: float, *, pure: bool = False) -> list[str]:
    words = [sys.executable, "-W", "ignore", __file__, what, str(folder), str(amount)]
    return [*words, "pure"] if pure else words


def main() -> None:
    what, folder, amount, *pure = sys.argv[1:]
    if pure:
        without_extra()
    measurement = {"stages": stages, "throughput": throughput}.get(what)
    if measurement is not None:
        print(json.dumps(measurement(Path(folder), float(amount))))
    else:
        print(json.dumps(memory(Path(folder), int(float(amount)))))


if __name__ == "__main__":
    main()
