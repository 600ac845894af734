"""Several processes that work at the same jobs, whose answers come in the jobs' order.

A worker that dies of its job (a parser's crash, the kernel short of memory) is replaced, and only that job
has no answer. At most a few jobs are in flight, so that memory does not grow with their number.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

Job = TypeVar("Job")
Answer = TypeVar("Answer")

_PATIENCE = 5.0  # seconds a worker has to end by itself


class Workers(Generic[Job, Answer]):
    """Processes that serve until the `with` block ends."""

    def __init__(self, prepare: Callable[[], Callable[[Job], Answer]], count: int) -> None:
        """Start nothing yet.

        Args:
            prepare: Called once in each process; gives the function that answers a job. It can be pickled.
            count: Processes at the same time.
        """
        self._prepare = prepare
        self._count = count
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._started: list[_Worker] = []

    def __enter__(self) -> Workers[Job, Answer]:
        for _ in range(self._count):
            self._start()
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._started:
            worker.end()

    def answers(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Answer | None]]:
        """Each job with its answer, in order; None for a job its worker died of."""
        waiting: deque[tuple[Job, Future[Answer | None]]] = deque()
        with ThreadPoolExecutor(self._count) as threads:
            try:
                for job in jobs:
                    waiting.append((job, threads.submit(self._ask, job)))
                    if len(waiting) > 2 * self._count:
                        first, answer = waiting.popleft()
                        yield first, answer.result()
                while waiting:
                    first, answer = waiting.popleft()
                    yield first, answer.result()
            finally:
                for _, answer in waiting:
                    answer.cancel()

    def _ask(self, job: Job) -> Answer | None:
        worker = self._idle.get()
        try:
            answer: Answer = worker.ask(job)
        except (EOFError, OSError):
            self._started.remove(worker)
            worker.end()
            self._start()
            return None
        self._idle.put(worker)
        return answer

    def _start(self) -> None:
        worker = _Worker(self._prepare)
        self._started.append(worker)
        self._idle.put(worker)


class _Worker:
    """A running process and the pipe to it."""

    def __init__(self, prepare: Callable[[], Callable[[Any], Any]]) -> None:
        # Not forked: this process has threads, and other systems cannot.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, prepare), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, job: Any) -> Any:
        """The answer.

        Raises:
            EOFError, OSError: The process has died.
        """
        self._pipe.send(job)
        return self._pipe.recv()

    def end(self) -> None:
        self._pipe.close()  # it ends when it sees that
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def _serve(pipe: Any, prepare: Callable[[], Callable[[Any], Any]]) -> None:
    """Answer jobs until the pipe closes. Runs in the worker only."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    work = prepare()
    with contextlib.suppress(EOFError, OSError):
        while True:
            pipe.send(work(pipe.recv()))
