"""Calendars, forms and the reports they make bodies owe. What was asked, typed, sent is never overwritten."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dondoc.records.plan import Scaled
from dondoc.web.core.models import Named, PeriodFields
from dondoc.writing import labels


class KindChoice(models.TextChoices):
    """`records.report.ReportKind`."""

    WEEK = "week", _("Tuần")
    MONTH = "month", _("Tháng")
    QUARTER = "quarter", _("Quý")
    HALF = "half", _("6 tháng")
    NINE_MONTHS = "nine_months", _("9 tháng")
    YEAR = "year", _("Năm")


class ShiftChoice(models.TextChoices):
    AFTER = "after", _("Lùi đến ngày làm việc kế tiếp")
    BEFORE = "before", _("Sớm lên ngày làm việc trước đó")
    NONE = "none", _("Giữ nguyên")


class LateByChoice(models.TextChoices):
    SUBMITTED = "submitted", _("Ngày trình")
    CONFIRMED = "confirmed", _("Ngày xác nhận")


class StateChoice(models.TextChoices):
    """`records.report.ReportState`."""

    OPEN = "open", _("Chưa gửi")
    SUBMITTED = "submitted", _("Chờ xác nhận")
    SIGNED = "signed", _("Chờ kiểm tra bản ký")
    RETURNED = "returned", _("Bị trả lại")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    AMENDING = "amending", _("Đang sửa số đã xác nhận")


class ReportCalendar(models.Model):
    """A calendar by which reports are owed; its days are in its versions."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("tên lịch"), max_length=200)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class CalendarVersion(models.Model):
    """The days of a calendar for periods that end on `valid_from` or later; a later version follows it."""

    calendar = models.ForeignKey(ReportCalendar, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField(_("áp dụng từ"))
    rules: models.JSONField[Any, Any] = models.JSONField()  # `calendars.rules_of`
    source = models.CharField(_("căn cứ"), max_length=500)
    verified = models.BooleanField(default=True)  # False: a practice nobody has found in print
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )  # NULL: shipped
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["valid_from", "id"]

    def __str__(self) -> str:
        return f"{self.calendar}: từ {self.valid_from:%d/%m/%Y}"


class CalendarChoice(models.Model):
    """Which calendar a body reports by, from a day to a day."""

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="report_calendars")
    calendar = models.ForeignKey(ReportCalendar, on_delete=models.PROTECT, related_name="choices")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body"], condition=Q(valid_to=None), name="one_standing_calendar_a_body"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="calendar_choice_ends_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.calendar}"


class ReportForm(Named):
    """Biểu: which figures the bodies it names owe in which kinds of period."""

    code = models.CharField(_("ký hiệu biểu"), max_length=40, unique=True)
    name = models.CharField(_("tên biểu"), max_length=300)
    # who asks for it, checks signed papers, opens again
    office = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="report_forms")
    # "": each body's own calendar
    calendar = models.ForeignKey(
        ReportCalendar, on_delete=models.PROTECT, null=True, blank=True, related_name="forms"
    )
    kinds: models.JSONField[Any, Any] = models.JSONField(default=list)  # of KindChoice
    valid_from = models.DateField(_("áp dụng từ"))  # periods that end on this day or later
    valid_to = models.DateField(_("đến"), null=True, blank=True)
    basis = models.CharField(_("căn cứ"), max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["sort_key", "id"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def search_text(self) -> str:
        return f"{self.name}\n{self.code}"


class FormLine(models.Model):
    """One indicator of a form: in which unit, how exact, of the period alone or from the year's start."""

    form = models.ForeignKey(ReportForm, on_delete=models.CASCADE, related_name="lines")
    indicator = models.ForeignKey("plans.Indicator", on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=80, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    cumulative = models.BooleanField(default=False)  # told from 1 January
    required = models.BooleanField(default=True)  # a figure, or "–" with its reason
    position = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "indicator"], condition=Q(withdrawn_at=None), name="form_line_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.indicator)


class FormBody(models.Model):
    """A body that owes the form, for periods that end inside these days."""

    form = models.ForeignKey(ReportForm, on_delete=models.CASCADE, related_name="bodies")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["form", "body"], condition=Q(valid_to=None), name="form_body_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.form.code}: {self.body}"


class Report(PeriodFields):
    """What one body owes for one period by one form. The columns from `state` on repeat the events."""

    form = models.ForeignKey(ReportForm, on_delete=models.PROTECT, related_name="reports")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="reports")
    obligation = models.OneToOneField(
        "obligations.Obligation", on_delete=models.PROTECT, related_name="report"
    )
    version = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=KindChoice.choices)
    window_start = models.DateField()
    cut_off = models.DateField()
    due = models.DateField()  # as it holds: moved by an extension granted in time
    locks_on = models.DateField(null=True)
    late_by = models.CharField(max_length=10, choices=LateByChoice.choices)
    state = models.CharField(max_length=10, choices=StateChoice.choices, default=StateChoice.OPEN)
    counted_on = models.DateField(null=True)  # held against the due day
    confirmed_on = models.DateField(null=True)
    reopened_until = models.DateField(null=True)
    # the register's entry of the report as it was confirmed: where its figures and matters come from
    document = models.ForeignKey("sources.Document", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.UniqueConstraint(fields=["form", "body", "kind", "period"], name="report_once"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_on__isnull=False), name="report_confirmed_on"
            ),
        ]
        indexes = [
            models.Index(fields=["form", "kind", "period_end"], name="report_by_period"),
            models.Index(fields=["body", "due"], name="report_by_body"),
            models.Index(fields=["state", "due"], name="report_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.form.code} {labels.period_told(self.period)} – {self.body}"


class ReportCell(models.Model):
    """A field of a draft as it stands: `v12` a figure, `n12` its explanation, `text` the whole report's."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="cells")
    key = models.CharField(max_length=24)
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="report_cell_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.text[:40]}"


class CellChange(models.Model):
    """Every text a field ever had. Of two people who typed into it at once, the second text is a `clash`.

    A clash stays until somebody says which text stands.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="changes")
    key = models.CharField(max_length=24)
    text = models.TextField(blank=True)
    base = models.PositiveIntegerField()  # the revision its author saw
    clash = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["report", "clash"], name="cell_change_clash")]

    def __str__(self) -> str:
        return f"{self.key}: {self.text[:40]}"


