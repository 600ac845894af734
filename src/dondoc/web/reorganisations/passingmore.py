"""What else passes: a partner's place and its part of a task, matters, projects, obligations, charges.

Their body is a column that changes; the passage, the audit entry and, where the thing has a history that
people read, an event in it say whose it was. `mark` is the last event of that history when it had passed:
a later one stands in the way of undoing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.charges import charges_on
from dondoc.web.bodies.models import Body, Charge
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.obligations import services as obligations
from dondoc.web.obligations.models import ActKind, Obligation, ObligationEvent
from dondoc.web.obligations.selectors import obligations_seen
from dondoc.web.plans.models import TaskPartner
from dondoc.web.plans.taskboard import tasks_seen
from dondoc.web.programmes.models import Item, ItemEvent, ItemEventChoice, ItemStateChoice
from dondoc.web.programmes.selectors import items_seen
from dondoc.web.projects.models import Project, StepChoice
from dondoc.web.projects.selectors import projects_seen
from dondoc.web.reorganisations.models import Passage
from dondoc.web.reorganisations.passing import Handover, Kind, Standing, Step, TakingBack, succeeded
from dondoc.web.reorganisations.standing import open_tasks
from dondoc.web.taskwork.models import Part
from dondoc.web.taskwork.selectors import parts_seen


def _moved_on(what: str, name: str) -> str:
    return f"{what} “{name[:80]}” đã có diễn biến sau khi chuyển, nên không hoàn tác được."


class Partners(Kind[TaskPartner]):
    """The place of a partner of an open task; who leads the task or is its partner already gets no second."""

    name = "partner"

    def open(self, who: Standing) -> QuerySet[TaskPartner]:
        found = TaskPartner.objects.filter(body__in=who.given, task__in=open_tasks().values("pk"))
        return found.select_related("task__lead", "task__document", "body").order_by("pk")

    def seen(self, access: Access, found: QuerySet[TaskPartner]) -> QuerySet[TaskPartner]:
        return found.filter(task__in=tasks_seen(access).order_by().values("pk"))

    def giver(self, row: TaskPartner) -> int:
        assert row.body_id is not None
        return row.body_id

    def words(self, row: TaskPartner) -> str:
        return f"Phối hợp: {row.task.action}"

    def due(self, row: TaskPartner) -> date | None:
        return row.task.due

    def pass_on(self, row: TaskPartner, step: Step) -> Passage | None:
        others = TaskPartner.objects.filter(task=row.task, body=step.taker)
        if step.to.tasks.get(row.task_id, row.task.lead) == step.taker or others.exists():
            return None
        self._to(row, step.giver, step.taker, step.to.by, step.to.made.paper)
        return Passage()

    def touched(self, passage: Passage) -> str:
        assert passage.partner is not None
        same = passage.partner.body_id == passage.taker_id
        return "" if same else _moved_on("Cơ quan phối hợp của việc", str(passage.partner.task))

    def back(self, passage: Passage, taking: TakingBack) -> None:
        assert passage.partner is not None
        self._to(passage.partner, passage.taker, passage.giver, taking.by, taking.note)

    def _to(self, row: TaskPartner, was: Body, now: Body, by: User, note: str) -> None:
        row.body = now
        row.save(update_fields=["body"])
        succeeded(row.task, "partner", "partner", was.name, now, by, note)


class Parts(Kind[Part]):
    """A partner's own part of a task, not yet confirmed done."""

    name = "part"

    def open(self, who: Standing) -> QuerySet[Part]:
        found = Part.objects.filter(
            body__in=who.given, done_on=None, withdrawn_at=None, task__withdrawn_at=None
        )
        return found.select_related("task__document", "body").order_by("pk")

    def seen(self, access: Access, found: QuerySet[Part]) -> QuerySet[Part]:
        return found.filter(pk__in=parts_seen(access).order_by().values("pk"))

    def giver(self, row: Part) -> int:
        return row.body_id

    def words(self, row: Part) -> str:
        return f"Phần việc: {row.what}"

    def due(self, row: Part) -> date | None:
        return row.due

    def turns(self, rows: Iterable[Part]) -> None:
        for document in sorted({row.task.document_id for row in rows}):
            take_turn(Turn.DOCUMENT, document)

    def pass_on(self, row: Part, step: Step) -> Passage | None:
        self._to(row, step.giver, step.taker, step.to.by, step.to.made.paper)
        return Passage(mark=self._last(row))

    def touched(self, passage: Passage) -> str:
        part = passage.part
        assert part is not None
        same = part.body_id == passage.taker_id and self._last(part) == passage.mark
        return "" if same else _moved_on("Phần việc", part.what)

    def back(self, passage: Passage, taking: TakingBack) -> None:
        assert passage.part is not None
        self._to(passage.part, passage.taker, passage.giver, taking.by, taking.note)

    def _last(self, row: Part) -> int:
        return row.events.order_by("-pk").values_list("pk", flat=True).first() or 0

    def _to(self, row: Part, was: Body, now: Body, by: User, note: str) -> None:
        row.body = now
        row.save(update_fields=["body"])
        succeeded(row.task, "part", "part", was.name, now, by, note)


