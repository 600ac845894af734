"""`dondoc up`: all starts in one go, and nothing outlives it. The children here are small stand-ins."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

# Stands in for worker and server, and tells its process number; the server answers on the port.
STAND_IN = """
import http.server, os, pathlib, subprocess, sys, time
kind, folder, port = sys.argv[1:]
pathlib.Path(folder, f"{kind}-{os.getpid()}").touch()
if kind == "demo":
    print("Tài khoản: quan-tri")
elif kind == "server":
    sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    pathlib.Path(folder, f"grandchild-{subprocess.Popen(sleeper, **quiet).pid}").touch()
    http.server.HTTPServer(("127.0.0.1", int(port)), http.server.BaseHTTPRequestHandler).serve_forever()
elif kind == "worker":
    time.sleep(600)
"""
UP = """
import sys
from dondoc.cli import main, serve
stand_in, folder, port = sys.argv[1:]
serve._ours = lambda *words: [sys.executable, stand_in, words[0], folder, port]
serve._server = lambda host, port: [sys.executable, stand_in, "server", folder, str(port)]
sys.exit(main(["up", "--port", port, "--no-open", "--data", folder]))
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def running(tmp_path: Path, port: int):
    """`dondoc up` that has said where it runs."""
    (tmp_path / "stand_in.py").write_text(STAND_IN, "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", UP, str(tmp_path / "stand_in.py"), str(tmp_path), str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    yield process
    process.kill()
    process.communicate()
    for pid in pids(tmp_path, "grandchild"):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def said(process: subprocess.Popen[str], words: str) -> str:
    """What is printed up to the line with these words."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    pytest.fail(f"never said {words}; standard error: {process.stderr.read() if process.stderr else ''}")


def pids(folder: Path, kind: str) -> list[int]:
    return [int(path.name.partition("-")[2]) for path in folder.glob(f"{kind}-*")]


def everyone(folder: Path) -> list[int]:
    """Server, worker, and the process that the server has started."""
    return pids(folder, "server") + pids(folder, "worker") + pids(folder, "grandchild")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"


def until(true, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_starts_and_a_signal_ends_all(running, tmp_path, port, number):
    """It prints the address and how to sign in; Ctrl-C, SIGTERM or a closed terminal end every child."""
    printed = said(running, "Ctrl-C")
    assert f"http://127.0.0.1:{port}/" in printed
    assert "Tài khoản: quan-tri" in printed
    assert until(lambda: len(everyone(tmp_path)) == 3)
    children = everyone(tmp_path)

    running.send_signal(number)

    assert running.wait(30) == 0
    assert not any(map(alive, children))


@pytest.mark.skipif(sys.platform != "linux", reason="needs the kernel's parent-death signal")
def test_a_killed_parent_leaves_no_child(running, tmp_path):
    """kill -9 on the command frees the port all the same."""
    said(running, "Ctrl-C")
    assert until(lambda: len(everyone(tmp_path)) == 3)
    children = pids(tmp_path, "server") + pids(tmp_path, "worker")

    running.kill()
    running.wait(30)

    assert until(lambda: not any(map(alive, children)))


def test_a_worker_that_falls_is_started_again(running, tmp_path):
    """Reading goes on after the worker was killed."""
    said(running, "Ctrl-C")
    assert until(lambda: len(everyone(tmp_path)) == 3)
    (first,) = pids(tmp_path, "worker")

    os.kill(first, signal.SIGKILL)

    assert until(lambda: len(pids(tmp_path, "worker")) == 2)
    assert running.poll() is None


def test_a_server_that_falls_ends_the_command(running, tmp_path):
    """Nobody is left waiting before a page that will not come: exit code 1, and the worker ends too."""
    said(running, "Ctrl-C")
    assert until(lambda: len(everyone(tmp_path)) == 3)

    os.kill(pids(tmp_path, "server")[0], signal.SIGKILL)

    assert running.wait(30) == 1
    assert not any(map(alive, pids(tmp_path, "worker") + pids(tmp_path, "grandchild")))


def test_a_port_in_use_is_said_before_anything_starts(tmp_path, port, capsys):
    """The sentence names the port and offers another; no database is made."""
    from dondoc.cli import main

    data = tmp_path / "data"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()

        assert main(["up", "--port", str(port), "--no-open", "--data", str(data)]) == 1

    assert str(port) in capsys.readouterr().err
    assert not data.exists()


def test_without_the_web_part_a_sentence_says_how_to_install_it(tmp_path, monkeypatch, capsys):
    """`pip install dondoc` alone has no server; that is said, not traced."""
    from dondoc.cli import main, serve

    monkeypatch.setattr(serve.importlib.util, "find_spec", lambda name: None)

    assert main(["serve", "--data", str(tmp_path)]) == 1
    assert "dondoc[web]" in capsys.readouterr().err
