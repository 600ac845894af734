"""Reading a file again that could not be read: after OCR was installed, or when a worker was stopped hard."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.conflicts import Conflict
from dondoc.web.sources.models import JobState, ReadJob


def job_retry(*, job: ReadJob, by: User) -> None:
    """Put a failed job back into the queue.

    Raises:
        Conflict: Its bytes were not kept (refused, or secret), or somebody has queued it already.
    """
    if job.file_id is None:
        raise Conflict(_("Tệp này không được giữ lại. Sửa tệp gốc rồi tải lên lại."))
    with transaction.atomic():
        queued = ReadJob.objects.filter(pk=job.pk, state=JobState.FAILED).update(
            state=JobState.QUEUED,
            attempts=0,
            worker="",
            error="",
            error_code="",
            finished_at=None,
            lease_until=None,
        )
        if not queued:
            raise Conflict(_("Tệp này đã được xếp vào hàng chờ."))
        record(
            actor=by,
            action="job.retry",
            row=job.batch,
            before={"code": job.error_code, "name": job.name},
            after={},
            body=job.batch.owner,
        )
