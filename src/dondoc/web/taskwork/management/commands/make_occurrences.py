"""`manage.py make_occurrences`: make the tasks of the periods that have begun. Run it every night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from dondoc.web.core.today import today
from dondoc.web.taskwork.linking import occurrences_make
from dondoc.web.taskwork.models import Recurrence


class Command(BaseCommand):
    help = "Tạo việc của các kỳ đã bắt đầu cho mọi nhiệm vụ định kỳ; chạy lại không tạo hai lần."

    def handle(self, *_args: Any, **_options: Any) -> None:
        made = 0
        recurring = Recurrence.objects.filter(task__withdrawn_at=None, withdrawn_at=None)
        for recurrence in recurring.select_related("task", "by").order_by("pk"):
            made += len(occurrences_make(recurrence=recurrence, as_of=today(), by=recurrence.by))
        self.stdout.write(f"Đã tạo {made} việc.")
