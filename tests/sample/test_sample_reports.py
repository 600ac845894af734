"""The sample's quarter of reports is replayed without a refusal, once, and shows every state."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.matters.models import Matter
from dondoc.web.reorganisations.provincefile import organisation_load
from dondoc.web.reporting import selectors
from dondoc.web.reporting.consolidation import roll_up
from dondoc.web.reporting.models import CellChange, Report, ReportForm
from dondoc.web.reporting.replay import replay
from dondoc.web.results.models import Observation
from dondoc.web.sources.setup import province_load

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[2] / "sample"
TODAY = date(2026, 10, 20)


@pytest.fixture
def quarter(settings: Any, tmp_path: Path) -> list[Report]:
    """Bodies and people of the sample, and its reports of quarter III."""
    settings.FILES_ROOT, settings.TODAY = tmp_path, TODAY
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    province_load(SAMPLE / "province.toml")
    organisation_load(SAMPLE / "organisation.toml", today=TODAY)
    first = replay(SAMPLE / "reporting.toml", today=TODAY)
    assert first.problems == []
    assert replay(SAMPLE / "reporting.toml", today=TODAY).made == 0
    return list(Report.objects.filter(period="2026-Q3").select_related("body"))


def test_every_state_and_the_counts(quarter: list[Report]) -> None:
    """Fifteen reports: five confirmed, of them one late; eight with the late mark; one clash to settle."""
    assert Counter(report.state for report in quarter) == {
        "open": 7, "confirmed": 5, "submitted": 1, "signed": 1, "returned": 1,
    }  # fmt: skip
    late = {report.body.code for report in quarter if selectors.is_late(report, TODAY)}
    assert len(late) == 8
    assert {"p-loc-giang", "p-cua-loc", "so-cong-thuong"} <= late
    assert "x-tan-thuan-tay" not in late, "its day was put off in time"
    assert CellChange.objects.filter(clash=True, settled_at=None).count() == 1
    analyst = Access.of(User.objects.get(username="tonghop"), TODAY)
    seen = selectors.report_list(analyst, selectors.ReportFilter(), as_of=TODAY)
    assert (seen.total, seen.counts["mine"], seen.counts["overdue"]) == (34, 1, 6)


def test_what_counts_and_what_it_adds_up_to(quarter: list[Report]) -> None:
    """The corrected figure stands, the one before is kept; sums leave out who has not reported."""
    revenue = Observation.objects.filter(indicator__code="domestic_revenue", body__code="p-thuan-phu")
    told = list(revenue.order_by("pk").values_list("mantissa", "decimals", "corrected_on"))
    assert told == [(24126, 1, date(2026, 10, 14)), (24152, 1, None)]
    analyst = Access.of(User.objects.get(username="tonghop"), TODAY)
    communes = roll_up(analyst, form=ReportForm.objects.get(code="01-XP"), kind="quarter", period="2026-Q3")
    assert communes is not None
    assert communes.rows[0].summed == Decimal("2415.2") + Decimal("1633.9") + Decimal("228.7")
    assert (communes.rows[0].used, communes.rows[0].missing) == (3, 8)
    proposal = Matter.objects.get(nature="proposal")
    assert proposal.answering is not None
    assert (proposal.answering.code, proposal.due, proposal.state) == (
        "so-tai-chinh", date(2026, 10, 31), "open",
    )  # fmt: skip
