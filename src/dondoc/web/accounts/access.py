"""Who may do what where. One table says what each role may do; what it does not say is refused.

An `Access` is built once a request (`AccessMiddleware`) and handed to every selector. What a person may not
see does not exist for them: selectors leave it out, and a page asked for by its address answers 404.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models.expressions import RawSQL

from dondoc.web.accounts.models import Role, User
from dondoc.web.bodies.models import Body, BodyKind
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
    CONFIRM = "confirm"  # confirm what goes out under a body's name: its head
    REGISTER = "register"  # correct the register's entry: number, day, standing of issued papers
    FOLLOW = "follow"  # press for delivery: remind, ask for an explanation
    ORGANISE = "organise"  # bodies, what becomes of them, who is in charge of them
    MANAGE_PEOPLE = "manage_people"  # users and roles
    READ_AUDIT = "read_audit"  # the trail of the branch


class Refused(PermissionDenied):
    """What somebody may see but not do: which action it needs, and for which body. Its page says who may."""

    def __init__(self, action: Action, body: Body | int | None = None) -> None:
        super().__init__("Tài khoản của đồng chí không có quyền làm việc này.")
        self.action = action
        self.body = body if body is None or isinstance(body, int) else body.pk


_CONTENT = frozenset({Action.READ})
MAY: Mapping[Role, frozenset[Action]] = {
    Role.ADMINISTRATOR: frozenset({Action.MANAGE_PEOPLE, Action.ORGANISE}),  # no content
    Role.ANALYST: _CONTENT
    | {Action.UPLOAD, Action.REVIEW, Action.REGISTER, Action.RECORD, Action.DECIDE}
    | {Action.FOLLOW, Action.ORGANISE, Action.READ_AUDIT},
    Role.OFFICER: _CONTENT | {Action.UPLOAD, Action.RECORD},
    Role.HEAD: _CONTENT | {Action.RECORD, Action.DECIDE, Action.CONFIRM, Action.READ_AUDIT},
    Role.LEADER: _CONTENT | {Action.DECIDE, Action.FOLLOW, Action.READ_AUDIT},
    Role.SUPERVISOR: _CONTENT | {Action.FOLLOW, Action.READ_AUDIT},
    Role.CLERK: _CONTENT | {Action.UPLOAD, Action.REGISTER},
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
    office: int | None = None  # the province of this register, whose office sets what holds for all
    everything: bool = False  # the branch is all bodies there are: none has to be asked for by name
    tree: Sequence[_Row] = field(default=(), repr=False, compare=False)  # what lies below what that day

    @classmethod
    def of(cls, user: User | AnonymousUser, on: date) -> Access:
        """The grants of an active user and of the agencies they act for that hold on the day: one query.

        Nothing for anybody else.
        """
        if not isinstance(user, User) or not user.is_active or user.pk is None:
            return cls(None, on)
        day = on.isoformat()
        rows = _rows(f"{_HELD} UNION ALL {_TREE}", [day, day, user.pk, user.pk, day, day, *_days(day)])
        grants = [(role, body) for sort, role, body, _ in rows if sort == _GRANT]
        below = _reached({body for _, body in grants}, rows)
        bodies: dict[Action, set[int]] = {}
        for role, body in grants:
            for action in MAY[Role(role)]:
                bodies.setdefault(action, set()).update(below[body])
        homes = (body for sort, kind, body, above in rows if _is_home(sort, kind, above))
        every = {body for sort, _, body, _ in rows if sort == _BODY}
        return cls(
            user.pk,
            on,
            frozenset(Role(role) for role, _ in grants),
            {action: frozenset(ids) for action, ids in bodies.items()},
            everything=bool(every) and every == bodies.get(Action.READ),
            office=min(homes, default=None),
            tree=rows,
        )

    def branches_of(self, roots: Iterable[int]) -> dict[int, set[int]]:
        """As the function of that name on the day of this access, without a query."""
        return _reached(set(roots), self.tree)

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
            Refused: It may not be done; for what the person may see but not change (403).
        """
        if not self.can(action, body):
            raise Refused(action, body)


