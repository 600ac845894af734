"""Boundaries an office loads, and goes without again."""

from __future__ import annotations

import hashlib
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from dondoc.exchange.boundaries import boundaries
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
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
    found: dict[int, dict[str, object]] = {}
    unmatched = []
    for outline in outlines:
        body = directory.resolve(outline.name, on=on)
        if body is None or not body.body.path.startswith(owner.path) or body.body.pk in found:
            unmatched.append(outline.name)
        else:
            found[body.body.pk] = outline.geometry
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


@transaction.atomic
def boundaries_drop(*, boundary_set: BoundarySet, by: User) -> None:
    """No map any more; the outlines stay."""
    if BoundarySet.objects.filter(pk=boundary_set.pk, in_use=True).update(in_use=False):
        record(actor=by, action="boundary.drop", row=boundary_set, before={"in_use": True}, after={},
               body=boundary_set.owner)  # fmt: skip
