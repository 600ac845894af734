"""Reporting calendars: those shipped, an office's versions of them, and which body reports by which."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from dondoc.assessment.reportperiods import report_periods
from dondoc.assessment.workdays import WorkCalendar
from dondoc.records.report import CalendarRules, DayRule, LateBy, ReportKind, ReportPeriod, ReportRule, Shift
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.reporting.models import CalendarChoice, CalendarVersion, ReportCalendar
from dondoc.web.workdays.selectors import keeper

SHIPPED = Path(__file__).parent / "calendars.toml"
FIRST_DAY = date(2000, 1, 1)  # shipped versions hold from the beginning
# Which calendar a body reports by while nobody has chosen one.
USUAL = {BodyKind.PROVINCE: "state", BodyKind.PARTY: "party", BodyKind.FRONT: "party"}
USUAL_ELSE = "office"


def rules_of(data: Mapping[str, Any]) -> CalendarRules:
    """A version's rules from what the table or the shipped file says.

    Raises:
        ValidationError: Something is missing, no day, or said twice.
    """
    rules = []
    for row in data.get("rule", []):
        kind = ReportKind(row["kind"])
        rules.append(ReportRule(kind, _day(row["cut_off"], kind), _day(row["due"], kind)))
    if not rules:
        raise ValidationError("Lịch chưa có kỳ nào. Chọn ít nhất một kỳ báo cáo.")
    if len({rule.kind for rule in rules}) < len(rules):
        raise ValidationError("Mỗi kỳ chỉ có một dòng.")
    lock = data.get("lock_after")
    return CalendarRules(
        tuple(rules),
        Shift(data.get("shift", Shift.AFTER)),
        int(data.get("gap", 0)),
        None if lock is None else int(lock),
        LateBy(data.get("late_by", LateBy.SUBMITTED)),
    )


def _day(told: Iterable[int], kind: ReportKind) -> DayRule:
    day, month, working = ([*told, 0, 0, 0])[:3]
    most = 14 if kind is ReportKind.WEEK else 31
    if not (1 <= day <= most and -1 <= month <= 12 and 0 <= working <= 60):
        raise ValidationError(f"Ngày {day} không có trong kỳ. Nhập từ 1 đến {most}.")
    return DayRule(day, month, working)


def data_of(rules: CalendarRules) -> dict[str, Any]:
    """The same as the table keeps it."""
    return {
        "shift": rules.shift.value,
        "gap": rules.gap,
        "lock_after": rules.lock_after,
        "late_by": rules.late_by.value,
        "rule": [
            {
                "kind": rule.kind.value,
                "cut_off": [rule.cut_off.day, rule.cut_off.month, rule.cut_off.working_days],
                "due": [rule.due.day, rule.due.month, rule.due.working_days],
            }
            for rule in rules.rules
        ],
    }


@transaction.atomic
def calendars_load() -> int:
    """Put the shipped calendars into the tables where they are not there yet; how many were new."""
    new = 0
    for row in tomllib.loads(SHIPPED.read_text("utf-8"))["calendar"]:
        calendar, made = ReportCalendar.objects.get_or_create(
            code=row["code"], defaults={"name": row["name"]}
        )
        if made:
            CalendarVersion.objects.create(
                calendar=calendar,
                valid_from=FIRST_DAY,
                rules=data_of(rules_of(row)),
                source=row["source"],
                verified=row["verified"],
            )
            new += 1
    return new


@transaction.atomic
def version_add(
    *,
    calendar: ReportCalendar,
    valid_from: date,
    rules: CalendarRules,
    source: str,
    by: User,
    work: WorkCalendar,
    verified: bool = True,
) -> CalendarVersion:
    """Let a calendar have other days from now on. Reports asked for already keep theirs.

    Args:
        calendar: Which.
        valid_from: For periods that end on this day or later.
        rules: The days.
        source: The paper that decides them.
        by: Who enters it; whether they may is the caller's to check.
        work: The working days, by which the version is tried on two years.
        verified: Whether there is such a paper.

    Raises:
        ValidationError: A due day would lie before its cut-off; no source.
    """
    if not source.strip():
        raise ValidationError({"source": "Nêu căn cứ: quyết định, công văn nào đặt các ngày này."})
    if not rules.rules:
        raise ValidationError("Lịch chưa có kỳ nào. Nhập ngày của ít nhất một kỳ báo cáo.")
    for year in (valid_from.year, valid_from.year + 1):
        try:
            report_periods(rules, year, work)
        except ValueError as error:
            raise ValidationError(str(error)) from error
    before = version_on(list(calendar.versions.all()), valid_from)
    version = CalendarVersion.objects.create(
        calendar=calendar, valid_from=valid_from, rules=data_of(rules), source=source.strip()[:500],
        verified=verified, created_by=by,
    )  # fmt: skip
    record(
        actor=by, action="report_calendar.version", row=version,
        before={"rules": before.rules if before else {}},
        after={"rules": version.rules, "valid_from": valid_from}, reason=source, body=keeper(),
    )  # fmt: skip
    return version


@transaction.atomic
def calendar_add(*, name: str, code: str, by: User) -> ReportCalendar:
    """A calendar of the office's own, still without days.

    Raises:
        ValidationError: The code or the name is taken.
    """
    if ReportCalendar.objects.filter(Q(code=code) | Q(name=name.strip())).exists():
        raise ValidationError({"code": "Mã hoặc tên lịch này đã có."})
    calendar = ReportCalendar.objects.create(code=code, name=name.strip())
    record(
        actor=by, action="report_calendar.add", row=calendar, before={}, after={"name": calendar.name},
        body=keeper(),
    )  # fmt: skip
    return calendar


def version_on(versions: Iterable[CalendarVersion], day: date) -> CalendarVersion | None:
    """The version that holds for a period that ends on a day; of one day the one entered last."""
    found = [one for one in versions if one.valid_from <= day]
    return max(found, key=lambda one: (one.valid_from, one.pk), default=None)


@transaction.atomic
def calendar_choose(*, body: Body, calendar: ReportCalendar, valid_from: date, by: User) -> CalendarChoice:
    """A body reports by another calendar from a day on; what it owed before keeps its days.

    Raises:
        Conflict: It does so already, or from a later day on it was decided otherwise.
    """
    take_turn(Turn.BODIES)
    now = CalendarChoice.objects.filter(body=body, valid_to=None).first()
    if now is not None:
        if now.calendar_id == calendar.pk:
            raise Conflict(f"{body.name} đã báo cáo theo lịch “{calendar}”.")
        if now.valid_from >= valid_from:
            raise Conflict(
                f"{body.name} đã được đặt lịch “{now.calendar}” từ {now.valid_from:%d/%m/%Y}. "
                "Chọn ngày sau đó."
            )
        now.valid_to = valid_from - timedelta(days=1)
        now.save(update_fields=["valid_to"])
    choice = CalendarChoice.objects.create(body=body, calendar=calendar, valid_from=valid_from, set_by=by)
    record(
        actor=by, action="report_calendar.choose", row=choice,
        before={"calendar": str(now.calendar) if now else ""},
        after={"calendar": str(calendar), "valid_from": valid_from}, body=body,
    )  # fmt: skip
    return choice


class Calendars:
    """All calendars at hand: two queries, asked many times."""

    def __init__(self, work: WorkCalendar) -> None:
        self.work = work
        self.by_code: dict[str, int] = dict(ReportCalendar.objects.values_list("code", "pk"))
        self.versions: dict[int, list[CalendarVersion]] = {}
        for version in CalendarVersion.objects.select_related("calendar"):
            self.versions.setdefault(version.calendar_id, []).append(version)
        self.chosen: dict[int, list[CalendarChoice]] = {}
        for choice in CalendarChoice.objects.all():
            self.chosen.setdefault(choice.body_id, []).append(choice)
        self._made: dict[tuple[int, int], list[ReportPeriod]] = {}

    def of(self, body: Body, day: date) -> int | None:
        """The key of the calendar a body reports by for a period that ends on a day."""
        for choice in reversed(self.chosen.get(body.pk, [])):
            if choice.valid_from <= day and (choice.valid_to is None or day <= choice.valid_to):
                return choice.calendar_id
        return self.by_code.get(USUAL.get(BodyKind(body.kind), USUAL_ELSE))

    def periods(self, calendar: int, year: int) -> list[tuple[CalendarVersion, ReportPeriod]]:
        """The year's reports of a calendar, each by the version that holds when its period ends."""
        versions = self.versions.get(calendar, [])
        found = []
        for version in versions:
            made = self._made.get((version.pk, year))
            if made is None:
                made = report_periods(rules_of(version.rules), year, self.work)
                self._made[version.pk, year] = made
            found += [(version, one) for one in made if version_on(versions, one.period.end) == version]
        return found
