"""Whether reading has become slower: the parent commit and this one, measured side by side.

    make bench-regression                         this commit and its parent
    .venv/bin/python bench/regression.py --base v0.1.0
    .venv/bin/python bench/regression.py --documents folder-of-txt

Two processes, one for each state of the code, take turns at reading the same documents, extracting and
printing JSON, and count their own processor time; so a busy machine slows both. What is told is the median of
the rounds' ratios. More than a tenth slower is said in a line that begins with WARNING; nothing fails, since
a machine's noise is no mistake of the code.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STAGES = ("read", "extract", "json")
ROUNDS = 15
DOCUMENTS = 40
ALLOWED = 1.10  # times the parent's processor time
SEED = 20_260_630


def texts(folder: Path | None, number: int = 0) -> list[bytes]:
    """The documents of a round: those of a folder, else generated ones, the same on every run."""
    if folder is not None:
        return [path.read_bytes() for path in sorted(folder.glob("*.txt"))]
    import read as bench  # bench/read.py beside this file

    chance = random.Random(SEED + number)
    return [bench.document(chance)[0].encode() for _ in range(DOCUMENTS)]


# ---------------------------------------------------------------- one side, in a process of its own


def serve(folder: Path | None) -> None:
    """Answer each line on standard input with the processor seconds of every stage over all documents."""
    import gc

    from dondoc import dumps, extract, read_bytes, to_json

    def once(documents: list[bytes]) -> dict[str, float]:
        spent = dict.fromkeys(STAGES, 0.0)
        for data in documents:
            began = time.process_time()
            document = read_bytes(data, "a.txt")
            loaded = time.process_time()
            facts = extract(document)
            extracted = time.process_time()
            dumps(to_json(document, facts))
            spent["read"] += loaded - began
            spent["extract"] += extracted - loaded
            spent["json"] += time.process_time() - extracted
        return spent

    once(texts(folder))  # imports and vocabularies
    gc.collect()
    gc.freeze()
    for number, _ in enumerate(sys.stdin, 1):  # of no document anything is known from a round before
        print(json.dumps(once(texts(folder, number))), flush=True)


# ---------------------------------------------------------------- both sides


@contextlib.contextmanager
def side(source: Path, folder: Path | None) -> Iterator[subprocess.Popen[str]]:
    """A process that measures the code below `source`."""
    words = [sys.executable, "-W", "ignore", __file__, "--serve"]
    words += ["--documents", str(folder)] if folder else []
    process = subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(source)}
    )
    try:
        yield process
    finally:
        process.stdin.close()  # type: ignore[union-attr]  # it is a pipe
        process.wait()


def ask(process: subprocess.Popen[str]) -> dict[str, float]:
    assert process.stdin
    assert process.stdout
    process.stdin.write("\n")
    process.stdin.flush()
    answer: dict[str, float] = json.loads(process.stdout.readline())
    return answer | {"all": sum(answer.values())}


def compare(base: Path, rounds: int, folder: Path | None) -> dict[str, tuple[float, float, float]]:
    """Stage → (best of the base, best of this tree, median ratio of this to the base); seconds of all."""
    taken: list[tuple[dict[str, float], dict[str, float]]] = []
    with side(base, folder) as old, side(ROOT / "src", folder) as new:
        for number in range(rounds):
            if number % 2:  # who goes first finds the caches cold
                after, before = ask(new), ask(old)
            else:
                before, after = ask(old), ask(new)
            taken.append((before, after))
    return {
        stage: (
            min(before[stage] for before, _ in taken),
            min(after[stage] for _, after in taken),
            statistics.median(after[stage] / before[stage] for before, after in taken),
        )
        for stage in (*STAGES, "all")
    }


@contextlib.contextmanager
def tree(base: str) -> Iterator[Path]:
    """The `src` of a commit, unpacked into a temporary folder; of a folder the folder itself."""
    if Path(base).is_dir():
        yield Path(base)
        return
    with tempfile.TemporaryDirectory() as name:
        packed = subprocess.run(
            ["git", "archive", base, "src"], cwd=ROOT, stdout=subprocess.PIPE, check=True
        ).stdout
        subprocess.run(["tar", "-x", "-C", name], input=packed, check=True)
        yield Path(name) / "src"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base", default="HEAD^", help="a commit, or a folder with its src (default: HEAD^)")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--documents", type=Path, help="a folder of .txt to read instead of generated ones")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        serve(arguments.documents)
        return 0
    count = len(texts(arguments.documents))
    try:
        with tree(arguments.base) as base:
            found = compare(base, arguments.rounds, arguments.documents)
    except (subprocess.CalledProcessError, json.JSONDecodeError) as error:
        print(f"Not compared: {arguments.base} cannot be measured ({error}).")
        return 0
    print(f"Processor time of one of {count} documents, {arguments.base} and this tree:")
    for stage, (before, after, ratio) in found.items():
        print(
            f"  {stage:<8}{before / count * 1e6:8.0f} us {after / count * 1e6:8.0f} us   "
            f"x {ratio:.2f}   {count / after:6.0f} a second"
        )
    ratio = found["all"][2]
    if ratio > ALLOWED:
        print(f"WARNING: reading takes {ratio:.2f} times as long as in {arguments.base}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