class EventChoice(models.TextChoices):
    """`records.report.ReportEventKind`."""

    SUBMITTED = "submitted", _("Trình thủ trưởng")
    SIGNED = "signed", _("Nhập báo cáo đã ký")
    WITHDRAWN = "withdrawn", _("Rút về")
    CONFIRMED = "confirmed", _("Xác nhận")
    CHECKED = "checked", _("Đã kiểm tra bản ký")
    RETURNED = "returned", _("Trả lại")
    REOPENED = "reopened", _("Mở lại để sửa")
    CLOSED = "closed", _("Đóng lại")
    AMENDING = "amending", _("Sửa số đã xác nhận")
    KEPT = "kept", _("Thôi sửa, giữ số đã xác nhận")
    NOTE = "note", _("Ghi chú")


class ReportEvent(models.Model):
    """Something that happened to a report. Rows are only added."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=EventChoice.choices)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True)
    symbol = models.CharField(max_length=80, blank=True)  # of signed
    paper_day = models.DateField(null=True)
    file = models.ForeignKey("sources.File", on_delete=models.PROTECT, null=True, related_name="+")
    until = models.DateField(null=True)  # of reopened
    delegation = models.ForeignKey(
        "Delegation", on_delete=models.PROTECT, null=True, related_name="+"
    )  # of confirmed: by whose leave

    class Meta:
        ordering = ["id"]


class SentFigure(models.Model):
    """A line of a report as it was sent; what is confirmed is exactly this."""

    event = models.ForeignKey(ReportEvent, on_delete=models.CASCADE, related_name="figures")
    line = models.ForeignKey(FormLine, on_delete=models.PROTECT, related_name="+")
    mantissa = models.BigIntegerField(null=True)  # NULL: said to have no figure
    decimals = models.PositiveSmallIntegerField(default=0)
    unit = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)
    # once confirmed: what counts
    observation = models.ForeignKey(
        "results.Observation", on_delete=models.PROTECT, null=True, related_name="sent_figures"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "line"], name="sent_figure_once")]

    def __str__(self) -> str:
        return f"{self.line}: {'–' if self.value is None else self.value}"

    @property
    def value(self) -> Decimal | None:
        """Digits as typed."""
        return None if self.mantissa is None else Scaled(self.mantissa, self.decimals).to_decimal()


class DifficultyNature(models.TextChoices):
    DIFFICULTY = "difficulty", _("Khó khăn, vướng mắc")
    PROPOSAL = "proposal", _("Kiến nghị, đề xuất")


class Difficulty(models.Model):
    """A difficulty or proposal that a report tells; once confirmed it is a `matters.Matter`."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="difficulties")
    nature = models.CharField(_("loại"), max_length=12, choices=DifficultyNature.choices)
    words = models.TextField(_("nội dung"))
    to = models.ForeignKey(
        "bodies.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # who is asked to answer
    due = models.DateField(_("đề nghị trả lời trước"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "difficulties"

    def __str__(self) -> str:
        return self.words[:120]


class Delegation(models.Model):
    """The head lets a named person confirm for the body, from a day to a day."""

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="delegations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations")
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"))
    reason = models.CharField(_("lý do"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="delegation_ends_after"),
            models.CheckConstraint(condition=~Q(person=F("by")), name="delegation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.body}"


class ReportImport(models.Model):
    """A workbook somebody brought back: what it changed, or what was wrong in which cell."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="imports")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)  # the file as it came; with problems: with them marked
    problems: models.JSONField[Any, Any] = models.JSONField(default=dict)  # cell → words
    changed = models.PositiveIntegerField(default=0)
    clashes = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
