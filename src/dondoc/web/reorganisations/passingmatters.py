"""Shortcomings, difficulties and proposals that wait for the answer of a body that ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.matters.life import refresh
from dondoc.web.matters.models import Matter, MatterEvent, MatterEventChoice, MatterStateChoice
from dondoc.web.matters.selectors import matters_seen
from dondoc.web.reorganisations.models import Passage
from dondoc.web.reorganisations.passing import Kind, Standing, Step, TakingBack, succeeded


class Matters(Kind[Matter]):
    """An open one: who takes over answers by the same day; whose it was noted of stays."""

    name = "matter"

    def open(self, who: Standing) -> QuerySet[Matter]:
        found = Matter.objects.annotate(whose=Coalesce("answering_id", "body_id")).filter(
            whose__in=[body.pk for body in who.given],
            state=MatterStateChoice.OPEN,
            withdrawn_at=None,
        )
        return found.select_related("document").order_by("pk")

    def seen(self, access: Access, found: QuerySet[Matter]) -> QuerySet[Matter]:
        return found.filter(pk__in=matters_seen(access).order_by().values("pk"))

    def giver(self, row: Matter) -> int:
        whose = row.answering_id or row.body_id
        assert whose is not None
        return whose

    def words(self, row: Matter) -> str:
        return f"{row.get_nature_display()}: {row.words}"

    def due(self, row: Matter) -> date | None:
        return row.due

    def turns(self, rows: Iterable[Matter]) -> None:
        for document in sorted({row.document_id for row in rows}):
            take_turn(Turn.DOCUMENT, document)

    def pass_on(self, row: Matter, step: Step) -> Passage | None:
        mark = self._to(row, step.giver, step.taker, step.to.by, step.to.made.on, step.to.made.paper)
        return Passage(mark=mark)

    def touched(self, passage: Passage) -> str:
        matter = passage.matter
        assert matter is not None
        last = matter.events.order_by("-pk").values_list("pk", flat=True).first()
        if last == passage.mark:
            return ""
        return f"Mục “{matter}” đã có diễn biến sau khi chuyển, nên không hoàn tác được."

    def back(self, passage: Passage, taking: TakingBack) -> None:
        assert passage.matter is not None
        self._to(passage.matter, passage.taker, passage.giver, taking.by, taking.on, taking.note)

    def _to(self, row: Matter, was: Body, now: Body, by: User, on: date, note: str) -> int:
        """One event, not before what has happened to it already; its id."""
        days = [on, *row.events.values_list("on", flat=True)]
        if row.document.date is not None:
            days.append(row.document.date)
        event = MatterEvent.objects.create(
            matter=row, kind=MatterEventChoice.SUCCEEDED, on=max(days), by=by, note=note, body=now
        )
        refresh(row)
        succeeded(row, "matter", "answering", was.name, now, by, note)
        return event.pk
