"""`dondoc up`, `serve`, `worker`, `demo`, `manage`: the web application as processes.

`up` is the whole of it: one child fills the database, then a worker and a server run until Ctrl-C, SIGTERM or
the terminal's end, which end all of them. Django is imported only in the children.
"""

from __future__ import annotations

import ctypes
import http.client
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from dondoc.cli import packs
from dondoc.cli.messages import tr

Command = Callable[[Namespace], int]

LOCAL = "127.0.0.1"
START_SECONDS = 60  # a server that has not answered by then will not
STOP_SECONDS = 15  # what a child gets to finish its request or file
RESTARTS = 5  # of the worker, before its failing counts as ours


class Stop(BaseException):
    """Somebody asked for the end: Ctrl-C, SIGTERM, a closed terminal."""


def serve(arguments: Namespace) -> int:
    """Run the server in place of this process, so that signals reach it directly."""
    if not _installed() or not _free(arguments.host, arguments.port):
        return 1
    _environment(arguments)
    words = _server(arguments.host, arguments.port)
    return os.execv(words[0], words)  # noqa: S606 - our own interpreter, no shell


def worker(arguments: Namespace) -> int:
    """Read what was uploaded, until stopped."""
    return _django(arguments, ["runworker"])


def manage(arguments: Namespace) -> int:
    """Any command of Django's."""
    return _django(arguments, arguments.words or ["help"])


def verify(arguments: Namespace) -> int:
    """Compare everything that is derived with what it is derived from."""
    return _django(arguments, ["verify", *(["--repair"] if arguments.repair else [])])


def demo(arguments: Namespace) -> int:
    """Bring the database up to date and fill it: the sample province, or an office with documents of its own.

    Standard output is how to sign in, and nothing else.
    """
    for words in (["migrate", "--verbosity", "0"], ["buildassets", "--verbosity", "0"]):
        if code := _django(arguments, words):
            return code
    docs = getattr(arguments, "docs", None)
    return _django(arguments, ["demo", *(["--docs", str(docs.resolve())] if docs else [])])


def up(arguments: Namespace) -> int:
    """All of it in one go; see the module."""
    docs: Path | None = arguments.docs
    if docs is not None and not docs.exists():
        arguments.parser.error(tr("Không có thư mục “{folder}”.").format(folder=docs))
    if not _installed() or not _free(LOCAL, arguments.port):
        return 1
    _environment(arguments)
    with _signals(), _Children() as children:
        try:
            return _run(arguments, children)
        except Stop:
            print(tr("\nĐang dừng …"), file=sys.stderr)
            return 0


def _run(arguments: Namespace, children: _Children) -> int:
    docs: Path | None = arguments.docs
    subject = tr("văn bản trong {folder}").format(folder=docs) if docs else tr("tỉnh mẫu")
    print(tr("Đang chuẩn bị cơ sở dữ liệu và {subject} …").format(subject=subject), file=sys.stderr)
    words = ["demo", *(["--docs", str(docs)] if docs else [])]
    filling = children.start(_ours(*words), capture=True)
    sign_in, _ = filling.communicate()
    if filling.returncode:
        print(tr("Không chuẩn bị được cơ sở dữ liệu; lý do ở trên."), file=sys.stderr)
        return 1

    server = children.start(_server(LOCAL, arguments.port))
    reader = children.start(_ours("worker"))
    address = f"http://{LOCAL}:{arguments.port}/"
    if not _answers(server, arguments.port):
        print(tr("Trang web không chạy được; lý do ở trên."), file=sys.stderr)
        return 1
    print("\n" + tr("Đôn đốc đang chạy ở {address}").format(address=address))
    print(sign_in.strip())
    print(tr("Ctrl-C để dừng. Chạy lại lúc nào cũng được, dữ liệu được giữ nguyên."), flush=True)
    if arguments.open and _has_screen():
        webbrowser.open(address)
    return _watch(server, reader, children)


