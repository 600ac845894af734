"""`manage.py runworker`: reads what was sent in, until it is asked to stop."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from dondoc.web.sources import jobs
from dondoc.web.sources.services import files_reread


class Command(BaseCommand):
    """Claims jobs one after the other; SIGTERM and Ctrl-C put the current one back and end the worker."""

    help = "Đọc các tệp đang chờ. Dừng bằng Ctrl-C hoặc SIGTERM; tệp đang đọc dở sẽ được đọc lại."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="dừng khi không còn tệp nào chờ")
        parser.add_argument("--workers", type=int, default=1, help="số tiến trình đọc cùng lúc")

        parser.add_argument(
            "--reread", action="store_true", help="đọc lại cả những tệp do phiên bản cũ của trình đọc đã đọc"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        stop = threading.Event()

        def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
            stop.set()

        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, ask_to_stop)
            signal.signal(signal.SIGINT, ask_to_stop)
        if options["reread"]:
            self.stderr.write(f"{files_reread()} tệp sẽ được đọc lại.")
        if options["workers"] > 1:
            supervise(options["workers"], once=options["once"], stop=stop)
        else:
            jobs.run(once=options["once"], stop=stop)


def supervise(count: int, *, once: bool, stop: threading.Event) -> None:
    """Keep `count` workers alive, each a process of its own; one that dies is started anew."""
    command = [sys.executable, *sys.argv[:1], "runworker", *(["--once"] if once else [])]
    children = [subprocess.Popen(command) for _ in range(count)]  # noqa: S603
    try:
        while children and not stop.wait(0.5):
            for child in list(children):
                status = child.poll()
                if status is None:
                    continue
                children.remove(child)
                if not (once and status == 0):
                    stop.wait(1.0)
                    children.append(subprocess.Popen(command))  # noqa: S603
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait()
