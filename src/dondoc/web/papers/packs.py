"""Packs of reports: asked for, made by the worker item by item, stopped, taken up again, taken away.

Each item is claimed by itself, so several workers share a pack, a stop takes effect after the item at hand,
and what a dead worker held is free again when its lease runs out. One item's report is in memory at a time.
"""

from __future__ import annotations

import logging
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import override

from dondoc.errors import DondocError
from dondoc.records.plan import Period
from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.memory import give_back
from dondoc.web.core.today import today
from dondoc.web.papers import periodic, periodicpaper
from dondoc.web.papers.letterhead import form_of, is_place, letterhead
from dondoc.web.papers.models import Pack, PackItem, PackItemState, PackState
from dondoc.web.papers.selectors import template_of
from dondoc.writing.paper import Form
from dondoc.writing.paperkinds import KINDS, PERIODIC

LEASE = timedelta(minutes=2)
ATTEMPTS = 2
TRIM_EVERY = 5  # reports
MOST_BODIES = 1_000

logger = logging.getLogger(__name__)


@transaction.atomic
def pack_ask(
    *,
    bodies: Iterable[Body],
    period: str,
    as_of: date,
    by: User,
    form: str = "",
    notes: bool = True,
    address: str = "",
) -> Pack:
    """Have a report made for each body; the worker begins at once.

    Args:
        bodies: Whose reports.
        period: As `records.plan.Period` reads it.
        as_of: The day of the tasks.
        by: Who asks; what they may not see is in no report.
        form: The family of provinces' and communes' reports.
        notes: Whether each figure carries its source.
        address: Of the site, without the slash at its end.

    Raises:
        ValidationError: No body, or more than a thousand.
    """
    wanted = list(bodies)
    if not wanted:
        raise ValidationError("Chọn ít nhất một cơ quan.")
    if len(wanted) > MOST_BODIES:
        raise ValidationError(f"Một gói nhiều nhất {MOST_BODIES} cơ quan; chọn bớt lại.")
    pack = Pack.objects.create(
        period=period, as_of=as_of, form=form, notes=notes, address=address, created_by=by
    )
    PackItem.objects.bulk_create(PackItem(pack=pack, body=body) for body in wanted)
    after = {"period": period, "bodies": len(wanted)}
    record(actor=by, action="pack.ask", row=pack, before={}, after=after)
    return pack


@transaction.atomic
def pack_stop(*, pack: Pack, by: User) -> None:
    """No further item is begun; what is made stays."""
    if Pack.objects.filter(pk=pack.pk, state=PackState.RUNNING).update(state=PackState.STOPPED):
        record(actor=by, action="pack.stop", row=pack, before={}, after={"done": _done(pack)})


@transaction.atomic
def pack_resume(*, pack: Pack, by: User) -> None:
    """Go on where it was stopped; what failed is tried again."""
    failed = PackItem.objects.filter(pack=pack, state=PackItemState.FAILED)
    again = failed.update(state=PackItemState.WAITING, attempts=0, error="")
    moved = Pack.objects.filter(pk=pack.pk).exclude(state=PackState.RUNNING)
    left = PackItem.objects.filter(pack=pack, state__in=(PackItemState.WAITING, PackItemState.WORKING))
    if not left.exists():
        _close(pack)
    elif moved.update(state=PackState.RUNNING, finished_at=None):
        record(actor=by, action="pack.resume", row=pack, before={}, after={"again": again})


def _done(pack: Pack) -> int:
    return PackItem.objects.filter(pack=pack, state=PackItemState.DONE).count()


# --- made by the worker -------------------------------------------------------------------------------------


def work_one() -> bool:
    """Make the next report that waits; False where none does."""
    now = timezone.now()
    free = Q(state=PackItemState.WAITING) | Q(state=PackItemState.WORKING, lease_until__lt=now)
    waiting = PackItem.objects.filter(free, pack__state=PackState.RUNNING).order_by("pk")
    for pk, attempts in waiting.values_list("pk", "attempts")[:4]:
        mine = PackItem.objects.filter(free, pk=pk, attempts=attempts)
        if mine.update(
            state=PackItemState.WORKING, lease_until=now + LEASE, attempts=F("attempts") + 1
        ):  # of two workers that saw the same item only one changes a row
            _make(PackItem.objects.select_related("pack__created_by", "body__parent").get(pk=pk))
            if pk % TRIM_EVERY == 0:
                give_back()
            return True
    return bool(waiting.exists())


