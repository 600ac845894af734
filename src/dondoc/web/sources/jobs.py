"""The queue of files to read: a table. A job is claimed by a conditional UPDATE and held by a lease.

A worker that dies leaves its lease to run out; the next takes the job up again. What kills three workers is
not tried a fourth time.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from dondoc.errors import ReadError, SecretDocument
from dondoc.web.audit.services import record
from dondoc.web.checks import services as checks
from dondoc.web.core import marks
from dondoc.web.core.sqlite.upkeep import count_rows, fold_log
from dondoc.web.followup import duty as followup
from dondoc.web.judgement import scores, signals
from dondoc.web.papers import packs
from dondoc.web.rollup import services as rollup
from dondoc.web.schedule import services as schedule
from dondoc.web.search.services import folded
from dondoc.web.sources import ingest
from dondoc.web.sources.models import JobState, Reading, ReadJob

LEASE = timedelta(seconds=60)
HEARTBEAT = 15.0  # seconds between renewals
ATTEMPTS = 3
BREATH = 0.005  # seconds between two transactions, in which others have their turn

logger = logging.getLogger(__name__)


class Stopped(Exception):
    """The worker was asked to stop; its job goes back to the queue."""


class Lost(Exception):
    """The lease ran out and somebody else has the job."""


def worker_name() -> str:
    """Of this process: host and number."""
    return f"{socket.gethostname()}:{os.getpid()}"[:80]


def claim(worker: str) -> ReadJob | None:
    """The next job, now held by this worker; None where there is none."""
    while True:
        now = timezone.now()
        free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
        job = ReadJob.objects.filter(free).order_by("pk").first()
        if job is None:
            return None
        # the conditions once more: of two workers that saw the same job only one changes a row
        mine = ReadJob.objects.filter(free, pk=job.pk, attempts=job.attempts)
        if job.attempts >= ATTEMPTS:
            _give_up(job)
            continue
        if mine.update(
            state=JobState.RUNNING, worker=worker, lease_until=now + LEASE, attempts=F("attempts") + 1
        ):
            return ReadJob.objects.select_related("batch__owner", "batch__created_by", "file").get(pk=job.pk)


def _free_what_the_dead_hold() -> bool:
    """Put back at once what a process of this machine held that is no more; whether others are at work.

    Without it whoever runs again what was killed would pass over the file it was killed at, or wait out the
    lease. The attempt counts all the same: what kills three readers is not tried a fourth time.
    """
    host, others = socket.gethostname(), False
    for job in ReadJob.objects.filter(state=JobState.RUNNING).exclude(worker=worker_name()):
        name, _, pid = job.worker.rpartition(":")
        if name == host and pid.isdigit() and not _alive(int(pid)):
            ReadJob.objects.filter(pk=job.pk, worker=job.worker, state=JobState.RUNNING).update(
                state=JobState.QUEUED, worker="", lease_until=None
            )
        others = True
    return others


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's, but there
    return True


def _give_up(job: ReadJob) -> None:
    error = ReadError(
        job.name,
        f"máy đọc dừng đột ngột {ATTEMPTS} lần khi đọc tệp này",
        todo="Lưu lại tệp bằng phần mềm soạn thảo rồi gửi lại, hoặc báo người quản trị.",
    )
    _fail(job, error, condition=Q(attempts=job.attempts, state__in=[JobState.QUEUED, JobState.RUNNING]))


def _fail(job: ReadJob, error: ReadError, *, condition: Q | None = None) -> None:
    """Close the job with the sentence for whoever sent the file; of a secret one no name stays."""
    secret = isinstance(error, SecretDocument)
    with transaction.atomic():
        closed = ReadJob.objects.filter(
            condition or Q(worker=job.worker, state=JobState.RUNNING), pk=job.pk
        ).update(
            state=JobState.FAILED,
            error_code=error.code,
            error=str(error),
            finished_at=timezone.now(),
            lease_until=None,
            **({"name": ""} if secret else {}),
        )
        if closed:
            after = {"code": error.code} | ({} if secret else {"name": job.name})
            record(actor=None, action="job.fail", row=job.batch, before={}, after=after, body=job.batch.owner)


def release(job: ReadJob) -> None:
    """Put the job back as it was, for whoever comes next."""
    ReadJob.objects.filter(pk=job.pk, worker=job.worker, state=JobState.RUNNING).update(
        state=JobState.QUEUED, worker="", lease_until=None, attempts=F("attempts") - 1
    )


class Heartbeat:
    """Renews the lease from a thread of its own while a long file is read."""

    def __init__(self, job: ReadJob) -> None:
        self.job = job
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(HEARTBEAT):
            try:
                ReadJob.objects.filter(pk=self.job.pk, worker=self.job.worker, state=JobState.RUNNING).update(
                    lease_until=timezone.now() + LEASE
                )
            except DatabaseError:
                logger.warning("a lease could not be renewed; the next beat tries again")
        connection.close()


def work(job: ReadJob, *, stop: threading.Event | None = None) -> None:
    """Read one claimed job to its end, good or bad."""

    def go_on() -> None:
        time.sleep(BREATH)
        if stop is not None and stop.is_set():
            raise Stopped

    try:
        with Heartbeat(job):
            _read(job, go_on)
    except Stopped:
        release(job)
    except Lost:
        logger.warning("job %s was taken over by another worker", job.pk)
    except ReadError as error:
        if stop is not None and stop.is_set():  # the reader's child was ended together with this process
            release(job)
        else:
            _fail(job, error)
    except Exception:
        logger.exception("job %s stopped on an error of the program", job.pk)
        _broken(job)


def _read(job: ReadJob, go_on: Callable[[], None]) -> None:
    file = job.file
    assert file is not None, "a job without a file is never queued"
    made_by = ingest.versions()
    if _is_read(job, made_by):
        with transaction.atomic():
            _close(job)
        return
    document = ingest.read(file)
    go_on()
    facts = ingest.extract(document, between=go_on)
    go_on()
    made = ingest.enter(file, job.batch, document, made_by)
    entry = made.file.document
    assert entry is not None
    ingest.keep_facts(made, entry, facts, between=go_on)
    folded(made.text)  # a long text takes a while: not while others wait
    go_on()
    with transaction.atomic():
        _close(job)
        ingest.make_current(made, entry, job.batch)


def _is_read(job: ReadJob, made_by: ingest.Versions) -> bool:
    return Reading.objects.filter(
        file=job.file,
        reader_version=made_by.reader,
        rules_version=made_by.rules,
        packs_hash=made_by.packs,
        is_current=True,
    ).exists()


def _close(job: ReadJob) -> None:
    """The job is done, if it is still ours; in the transaction that makes its reading the current one."""
    mine = ReadJob.objects.filter(pk=job.pk, worker=job.worker, state=JobState.RUNNING)
    if not mine.update(
        state=JobState.DONE, finished_at=timezone.now(), lease_until=None, error="", error_code=""
    ):
        raise Lost


def _broken(job: ReadJob) -> None:
    """An error of ours: again later, or closed where that has happened too often."""
    if job.attempts >= ATTEMPTS:
        _fail(
            job,
            ReadError(
                job.name,
                "chương trình gặp lỗi khi đọc tệp này",
                todo="Báo người quản trị; lỗi đã được ghi lại.",
            ),
        )
        return
    ReadJob.objects.filter(pk=job.pk, worker=job.worker, state=JobState.RUNNING).update(
        state=JobState.QUEUED, worker="", lease_until=None
    )


def files_waiting() -> dict[str, int]:
    """How many files wait or are being read, and how many could not be read; of everybody."""
    waiting = Q(state__in=[JobState.QUEUED, JobState.RUNNING])
    return ReadJob.objects.aggregate(
        waiting=Count("pk", filter=waiting), failed=Count("pk", filter=Q(state=JobState.FAILED))
    )


LOG_EVERY = 5  # files between two foldings of the log
COUNT_EVERY = 100  # files between two looks at the indexes


def run(*, once: bool = False, stop: threading.Event | None = None, pause: float = 1.0) -> int:
    """Work until asked to stop, or (`once`) until nothing waits or is read; how many jobs were taken."""
    stop = stop or threading.Event()
    worker = worker_name()
    taken = 0
    count_rows()
    while not stop.is_set():
        if not once and schedule.work_one(worker):  # before files: a long batch must not hold up the day
            continue
        try:
            job = claim(worker)
        except DatabaseError:
            logger.exception("the queue could not be asked; trying again")
            connection.close()
            stop.wait(5 * pause)
            continue
        if job is None:
            if any(one.work_one() for one in (checks, packs, rollup, scores, signals)):
                continue
            if not once and followup.work_one(worker):
                continue
            fold_log()
            marks.fold()
            if once and not _free_what_the_dead_hold():
                break
            stop.wait(pause)
            continue
        taken += 1
        work(job, stop=stop)
        if taken % LOG_EVERY == 0:
            fold_log()
        if taken % COUNT_EVERY == 0:
            count_rows()
    return taken
