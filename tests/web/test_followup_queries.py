"""How often the pages of follow-up and reporting ask the database: seldom, however much there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dondoc.records.plan import Period
from dondoc.web.bodies.services import body_add
from dondoc.web.followup import letters, planning
from dondoc.web.followup.board import late_of
from dondoc.web.followup.models import Criticism, LetterKind, Mail, Notice, Round
from dondoc.web.programmes import life
from dondoc.web.programmes.models import ItemEventChoice, Programme, Session
from dondoc.web.programmes.services import programme_add, session_add
from dondoc.web.reporting import generation
from dondoc.web.reporting.models import Report, ReportForm
from dondoc.web.reporting.reportforms import LineWanted, form_add
from dondoc.web.sources.models import Batch, ReadJob
from web import boards

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 25)  # quarter III's reports were due a week ago

# page → how often it may ask, with the session, the person and their branch
PAGES = [
    ("/", 10),
    ("/don-doc/", 8),
    ("/nghia-vu/", 6),
    ("/nghia-vu/?state=open_late&order=-body", 6),
    ("/bao-cao/", 8),
    ("/bao-cao/?state=mine", 8),
    ("/bao-cao/bang/?kind=quarter&year=2026", 8),
    ("/don-doc/cong-van/", 7),
    ("/don-doc/thu-di/", 7),
    ("/don-doc/nhac-viec/", 6),
    ("/don-doc/giao-ban/", 10),
    ("/viec-may-lam/", 8),
    ("/kien-nghi/", 10),
]


class Office:
    """An office that grows: each call of `more` adds bodies that owe, are late, are told and written to."""

    def __init__(self, stage: Any, province: Any, cast: Any) -> None:
        self.stage, self.province, self.cast = stage, province, cast
        self.bodies: list[Any] = []
        self.document = stage.document(date=date(2026, 3, 2))
        self.programme: Programme = programme_add(
            body=province.party, period=Period.parse("2026"), by=cast.analyst, on=date(2026, 3, 2)
        )
        self.session: Session = session_add(
            body=province.party, name="BTV lần thứ 27", day=DAY + timedelta(10), by=cast.analyst
        )
        self.form: ReportForm = form_add(
            code="01", name="Biểu xã", office=province.root, kinds=["quarter"], valid_from=date(2026, 7, 1),
            lines=[LineWanted(boards.indicator("Thu xã"))], bodies=[province.building], by=cast.analyst,
        )  # fmt: skip
        self.batch = Batch.objects.create(owner=province.root, created_by=cast.analyst)

    def more(self, count: int) -> None:
        cast, before = self.cast, len(self.bodies)
        for n in range(before, before + count):
            body = body_add(
                code=f"x-{n}", name=f"Xã {n:03}", kind="commune", parent=self.province.root, by=None
            )
            self.bodies.append(body)
            self.form.bodies.create(body=body, valid_from=date(2026, 7, 1))
            common = {"owed_from": self.document.date, "given_on": self.document.date, "stage": "in_hand"}
            boards.task(self.document, body, DAY - timedelta(days=1 + n % 40), **common)
            boards.task(self.document, body, DAY + timedelta(days=1 + n % 10), **common)
            self.stage.fact(self.stage.document(), "indicator")
            self._dossier(body, n)
            Criticism.objects.create(
                body=body, symbol=f"{n}-TB/TU", decided_on=DAY, decided_by="BTV", words="chậm",
                recorded_by=cast.analyst,
            )  # fmt: skip
            ReadJob.objects.create(batch=self.batch, name=f"{n}.pdf", state="failed", error="hỏng")
        generation.reports_generate(form=self.form, upto=DAY, by=None, on=DAY)
        sent = Report.objects.filter(body__in=self.bodies[before:]).order_by("pk")
        Report.objects.filter(pk__in=list(sent.values_list("pk", flat=True)[: count // 3])).update(
            state="submitted", counted_on=DAY
        )
        for body in self.bodies[before:]:
            owed = late_of(cast.access("analyst", DAY), body, as_of=DAY)
            letters.letter_draft(
                kind=LetterKind.REMINDER, body=body, issuer=self.province.party, owed=owed, as_of=DAY,
                by=cast.analyst,
            )  # fmt: skip
        for model in (Notice, Mail, Round):  # planned anew, for all that is there now
            model.objects.all().delete()
        planning.plan_day(DAY)
        Mail.objects.update(state="unclear", handed_at=timezone.now())

    def _dossier(self, body: Any, n: int) -> None:
        matter = life.Matter(
            content=f"Đề án {n}",
            preparing=body,
            session=self.session,
            due=DAY + timedelta(days=n % 9),
            level="bureau",
        )
        item = life.register(
            programme=self.programme, matter=matter, by=self.cast.analyst, on=date(2026, 3, 3)
        )
        life.act(item=item, kind=ItemEventChoice.APPROVED, on=date(2026, 3, 4), by=self.cast.analyst)


def test_pages_ask_as_often_for_many_as_for_few(
    stage: Any, province: Any, cast: Any, signed_in: Callable[[str], Any], settings: Any
) -> None:
    """With something on every list; and seldom."""
    settings.TODAY, settings.MAIL_ON = DAY, True
    office = Office(stage, province, cast)
    office.more(6)
    client = signed_in("analyst")

    def asked() -> dict[str, int]:
        counted = {}
        for page, _most in PAGES:
            client.get(page)  # what a process keeps is at hand
            with CaptureQueriesContext(
                connection,
            ) as queries:
                answer = client.get(page)
            assert answer.status_code == 200
            counted[page] = len(queries)
        return counted

    few = asked()
    office.more(54)
    many = asked()

    print(many)  # pytest -s tells what each page asks now
    assert few == many
    assert {page: many[page] for page, most in PAGES if many[page] > most} == {}
