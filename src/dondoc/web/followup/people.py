"""Who stands on which rung for what is owed, on a day: from roles, named people and charges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.db.models import Q

from dondoc.assessment.followup import Holders
from dondoc.records.followup import FollowedMatter, Rung
from dondoc.web.accounts.access import Access, Action
from dondoc.web.accounts.models import Grant, Membership, Role, User
from dondoc.web.bodies.charges import Leaders
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.reporting.models import Delegation, ReportCell, StateChoice
from dondoc.web.taskwork.models import PersonRole, TaskPerson

_ROLES = {
    Role.OFFICER: Rung.OFFICER,
    Role.HEAD: Rung.HEAD,
    Role.SUPERVISOR: Rung.SUPERVISOR,
    Role.LEADER: Rung.LEADER,
}


def _holds(on: date, first: str = "valid_from", last: str = "valid_to") -> Q:
    return Q(**{f"{first}__lte": on}) & (Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": on}))


class People:
    """Everybody a day's reminders may reach, loaded once: eight queries, and three for each person reached.

    An officer is who is named to do the task, else who holds the role in the body; a supervisor who is named
    to follow it, else who holds the role nearest above; a leader who is in charge, else who holds the role in
    a body between it and the province (the province's own leaders are told only of what is in their charge).
    Of a report that was sent the officer and the head are not asked again: who confirms it is told instead,
    or who checks the signed paper, never who typed or sent it; above them, that it waits. A person is told of
    nothing they may not read.
    """

    def __init__(self, on: date, tasks: Iterable[int] = (), reports: Iterable[int] = ()) -> None:
        self.on = on
        self._leaders = Leaders(on)
        self._paths: dict[int, str] = {}
        self._province: set[int] = set()
        for pk, path, kind in Body.objects.order_by().values_list("pk", "path", "kind"):
            self._paths[pk] = path
            if kind == BodyKind.PROVINCE:
                self._province.add(pk)
        # rung and body → who holds it there; None is no rung: who checks what an office asked for
        self._held: dict[tuple[Rung | None, int], list[int]] = {}
        self._named: dict[tuple[str, int], list[int]] = {}
        self._accesses: dict[int, Access] = {}
        self._active = {user.pk: user for user in User.objects.filter(is_active=True, is_agency=False)}
        self._load_roles()
        self._load_named(set(tasks))
        self._delegates: dict[int, list[int]] = {}
        named = Delegation.objects.filter(_holds(on), withdrawn_at=None).order_by("pk")
        for body, person in named.values_list("body_id", "person_id"):
            self._delegates.setdefault(body, []).append(person)
        self._typed: dict[int, set[int]] = {}  # report → whose texts stand in it
        texts = ReportCell.objects.filter(report__in=set(reports)).exclude(text="").order_by()
        for report, person in texts.values_list("report_id", "by_id").distinct():
            self._typed.setdefault(report, set()).add(person)

    def _load_roles(self) -> None:
        members: dict[int, list[int]] = {}
        acting = Membership.objects.filter(_holds(self.on), agency__is_active=True)
        for agency, person in acting.order_by().values_list("agency_id", "person_id"):
            members.setdefault(agency, []).append(person)
        held = [*_ROLES, Role.ANALYST]
        granted = Grant.objects.filter(_holds(self.on), role__in=held, user__is_active=True)
        for role, body, user, agency in granted.order_by("pk").values_list(
            "role", "body_id", "user_id", "user__is_agency"
        ):
            people = self._held.setdefault((_ROLES.get(Role(role)), body), [])
            people += members.get(user, ()) if agency else [user]

    def _load_named(self, tasks: set[int]) -> None:
        named = TaskPerson.objects.filter(
            _holds(self.on, "since", "until"), withdrawn_at=None, user__isnull=False, task__in=tasks
        )
        for role, task, user in named.order_by("pk").values_list("role", "task_id", "user_id"):
            if user is not None:
                self._named.setdefault((role, task), []).append(user)

    def holders(self) -> Holders:
        """As the core asks."""
        return self._holders

    def _holders(self, matter: FollowedMatter, rung: Rung) -> Sequence[str]:
        body = int(matter.body)
        if matter.waits_on and rung in (Rung.OFFICER, Rung.HEAD):
            return self._confirmers(matter.waits_on, body)
        found = dict.fromkeys(self._on_rung(matter, rung, body))
        return [str(pk) for pk in found if pk in self._active and self._may_read(pk, body)]

    def _confirmers(self, waits_on: str, body: int) -> Sequence[str]:
        """Who confirms or checks a report that was sent (`owed.of_obligation`); never who typed or sent it.

        Where nobody of the body may confirm it, the heads of the nearest body above who may.
        """
        state, office, sender, report = waits_on.split(":")
        own = {int(sender)} | self._typed.get(int(report), set())

        def may(pk: int) -> bool:
            return pk not in own and self._may_read(pk, body)

        if state == StateChoice.SIGNED:
            found = self._nearest(None, int(office), may)
        else:  # whom the head named may read that report, whatever else they may
            found = [pk for pk in self._held.get((Rung.HEAD, body), []) if may(pk)]
            found += [pk for pk in self._delegates.get(body, []) if pk in self._active and pk not in own]
            found = found or self._nearest(Rung.HEAD, body, may)
        return [str(pk) for pk in dict.fromkeys(found)]

    def _on_rung(self, matter: FollowedMatter, rung: Rung, body: int) -> list[int]:
        kind, _, row = matter.key.partition(":")
        if kind == "task" and rung in (Rung.OFFICER, Rung.SUPERVISOR):
            role = PersonRole.HANDLER if rung is Rung.OFFICER else PersonRole.SUPERVISOR
            if named := self._named.get((role.value, int(row))):
                return named
        if rung in (Rung.OFFICER, Rung.HEAD):
            return self._held.get((rung, body), [])
        if rung is Rung.LEADER:
            charge = self._leaders.of(body, matter.field)
            if charge is not None and charge.leader_id is not None:
                return [charge.leader_id]
        return self._nearest(rung, body)

    def _nearest(
        self, rung: Rung | None, body: int, may: Callable[[int], bool] = lambda _pk: True
    ) -> list[int]:
        """Who holds the role in the body itself, else in the nearest body above that has somebody who may."""
        above = [int(part) for part in self._paths.get(body, "").split("/") if part]
        for one in reversed(above):
            if rung is Rung.LEADER and one in self._province and one != body:
                break
            if found := [pk for pk in self._held.get((rung, one), []) if may(pk)]:
                return found
        return []

    def _may_read(self, pk: int, body: int) -> bool:
        if pk not in self._active:
            return False
        if pk not in self._accesses:
            self._accesses[pk] = Access.of(self._active[pk], self.on)
        return self._accesses[pk].can(Action.READ, body)

    def user(self, pk: int) -> User:
        """One of them."""
        return self._active[pk]

    def above_all(self, bodies: Iterable[int]) -> int | None:
        """The nearest body that is each of these or stands above it; None where there is none."""
        paths = [[part for part in self._paths.get(body, "").split("/") if part] for body in set(bodies)]
        shared = ""
        for parts in zip(*paths, strict=False):
            if len(set(parts)) > 1:
                break
            shared = parts[0]
        return int(shared) if shared else None
