"""The files of projects and targets of the sample name what is there, and can be brought in twice."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from dondoc.web.core.today import fixed_day
from dondoc.web.projects.models import Capital, Project, ProjectStep
from dondoc.web.projects.replay import replay
from dondoc.web.sources.setup import province_load

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).resolve().parents[2] / "sample"


def test_projects_of_the_sample(settings: Any, tmp_path: Path) -> None:
    """All recorded with nothing refused; a second run records nothing."""
    settings.TODAY = tomllib.loads((SAMPLE / "province.toml").read_text("utf-8"))["today"]
    assert fixed_day() is not None
    settings.DATA = tmp_path
    province_load(SAMPLE / "province.toml")
    first = replay(SAMPLE / "projects.toml")
    rows = (Capital.objects.count(), ProjectStep.objects.count())

    assert first.problems == []
    assert first.applied == Project.objects.count() >= 5
    assert replay(SAMPLE / "projects.toml") == (0, [])
    assert (Capital.objects.count(), ProjectStep.objects.count()) == rows
    houses = Project.objects.get(code="CT-NHA-2026")
    assert houses.total == houses.output * 50 / 1000  # type: ignore[operator]
