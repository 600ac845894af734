"""Reads files in child processes with limits on memory, processor time and wall clock.

A PDF or Office file may be hostile or just broken: what it does to its parser, it does in a child. A child
serves one file after the other and is started anew when it was killed, died, grew or served enough. Any
thread may call `read`; each takes a child of its own. Children end when their pipe closes, thus with the
parent, however that ends. What comes back is unpickled with nothing but our records allowed.

On the pipe, both ways: a length (8 bytes, big-endian), then that many bytes of pickle.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from dondoc import errors
from dondoc.errors import DamagedFile, ReadError, ReadTimeout, SecretDocument
from dondoc.reading.draft import Limits
from dondoc.reading.ocr import SeenPage
from dondoc.records import document as document_records
from dondoc.records import source as source_records
from dondoc.records.document import Document

_LENGTH = struct.Struct(">Q")
_MAX_ANSWER = 2_000_000_000  # bytes of pickle a child may send back
_FILES_PER_CHILD = 500
_GROWN = 600_000_000  # bytes of resident memory after which a child is not used again
_IDLE = 4  # children kept waiting at most
_CHILD = "from dondoc.reading import sandbox; sandbox.serve()"
_TOO_LONG = "quá {:g} giây"
_TOO_BIG = "cần nhiều bộ nhớ hơn giới hạn"
_DIED = "bộ đọc dừng đột ngột khi mở tệp"


def read(data: bytes, name: str, media: str, limits: Limits, seen: Sequence[SeenPage] = ()) -> Document:
    """Read one file in a child.

    Args:
        data: The file's bytes.
        name: Its name, for messages and `Document.name`.
        media: What `sniff` said it is.
        limits: Seconds and memory it may take, and what its reader needs.
        seen: Words read from pictures of its pages.

    Raises:
        ReadTimeout: It took too long or too much memory; the child was killed.
        DamagedFile: The child died of it.
        ReadError: Anything the reader says.
    """
    made = _ask("read", name, limits, data, name, media, limits, tuple(seen))
    assert isinstance(made, Document)
    return made


def render(
    data: bytes, name: str, limits: Limits, page: int, dpi: int, *, grey: bool, widest: int = 0
) -> bytes:
    """A page as PNG, drawn in a child, at most `widest` pixels wide (0: any); errors as of `read`."""
    made = _ask("render", name, limits, data, name, page, dpi, grey, widest)
    assert isinstance(made, bytes)
    return made


def without_text(data: bytes, name: str, limits: Limits) -> tuple[int, ...]:
    """The numbers of a PDF's pages that have no text of their own; errors as of `read`."""
    made = _ask("without_text", name, limits, data, name, limits)
    return tuple(int(number) for number in made)


def _ask(task: str, name: str, limits: Limits, *arguments: object) -> Any:
    """Have a child do one task; what it made."""
    child = _take()
    try:
        answer = child.ask((task, name, limits, arguments), limits.seconds)
    except BaseException:
        child.end()
        raise
    if answer is None:
        raise child.epitaph(name, limits)
    ok, fit, payload = answer
    if fit:
        _give_back(child)
    else:
        child.end()
    if ok:
        return payload
    raise _error(payload)


# The parent's side


