"""`manage.py setup_province`: fills a new installation from files. Safe to run again."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from dondoc.web.accounts.demo import DemoAccount, demo_accounts_tell
from dondoc.web.accounts.models import Role
from dondoc.web.sources import jobs, setup
from dondoc.web.sources.models import JobState, ReadJob
from dondoc.web.sources.replay import replay


class Command(BaseCommand):
    """Standard output says how to sign in, and nothing else; how far it is goes to standard error."""

    help = "Nạp cơ quan, tài khoản, chỉ tiêu; đọc văn bản; nạp lại quyết định của người duyệt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--province", type=Path, help="tệp cơ quan, tài khoản, chỉ tiêu (.toml)")
        parser.add_argument("--documents", type=Path, help="thư mục văn bản cần đọc")
        parser.add_argument("--decisions", type=Path, help="tệp quyết định của người duyệt (.toml)")
        parser.add_argument(
            "--queue-only", action="store_true", help="chỉ xếp hàng, để trình đọc nền đọc sau"
        )
        parser.add_argument(
            "--tell-accounts", action="store_true", help="hiện tài khoản thử ở trang đăng nhập"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        province, documents, decisions = (options[name] for name in ("province", "documents", "decisions"))
        for path in (province, documents, decisions):
            if path is not None and not path.exists():
                raise CommandError(f"Không có “{path}”.")
        with transaction.atomic():
            accounts = setup.province_load(province) if province else setup.least_load()
            # a visitor takes the first one: the administrator sees no content and stands last
            accounts.sort(key=lambda account: account.role.startswith(str(Role.ADMINISTRATOR.label)))
            if accounts:
                setup.accounts_keep(accounts)
                if options["tell_accounts"]:
                    demo_accounts_tell([DemoAccount(a.username, a.password, a.role) for a in accounts])
        if documents:
            self._read(documents, queue_only=options["queue_only"])
        if decisions:
            self._decide(decisions)
        self._tell(accounts)

    def _read(self, folder: Path, *, queue_only: bool) -> None:
        batch = setup.folder_add(folder, tell=self.stderr.write)
        if batch is not None:
            self.stderr.write(f"Nhận {batch.jobs.count()} tệp từ {folder} …")
        if not queue_only:
            jobs.run(once=True)
        failed = (
            ReadJob.objects.filter(batch=batch, state=JobState.FAILED) if batch else ReadJob.objects.none()
        )
        for job in failed:
            self.stderr.write(job.error)

    def _decide(self, decisions: Path) -> None:
        with transaction.atomic():  # killed half way, it begins anew
            done = replay(decisions)
        if done.skipped:
            return
        for problem in done.problems:
            self.stderr.write(problem)
        self.stderr.write(
            f"Đã nạp {done.made} quyết định của người duyệt; {len(done.problems)} chỗ không khớp."
        )

    def _tell(self, accounts: list[setup.Account]) -> None:
        file = Path(settings.DATA) / "accounts.txt"
        if not accounts:
            self.stdout.write(f"Đăng nhập bằng tài khoản đã có (xem {file})." if file.exists() else "")
            return
        self.stdout.write("Đăng nhập bằng một trong các tài khoản sau:")
        for account in accounts:
            self.stdout.write(f"  {account.username:<18} {account.password:<16} {account.role}")
        self.stdout.write(f"Cũng ghi ở {file}, chỉ chủ thư mục đọc được.")