def _make(item: PackItem) -> None:
    state, error = PackItemState.DONE, ""
    try:
        with override("vi"):
            made = _written(item)
        state = PackItemState.DONE if made else PackItemState.EMPTY
    except DondocError as problem:
        state, error = PackItemState.FAILED, str(problem)[:300]
    except Exception:
        logger.exception("report %s of a pack stopped on an error of the program", item.pk)
        again = item.attempts < ATTEMPTS
        state = PackItemState.WAITING if again else PackItemState.FAILED
        error = "" if again else "Chương trình gặp lỗi khi soạn. Báo người quản trị; lỗi đã được ghi lại."
    with transaction.atomic():
        PackItem.objects.filter(pk=item.pk, state=PackItemState.WORKING, attempts=item.attempts).update(
            state=state, error=error, lease_until=None
        )
        _close(item.pack)


def _close(pack: Pack) -> None:
    """The last item ends the pack, also one that was stopped while it was made."""
    open_ones = PackItem.objects.filter(pack=pack, state__in=(PackItemState.WAITING, PackItemState.WORKING))
    if open_ones.exists():
        return
    ended = Pack.objects.filter(pk=pack.pk).exclude(state=PackState.DONE)
    if ended.update(state=PackState.DONE, finished_at=timezone.now()):
        record(actor=None, action="pack.done", row=pack, before={}, after={"done": _done(pack)})


@lru_cache(maxsize=8)
def _access(user: int, day: date) -> Access:
    """The maker's access, not asked for with every report; a role ended meanwhile counts from the morrow."""
    return Access.of(User.objects.get(pk=user), day)


def _written(item: PackItem) -> bool:
    """The item's two files; False where nothing is confirmed of the body."""
    pack, body = item.pack, item.body
    form = Form(pack.form or Form.STATE) if is_place(body) else form_of(body)
    access = _access(pack.created_by_id, today())
    data = periodic.report_data(access, body, form, Period.parse(pack.period), as_of=pack.as_of)
    if not data.lines and not data.targets and not data.counts.total:
        return False
    head = letterhead(body, form, KINDS[PERIODIC], year=pack.as_of.year)
    template = template_of(PERIODIC, form, body)
    fields = head | periodicpaper.report_fields(data)
    notes = periodicpaper.report_notes(data, lambda path: f"{pack.address}{path}") if pack.notes else []
    folder = folder_of(pack)
    folder.mkdir(parents=True, exist_ok=True)
    made = template.filled(fields, notes)
    _kept(folder / f"{body.pk}.docx", made)
    _kept(folder / f"{body.pk}.xlsx", periodicpaper.report_xlsx(data))
    return True


def _kept(file: Path, content: bytes) -> None:
    """Whole or not at all: whoever takes the pack away meanwhile finds no half of a file."""
    part = file.with_suffix(f"{file.suffix}.part")
    part.write_bytes(content)
    part.replace(file)


# --- taken away ---------------------------------------------------------------------------------------------


def folder_of(pack: Pack) -> Path:
    """Where a pack's files are kept, outside static."""
    return Path(settings.DATA) / "packs" / str(pack.pk)


def archive(pack: Pack) -> IO[bytes]:
    """Every file made so far in one .zip, named for its body; written to the disk, not held in memory."""
    out = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, file in _files(pack):
            with packed.open(name, "w") as target, file.open("rb") as source:
                shutil.copyfileobj(source, target)
    out.seek(0)
    return out


def chunks(pack: Pack, size: int = 1 << 16) -> Iterator[bytes]:
    """The archive piece by piece; made when the first is asked for, gone after the last."""
    with archive(pack) as packed:
        while piece := packed.read(size):
            yield piece


def _files(pack: Pack) -> Iterator[tuple[str, Path]]:
    items = PackItem.objects.filter(pack=pack, state=PackItemState.DONE).select_related("body")
    for number, item in enumerate(items.order_by("body__sort_key", "pk"), 1):
        name = "".join(" " if c in '\\/:*?"<>|' else c for c in item.body.name)
        for ending in ("docx", "xlsx"):
            yield f"{number:03} {name}.{ending}", folder_of(pack) / f"{item.body_id}.{ending}"
