"""The day on which boards judge: the calendar's, unless the data stand still on one of their own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from dondoc.web import settings as settings_file
from dondoc.web.core import lists
from dondoc.web.core.today import fixed_day, fixed_day_keep, today

SAMPLES_DAY = date(2026, 10, 20)


def test_an_office_lives_by_the_calendar(settings: Any) -> None:
    """Without a day of their own the data are judged on the day in Vietnam."""
    settings.TODAY = None
    before = timezone.localdate()
    assert before <= today() <= timezone.localdate()
    assert fixed_day() is None


def test_one_day_for_every_board(settings: Any) -> None:
    """A board that read another clock would call late what another calls running."""
    settings.TODAY = SAMPLES_DAY
    assert today() == lists.today() == SAMPLES_DAY


READ = [
    ("", None, None, "no day of its own: the calendar"),
    ("2026-10-20", None, SAMPLES_DAY, "an administrator fixed it"),
    ("", "2026-10-20\n", SAMPLES_DAY, "the sample's, kept beside its data"),
    ("2026-11-01", "2026-10-20", date(2026, 11, 1), "an administrator's word goes before the file"),
]


@pytest.mark.parametrize(("told", "kept", "expected", "why"), READ)
def test_where_the_day_comes_from(
    monkeypatch: Any, tmp_path: Path, told: str, kept: str | None, expected: date | None, why: str
) -> None:
    """The environment, then the file beside the data, then none."""
    monkeypatch.setenv("DONDOC_TODAY", told)
    monkeypatch.setattr(settings_file, "DATA", tmp_path)
    if kept is not None:
        (tmp_path / settings_file.TODAY_FILE).write_text(kept)
    assert settings_file._today() == expected, why


def test_a_day_that_is_none_is_refused(monkeypatch: Any) -> None:
    """A mistyped day must not silently become the calendar's."""
    monkeypatch.setenv("DONDOC_TODAY", "20/10/2026")
    with pytest.raises(ValueError, match="DONDOC_TODAY"):
        settings_file._today()


def test_the_sample_keeps_its_day_over_a_restart(settings: Any, monkeypatch: Any, tmp_path: Path) -> None:
    """What set-up writes is what the next process reads."""
    settings.DATA = tmp_path
    settings.TODAY_FILE = settings_file.TODAY_FILE
    settings.TODAY = None
    fixed_day_keep(SAMPLES_DAY)
    assert today() == SAMPLES_DAY
    monkeypatch.delenv("DONDOC_TODAY", raising=False)
    monkeypatch.setattr(settings_file, "DATA", tmp_path)
    assert settings_file._today() == SAMPLES_DAY


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "shown"), [(SAMPLES_DAY, True), (None, False)])
def test_the_frame_says_which_day_it_is(signed_in: Any, settings: Any, day: date | None, shown: bool) -> None:
    """Whoever looks at the sample is told; an office never reads this line."""
    settings.TODAY = day
    page = signed_in("analyst").get(reverse("desk")).content.decode()
    assert ("xem như hôm nay là 20/10/2026" in page) is shown
