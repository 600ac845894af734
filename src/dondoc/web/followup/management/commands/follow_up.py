"""`manage.py follow_up`: plans a day's reminders and sends what is ready; safe to run again."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from dondoc.web.core.today import today
from dondoc.web.followup import duty, outbox
from dondoc.web.followup.planning import plan_day
from dondoc.web.sources.jobs import worker_name


class Command(BaseCommand):
    """The worker does the same by itself (`schedule`); by hand for one day, or to see what would go."""

    help = "Lập danh sách nhắc việc của ngày và gửi thư đang chờ. Chạy lại không nhắc hai lần."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--day", type=date.fromisoformat, help="ngày cần lập, ví dụ 2026-10-20")
        parser.add_argument("--plan-only", action="store_true", help="chỉ lập danh sách, không gửi thư")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        day = options["day"] or today()
        made = plan_day(day)
        if made is None:
            self.stderr.write(f"{day:%d/%m/%Y} là ngày nghỉ, không nhắc việc.")
        else:
            self.stderr.write(
                f"{made.day:%d/%m/%Y}: {made.notices} lượt nhắc, {made.unheard} việc không có người nhận."
            )
        if options["plan_only"]:
            return
        if not outbox.switched_on():
            self.stderr.write("Chưa đặt máy chủ thư (DONDOC_MAIL_HOST): thư nằm ở hộp thư đi, không gửi.")
            return
        self.stderr.write(f"Đã xử lý {duty.send_all(worker_name(), day=day)} thư.")
