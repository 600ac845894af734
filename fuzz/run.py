"""Fuzzing outside the test suite: `make fuzz FUZZ_SECONDS=600`.

Hypothesis makes texts and files of our own documents' words and parts; where atheris is installed, half of
the time goes to it: guided by coverage, from the same beginnings. What fails is printed and kept in var/fuzz;
exit code 1. Whether cost grows with length and no faster is measured by costs.py beside this file.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import subprocess
import sys
import time
import traceback
from importlib.util import find_spec
from pathlib import Path

import chance
import targets
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

KEPT = targets.ROOT / "var" / "fuzz"
_ROUND = 60  # examples of a target before the next has its turn
# What atheris watches: where texts are taken apart. What only other formats come to stays at its own speed.
_WATCHED = ["dondoc.extraction", "dondoc.text", "dondoc.reading"]
_TEXTS = {"understand": targets.understand, "spell": targets.spell, "figures": targets.figures}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--atheris", action="store_true", help="run atheris in this process")
    arguments = parser.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    if arguments.atheris:
        return _atheris(arguments.seconds)
    guided = find_spec("atheris") is not None
    share = arguments.seconds / 2 if guided else arguments.seconds
    failures = _hypothesis(share)
    if guided:
        command = [sys.executable, __file__, "--atheris", "--seconds", str(arguments.seconds - share)]
        failures += subprocess.run(command, check=False).returncode != 0
    else:
        print("atheris is not installed: Hypothesis alone.")
    print(f"{failures} failure(s)" if failures else "nothing found")
    return 1 if failures else 0


def _hypothesis(seconds: float) -> int:
    """Rounds of all targets until the time is over; how many different failures."""
    end, count, failures = time.monotonic() + seconds, 0, {}
    while time.monotonic() < end:
        for name, strategy in (
            ("read", chance.anything()),
            *((name, st.one_of(chance.texts(), st.text(max_size=200))) for name in _TEXTS),
        ):
            if time.monotonic() > end:
                break
            failure = _round(name, strategy, random.randrange(2**32))
            count += _ROUND
            if failure is not None and failure not in failures:
                failures[failure] = name
                print(f"--- {name}\n{failure}", flush=True)
    print(f"Hypothesis: about {count} examples in {seconds:.0f} s, {len(failures)} failure(s)")
    return len(failures)


def _round(name: str, strategy: st.SearchStrategy[object], start: int) -> str | None:
    """One round of one target; the failure's last lines."""

    @seed(start)
    @settings(
        max_examples=_ROUND,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def attempt(example: object) -> None:
        try:
            targets.read(*example) if name == "read" else _TEXTS[name](example)  # type: ignore[misc,arg-type]
        except BaseException:
            _keep(example)
            raise

    try:
        attempt()
    except Exception as error:
        return "".join(traceback.format_exception(error)[-4:])[-3000:]
    return None


def _keep(example: object) -> None:
    """The example as a file; Hypothesis makes it smaller and smaller, the smallest comes last."""
    data = example[0] if isinstance(example, tuple) else example
    if not isinstance(data, bytes):
        data = str(data).encode("utf-8", "surrogatepass")
    (KEPT / "last").write_bytes(data)
    (KEPT / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


def _atheris(seconds: float) -> int:
    """Coverage-guided bytes; goes on after a failure, ends the process itself when its time is over."""
    import atheris

    with atheris.instrument_imports(include=_WATCHED):
        for module in [name for name in sys.modules if name.startswith("dondoc")]:
            del sys.modules[module]
        del sys.modules["targets"], sys.modules["invariants"]
        import targets as watched

    targets_by_kind = (watched.understand, watched.read, watched.spell, watched.figures)
    end, count, failures = time.monotonic() + seconds, 0, set[str]()

    def attempt(data: bytes) -> None:
        nonlocal count
        if time.monotonic() > end:
            print(f"atheris: {count} examples in {seconds:.0f} s, {len(failures)} failure(s)", flush=True)
            os._exit(bool(failures))
        count += 1
        target = targets_by_kind[data[0] % 4] if data else watched.understand
        try:
            target(data[1:], "a.html") if target is watched.read else target(
                data[1:].decode("utf-8", "ignore")
            )
        except Exception as error:
            place = str(traceback.extract_tb(error.__traceback__)[-1])
            if place not in failures:
                failures.add(place)
                _keep(data)
                print("".join(traceback.format_exception(error)[-4:])[-3000:], flush=True)

    options = ["-max_len=4000", "-verbosity=0", f"-dict={_words()}", str(_beginnings())]
    atheris.Setup([sys.argv[0], *options], attempt)
    atheris.Fuzz()
    return 0


def _beginnings() -> Path:
    """What the guided changes start from: the corpora's sentences, alone and several as one document."""
    corpus = KEPT / "corpus"
    corpus.mkdir(exist_ok=True)
    phrases = chance.phrases()
    for n, phrase in enumerate(phrases):
        (corpus / f"{n}.txt").write_bytes(b"\0" + phrase.encode())
    for n in range(0, len(phrases) - 6, 6):
        lines = phrases[n : n + 6]
        (corpus / f"{n}.doc").write_bytes(b"\0" + "\n".join(lines).encode())
        (corpus / f"{n}.html").write_bytes(b"\1" + "".join(f"<p>{line}</p>" for line in lines).encode())
    return corpus


def _words() -> Path:
    """The words of the packs' lists and the deciding pieces, as a dictionary of libFuzzer's."""
    path = KEPT / "words.dict"
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in sorted(chance.words()))
    path.write_text("".join(f'"{word}"\n' for word in escaped), "utf-8")
    return path


if __name__ == "__main__":
    sys.exit(main())
