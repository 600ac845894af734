"""A form, its reports and people to fill them in, for the tests of reporting."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dondoc.web.accounts.models import Grant, Role, User
from dondoc.web.bodies.models import Body
from dondoc.web.reporting import acts, drafts, generation
from dondoc.web.reporting.drafts import Typed
from dondoc.web.reporting.models import EventChoice, FormLine, Report, ReportForm
from dondoc.web.reporting.reportforms import LineWanted, form_add
from web.boards import indicator

DUE = date(2026, 9, 18)  # of quarter III by the office's calendar; locked from 26 September on
SENT, LATE = date(2026, 9, 17), date(2026, 9, 22)


@dataclass
class Quarter:
    """Quarter III of 2026: revenue (from January on, one decimal) and enterprises (in the quarter)."""

    form: ReportForm
    cast: Any
    province: Any

    @property
    def lines(self) -> list[FormLine]:
        return list(self.form.lines.filter(withdrawn_at=None).order_by("position"))

    def of(self, body: Body) -> Report:
        return Report.objects.select_related("form", "body", "obligation").get(body=body, period="2026-Q3")

    def type(self, body: Body, *texts: str, by: str = "finance", notes: tuple[str, ...] = ()) -> None:
        """Texts for the lines in order, as they stand on the page."""
        report = self.of(body)
        now = dict(report.cells.values_list("key", "revision"))
        told = [(f"v{line.pk}", text) for line, text in zip(self.lines, texts, strict=False)]
        told += [(f"n{line.pk}", text) for line, text in zip(self.lines, notes, strict=False)]
        drafts.cells_save(
            report=report, typed=[Typed(key, text, now.get(key, 0)) for key, text in told],
            by=self.cast.people[by],
        )  # fmt: skip

    def act(self, body: Body, kind: str, by: str, on: date = SENT, **more: Any) -> Any:
        return acts.act(
            report=self.of(body), kind=EventChoice(kind), on=on, by=self.cast.people[by],
            access=self.cast.access(by, on), **more,
        )  # fmt: skip

    def confirmed(self, body: Body, *texts: str, on: date = SENT) -> Report:
        """Typed and submitted by the officer of finance, confirmed by its head."""
        self.type(body, *texts)
        self.act(body, "submitted", "finance", on)
        self.act(body, "confirmed", "head", on)
        return self.of(body)


def quarter(province: Any, cast: Any, *bodies: Body) -> Quarter:
    """The form is owed by these bodies, from quarter III on."""
    form = form_add(
        code="01-KTXH", name="Kinh tế – xã hội", office=province.root, kinds=["quarter"],
        valid_from=date(2026, 7, 1),
        lines=[
            LineWanted(indicator("Thu ngân sách nhà nước"), decimals=1),
            LineWanted(indicator("Doanh nghiệp thành lập mới", "doanh nghiệp"), cumulative=False),
        ],
        bodies=bodies or [province.finance, province.building], by=cast.analyst,
    )  # fmt: skip
    generation.reports_generate(form=form, upto=date(2026, 9, 1), by=None, on=date(2026, 7, 1))
    return Quarter(form, cast, province)


def head_of(cast: Any, body: Body, name: str) -> User:
    """Another head, under a name of the cast."""
    user = User.objects.create(username=name, full_name=f"Người {name}")
    Grant.objects.create(user=user, role=Role.HEAD, body=body, valid_from=date(2025, 7, 1))
    cast.people[name] = user
    return user


def book_of(client: Any, report: Report) -> Any:
    """The workbook of a report, as it is handed out."""
    answer = client.get(reverse("report-workbook", args=[report.pk]))
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def brought(client: Any, report: Report, book: Any, name: str = "bc.xlsx") -> Any:
    """The answer to a workbook that is brought back."""
    out = io.BytesIO()
    book.save(out)
    upload = SimpleUploadedFile(name, out.getvalue())
    return client.post(reverse("report-import", args=[report.pk]), {"workbook": upload})
