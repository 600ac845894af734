"""`dondoc verify`: everything that repeats something else, made anew and compared; 1 where it differs."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dondoc.web.verify.services import CHECKS, Difference, repair

NAMES = {
    "tasks": "Tình trạng nhiệm vụ theo sự kiện",
    "figures": "Số quy về đơn vị của chỉ tiêu",
    "waiting": "Chờ văn bản",
    "places": "Vị trí cơ quan trong cây",
    "rollup": "Tổng hợp theo cây cơ quan",
    "scores": "Số chỉ tiêu đạt của từng văn bản",
    "signals": "Chỉ tiêu đỏ theo cơ quan",
    "search": "Mục tìm kiếm",
}
SHOWN = 50  # differences of one kind that are named


class Command(BaseCommand):
    """Standard output is one line a check and one a difference."""

    help = "Tính lại mọi số suy ra từ dữ liệu gốc và liệt kê chỗ khác. Mã thoát 1 khi có chỗ khác."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", choices=list(CHECKS), action="append", help="chỉ đối chiếu mục này")
        parser.add_argument("--repair", action="store_true", help="tính lại những chỗ khác rồi đối chiếu lại")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        wanted = options["only"] or list(CHECKS)
        found = self._look(wanted)
        if found and options["repair"]:
            self.stdout.write(f"Đã tính lại {repair(found)} chỗ. Đối chiếu lại:")
            found = self._look(wanted)
        if found:
            raise CommandError(f"Có {len(found)} chỗ khác với dữ liệu gốc.", returncode=1)
        self.stdout.write("Không có chỗ nào khác với dữ liệu gốc.")

    def _look(self, wanted: list[str]) -> list[Difference]:
        everything: list[Difference] = []
        for name in wanted:
            told = CHECKS[name]()
            late = f", {told.late} chờ tính lại" if told.late else ""
            self.stdout.write(
                f"{NAMES[name]}: đã đối chiếu {told.looked_at}, {len(told.found)} chỗ khác{late}"
            )
            for one in told.found[:SHOWN]:
                self.stdout.write(f"  {one.row}: {one.label}")
            if len(told.found) > SHOWN:
                self.stdout.write(f"  … và {len(told.found) - SHOWN} chỗ nữa")
            everything += told.found
        return everything
