"""How the boards print the state of a task and how far a target is."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from dondoc.assessment.deadlines import days_late
from dondoc.web.core.quantities import number_text
from dondoc.web.core.templatetags.dondoc import number, status
from dondoc.web.plans.selectors import TargetRow
from dondoc.web.plans.taskboard import Moment
from dondoc.web.plans.taskbodies import BodyLine
from dondoc.web.plans.taskviews import percent_number

register = template.Library()

# state → (tone, shape, word)
TASK_STATES = {
    "done_in_time": ("ok", "s-ok", gettext_lazy("Hoàn thành đúng hạn")),
    "done_late": ("warn", "s-ok", gettext_lazy("Hoàn thành quá hạn")),
    "open_in_time": ("info", "s-half", gettext_lazy("Trong hạn")),
    "open_late": ("bad", "s-late", gettext_lazy("Quá hạn")),
    "open": ("info", "s-half", gettext_lazy("Chưa xong")),
    "due_soon": ("warn", "clock", gettext_lazy("Sắp đến hạn")),
    "no_deadline": ("", "s-open", gettext_lazy("Không có thời hạn")),
    "no_lead": ("", "s-open", gettext_lazy("Chưa rõ chủ trì")),
    "unacknowledged": ("", "s-open", gettext_lazy("Chưa tiếp nhận")),
    "acknowledge_late": ("bad", "s-late", gettext_lazy("Quá hạn tiếp nhận")),
    "withdrawn": ("", "s-no", gettext_lazy("Đã rút")),
    "transfer_asked": ("warn", "s-open", gettext_lazy("Đề nghị chuyển")),
    "reported": ("info", "s-half", gettext_lazy("Chờ xác nhận")),
    "returned": ("warn", "s-half", gettext_lazy("Bị trả lại")),
    "waiting": ("warn", "clock", gettext_lazy("Chờ cấp trên")),
    "awaiting": ("warn", "press", gettext_lazy("Chờ văn bản")),
}
MEASURES = {
    "level": gettext_lazy("giá trị"),
    "change": gettext_lazy("mức tăng, giảm"),
    "share": gettext_lazy("tỷ trọng"),
    "attainment": gettext_lazy("so kế hoạch"),
    "ratio": gettext_lazy("gấp mấy lần"),
    "rank": gettext_lazy("thứ hạng"),
    "tally": gettext_lazy("số đạt trên tổng số"),
}
COMPARATORS = {"ge": "≥", "le": "≤", "eq": "=", "range": ""}


@register.simple_tag
def task_state(state: str) -> SafeString:
    """A state of a task: shape, word, tone."""
    return status(*TASK_STATES[state])


@register.simple_tag
def task_stands(task: Any) -> SafeString:
    """Where a task stands: what only the press or a draft says awaits its document, whatever its day."""
    if task.stage == "withdrawn":
        return task_state("withdrawn")
    return task_state("awaiting" if task.awaiting_document else task.state)


@register.simple_tag
def awaiting() -> SafeString:
    """The mark of what only a press report or a draft says."""
    return status(*TASK_STATES["awaiting"])


@register.simple_tag
def body_line(line: BodyLine, tasks: str) -> SafeString:
    """A row of the table of bodies; its eighteen cells in one go, an office has two hundred rows.

    `tasks` is the address of the board of tasks.
    """
    address = f"{tasks}?body={line.body.pk}&part=lead"
    counts = line.counts
    late: str | SafeString = "0"
    if counts.open_late:
        late = format_html(
            '<a class="strong" href="{}&state=open_late">{}</a>', address, number(counts.open_late)
        )
    cells: list[str | SafeString] = [
        *(number(n) for n in (line.given, counts.done_in_time, counts.done_late, counts.open_in_time)),
        late,
        percent(line.punctuality),
        *(number(n) for n in (line.oldest, line.over_30, line.over_120, line.acknowledged_late)),
        *(number(n) for n in (line.transfers_asked, line.transfers_late, line.opinions_asked, line.returned)),
        *(number(n) for n in (line.waiting, line.helps, line.workload)),
    ]
    return format_html(
        '<tr><th scope="row" class="wide-cell"><a href="{}">{}</a></th>{}</tr>', address, line.body.name,
        format_html_join("", '<td class="num figures nowrap">{}</td>', ((cell,) for cell in cells)),
    )  # fmt: skip


@register.filter
def partners_short(task: Any) -> str:
    """The first three who work along, as the document names them."""
    names = [partner.as_written for partner in task.partners.all()]
    return "; ".join(names[:3]) + ("…" if len(names) > 3 else "")


@register.simple_tag
def moment_query(moment: Moment) -> str:
    """What a link carries on from a board of a past day: "?as_of=2026-07-01&known=then"; "" today."""
    if not moment.at:
        return ""
    return f"?as_of={moment.as_of:%Y-%m-%d}" + ("&known=then" if moment.known_by else "")


@register.filter
def comparator(version: Any) -> str:
    """≥, ≤, = before a target's number; nothing before a range."""
    return COMPARATORS.get(version.comparator, "")


@register.filter
def progress_text(row: TargetRow) -> str:
    """How far the latest figure is: "75 %" of an amount, "−1,05" of a rate, "" where they do not compare."""
    found = row.progress
    if found is None:
        return ""
    if found.percent is not None:
        return f"{short(found.percent)} %"
    unit = gettext("điểm %") if row.unit == "%" else row.unit
    return f"{signed(found.difference)} {unit}".strip()


def signed(value: Decimal) -> str:
    """+1,05, −1,05 or 0, with a real minus sign, without zeros at the end."""
    mark = "−" if value < 0 else "+" if value > 0 else ""
    return mark + short(abs(value))


def short(value: Decimal) -> str:
    """A reckoned number without zeros at its end: 75.00 → 75. A printed one keeps its own decimals."""
    whole = value == value.to_integral_value()
    return number_text(value.quantize(Decimal(1)) if whole else value.normalize())


@register.filter
def signed_number(value: Decimal | None) -> str:
    """A difference with its sign; "" for none."""
    return "" if value is None else signed(value)


@register.filter
def late_days(task: Any, today: Any) -> int:
    """Whole days past the due day so far; 0 where it is in time, done, not binding yet or has no day."""
    if task.done_on is not None or task.awaiting_document or task.stage == "withdrawn":
        return 0
    return days_late(due=task.due, done=None, as_of=min(today, task.clock_stopped or today))


@register.filter
def percent(share: Fraction | None) -> str:
    """98,63 % at two decimals, rounded half up; "" where there is nothing to divide by."""
    number = percent_number(share)
    return "" if number is None else f"{number_text(number)} %"


@register.filter
def measure_name(measure: str) -> str:
    """What about an indicator is stated: its level, a change of it, a share …"""
    return str(MEASURES.get(measure, measure))
