"""Who may do what where. One table says what each role may do; what it does not say is refused.

An `Access` is built once a request (`AccessMiddleware`) and handed to every selector. What a person may not
see does not exist for them: selectors leave it out, and a page asked for by its address answers 404.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from dondoc.web.accounts.models import Grant, Role, User
from dondoc.web.bodies.models import Body, BodyKind, Succession
from dondoc.web.core.today import today

if TYPE_CHECKING:
    from django.http import HttpRequest


class Action(StrEnum):
    """What can be done; the roles below say by whom."""

    READ = "read"  # see the branch's documents, targets, tasks
    UPLOAD = "upload"  # send documents in for the branch
    REVIEW = "review"  # decide what was read: accept, correct, merge, reject, undo
    RECORD = "record"  # act for a body that leads a task: acknowledge, report, explain
    DECIDE = "decide"  # act for a body that gave a task: confirm, send back, extend, transfer
    MANAGE_PEOPLE = "manage_people"  # users, roles, bodies
    READ_AUDIT = "read_audit"  # the trail of the branch


_CONTENT = frozenset({Action.READ})
MAY: Mapping[Role, frozenset[Action]] = {
    Role.ADMINISTRATOR: frozenset({Action.MANAGE_PEOPLE}),  # no content
    Role.ANALYST: _CONTENT | {Action.UPLOAD, Action.REVIEW, Action.RECORD, Action.DECIDE, Action.READ_AUDIT},
    Role.OFFICER: _CONTENT | {Action.UPLOAD, Action.RECORD},
    Role.HEAD: _CONTENT | {Action.RECORD, Action.DECIDE, Action.READ_AUDIT},
    Role.LEADER: _CONTENT | {Action.DECIDE, Action.READ_AUDIT},
    Role.INSPECTOR: _CONTENT | {Action.READ_AUDIT},
    Role.READER: _CONTENT,
}


@dataclass(frozen=True, slots=True)
class Access:
    """What one person may do on one day.

    `branches` holds, for each action, the ids of the bodies it may be done for: the granted body, all below
    it, and the bodies they took over from (with all below those), so that what a merged department owed
    stays with its successor.
    """

    user_id: int | None
    on: date
    roles: frozenset[Role] = frozenset()
    branches: Mapping[Action, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, user: User | AnonymousUser, on: date) -> Access:
        """The grants of an active user that hold on the day; nothing for anybody else."""
        if not isinstance(user, User) or not user.is_active or user.pk is None:
            return cls(None, on)
        grants = list(
            Grant.objects.filter(user=user, valid_from__lte=on)
            .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
            .values_list("role", "body_id")
        )
        below = branches_of({body for _, body in grants})
        bodies: dict[Action, set[int]] = {}
        for role, body in grants:
            for action in MAY[Role(role)]:
                bodies.setdefault(action, set()).update(below[body])
        return cls(
            user.pk,
            on,
            frozenset(Role(role) for role, _ in grants),
            {action: frozenset(ids) for action, ids in bodies.items()},
        )

    @property
    def body_ids(self) -> frozenset[int]:
        """The bodies whose content this person reads; empty for an administrator."""
        return self.branches.get(Action.READ, frozenset())

    def bodies(self, action: Action) -> frozenset[int]:
        """The bodies for which the action may be done."""
        return self.branches.get(action, frozenset())

    def can(self, action: Action, body: Body | int | None = None) -> bool:
        """Whether the action may be done for this body; without one: for any body at all."""
        allowed = self.bodies(action)
        if body is None:
            return bool(allowed)
        return (body if isinstance(body, int) else body.pk) in allowed

    def require(self, action: Action, body: Body | int | None = None) -> None:
        """As `can`.

        Raises:
            PermissionDenied: It may not be done; for what the person may see but not change (403).
        """
        if not self.can(action, body):
            raise PermissionDenied("Tài khoản của đồng chí không có quyền làm việc này.")


def branches_of(roots: Iterable[int]) -> dict[int, set[int]]:
    """Each body with all below it and all they took over from, in two queries whatever their number."""
    roots = set(roots)
    if not roots:
        return {}
    rows: list[tuple[int, str, int | None, str]] = list(
        Body.objects.values_list("pk", "path", "parent_id", "kind")
    )
    paths = {pk: path for pk, path, _, _ in rows}
    provinces = {pk for pk, _, parent, kind in rows if parent is None and kind == BodyKind.PROVINCE}
    central = [pk for pk, _, parent, kind in rows if parent is None and kind == BodyKind.CENTRAL]
    taken: dict[int, set[int]] = {}
    for successor, predecessor in Succession.objects.values_list("successor_id", "predecessor_id"):
        taken.setdefault(successor, set()).add(predecessor)
    children: dict[int, set[int]] = {}
    for pk, path in paths.items():
        above = [int(part) for part in path.split("/") if part]
        if len(above) > 1:
            children.setdefault(above[-2], set()).add(pk)
    found: dict[int, set[int]] = {}
    for root in roots:
        reached: set[int] = set()
        waiting = [root]
        while waiting:
            body = waiting.pop()
            if body in reached:
                continue
            reached.add(body)
            waiting.extend(children.get(body, ()))
            waiting.extend(taken.get(body, ()))
            if body in provinces:  # what the centre sets a province's whole office may see
                waiting.extend(central)
        found[root] = reached
    return found


def access_of(request: HttpRequest) -> Access:
    """The request's access, built once by `AccessMiddleware`."""
    access = getattr(request, "access", None)
    if isinstance(access, Access):
        return access
    return Access.of(request.user, today())
