"""Merging, dividing and ending bodies, with everything that passes over; and taking it back.

    Sở Kế hoạch và Đầu tư + Sở Tài chính  →  Sở Tài chính          (one end of the first goes on)
    Sở Lao động …                         →  Sở Nội vụ, Sở Y tế     (for each open task: which of them)

What is done stays where it was done. What is open passes as it stands: day, report, acknowledgement; it is
no transfer and is not counted as one. Targets stay the old body's and are answered for by who took over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dondoc.text.normalize import search_key
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body, Succession
from dondoc.web.bodies.moving import body_link_add
from dondoc.web.bodies.services import body_add, succession_add
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.reorganisations import selectors
from dondoc.web.reorganisations.kinds import BY_NAME, KINDS
from dondoc.web.reorganisations.models import THINGS, Part, Passage, Reorganisation, Side
from dondoc.web.reorganisations.passing import Choices, Handover, TakingBack
from dondoc.web.reorganisations.reports import reports_back, reports_follow, reports_waive


@dataclass(frozen=True, slots=True)
class Founding:
    """A body that the reorganisation founds."""

    name: str
    kind: str
    parent: Body | None


@transaction.atomic
def reorganise(
    *,
    before: Iterable[Body],
    after: Iterable[Body | Founding],
    on: date,
    paper: str,
    by: User,
    today: date,
    rest: int | None = None,
    choices: Choices | None = None,
    note: str = "",
) -> Reorganisation:
    """From a day on `after` stand for `before`; those that stand at both ends go on, the others end.

    Args:
        before: Who existed; one of several that is also in `after` goes on.
        after: Who takes over; a `Founding` is added.
        on: The first day of the new order, not after `today`.
        paper: The decision, as it is cited.
        by: Who enters it.
        today: The day of entering.
        rest: Place in `after` of who takes what `choices` does not name; None: the only one, if there is one.
        choices: Who takes which task, target or subordinate body, where there are several.
        note: A remark.

    Raises:
        ValidationError: By field: a day, a body or a choice that cannot be.
    """
    take_turn(Turn.BODIES)
    given = [Body.objects.get(pk=body.pk) for body in dict.fromkeys(before)]
    _check(given, after := list(after), on=on, paper=paper, today=today)
    takers = [_founded(one, on=on, paper=paper, by=by) if isinstance(one, Founding) else one for one in after]
    ending = [body for body in given if body not in takers]
    made = Reorganisation.objects.create(on=on, paper=paper.strip(), note=note.strip(), by=by)
    for body in given:
        ends = body in ending and (body.valid_to is None or body.valid_to >= on)
        was = body.valid_to
        if body in ending:
            for taker in takers:
                succession_add(
                    predecessors=[body], successor=taker, on=on, by=by, note=paper[:300], source=paper[:300]
                )
        Part.objects.create(
            reorganisation=made,
            body=body,
            side=Side.BEFORE,
            ended=ends,
            valid_to_before=was if ends else None,
        )
    founded = [taker for taker, told in zip(takers, after, strict=True) if isinstance(told, Founding)]
    Part.objects.bulk_create(
        Part(reorganisation=made, body=body, side=Side.AFTER, founded=body in founded) for body in takers
    )
    _stand_in_other_trees(given[0], founded, on=on, paper=paper, by=by)
    only = takers[0] if len(takers) == 1 else None
    default = takers[rest] if rest is not None and 0 <= rest < len(takers) else only
    handover = Handover(made, given, ending, takers, default, choices or {}, by)
    passed = {kind.name: kind.all(handover) for kind in KINDS}
    reports_follow(made, by=by, today=today)
    names = {
        "before": [b.name for b in given],
        "after": [b.name for b in takers],
        "on": on,
        "passed": {name: n for name, n in passed.items() if n},
    }
    record(
        actor=by,
        action="reorganisation.make",
        row=made,
        before={},
        after=names,
        reason=paper.strip(),
        body=takers[0],
    )
    return made


def _check(
    given: Sequence[Body], after: Sequence[Body | Founding], *, on: date, paper: str, today: date
) -> None:
    if not given:
        raise ValidationError({"before": "Chọn cơ quan được sắp xếp."})
    if not after:
        raise ValidationError({"after": "Chọn hoặc lập cơ quan tiếp nhận."})
    if not paper.strip():
        raise ValidationError({"paper": "Ghi văn bản quyết định (số, ký hiệu, ngày)."})
    if on > today:
        raise ValidationError({"on": "Ngày có hiệu lực chưa đến. Ghi vào ngày ấy hoặc sau đó."})
    takers = [one for one in after if isinstance(one, Body)]
    if len(set(takers)) != len(takers):
        raise ValidationError({"after": "Một cơ quan tiếp nhận được chọn hai lần."})
    if set(given) == set(takers) and len(after) == len(takers):
        raise ValidationError({"after": "Trước và sau là cùng những cơ quan ấy: chưa có gì thay đổi."})
    for body in given:
        if body.valid_from is not None and body.valid_from >= on:
            raise ValidationError({"before": f"{body.name} chưa có trước ngày {on:%d/%m/%Y}."})
        last = body.valid_to
        if last is not None and last < on - timedelta(days=1) and body in takers:
            raise ValidationError({"after": f"{body.name} đã kết thúc từ {last:%d/%m/%Y}."})
        known = Succession.objects.filter(predecessor=body, withdrawn_at=None)
        others = known.exclude(successor__in=takers)
        if last is not None and last < on and others.exists():
            raise ValidationError(
                {"before": f"{body.name} đã kết thúc từ {last:%d/%m/%Y} và đã có cơ quan kế thừa khác."}
            )
    for body in takers:
        if body.valid_to is not None and body.valid_to < on:
            raise ValidationError({"after": f"{body.name} đã kết thúc từ {body.valid_to:%d/%m/%Y}."})
        if body.valid_from is not None and body.valid_from > on:
            raise ValidationError(
                {"after": f"{body.name} có từ {body.valid_from:%d/%m/%Y}, sau ngày sắp xếp."}
            )
        if any(body.path.startswith(gone.path) for gone in given if gone not in takers):
            raise ValidationError(
                {"after": f"{body.name} trực thuộc cơ quan kết thúc. Chuyển về cấp trên khác trước."}
            )


def _founded(one: Founding, *, on: date, paper: str, by: User) -> Body:
    """The new body; its code is made of its name."""
    stem = "-".join(search_key(one.name).split())[:50] or "co-quan"
    code, n = stem, 1
    while Body.objects.filter(code=code).exists():
        n += 1
        code = f"{stem}-{n}"
    try:
        return body_add(
            code=code,
            name=one.name,
            kind=one.kind,
            parent=one.parent,
            valid_from=on,
            source=paper[:300],
            by=by,
        )
    except ValidationError as error:
        raise ValidationError({"after": error.messages}) from error


def _stand_in_other_trees(first: Body, founded: Iterable[Body], *, on: date, paper: str, by: User) -> None:
    """What is founded stands in the second trees its first predecessor stood in: a sở below its đảng ủy."""
    going = Q(valid_to=None) | Q(valid_to__gte=on)
    for link in first.links.filter(going, instead=False, withdrawn_at=None).select_related("parent"):
        for body in founded:
            body_link_add(body=body, parent=link.parent, valid_from=on, by=by, note=paper[:300])


@transaction.atomic
def reorganisation_undo(*, reorganisation: Reorganisation, by: User, on: date) -> Reorganisation:
    """Everything goes back to where it was; what was added stays, withdrawn or undone by a later event.

    Args:
        reorganisation: Which one.
        by: Who takes it back.
        on: The day.

    Raises:
        Conflict: It is undone already, or something has happened since to what passed.
    """
    take_turn(Turn.BODIES)
    made = Reorganisation.objects.select_for_update().get(pk=reorganisation.pk)
    if made.undone_at is not None:
        raise Conflict("Lần sắp xếp này đã được hoàn tác.")
    passages = list(made.passages.filter(withdrawn_at=None).select_related(*THINGS, "giver", "taker"))
    for kind in KINDS:
        kind.turns([passage.thing for passage in passages if passage.kind == kind.name])
    _check_untouched(made, passages)
    note = f"Hoàn tác: {made.paper}"
    taking = TakingBack(by, on, note)
    for passage in passages:
        BY_NAME[passage.kind].back(passage, taking)
    now = timezone.now()
    made.passages.filter(withdrawn_at=None).update(withdrawn_at=now)
    before, after = selectors.sides(made)
    for part in made.parts.filter(side=Side.BEFORE, ended=True).select_related("body"):
        Succession.objects.filter(predecessor=part.body, successor__in=after, withdrawn_at=None).update(
            withdrawn_at=now
        )
        Body.objects.filter(pk=part.body_id).update(valid_to=part.valid_to_before)
    for part in made.parts.filter(founded=True).select_related("body"):
        _unfound(part.body, by=by, on=on, note=note)
    reports_back(made, by=by, on=on, note=note)
    made.undone_at, made.undone_by = now, by
    made.save(update_fields=["undone_at", "undone_by"])
    names = {"before": [body.name for body in before], "after": [body.name for body in after]}
    record(
        actor=by, action="reorganisation.undo", row=made, before=names, after={}, reason=note, body=after[0]
    )
    return made


def _unfound(body: Body, *, by: User, on: date, note: str) -> None:
    """A body that was founded by what is undone is chosen no more: it ends with its first day.

    It stays in the register, for what was written about it; a report asked of it is waived.
    """
    reports_waive([body.pk], note, by=by, on=on)
    before = {"valid_to": body.valid_to}
    body.valid_to = body.valid_from
    body.save(update_fields=["valid_to"])
    record(
        actor=by, action="body.end", row=body, before=before, after={"valid_to": body.valid_to}, reason=note,
        body=body,
    )  # fmt: skip


def _check_untouched(made: Reorganisation, passages: Sequence[Passage]) -> None:
    bodies = [part.body_id for part in made.parts.all()]
    later = Reorganisation.objects.filter(pk__gt=made.pk, undone_at=None, parts__body__in=bodies).first()
    if later is not None:
        raise Conflict(f"Sau đó đã có lần sắp xếp khác ({later.paper}). Hoàn tác lần ấy trước.")
    for passage in passages:
        why = BY_NAME[passage.kind].touched(passage)
        if why:
            raise Conflict(why)


@transaction.atomic
def pass_on(
    *, body: Body, by: User, today: date, rest: Body | None = None, choices: Choices | None = None
) -> Reorganisation:
    """What still stands in the name of a body that has ended passes to who took over.

    Raises:
        ValidationError: Nobody took over; or several did and it is not said who takes what.
    """
    known = list(
        Succession.objects.filter(predecessor=body, withdrawn_at=None)
        .select_related("successor")
        .order_by("pk")
    )
    if not known:
        raise ValidationError("Chưa ghi cơ quan nào kế thừa. Ghi việc sắp xếp tổ chức trước.")
    takers = [row.successor for row in known]
    on = max(row.on for row in known)
    paper = next((row.source or row.note for row in known if row.source or row.note), "")
    return reorganise(
        before=[body],
        after=takers,
        on=on,
        paper=paper or f"Cơ quan kế thừa từ {on:%d/%m/%Y}",
        by=by,
        today=today,
        rest=None if rest is None else takers.index(rest),
        choices=choices,
    )