def _watch(server: subprocess.Popen[str], reader: subprocess.Popen[str], children: _Children) -> int:
    """Stand by: a worker that falls is started again, a server that falls ends the command."""
    restarts = 0
    while server.poll() is None:
        if reader.poll() is not None:
            restarts += 1
            if restarts > RESTARTS:
                print(tr("Trình đọc nền dừng nhiều lần; xem lý do ở trên."), file=sys.stderr)
                return 1
            print(tr("Trình đọc nền đã dừng, đang chạy lại …"), file=sys.stderr)
            time.sleep(restarts)
            reader = children.start(_ours("worker"))
        time.sleep(0.5)
    print(tr("Trang web đã dừng; lý do ở trên."), file=sys.stderr)
    return 1


def _installed() -> bool:
    if all(importlib.util.find_spec(name) for name in ("django", "granian")):
        return True
    print(tr("Phần trang web chưa được cài. Cài bằng: pip install 'dondoc[web]'"), file=sys.stderr)
    return False


def _free(host: str, port: int) -> bool:
    """Can we listen there? If not, say so."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = tr("Không mở được cổng {port} ở {host} ({why}). Chọn cổng khác, ví dụ: --port {other}")
            other = port + 1 if port < 65535 else 8000
            print(why.format(port=port, host=host, why=error.strerror, other=other), file=sys.stderr)
            return False
    return True


def _environment(arguments: Namespace) -> None:
    """What the children take from us: settings module and the folder of the data."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dondoc.web.settings")
    data = arguments.data or os.environ.get("DONDOC_DATA") or "var"
    os.environ["DONDOC_DATA"] = str(Path(data).resolve())
    packs.put_in_force(arguments.packs, arguments.parser)


def _django(arguments: Namespace, words: list[str]) -> int:
    """Run one of Django's commands in this process; Django prints a CommandError as a sentence."""
    if not _installed():
        return 1
    _environment(arguments)
    from django.core.management import ManagementUtility

    try:
        ManagementUtility(["dondoc manage", *words]).execute()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(bool(stop.code))
    return 0


def _ours(*words: str) -> list[str]:
    return [sys.executable, "-m", "dondoc.cli", *words]


def _server(host: str, port: int) -> list[str]:
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    options += ["--workers", "1", "--blocking-threads", "4", "--workers-kill-timeout", "10"]
    options += ["--log-level", "warning", "--no-access-log"]  # it would hold calendars' secret addresses
    return [sys.executable, "-m", "granian", *options, "dondoc.web.wsgi:application"]


def _answers(server: subprocess.Popen[str], port: int) -> bool:
    """Wait until the server answers a request; False when it ends or stays silent."""
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        connection = http.client.HTTPConnection(LOCAL, port, timeout=10)
        try:
            connection.request("HEAD", "/")
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
        else:
            return True
        finally:
            connection.close()
    return False


def _has_screen() -> bool:
    """Is there a window for a browser? Over SSH and in CI there is none."""
    return sys.platform == "darwin" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


@contextmanager
def _signals() -> Iterator[None]:
    """Every way of being asked to stop raises Stop in the main thread."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Stop

    asked = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in asked}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Children:
    """Processes that end when we do: asked first, then made to, and by the kernel should we be killed."""

    def __init__(self) -> None:
        self._all: list[subprocess.Popen[str]] = []

    def __enter__(self) -> _Children:
        return self

    def start(self, words: list[str], *, capture: bool = False) -> subprocess.Popen[str]:
        # A session of its own: Ctrl-C in the terminal reaches us alone, and we end the children in order.
        child = subprocess.Popen(  # noqa: S603 - our own interpreter
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if capture else None,
            text=True,
            encoding="utf-8",
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no threads here
        )
        self._all.append(child)
        return child

    def __exit__(self, *_: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave a child behind
        for child in self._all:
            _signal(child, signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        for child in self._all:
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, until - time.monotonic()))
            _signal(child, signal.SIGKILL)  # also what a child that has ended left behind
            child.wait()


def _signal(child: subprocess.Popen[str], number: signal.Signals) -> None:
    """To the child and to the processes it has started, which outlive a child that was killed."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)


def _die_with_parent() -> None:
    """Ask the kernel for SIGTERM should our parent vanish (kill -9), so that no port stays taken."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None, use_errno=True).prctl(pr_set_pdeathsig, signal.SIGTERM)