class Items(Kind[Item]):
    """A matter of a work programme that is not decided; one that has a task goes where the task goes."""

    name = "item"

    def open(self, who: Standing) -> QuerySet[Item]:
        states = (ItemStateChoice.REGISTERED, ItemStateChoice.PLANNED, ItemStateChoice.HANDED_IN)
        found = Item.objects.filter(preparing__in=who.given, state__in=states)
        return found.select_related("programme__body", "preparing").order_by("pk")

    def seen(self, access: Access, found: QuerySet[Item]) -> QuerySet[Item]:
        return found.filter(pk__in=items_seen(access).order_by().values("pk"))

    def giver(self, row: Item) -> int:
        assert row.preparing_id is not None
        return row.preparing_id

    def words(self, row: Item) -> str:
        return f"Chương trình công tác: {row.content}"

    def due(self, row: Item) -> date | None:
        return row.due

    def taker(self, row: Item, giver: Body, to: Handover) -> Body | None:
        along = to.tasks.get(row.task_id) if row.task_id is not None else None
        return along or super().taker(row, giver, to)

    def pass_on(self, row: Item, step: Step) -> Passage | None:
        return Passage(
            mark=self._to(row, step.giver, step.taker, step.to.by, step.to.made.on, step.to.made.paper)
        )

    def touched(self, passage: Passage) -> str:
        item = passage.item
        assert item is not None
        last = item.events.order_by("-pk").values_list("pk", flat=True).first()
        same = item.preparing_id == passage.taker_id and last == passage.mark
        return "" if same else _moved_on("Nội dung", str(item))

    def back(self, passage: Passage, taking: TakingBack) -> None:
        assert passage.item is not None
        self._to(passage.item, passage.taker, passage.giver, taking.by, taking.on, taking.note)

    def _to(self, row: Item, was: Body, now: Body, by: User, on: date, note: str) -> int:
        row.preparing, row.preparing_as_written = now, now.name
        row.save(update_fields=["preparing", "preparing_as_written"])
        said = f"Cơ quan chuẩn bị: {was.name} → {now.name} ({note})"
        first = row.events.order_by("on").values_list("on", flat=True).first()
        event = ItemEvent.objects.create(
            item=row, kind=ItemEventChoice.NOTE, on=max(on, first or on), by=by, note=said
        )
        succeeded(row, "item", "preparing", was.name, now, by, note)
        return event.pk


