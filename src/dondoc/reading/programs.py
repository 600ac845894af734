"""Programs that need not be installed (LibreOffice, Tesseract), run with limits and nothing of ours in reach.

Each run has a folder of its own, which is also its home and is gone afterwards; an environment of its own;
and limits on processor time, wall clock, memory and the size of files, kept by the kernel where it can.
Whatever it starts dies with it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_USUAL = {  # where installers put a program that is not on the path
    "soffice": (
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        r"C:\Program Files\LibreOffice\program\soffice.exe",
    ),
    "tesseract": (r"C:\Program Files\Tesseract-OCR\tesseract.exe",),
}
_LIMITED = 'ulimit -t "$1" && ulimit -f "$2" && { [ "$3" = 0 ] || ulimit -v "$3"; }; shift 3; exec "$@"'


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a run may cost."""

    seconds: float
    memory_bytes: int = 0  # address space of each of its processes; 0 is no limit
    file_bytes: int = 400_000_000  # of any file it writes


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended."""

    code: int | None  # None where it was killed for taking too long
    out: bytes


def find(name: str) -> str | None:
    """The program's path; None where it is not installed."""
    found = shutil.which(name)
    return found or next((path for path in _USUAL.get(name, ()) if Path(path).exists()), None)


def run(command: Sequence[str], *, home: Path, allowance: Allowance, given: bytes = b"") -> Run:
    """Run a program to its end.

    Args:
        command: The program's full path and its arguments.
        home: An empty folder of its own.
        allowance: What it may cost.
        given: What it reads from standard input.
    """
    words = list(command)
    if os.name == "posix":
        cpu = max(1, int(allowance.seconds) + 1)
        blocks = allowance.file_bytes // 512 + 1
        words = [
            "/bin/sh",
            "-c",
            _LIMITED,
            "sh",
            str(cpu),
            str(blocks),
            str(allowance.memory_bytes // 1024),
            *words,
        ]
    process = subprocess.Popen(  # noqa: S603  # a program we looked up, our own arguments
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=home,
        env=_environment(home),
        start_new_session=os.name == "posix",
    )
    try:
        out, _ = process.communicate(given, timeout=allowance.seconds)
    except subprocess.TimeoutExpired:
        _end(process)
        return Run(None, b"")
    except BaseException:
        _end(process)
        raise
    return Run(process.returncode, out)


def _environment(home: Path) -> dict[str, str]:
    kept = {
        name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TESSDATA_PREFIX") if name in os.environ
    }
    return kept | {
        "HOME": str(home),
        "TMPDIR": str(home),
        "TEMP": str(home),
        "LC_ALL": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the program and all it started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.communicate()
