"""Work programmes, their matters and the sessions these are put to. What happened are events, only added.

Programme ── ProgrammeEvent (opened, closed, approved, issued)
    └─ Item (a matter) ── ItemEvent (registered, approved, moved, handed in, decided …)
          ├─ Session: the meeting it is put to
          └─ plans.Task: what its preparing body owes, once the programme is issued
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.assessment.programmetable import session_level
from dondoc.web.core.models import Named, PeriodFields
from dondoc.writing import labels


class SpanChoice(models.TextChoices):
    YEAR = "year", _("Năm")
    QUARTER = "quarter", _("Quý")
    MONTH = "month", _("Tháng")
    WEEK = "week", _("Tuần")


class ProgrammeStateChoice(models.TextChoices):
    DRAFT = "draft", _("Đang nhận đăng ký")
    REGISTERED = "registered", _("Đã chốt đăng ký")
    APPROVED = "approved", _("Đã duyệt")
    ISSUED = "issued", _("Đã ban hành")


class LevelChoice(models.TextChoices):
    """Who decides a matter; `records.workprogramme.Level`, in the order in which matters go up."""

    HEAD = "head", _("Lãnh đạo cơ quan")
    STANDING = "standing", _("Thường trực cấp ủy")
    BUREAU = "bureau", _("Ban Thường vụ")
    COMMITTEE = "committee", _("Ban Chấp hành")
    PEOPLES_COMMITTEE = "peoples_committee", _("UBND")
    COUNCIL_STANDING = "council_standing", _("Thường trực HĐND")
    COUNCIL = "council", _("HĐND")


class FormChoice(models.TextChoices):
    """What is to come of a matter."""

    OPINION = "opinion", _("Cho ý kiến")
    RESOLUTION = "resolution", _("Nghị quyết")
    CONCLUSION = "conclusion", _("Kết luận")
    DECISION = "decision", _("Quyết định")
    PROGRAMME = "programme", _("Chương trình, kế hoạch")
    REGULATION = "regulation", _("Quy chế, quy định")
    REPORT = "report", _("Nghe báo cáo")
    OTHER = "other", _("Hình thức khác")


class Session(Named):
    """A meeting that is planned: hội nghị, phiên họp, kỳ họp, giao ban. Its day may not be fixed yet."""

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="sessions")
    name = models.CharField(_("tên kỳ họp"), max_length=200)  # "BTV lần thứ 27", "Giao ban tuần 3"
    day = models.DateField(_("ngày họp"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = [models.F("day").asc(nulls_last=True), "id"]
        constraints = [
            models.UniqueConstraint(fields=["body", "name", "day"], name="session_once"),
            models.UniqueConstraint(
                fields=["body", "name"], condition=Q(day__isnull=True), name="session_without_day_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.day:%d/%m/%Y}" if self.day else self.name

    @property
    def level(self) -> str:
        """Whose meeting it is, a `LevelChoice`; "" where its name and body do not say."""
        return session_level(self.name, self.body.name) or ""

    def search_text(self) -> str:
        return self.name


class Programme(PeriodFields):
    """The work programme of a body for a year, quarter, month or week.

    `state` and `document` repeat what the events say. A quarter's or month's programme shows, with its own
    matters, those of the one `above` it that fall into its days: one matter is one row, wherever it is shown.
    """

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="programmes")
    span = models.CharField(_("loại"), max_length=8, choices=SpanChoice.choices)
    above = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="below")
    # other bodies find it and register their matters in it; a unit's own programme is read in its branch only
    takes_registrations = models.BooleanField(_("các cơ quan khác đăng ký"), default=True)
    state = models.CharField(
        max_length=12, choices=ProgrammeStateChoice.choices, default=ProgrammeStateChoice.DRAFT
    )
    document = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="programmes"
    )  # as issued
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-period_start", "period_end", "id"]
        constraints = [models.UniqueConstraint(fields=["body", "period"], name="programme_once")]

    def __str__(self) -> str:
        return f"Chương trình công tác {labels.period_told(self.period)} – {self.body}"


class ProgrammeEventChoice(models.TextChoices):
    """`records.workprogramme.ProgrammeEventKind`."""

    OPENED = "opened", _("Mở đăng ký")
    CLOSED = "closed", _("Chốt đăng ký")
    APPROVED = "approved", _("Duyệt chương trình")
    ISSUED = "issued", _("Ban hành")
    REOPENED = "reopened", _("Mở lại đăng ký")


class ProgrammeEvent(models.Model):
    """Something that happened to a programme. Rows are only added."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=ProgrammeEventChoice.choices)
    on = models.DateField()
    document = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, related_name="+"
    )  # of issued
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "id"]