class Projects(Kind[Project]):
    """A project that is neither settled nor stopped: who answers for it changes, its money and land stay."""

    name = "project"

    def open(self, who: Standing) -> QuerySet[Project]:
        over = (StepChoice.SETTLEMENT, StepChoice.STOPPED)
        found = Project.objects.filter(owner__in=who.given, withdrawn_at=None).exclude(stage__in=over)
        return found.select_related("owner").order_by("pk")

    def seen(self, access: Access, found: QuerySet[Project]) -> QuerySet[Project]:
        return found.filter(pk__in=projects_seen(access).order_by().values("pk"))

    def giver(self, row: Project) -> int:
        return row.owner_id

    def words(self, row: Project) -> str:
        return f"{row.get_kind_display()}: {row.name}"

    def turns(self, rows: Iterable[Project]) -> None:
        for pk in sorted(row.pk for row in rows):
            take_turn(Turn.PROJECT, pk)

    def pass_on(self, row: Project, step: Step) -> Passage | None:
        self._to(row, step.giver, step.taker, step.to.by, step.to.made.paper)
        return Passage()

    def touched(self, passage: Passage) -> str:
        assert passage.project is not None
        same = passage.project.owner_id == passage.taker_id
        return "" if same else _moved_on("Dự án", passage.project.name)

    def back(self, passage: Passage, taking: TakingBack) -> None:
        assert passage.project is not None
        self._to(passage.project, passage.taker, passage.giver, taking.by, taking.note)

    def _to(self, row: Project, was: Body, now: Body, by: User, note: str) -> None:
        row.owner = now
        row.save(update_fields=["owner"])
        succeeded(row, "project", "owner", was.name, now, by, note)


class Obligations(Kind[Obligation]):
    """Something owed by a document and neither fulfilled nor waived.

    What the taker owes already is owed once: the giver's is waived, with the reorganisation as the reason.
    Reports owed by a calendar are not among them: who exists when one is due owes its own (`reports`).
    """

    name = "obligation"

    def open(self, who: Standing) -> QuerySet[Obligation]:
        found = Obligation.objects.filter(
            body__in=who.given, fulfilled_on=None, waived_on=None, document__isnull=False
        )
        return found.select_related("body", "document").order_by("pk")

    def seen(self, access: Access, found: QuerySet[Obligation]) -> QuerySet[Obligation]:
        return found.filter(pk__in=obligations_seen(access).order_by().values("pk"))

    def giver(self, row: Obligation) -> int:
        return row.body_id

    def words(self, row: Obligation) -> str:
        return f"{row.get_kind_display()}: {row.document}"

    def due(self, row: Obligation) -> date | None:
        return row.due

    def turns(self, rows: Iterable[Obligation]) -> None:
        for document in sorted({row.document_id for row in rows if row.document_id is not None}):
            take_turn(Turn.DOCUMENT, document)

    def pass_on(self, row: Obligation, step: Step) -> Passage | None:
        on = max(step.to.made.on, row.owed_from or step.to.made.on)
        if Obligation.objects.filter(key=obligations.key_for(row, step.taker)).exists():
            said = f"{step.taker.name} đã có nghĩa vụ này ({step.to.made.paper})"
            return Passage(mark=self._event(row, ActKind.WAIVED, on, step.to.by, said))
        return Passage(mark=self._to(row, step.giver, step.taker, step.to.by, on, step.to.made.paper))

    def touched(self, passage: Passage) -> str:
        row = passage.obligation
        assert row is not None
        last = row.events.order_by("-pk").values_list("pk", flat=True).first()
        return "" if last == passage.mark else _moved_on("Nghĩa vụ", str(row))

    def back(self, passage: Passage, taking: TakingBack) -> None:
        row = passage.obligation
        assert row is not None
        if row.body_id == passage.giver_id:
            self._event(row, ActKind.OWED_AGAIN, taking.on, taking.by, taking.note)
        else:
            self._to(row, passage.taker, passage.giver, taking.by, taking.on, taking.note)

    def _to(self, row: Obligation, was: Body, now: Body, by: User, on: date, note: str) -> int:
        row.key, row.body = obligations.key_for(row, now), now
        row.save(update_fields=["key", "body"])
        said = f"{was.name} → {now.name} ({note})"
        event = ObligationEvent.objects.create(obligation=row, kind=ActKind.NOTE, on=on, by=by, note=said)
        succeeded(row, "obligation", "body", was.name, now, by, note)
        return event.pk

    def _event(self, row: Obligation, kind: ActKind, on: date, by: User, note: str) -> int:
        event = ObligationEvent.objects.create(obligation=row, kind=kind, on=on, by=by, note=note)
        before = {"waived_on": row.waived_on}
        obligations.refresh(row)
        record(
            actor=by, action=f"obligation.{kind.value}", row=row, before=before,
            after={"waived_on": row.waived_on}, reason=note, body=row.body,
        )  # fmt: skip
        return event.pk


