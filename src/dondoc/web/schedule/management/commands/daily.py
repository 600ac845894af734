"""`manage.py daily`: does what is due by the timetable now; for an office that runs no worker."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from dondoc.web.schedule.models import RunState
from dondoc.web.schedule.services import work_all
from dondoc.web.schedule.timetable import TIMETABLE
from dondoc.web.sources.jobs import worker_name


class Command(BaseCommand):
    """The worker does the same by itself; run again it does nothing twice."""

    help = "Làm các việc hằng ngày đã đến lượt: tạo nghĩa vụ báo cáo, lập danh sách nhắc việc, giao ban tuần."

    def handle(self, *_args: Any, **_options: Any) -> None:
        duties = {duty.name: duty for duty in TIMETABLE}
        runs = work_all(worker_name())
        for run in runs:
            duty = duties[run.duty]
            told = str(duty.said) % run.result if run.state == RunState.DONE else f"lỗi: {run.error}"
            self.stdout.write(f"{duty.label}: {told}.")
        if not runs:
            self.stdout.write("Không có việc nào đến lượt.")
