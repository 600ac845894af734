"""`manage.py demo`: the sample province, or (`--docs FOLDER`) an office with documents of its own."""

from __future__ import annotations

import os
import tomllib
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from dondoc.web.core.today import fixed_day_keep


class Command(BaseCommand):
    """What `dondoc up` and `dondoc demo` fill the database with; safe to run again."""

    help = "Nạp tỉnh mẫu, hoặc một thư mục văn bản (--docs)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--docs", type=Path, help="thư mục văn bản; không có: tỉnh mẫu")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        streams = {"stdout": self.stdout, "stderr": self.stderr}
        if options["docs"] is not None:
            call_command("setup_province", documents=options["docs"], **streams)
            return
        sample = sample_folder()
        decisions, outcomes = sample / "decisions.toml", sample / "outcomes.toml"
        chains = sample / "chains.toml"
        _stand_still(sample / "province.toml")  # first: roles are given from the sample's day on
        call_command(
            "setup_province",
            province=sample / "province.toml",
            documents=sample / "documents",
            decisions=decisions if decisions.exists() else None,
            tell_accounts=True,
            **streams,
        )
        if outcomes.exists():
            call_command("replay_outcomes", outcomes, **streams)
        if chains.exists():
            call_command("replay_chains", chains, **streams)
        programmes = sample / "programmes.toml"
        if programmes.exists():
            call_command("replay_programmes", programmes, **streams)
        organisation = sample / "organisation.toml"
        if organisation.exists():
            call_command("load_organisation", organisation, **streams)
        if (sample / "taskwork.toml").exists():
            call_command("replay_taskwork", sample / "taskwork.toml", **streams)
        if (sample / "targets.toml").exists():
            call_command("replay_targets", sample / "targets.toml", **streams)
        if (sample / "projects.toml").exists():
            call_command("replay_projects", sample / "projects.toml", **streams)
        matters = sample / "matters.toml"
        if matters.exists():
            call_command("replay_matters", matters, **streams)
        if (sample / "reporting.toml").exists():  # after the organisation, whose people report
            call_command("replay_reports", sample / "reporting.toml", **streams)
        if (sample / "judgement.toml").exists():
            call_command("replay_judgement", sample / "judgement.toml", **streams)
        call_command("check_plans", **streams)
        if (sample / "followup.toml").exists():
            call_command("replay_letters", sample / "followup.toml", **streams)
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