class Charges(Kind[Charge]):
    """Who is in charge of a body that ends is in charge of the taker, unless that has its own leader.

    In a division where nobody said otherwise, of every body that it founds: none is left without a leader.
    """

    name = "charge"

    def all(self, to: Handover) -> int:
        count = super().all(to)
        passed = to.made.passages.filter(charge__isnull=False).select_related("charge", "giver", "taker")
        for passage in list(passed):
            row = passage.charge
            assert row is not None
            if (self.name, row.pk) in to.choices:
                continue
            for taker in to.takers:
                led = charges_on(to.made.on).filter(body=taker, field=row.field).exists()
                if taker == passage.taker or taker.valid_from != to.made.on or led:
                    continue
                Passage.objects.create(
                    reorganisation=to.made, charge=row, charge_ended=passage.charge_ended,
                    giver=passage.giver, taker=taker,
                    new_charge=self._charge(row, taker, passage.charge_ended, to),
                )  # fmt: skip
                count += 1
        return count

    def _charge(self, row: Charge, taker: Body, until: date | None, to: Handover) -> Charge:
        return Charge.objects.create(
            leader=row.leader, position=row.position, body=taker, field=row.field, valid_from=to.made.on,
            valid_to=until, paper=to.made.paper,
        )  # fmt: skip

    def open(self, who: Standing) -> QuerySet[Charge]:
        return charges_on(who.on).filter(body__in=who.ending).order_by("pk")

    def giver(self, row: Charge) -> int:
        assert row.body_id is not None
        return row.body_id

    def words(self, row: Charge) -> str:
        return f"Phụ trách: {row.who}"

    def due(self, row: Charge) -> date | None:
        return row.valid_to

    def pass_on(self, row: Charge, step: Step) -> Passage | None:
        on, paper = step.to.made.on, step.to.made.paper
        passage = Passage(charge_ended=row.valid_to)
        standing = charges_on(on).filter(body=step.taker, field=row.field)
        made_here = Passage.objects.filter(reorganisation=step.to.made, new_charge__isnull=False)
        others = standing.exclude(pk__in=made_here.values("new_charge"))
        same = standing.filter(leader=row.leader, position=row.position)
        if not others.exists() and not same.exists():
            passage.new_charge = self._charge(row, step.taker, row.valid_to, step.to)
        if row.valid_from < on:
            row.valid_to = on - timedelta(days=1)
        else:
            row.withdrawn_at = timezone.now()
        row.save(update_fields=["valid_to", "withdrawn_at"])
        succeeded(row, "charge", "body", step.giver.name, step.taker, step.to.by, paper)
        return passage

    def touched(self, passage: Passage) -> str:
        new = passage.new_charge
        if new is None or (new.withdrawn_at is None and new.valid_to == passage.charge_ended):
            return ""
        return _moved_on("Phân công phụ trách", str(new))

    def back(self, passage: Passage, taking: TakingBack) -> None:
        old, new = passage.charge, passage.new_charge
        assert old is not None
        old.valid_to, old.withdrawn_at = passage.charge_ended, None
        old.save(update_fields=["valid_to", "withdrawn_at"])
        if new is not None:
            new.withdrawn_at = timezone.now()
            new.save(update_fields=["withdrawn_at"])
        succeeded(old, "charge", "body", passage.taker.name, passage.giver, taking.by, taking.note)
