"""`manage.py load_organisation [FILE]`: the centre and the provinces; with FILE one's own bodies too."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from dondoc.web.accounts.demo import DemoAccount, demo_accounts_tell, demo_file
from dondoc.web.core.today import today
from dondoc.web.reorganisations.national import national_load
from dondoc.web.reorganisations.provincefile import organisation_load
from dondoc.web.sources.setup import accounts_keep


class Command(BaseCommand):
    """Standard output says how new people sign in; how far it is goes to standard error."""

    help = "Nạp cơ quan trung ương, 34 tỉnh và các tỉnh trước đó; với tệp: tổ chức của tỉnh."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="tệp tổ chức (.toml)")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        file: Path | None = options["file"]
        if file is not None and not file.exists():
            raise CommandError(f"Không có “{file}”.")
        self.stderr.write(f"Đã nạp {national_load()} cơ quan, tỉnh dùng chung.")
        if file is None:
            return
        with transaction.atomic():
            made, problems = organisation_load(file, today=today())
            if made:
                accounts_keep(made)
            if made and demo_file().exists():
                demo_accounts_tell([DemoAccount(a.username, a.password, a.role) for a in made])
        for problem in problems:
            self.stderr.write(problem)
        if made:
            self.stdout.write("Tài khoản của các cơ quan khác:")
        for account in made:
            self.stdout.write(f"  {account.username:<18} {account.password:<16} {account.role}")
