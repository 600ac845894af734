"""Bodies, their names and what became of them. One transaction and one audit entry each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from dondoc.text.normalize import search_key
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body, BodyName, Person, Position, Succession
from dondoc.web.search.services import index


def code_of(name: str) -> str:
    """A code nobody has yet, made of a name."""
    stem = "-".join(search_key(name).split())[:50].strip("-") or "co-quan"
    code, n = stem, 1
    while Body.objects.filter(code=code).exists():
        n += 1
        code = f"{stem}-{n}"
    return code


@transaction.atomic
def body_add(
    *,
    code: str,
    name: str,
    kind: str,
    parent: Body | None,
    by: User | None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    names: Iterable[str] = (),
    source: str = "",
    verified: bool = True,
) -> Body:
    """A new body under its parent, with the other names it goes by.

    Raises:
        ValidationError: By field: the code is taken, the end is before the beginning.
    """
    body = Body(
        code=code,
        name=name.strip(),
        kind=kind,
        parent=parent,
        valid_from=valid_from,
        valid_to=valid_to,
        source=source,
        verified=verified,
    )
    body.full_clean()
    body.save()
    body.path = f"{parent.path if parent else '/'}{body.pk}/"
    body.save(update_fields=["path"])
    others = [other.strip() for other in dict.fromkeys(names) if other.strip() and other.strip() != body.name]
    for other in others:
        BodyName.objects.create(body=body, name=other, folded=search_key(other)[:200])
    index(body)
    after = {"name": body.name, "kind": kind, "parent": parent and parent.name, "names": others}
    record(actor=by, action="body.add", row=body, before={}, after=after, body=body)
    return body


@transaction.atomic
def body_rename(*, body: Body, name: str, on: date, by: User | None) -> Body:
    """A new name from a day on; the earlier one stays known until then."""
    body = Body.objects.select_for_update().get(pk=body.pk)
    name = name.strip()
    if name == body.name:
        return body
    before = {"name": body.name}
    BodyName.objects.update_or_create(
        body=body,
        name=body.name,
        defaults={"folded": search_key(body.name)[:200], "valid_to": on - timedelta(days=1)},
    )
    body.name = name
    body.full_clean()
    body.save(update_fields=["name"])
    index(body)
    record(actor=by, action="body.rename", row=body, before=before, after={"name": name, "on": on}, body=body)
    return body


@transaction.atomic
def body_name_add(
    *,
    body: Body,
    name: str,
    by: User | None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> BodyName:
    """Another name the body goes or went by; the same name given twice is one."""
    name = name.strip()
    if not name:
        raise ValidationError({"name": "Nhập tên gọi."})
    made, new = BodyName.objects.get_or_create(
        body=body,
        name=name[:200],
        defaults={"folded": search_key(name)[:200], "valid_from": valid_from, "valid_to": valid_to},
    )
    if new:
        index(body)
        after = {"name": name, "valid_from": valid_from, "valid_to": valid_to}
        record(actor=by, action="body.name_add", row=body, before={}, after=after, body=body)
    return made


@transaction.atomic
def succession_add(
    *,
    predecessors: Iterable[Body],
    successor: Body,
    on: date,
    by: User | None,
    note: str = "",
    source: str = "",
    verified: bool = True,
) -> list[Succession]:
    """On a day one body takes over from others, which end the day before.

    Raises:
        ValidationError: A body cannot take over from itself.
    """
    made = []
    for predecessor in predecessors:
        if predecessor.pk == successor.pk:
            raise ValidationError({"successor": "Một cơ quan không thể kế thừa chính mình."})
        row, new = Succession.objects.get_or_create(
            predecessor=predecessor,
            successor=successor,
            withdrawn_at=None,
            defaults={"on": on, "note": note, "source": source, "verified": verified},
        )
        made.append(row)
        if not new:
            continue
        before = {"valid_to": predecessor.valid_to}
        if predecessor.valid_to is None or predecessor.valid_to >= on:
            predecessor.valid_to = on - timedelta(days=1)
            predecessor.save(update_fields=["valid_to"])
        after = {"valid_to": predecessor.valid_to, "successor": successor.name, "on": on}
        record(
            actor=by,
            action="body.succeeded",
            row=predecessor,
            before=before,
            after=after,
            reason=note,
            body=successor,
        )
    return made


@transaction.atomic
def position_add(*, name: str, title: str, body: Body | None, on: date | None, by: User | None) -> Position:
    """A post somebody holds; the same post of somebody of this name given twice is one."""
    known = Position.objects.filter(person__name=name, title=title, withdrawn_at=None).first()
    if known is not None:
        return known
    person = Person.objects.filter(name=name, positions__body=body, positions__isnull=False).first()
    if person is None:
        person = Person(name=name)
        person.full_clean()
        person.save()
    position = Position.objects.create(person=person, title=title, body=body, on=on)
    index(person)
    after = {"name": name, "title": title, "on": on}
    record(actor=by, action="position.add", row=position, before={}, after=after, body=body)
    return position