def among(ids: frozenset[int]) -> RawSQL | frozenset[int]:
    """A branch for `body_id__in=`: thousands of keys in the statement, not a parameter each.

    Django looks at every parameter on its way, in each of a page's queries, which costs more than the query.
    """
    return RawSQL(_keys(frozenset(ids)), ()) if ids else ids  # noqa: S611 - whole numbers only


@lru_cache(maxsize=64)
def _keys(ids: frozenset[int]) -> str:
    """A page asks for the same branch a dozen times."""
    return ",".join(map(str, map(int, sorted(ids))))


def branches_of(roots: Iterable[int], *, on: date | None = None) -> dict[int, set[int]]:
    """Each body with all below it and all they took over from, in one query whatever their number.

    Args:
        roots: The bodies granted.
        on: The day: what is taken over or linked only later does not count yet. None counts everything.
    """
    roots = set(roots)
    if not roots:
        return {}
    return _reached(roots, _rows(_TREE, _days(None if on is None else on.isoformat())))


_Row = tuple[int, str, int, int | None]  # what it is, role or kind of body, body, the one above or reached
_GRANT, _BODY, _LINK = range(3)  # as the statements say it


# By hand: one of these is sent with every request, and putting it together took longer than its answer.
# The roles a person holds on a day: their own, and those of the agency accounts they act for then.
_HELD = """SELECT 0, g.role, g.body_id, g.body_id FROM accounts_grant g
    WHERE g.valid_from <= %s AND (g.valid_to IS NULL OR g.valid_to >= %s) AND (g.user_id = %s OR EXISTS (
        SELECT 1 FROM accounts_membership m JOIN accounts_user u ON u.id = m.agency_id
        WHERE m.agency_id = g.user_id AND m.person_id = %s AND u.is_active AND u.is_agency
        AND m.valid_from <= %s AND (m.valid_to IS NULL OR m.valid_to >= %s)))"""
# What lies below what: the bodies with theirs above, and who reaches whom besides.
_TREE = """SELECT 1, kind, id, parent_id FROM bodies_body
    UNION ALL SELECT 2, '', successor_id, predecessor_id FROM bodies_succession
    WHERE withdrawn_at IS NULL AND (%s IS NULL OR "on" <= %s)
    UNION ALL SELECT 2, '', parent_id, body_id FROM bodies_bodylink WHERE withdrawn_at IS NULL
    AND (%s IS NULL OR ((valid_from IS NULL OR valid_from <= %s) AND (valid_to IS NULL OR valid_to >= %s)))"""


def _days(day: str | None) -> list[str | None]:
    """What `_TREE` asks for; None counts everything."""
    return [day] * 5


def _rows(statement: str, words: list[Any]) -> list[_Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, words)
        found: list[_Row] = cursor.fetchall()
    return found


def _is_home(sort: int, kind: str, above: int | None) -> bool:
    """Whether a row is the province of this register; another's lies below the country."""
    return sort == _BODY and above is None and kind == BodyKind.PROVINCE


def _reached(roots: set[int], rows: Iterable[_Row]) -> dict[int, set[int]]:
    """All that each root reaches: children, second children, predecessors, and from home the centre."""
    home: set[int] = set()
    central: list[int] = []
    below: dict[int, list[int]] = {}
    for sort, kind, body, other in rows:
        if sort == _LINK and other is not None:
            below.setdefault(body, []).append(other)
        elif sort == _BODY and other is not None:
            below.setdefault(other, []).append(body)
        elif _is_home(sort, kind, other):
            home.add(body)
        elif sort == _BODY and kind == BodyKind.CENTRAL:
            central.append(body)
    found: dict[int, set[int]] = {}
    for root in roots:
        reached: set[int] = set()
        waiting = [root]
        while waiting:
            body = waiting.pop()
            if body in reached:
                continue
            reached.add(body)
            waiting.extend(below.get(body, ()))
            if body in home:  # what the centre sets a province's whole office may see
                waiting.extend(central)
        found[root] = reached
    return found


def access_of(request: HttpRequest) -> Access:
    """The request's access, built once by `AccessMiddleware`."""
    access = getattr(request, "access", None)
    if isinstance(access, Access):
        return access
    return Access.of(request.user, today())
