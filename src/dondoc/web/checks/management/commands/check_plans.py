"""`manage.py check_plans`: check every plan and programme of the register that has no check yet."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import Role, User
from dondoc.web.checks import selectors, services
from dondoc.web.core.today import today
from dondoc.web.sources.models import Document, TypeChoice
from dondoc.web.sources.selectors import documents_seen


class Command(BaseCommand):
    """Held against the documents each cites, and against the register; safe to run again."""

    help = "Soát mọi kế hoạch, chương trình trong sổ chưa được soát."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        by = User.objects.filter(grants__role=Role.ANALYST, is_active=True).order_by("pk").first()
        if by is None:
            self.stdout.write("Chưa có tài khoản chuyên viên nào để đứng tên lần soát.")
            return
        access = Access.of(by, today())
        plans = documents_seen(access).filter(type__in=[TypeChoice.PLAN, TypeChoice.PROGRAMME])
        asked = 0
        for document in plans.filter(checks=None, files__readings__is_current=True).distinct():
            self._ask(access, document, by)
            asked += 1
        while services.work_one():
            pass
        self.stdout.write(f"Đã soát {asked} kế hoạch, chương trình.")

    def _ask(self, access: Access, document: Document, by: User) -> None:
        services.check_ask(
            document=document, parents=selectors.cited(access, document), neighbours=True, by=by
        )
