"""Files come in: checked for a secrecy mark in memory, kept under their hash, queued to be read."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from dondoc import reading
from dondoc.errors import ReadError, SecretDocument
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.sources import ingest, storage
from dondoc.web.sources.models import Batch, File, JobState, ReadJob, StandingChoice


def batch_add(
    *, files: Iterable[tuple[str, bytes]], by: User, owner: Body, standing: str | None = None
) -> Batch:
    """Take files in: each becomes a job, whatever becomes of it.

    Every file is read once in memory before anything of it is stored. What bears a mark of state secrecy
    leaves a failed job without its name, what cannot be read a failed job with the reason; the rest is
    stored and queued.

    Args:
        files: (name, bytes); a zip is unpacked in memory and each of its files counts on its own.
        by: Who sent them.
        owner: In whose branch the documents are kept.
        standing: "issued", "draft" or "press" where the sender says so; None: as the heading says.
    """
    assert not standing or standing in StandingChoice.values
    limits = reading.Limits(max_scan_pages=1)  # of a scan the first page says whether it is secret
    with transaction.atomic():
        batch = Batch.objects.create(created_by=by, owner=owner, standing=standing or "")
        record(
            actor=by, action="batch.add", row=batch, before={}, after={"standing": batch.standing}, body=owner
        )
    for name, data in files:
        for inner, content in ingest.unpacked(name, data, limits):
            _take(batch, inner, content, by, limits)
    return batch


def _take(batch: Batch, name: str, content: bytes | ReadError, by: User, limits: reading.Limits) -> None:
    """One file: a queued job, or a failed one."""
    if isinstance(content, ReadError):
        _refuse(batch, name, content, by)
        return
    try:
        document = reading.read_bytes(content, name, limits=limits)
    except SecretDocument as error:
        _refuse(batch, "", error, by)
        return
    except ReadError as error:
        _refuse(batch, name, error, by)
        return
    sha256 = storage.put(content)
    with transaction.atomic():
        file, new = File.objects.get_or_create(
            sha256=sha256,
            defaults={
                "name": document.name[:255] or name[:255],
                "size": len(content),
                "media": document.media[:8],
                "uploaded_by": by,
            },
        )
        job = ReadJob.objects.create(batch=batch, file=file, name=name[:400])
        after = {"name": name, "sha256": sha256, "size": len(content), "job": job.pk, "new": new}
        record(actor=by, action="file.add", row=file, before={}, after=after, body=batch.owner)


def _refuse(batch: Batch, name: str, error: ReadError, by: User) -> None:
    """A failed job with its sentence; of a secret file only the time and the person are kept."""
    with transaction.atomic():
        ReadJob.objects.create(
            batch=batch,
            name=name[:400],
            state=JobState.FAILED,
            error_code=error.code,
            error=str(error),
            finished_at=timezone.now(),
        )
        after = {"code": error.code} | ({"name": name} if name else {})
        record(actor=by, action="file.refuse", row=batch, before={}, after=after, body=batch.owner)


def files_reread(*, by: User | None = None) -> int:
    """Queue every file that other versions of reader, rules or packs have read; how many."""
    made_by = ingest.versions()
    current = File.objects.filter(
        readings__is_current=True,
        readings__reader_version=made_by.reader,
        readings__rules_version=made_by.rules,
        readings__packs_hash=made_by.packs,
    )
    waiting = ReadJob.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).values("file")
    old = (
        File.objects.filter(readings__isnull=False).exclude(pk__in=current).exclude(pk__in=waiting).distinct()
    )
    batches: dict[tuple[int, int], Batch] = {}
    count = 0
    for file in old.select_related("document__owner", "document__created_by"):
        document = file.document
        if document is None:
            continue
        with transaction.atomic():
            key = (document.owner_id, (by or document.created_by).pk)
            if key not in batches:
                batches[key] = Batch.objects.create(
                    created_by=by or document.created_by, owner=document.owner
                )
            ReadJob.objects.create(batch=batches[key], file=file, name=file.name)
            record(actor=by, action="file.reread", row=file, before={}, after={}, body=document.owner)
        count += 1
    return count
