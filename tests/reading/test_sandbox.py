"""Child processes that read: bounded in time and memory, used again, gone with their parent."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest
from ooxml import docx, p

from dondoc import reading
from dondoc.errors import DamagedFile, ReadError, ReadTimeout
from dondoc.reading import sandbox

_SMALL = docx(p("Nghị quyết"))


@cache
def _long() -> bytes:
    """A file of more than a second's work."""
    return docx(*[p(f"Đoạn {n} của một văn bản dài.") for n in range(60_000)])


@pytest.fixture(autouse=True)
def _fresh():
    """Each test starts and ends without children."""
    sandbox.close()
    yield
    sandbox.close()


def _child() -> int:
    """Process id of the one idle child."""
    (child,) = sandbox._idle
    return child._process.pid


def _running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return b") Z" not in Path(f"/proc/{pid}/stat").read_bytes()


def test_the_same_document_as_here():
    """A child gives what this process would give, field by field."""
    assert reading.read_bytes(_SMALL, "a.docx") == reading.read_bytes(_SMALL, "a.docx", isolate=False)


def test_a_child_is_used_again():
    """Starting Python for every file would cost more than reading it."""
    reading.read_bytes(_SMALL, "a.docx")
    first = _child()
    reading.read_bytes(_SMALL, "b.docx")

    assert _child() == first


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands on the peak")
def test_a_large_parent_has_small_children():
    """The kernel counts a parent's peak as its child's; the child is used again all the same."""
    peak = bytearray(700_000_000)
    peak[::4096] = b"x" * len(peak[::4096])
    del peak
    reading.read_bytes(_SMALL, "a.docx")

    assert _running(_child())


def test_an_error_leaves_the_child_alive():
    """A bad file is an answer, not a reason to die."""
    reading.read_bytes(_SMALL, "a.docx")
    first = _child()
    with pytest.raises(DamagedFile):
        sandbox.read(b"PK\x03\x04", "hong.docx", "docx", reading.Limits())

    assert _child() == first


def test_too_long():
    """A file that takes longer than its seconds is given up, its child killed, the next file read."""
    began = time.monotonic()
    with pytest.raises(ReadTimeout) as caught:
        reading.read_bytes(_long(), "lau.docx", limits=reading.Limits(seconds=0.3))

    assert time.monotonic() - began < 10
    assert "lau.docx" in str(caught.value)
    assert reading.read_bytes(_SMALL, "a.docx").text == "Nghị quyết\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps RLIMIT_AS")
def test_too_much_memory():
    """A file that needs more memory than allowed is given up; this process never holds it."""
    with pytest.raises(ReadError) as caught:
        reading.read_bytes(_long(), "to.docx", limits=reading.Limits(memory_bytes=130_000_000))

    assert isinstance(caught.value, (ReadTimeout, DamagedFile))
    assert reading.read_bytes(_SMALL, "a.docx").text == "Nghị quyết\n"


def test_a_child_that_crashes():
    """A parser that brings its process down costs one file, and the file is named."""
    reading.read_bytes(_SMALL, "a.docx")
    pid = _child()
    timer = threading.Timer(0.2, os.kill, (pid, signal.SIGSEGV))
    timer.start()

    with pytest.raises(DamagedFile) as caught:
        reading.read_bytes(_long(), "sap.docx")
    timer.join()

    assert caught.value.name == "sap.docx"
    assert reading.read_bytes(_SMALL, "a.docx").text == "Nghị quyết\n"


def test_a_child_that_died_idle_is_replaced():
    """A child killed between two files, by the system short of memory, is not noticed by the reader."""
    reading.read_bytes(_SMALL, "a.docx")
    os.kill(_child(), signal.SIGKILL)
    time.sleep(0.05)

    assert reading.read_bytes(_SMALL, "b.docx").name == "b.docx"


def test_many_threads():
    """Web workers read from many threads at once; each gets its own document."""
    files = [(docx(p(f"Văn bản {n}")), f"{n}.docx") for n in range(12)]

    with ThreadPoolExecutor(3) as pool:
        documents = list(pool.map(lambda file: reading.read_bytes(*file), files))

    assert [document.text for document in documents] == [f"Văn bản {n}\n" for n in range(12)]
    assert len(sandbox._idle) <= 3


_PARENT = """
import sys, os
from dondoc import reading
from dondoc.reading import sandbox
reading.read_bytes(open(sys.argv[1], "rb").read(), "a.docx")
print(sandbox._idle[0]._process.pid, flush=True)
if sys.argv[2] == "wait":
    reading.read_bytes(open(sys.argv[3], "rb").read(), "lau.docx")
os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("what", ["idle", "wait"])
def test_children_end_with_their_parent(tmp_path, what):
    """However the parent ends, kill -9 in the midst of a file included, no child is left."""
    (tmp_path / "a.docx").write_bytes(_SMALL)
    (tmp_path / "b.docx").write_bytes(_long())
    arguments = [str(tmp_path / "a.docx"), what, str(tmp_path / "b.docx")]
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, *arguments], stdout=subprocess.PIPE)
    child = int(parent.stdout.readline())
    if what == "wait":
        time.sleep(0.3)
        parent.kill()
    parent.wait()
    parent.stdout.close()

    for _ in range(100):
        if not _running(child):
            break
        time.sleep(0.05)
    assert not _running(child)


def test_a_forked_process_starts_its_own():
    """After a fork the child processes stay the parent's: two readers on one pipe would mix their answers."""
    reading.read_bytes(_SMALL, "a.docx")
    code = (
        "import os, sys\n"
        "from dondoc import reading\n"
        "data = open(sys.argv[1], 'rb').read()\n"
        "reading.read_bytes(data, 'a.docx')\n"
        "pid = os.fork()\n"
        "made = reading.read_bytes(data, 'b.docx')\n"
        "assert made.name == 'b.docx'\n"
        "if pid: sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))\n"
        "os._exit(0)\n"
    )
    file = Path(os.environ.get("TMPDIR", "/tmp")) / f"dondoc-fork-{os.getpid()}.docx"
    file.write_bytes(_SMALL)
    try:
        done = subprocess.run([sys.executable, "-c", code, str(file)], timeout=30, check=False)
    finally:
        file.unlink()

    assert done.returncode == 0


def test_modules_of_the_current_folder_are_not_imported(tmp_path, monkeypatch):
    """A folder of documents may hold a file lxml.py; reading there must not run it."""
    (tmp_path / "lxml.py").write_text("open('ran', 'w')")
    monkeypatch.chdir(tmp_path)

    assert reading.read_bytes(_SMALL, "a.docx").text == "Nghị quyết\n"
    assert not (tmp_path / "ran").exists()


class _Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("echo broken out",)


@pytest.mark.parametrize(
    "answer",
    [
        (True, True, _Evil()),
        (True, True, "no document"),
        (False, True, Path("/")),
        "nonsense",
    ],
)
def test_answers_are_not_trusted(answer):
    """A child taken over by a file can answer only with records; anything else is refused."""
    with pytest.raises((pickle.UnpicklingError, ValueError)):
        sandbox._load(pickle.dumps(answer))
