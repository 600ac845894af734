"""Boundaries an office loads, and goes without again."""

from __future__ import annotations

import hashlib
import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from dondoc.exchange.boundaries import boundaries
from dondoc.text.normalize import fold
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.bodies.selectors import Directory
from dondoc.web.pictures.models import Boundary, BoundarySet


@transaction.atomic
def boundaries_load(
    *, owner: Body, file_name: str, data: bytes, source: str, by: User, on: date
) -> BoundarySet:
    """The outlines of a file for the bodies it names; they are used from now on, the earlier ones are kept.

    Args:
        owner: The province.
        file_name: As sent.
        data: GeoJSON.
        source: Who drew the boundaries, as of when.
        by: Who loads them.
        on: The day on which names are looked up.

    Raises:
        BoundaryError: The file is none of boundaries.
        ValidationError: None of its names is a body below the owner.
    """
    outlines = boundaries(data)
    directory = Directory()
    bare = _bare_names(owner)
    found: dict[int, dict[str, object]] = {}
    unmatched = []
    for outline in outlines:
        sure = directory.resolve(outline.name, on=on)
        body = sure.body if sure is not None and sure.body.path.startswith(owner.path) else None
        body = body or bare.get(_bare(outline.name))
        if body is None or body.pk in found:
            unmatched.append(outline.name)
        else:
            found[body.pk] = outline.geometry
    if not found:
        some = ", ".join(unmatched[:3])
        raise ValidationError(
            {"file": f"Không tên nào trong tệp có trong sổ (ví dụ: {some}). Kiểm tra thuộc tính tên."}
        )
    Body.objects.select_for_update().get(pk=owner.pk)
    BoundarySet.objects.filter(owner=owner, in_use=True).update(in_use=False)
    made = BoundarySet.objects.create(
        owner=owner, file_name=file_name[:255], sha256=hashlib.sha256(data).hexdigest(),
        source=source.strip()[:300],
        features=len(outlines), unmatched=unmatched[:500], created_by=by,
    )  # fmt: skip
    Boundary.objects.bulk_create(Boundary(set=made, body_id=pk, geometry=one) for pk, one in found.items())
    after = {"places": len(found), "unmatched": len(unmatched), "sha256": made.sha256}
    record(actor=by, action="boundary.load", row=made, before={}, after=after, reason=source, body=owner)
    return made


_KIND = re.compile(r"^(xã|x|phường|p|thị trấn|tt|đặc khu|đk)[. ]+")


def _bare(name: str) -> str:
    """A commune's name without what it is: "P. Lộc Giang", "Lộc Giang" and "Phường Lộc Giang" are one."""
    return _KIND.sub("", " ".join(fold(name).split()))


def _bare_names(owner: Body) -> dict[str, Body]:
    """Communes below the owner by their bare names; a name of several is none."""
    found: dict[str, Body | None] = {}
    for body in Body.objects.filter(path__startswith=owner.path, kind=BodyKind.COMMUNE):
        bare = _bare(body.name)
        found[bare] = None if bare in found else body
    return {bare: body for bare, body in found.items() if body is not None}


@transaction.atomic
def boundaries_drop(*, boundary_set: BoundarySet, by: User) -> None:
    """No map any more; the outlines stay."""
    if BoundarySet.objects.filter(pk=boundary_set.pk, in_use=True).update(in_use=False):
        record(actor=by, action="boundary.drop", row=boundary_set, before={"in_use": True}, after={},
               body=boundary_set.owner)  # fmt: skip
