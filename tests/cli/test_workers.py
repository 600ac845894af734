"""Several processes at the same jobs: answers in order, a dead worker costs one answer, nothing piles up."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable

import pytest

from dondoc.cli import main, read
from dondoc.cli.workers import Workers


def doubling() -> Callable[[int], int]:
    """In a worker: a job of 13 kills its process, small ones take longer than large ones."""

    def work(job: int) -> int:
        if job == 13:
            os._exit(1)
        time.sleep(0.002 * (job % 5 == 0))
        return 2 * job

    return work


def test_answers_come_in_order_and_a_dead_worker_costs_one():
    """The job that killed its process has no answer, all others have theirs, in the order asked."""
    with Workers(doubling, 2) as workers:
        answers = list(workers.answers(range(30)))

    assert answers == [(job, None if job == 13 else 2 * job) for job in range(30)]


def test_few_jobs_are_in_flight():
    """Jobs are taken as answers are: a batch of any size needs the memory of a few files."""
    taken = 0

    def jobs():
        nonlocal taken
        for job in range(100):
            taken += 1
            yield job

    with Workers(doubling, 2) as workers:
        answers = workers.answers(jobs())
        next(answers)

        assert taken <= 2 * 2 + 1
        assert len(list(answers)) == 99


@pytest.fixture
def folder(tmp_path):
    """More files than are read in one process; one has a mark of secrecy, one is empty."""
    made = tmp_path / "in"
    made.mkdir()
    for number in range(read._WORTH_WORKERS):
        (made / f"{number:02}.txt").write_text(
            f"Năm 2026, thu ngân sách ước đạt {number + 1}.900 tỷ đồng.\n", "utf-8"
        )
    (made / "03.txt").write_text("TUYỆT MẬT\nTỈNH ỦY VEN SÔNG\nNghị quyết về một việc\n", "utf-8")
    (made / "05.txt").write_text("", "utf-8")
    return made


@pytest.mark.slow
def test_several_processes_give_what_one_gives(folder, tmp_path, capfd):
    """The same files with the same bytes, the same reasons for those that could not be read."""
    said = []
    for jobs in (1, 2):
        out = tmp_path / f"out-{jobs}"
        assert main(["read", str(folder), "--out", str(out), "--jobs", str(jobs)]) == 1
        said.append(capfd.readouterr().err)

    first, second = (
        {p.name: p.read_bytes() for p in (tmp_path / f"out-{jobs}").iterdir()} for jobs in (1, 2)
    )
    assert len(first) == read._WORTH_WORKERS - 2
    assert json.loads(first["00.json"])["indicators"]
    assert first == second
    assert said[0] == said[1]
    assert "05.txt" in said[0]
    assert "03.txt" not in said[0]