class ItemStateChoice(models.TextChoices):
    """`records.workprogramme.ItemState`."""

    REGISTERED = "registered", _("Chờ duyệt")
    REFUSED = "refused", _("Không đưa vào")
    PLANNED = "planned", _("Đang chuẩn bị")
    HANDED_IN = "handed_in", _("Đã trình hồ sơ")
    DECIDED = "decided", _("Đã quyết định")
    DROPPED = "dropped", _("Đã rút")


class Item(Named, PeriodFields):
    """A matter of a programme: what is put to whom, prepared by whom, by when.

    The columns from `state` on repeat what the events say (`services.refresh`), so that lists can be
    filtered; nothing else may set them. Its period is the day of its session, else of its dossier, else the
    period it was registered for.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()  # within the programme, in the order of registration
    content = models.TextField(_("nội dung"))
    preparing = models.ForeignKey(
        "bodies.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="prepared_items"
    )
    preparing_as_written = models.CharField(_("cơ quan chuẩn bị"), max_length=500, blank=True)
    form = models.CharField(_("hình thức"), max_length=12, choices=FormChoice.choices, blank=True)
    notes = models.TextField(_("ghi chú"), blank=True)
    supplementary = models.BooleanField(default=False)  # registered after the programme was approved
    task = models.OneToOneField(
        "plans.Task", on_delete=models.PROTECT, null=True, blank=True, related_name="programme_item"
    )
    state = models.CharField(
        max_length=12, choices=ItemStateChoice.choices, default=ItemStateChoice.REGISTERED
    )
    level = models.CharField(_("cấp quyết định"), max_length=18, choices=LevelChoice.choices, blank=True)
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    due = models.DateField(_("ngày trình hồ sơ"), null=True, blank=True)
    first_due = models.DateField(null=True, blank=True)  # as first approved
    handed_in = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    result = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="decided_items"
    )
    moves = models.PositiveSmallIntegerField(default=0)  # to another session, day or level
    # What it was registered for where neither session nor dossier has a day: "2026-Q3"
    meant_for = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["period_start", "number", "id"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="item_number_once")]
        indexes = [
            models.Index(fields=["preparing", "due"], name="item_by_preparing"),
            models.Index(fields=["state", "due"], name="item_by_state"),
            models.Index(fields=["period_start"], name="item_by_day"),
        ]

    def __str__(self) -> str:
        return self.content if len(self.content) <= 80 else f"{self.content[:79]}…"

    def search_text(self) -> str:
        return f"{self.content}\n{self.preparing_as_written}\n{self.notes}"


class ItemPartner(models.Model):
    """A body that prepares the matter along with the first; `body` is None while it is not resolved."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="partners")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, null=True, related_name="partner_items")
    as_written = models.CharField(max_length=300)


class ItemEventChoice(models.TextChoices):
    """`records.workprogramme.ItemEventKind`."""

    REGISTERED = "registered", _("Đăng ký")
    AMENDED = "amended", _("Sửa nội dung đăng ký")
    APPROVED = "approved", _("Đưa vào chương trình")
    REFUSED = "refused", _("Không đưa vào")
    MOVED = "moved", _("Chuyển kỳ họp, ngày trình")
    LEVEL_MOVED = "level_moved", _("Chuyển cấp quyết định")
    SESSION_MOVED = "session_moved", _("Dời ngày họp")
    HANDED_IN = "handed_in", _("Trình hồ sơ")
    SENT_BACK = "sent_back", _("Trả lại hồ sơ")
    DECIDED = "decided", _("Đã quyết định")
    DROPPED = "dropped", _("Rút khỏi chương trình")
    REOPENED = "reopened", _("Ghi nhầm, mở lại")
    REMINDED = "reminded", _("Đôn đốc bằng văn bản")
    NOTE = "note", _("Ghi chú")


class ItemEvent(models.Model):
    """Something that happened to a matter. Rows are only added; a day's count as they were entered."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=ItemEventChoice.choices)
    on = models.DateField()
    level = models.CharField(max_length=18, choices=LevelChoice.choices, blank=True)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="+")
    meets = models.DateField(null=True)  # the session's day, as it was planned then
    due = models.DateField(null=True)
    content = models.TextField(blank=True)  # of registered and amended: the words as they were then
    document = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, related_name="+"
    )  # of decided: what came of it
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "id"]
