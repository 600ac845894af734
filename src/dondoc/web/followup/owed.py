"""What bodies owe by a day, as follow-up sees it: tasks, obligations, dossiers, answers to proposals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from dondoc.records.followup import FollowedMatter
from dondoc.web.core.templatetags.dondoc import period as period_words
from dondoc.web.matters.models import Matter, MatterEvent, MatterEventChoice, NatureOfMatter
from dondoc.web.matters.selectors import to_answer
from dondoc.web.obligations.models import Obligation
from dondoc.web.plans.models import StageChoice, Task
from dondoc.web.programmes.models import Item, ItemStateChoice
from dondoc.web.reporting.models import EventChoice, Report, ReportEvent, StateChoice
from dondoc.web.reporting.selectors import with_draft

# With whom a task lies that its lead need not be reminded of: who confirms, who decides on a transfer.
ELSEWHERE = frozenset({StageChoice.REPORTED, StageChoice.TRANSFER_ASKED})
# … and a report that its body has sent: who confirms or checks it.
SENT = frozenset({StateChoice.SUBMITTED, StateChoice.SIGNED})
# What each kind of row is shown on.
PAGES: dict[type, str] = {
    Task: "task", Obligation: "obligation", Item: "programme-item", Matter: "matter",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Owed:
    """A matter with the row it is."""

    matter: FollowedMatter
    row: Task | Obligation | Item | Matter

    @property
    def words(self) -> str:
        """What is owed, in a line."""
        if isinstance(self.row, Obligation):
            return obligation_words(self.row)
        if isinstance(self.row, Matter):
            return answer_words(self.row)
        if isinstance(self.row, Task):
            return self.row.action
        return self.row.content


def obligation_words(row: Obligation) -> str:
    """What a body owes: "Ban hành kế hoạch theo 08-CTr/TU", "Báo cáo đầu tư công quý III/2026 (02-ĐTC)"."""
    if row.document is None:
        report: Report | None = getattr(row, "report", None)
        name = report.form.name if report is not None else str(row.get_kind_display())
        code = f" ({report.form.code})" if report is not None else ""
        return f"{name} {period_words(row.period)}".strip() + code
    return f"{row.get_kind_display()} theo {row.document.symbol or row.document.title}"


def answer_words(row: Matter) -> str:
    """What a body is asked for: "Trả lời kiến nghị của Xã Đông Sơn: …", in the words of who raised it."""
    whose = f" của {row.speaker_as_written}" if row.speaker_as_written else ""
    return f"{_ASKED[NatureOfMatter(row.nature)]}{whose}: {row.words}"


_ASKED = {
    NatureOfMatter.SHORTCOMING: "khắc phục tồn tại",
    NatureOfMatter.CAUSE: "khắc phục nguyên nhân",
    NatureOfMatter.DIFFICULTY: "giải quyết khó khăn",
    NatureOfMatter.PROPOSAL: "trả lời kiến nghị",
}


def draft_words(row: object) -> str:
    """Of a row `with_draft`: what was typed and not sent, by whom, when; "" where there is nothing."""
    at = getattr(row, "draft_at", None)
    if at is None:
        return ""
    at = timezone.localtime(at)
    return f"bản nháp chưa gửi, {getattr(row, 'draft_by', '')} lưu {at:%H:%M} ngày {at:%d/%m/%Y}"


def open_tasks(on: date) -> QuerySet[Task]:
    """Tasks that bind and are not done: what a collective order was resolved into, not the order."""
    undone = Q(done_on=None) | Q(done_on__gt=on)
    return Task.objects.filter(
        undone, resolved=False, awaiting_document=False, withdrawn_at=None, lead__isnull=False
    ).exclude(stage=StageChoice.WITHDRAWN)


def open_obligations(on: date) -> QuerySet[Obligation]:
    """Obligations neither fulfilled nor waived."""
    undone = Obligation.objects.filter(Q(fulfilled_on=None) | Q(fulfilled_on__gt=on), waived_on=None)
    return undone.select_related("report__form")


def open_dossiers() -> QuerySet[Item]:
    """Matters of programmes whose papers are owed; where a task was made of one, the task is followed."""
    return Item.objects.filter(state=ItemStateChoice.PLANNED, preparing__isnull=False, task=None)


def open_answers(on: date) -> QuerySet[Matter]:
    """Difficulties and proposals that a body is to answer, each with the day it was asked (`asked_on`)."""
    asked = MatterEvent.objects.filter(
        matter=OuterRef("pk"), kind=MatterEventChoice.ASSIGNED, body=OuterRef("answering"), on__lte=on
    )
    return to_answer().annotate(asked_on=Subquery(asked.order_by("-on", "-pk").values("on")[:1]))


def owed_between(first: date, last: date, *, on: date) -> Iterator[Owed]:
    """What is open on a day and due in these days, both included: four queries."""
    due = {"due__gte": first, "due__lte": last}
    for task in open_tasks(on).filter(**due).select_related("lead", "document").order_by("due", "pk"):
        yield of_task(task)
    owed = open_obligations(on).filter(**due).select_related("body", "document", "office")
    found = with_draft(with_sender(owed), report__obligation="pk")
    for obligation in found.order_by("due", "pk"):
        yield of_obligation(obligation)
    for item in open_dossiers().filter(**due).select_related("preparing", "session").order_by("due", "pk"):
        yield of_item(item)
    answers = open_answers(on).filter(**due).select_related("answering", "document")
    for matter in answers.order_by("due", "pk"):
        yield of_answer(matter)


def of_task(task: Task) -> Owed:
    """A task with a lead and a day."""
    assert task.due is not None
    at_body = task.stage not in ELSEWHERE and task.clock_stopped is None
    matter = FollowedMatter(
        f"task:{task.pk}", str(task.lead_id), task.due, task.given_on or task.owed_from, task.field,
        at_body=at_body,
    )  # fmt: skip
    return Owed(matter, task)


def with_sender(rows: QuerySet[Obligation]) -> QuerySet[Obligation]:
    """Each with who sent its report last: nobody confirms what they sent."""
    sent = ReportEvent.objects.filter(
        report__obligation=OuterRef("pk"), kind__in=[EventChoice.SUBMITTED, EventChoice.SIGNED]
    )
    return rows.annotate(sent_by=Subquery(sent.order_by("-pk").values("by")[:1]))


def of_obligation(row: Obligation) -> Owed:
    """An obligation with a day; rows `with_sender` know who is to confirm."""
    assert row.due is not None
    report = getattr(row, "report", None)  # of what is owed by a calendar
    sent = report is not None and report.state in SENT
    waits = ""
    if report is not None and sent:
        waits = f"{report.state}:{report.form.office_id}:{getattr(row, 'sent_by', None) or 0}:{report.pk}"
    matter = FollowedMatter(
        f"obligation:{row.pk}", str(row.body_id), row.due, row.owed_from, at_body=not sent, waits_on=waits
    )
    return Owed(matter, row)


def of_item(row: Item) -> Owed:
    """A matter of a programme with the day its dossier is due."""
    assert row.due is not None
    return Owed(FollowedMatter(f"dossier:{row.pk}", str(row.preparing_id), row.due), row)


def of_answer(row: Matter) -> Owed:
    """A difficulty or proposal of `open_answers` with the day an answer is due."""
    assert row.due is not None
    asked: date | None = getattr(row, "asked_on", None)
    return Owed(FollowedMatter(f"answer:{row.pk}", str(row.answering_id), row.due, asked), row)