class _Child:
    """A running reader process."""

    def __init__(self) -> None:
        package = str(Path(errors.__file__).parents[1])
        paths = [package, os.environ.get("PYTHONPATH", "")]
        # -P: the folder we are called in, perhaps one full of strangers' files, is no place to import from.
        self._process = subprocess.Popen(  # noqa: S603  # our own interpreter, our own words
            [sys.executable, "-P", "-c", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
        )
        self._files = 0
        self._late = False

    def ask(self, request: object, seconds: float) -> tuple[bool, bool, Any] | None:
        """Send a request and wait: (did it go well, may the child go on, payload); None if the child died."""
        self._files += 1
        watch = threading.Timer(seconds, self._too_late)
        watch.daemon = True
        watch.start()
        try:
            assert self._process.stdin
            assert self._process.stdout
            _send(self._process.stdin, pickle.dumps(request, protocol=5))
            answer = _receive(self._process.stdout, _MAX_ANSWER)
            if answer is None:
                return None
            ok, fit, payload = _load(answer)
        except (OSError, pickle.UnpicklingError, EOFError, ValueError, TypeError):
            return None
        finally:
            watch.cancel()
        return bool(ok), bool(fit) and self._files < _FILES_PER_CHILD, payload

    def _too_late(self) -> None:
        self._late = True
        self._process.kill()

    def epitaph(self, name: str, limits: Limits) -> ReadError:
        """Why the child died, once it has."""
        self.end()
        code = self._process.returncode
        if self._late or (os.name == "posix" and code in {-signal.SIGXCPU, -signal.SIGALRM}):
            return ReadTimeout(name, _TOO_LONG.format(limits.seconds))
        if os.name == "posix" and code in {
            -signal.SIGKILL,
            -signal.SIGABRT,
        }:  # out of memory, in the kernel or in C++
            return ReadTimeout(name, _TOO_BIG)
        return DamagedFile(name, _DIED)

    def alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        """Kill it, wait for it, close the pipes."""
        with contextlib.suppress(OSError):
            if self._process.poll() is None:
                # A child that broke the protocol is still dying of it: its own exit says more than our kill.
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._close_input()
                    self._process.wait(0.5)
            self._process.kill()
        self._process.wait()
        self._close_input()
        if self._process.stdout:
            self._process.stdout.close()

    def _close_input(self) -> None:
        with contextlib.suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()


_idle: list[_Child] = []
_lock = threading.Lock()


def _take() -> _Child:
    while True:
        with _lock:
            child = _idle.pop() if _idle else None
        if child is None:
            return _Child()
        if child.alive():
            return child
        child.end()


def _give_back(child: _Child) -> None:
    with _lock:
        if len(_idle) < _IDLE:
            _idle.append(child)
            return
    child.end()


def close() -> None:
    """End the idle children; the next `read` starts new ones."""
    with _lock:
        children = list(_idle)
        _idle.clear()
    for child in children:
        child.end()


atexit.register(close)


def _forget() -> None:
    """In a forked process the children are the other's."""
    global _lock  # noqa: PLW0603  # another thread may have held it while forking
    _lock = threading.Lock()
    for child in _idle:
        child._process.returncode = 0  # not ours to wait for
    _idle.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


class _Records(pickle.Unpickler):
    """Unpickles our records and plain values; any other name in the stream is an error."""

    _MODULES = (document_records, source_records)

    def find_class(self, module: str, name: str) -> Any:
        for known in self._MODULES:
            if module == known.__name__:
                found = getattr(known, name, None)
                if isinstance(found, type) and found.__module__ == module:
                    return found
        if (module, name) == ("datetime", "date"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no record")


def _load(data: bytes) -> tuple[Any, Any, Any]:
    made = _Records(io.BytesIO(data)).load()
    if not isinstance(made, tuple) or len(made) != 3:
        raise pickle.UnpicklingError("not an answer")
    ok, fit, payload = made
    if ok and not isinstance(payload, Document | bytes | tuple):
        raise pickle.UnpicklingError("not a document, a picture or page numbers")
    return ok, fit, payload


def _error(payload: Any) -> ReadError:
    """The error a child names by class; one with an unknown name is the base class."""
    kind, name, why, advice = payload
    found = getattr(errors, str(kind), None)
    if found is SecretDocument:
        return SecretDocument()
    if isinstance(found, type) and issubclass(found, ReadError):
        return found(name, why, todo=advice)
    return ReadError(name, why, todo=advice)


def _send(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes], most: int) -> bytes | None:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > most:
        return None
    data = pipe.read(length)
    return data if len(data) == length else None


# The child's side


def serve() -> None:
    """Read files until standard input ends. Runs in the child only."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, waiting), daemon=True).start()
    while True:
        task, name, limits, arguments = pickle.loads(waiting.get())  # noqa: S301  # from our parent
        _set_limits(limits)
        _send(answers, _answer(task, name, arguments))


def _listen(requests: IO[bytes], waiting: queue.SimpleQueue[bytes]) -> None:
    """Take requests; end the process at once when the parent is gone, even in the midst of a file."""
    while (request := _receive(requests, _MAX_ANSWER)) is not None:
        waiting.put(request)
    os._exit(0)


def _answer(task: str, name: str, arguments: tuple[Any, ...]) -> bytes:
    try:
        made = _do(task, arguments)
        return pickle.dumps((True, _fit(), made), protocol=5)
    except ReadError as error:
        failure = (type(error).__name__, error.name, error.why, error.advice)
    except MemoryError:  # while pickling
        failure = (ReadTimeout.__name__, name, _TOO_BIG, "")
    return pickle.dumps((False, _fit(), failure), protocol=5)


def _do(task: str, arguments: tuple[Any, ...]) -> Any:
    """One of the tasks a child knows."""
    from dondoc.reading import pipeline

    if task == "render":
        return pipeline.render_here(*arguments)
    if task == "without_text":
        return pipeline.without_text_here(*arguments)
    return pipeline.read_here(*arguments)


def _set_limits(limits: Limits) -> None:
    """Cap this process's memory, and its processor time from now on; Windows has no such caps."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, int(resource.getrusage(resource.RUSAGE_SELF).ru_utime + limits.seconds) + 2),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),  # a reader writes no files
    ):
        _, hard = resource.getrlimit(what)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _fit() -> bool:
    """Whether this process is still small enough for another file.

    Not by `ru_maxrss` where the kernel tells better: it is handed on from the parent, and beside a large one
    every child would look grown.
    """
    try:
        resident = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return resident * os.sysconf("SC_PAGE_SIZE") < _GROWN
    except (OSError, ValueError, IndexError, AttributeError):
        pass
    try:
        import resource
    except ImportError:
        return True
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit < _GROWN
