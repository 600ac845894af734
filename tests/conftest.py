"""What every test may use, and what CI demands: there a skipped test is a failed one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Documents beside the repository that the product must not depend on; absent on most machines."""
    if not SHARED.is_dir():
        pytest.skip("../shared (documents to measure on) is not beside the repository")
    return SHARED


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The migrations run once, not once a run (`tests/migrated.py`)."""
    from django.db import connection

    from migrated import copy_instead_of_migrating  # this file is also used where no database is

    copy_instead_of_migrating(connection)


def on_postgres() -> bool:
    """Do this run's database tests use PostgreSQL?"""
    return os.environ.get("DATABASE_URL", "").startswith(("postgres://", "postgresql://"))


def pytest_configure(config: pytest.Config) -> None:
    from hypothesis import HealthCheck, settings

    # How slowly a loaded machine makes up examples says nothing of what is tested.
    settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("any machine")
    config.addinivalue_line("markers", "only_on(vendor): runs on that database alone, sqlite or postgresql")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out (not skip: a skip fails CI) what is written for the other database."""
    vendor = "postgresql" if on_postgres() else "sqlite"
    kept, left_out = [], []
    for item in items:
        marker = item.get_closest_marker("only_on")
        (kept if marker is None or vendor in marker.args else left_out).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def _skipped(config: pytest.Config) -> list[str]:
    """`where: reason` of every test that was skipped in this run."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter else []
    return [f"{r.nodeid}: {r.longrepr[2] if isinstance(r.longrepr, tuple) else r.longrepr}" for r in reports]


def _skips_fail() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    if _skips_fail() and session.exitstatus == pytest.ExitCode.OK and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    return (yield)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if _skips_fail() and (skipped := _skipped(config)):
        terminalreporter.section("skipped tests fail in CI", red=True)
        for line in skipped:
            terminalreporter.line(line)
