"""`manage.py demo`: the sample province, or (`--docs FOLDER`) an office with documents of its own."""

from __future__ import annotations

import os
import tomllib
from argparse import ArgumentParser
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from dondoc.web.core.today import fixed_day_keep
from dondoc.web.sources.filling import step

# What follows the reviewer's decisions, in this order; each is done whole or not at all (`sources.filling`).
STEPS = (
    ("outcomes.toml", "replay_outcomes"),
    ("chains.toml", "replay_chains"),
    ("programmes.toml", "replay_programmes"),
    ("organisation.toml", "load_organisation"),
    ("taskwork.toml", "replay_taskwork"),
    ("mirrored.toml", "replay_mirrored"),
    ("targets.toml", "replay_targets"),
    ("projects.toml", "replay_projects"),
    ("matters.toml", "replay_matters"),
    ("reporting.toml", "replay_reports"),  # after the organisation, whose people report
    ("judgement.toml", "replay_judgement"),
)
LETTERS = "followup.toml"


class Command(BaseCommand):
    """What `dondoc up` and `dondoc demo` fill the database with; killed at any point, it is run again."""

    help = "Nạp tỉnh mẫu, hoặc một thư mục văn bản (--docs)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--docs", type=Path, help="thư mục văn bản; không có: tỉnh mẫu")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        streams = {"stdout": self.stdout, "stderr": self.stderr}
        if options["docs"] is not None:
            call_command("setup_province", documents=options["docs"], **streams)
            return
        sample = sample_folder()
        decisions = sample / "decisions.toml"
        _stand_still(sample / "province.toml")  # first: roles are given from the sample's day on
        call_command(
            "setup_province",
            province=sample / "province.toml",
            documents=sample / "documents",
            decisions=decisions if decisions.exists() else None,
            tell_accounts=True,
            **streams,
        )
        for name, command in STEPS:
            file = sample / name
            if file.exists():
                step(file, partial(call_command, command, file, **streams))
        call_command("check_plans", **streams)
        letters = sample / LETTERS
        if letters.exists():
            step(letters, partial(call_command, "replay_letters", letters, **streams))
        call_command("follow_up", plan_only=True, **streams)


def _stand_still(province: Path) -> None:
    """The sample lives on its own day, so that it looks the same next year."""
    day = tomllib.loads(province.read_text("utf-8")).get("today")
    if isinstance(day, date):
        fixed_day_keep(day)


def sample_folder() -> Path:
    """The sample beside the source, or where DONDOC_SAMPLE says."""
    given = os.environ.get("DONDOC_SAMPLE")
    folder = Path(given) if given else Path(settings.HERE).parents[2] / "sample"
    if not (folder / "province.toml").exists():
        raise CommandError(
            "Không thấy tỉnh mẫu. Chạy trong kho mã nguồn, hoặc đặt DONDOC_SAMPLE là thư mục mẫu."
        )
    return folder
