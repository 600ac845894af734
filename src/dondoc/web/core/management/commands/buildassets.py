"""Makes what the browser loads and collects it where it is served from."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from dondoc.web.core import assets, catalogues


class Command(BaseCommand):
    help = "Tạo phông chữ rút gọn, bản dịch, và gom các tệp tĩnh vào DONDOC_DATA/static."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="làm lại cả những tệp đã có")
        parser.add_argument("--no-collect", action="store_true", help="chỉ tạo phông chữ")

    def handle(self, *_args: Any, **options: Any) -> None:
        written = assets.build(settings.ASSETS_ROOT, force=options["force"])
        for folder in settings.LOCALE_PATHS:
            written += catalogues.compile_all(folder)
        if options["verbosity"] > 1:
            for file in written:
                self.stdout.write(f"{file.name}: {file.stat().st_size // 1024} kB")
        if not options["no_collect"]:
            call_command("collectstatic", interactive=False, verbosity=max(0, options["verbosity"] - 1))
