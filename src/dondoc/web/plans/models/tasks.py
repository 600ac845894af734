"""Who must do what by when, and what happened to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.web.core.models import Named


class DeadlineKind(models.TextChoices):
    DAY = "day", _("Ngày")
    PERIOD = "period", _("Kỳ")
    EVENT = "event", _("Sau một sự kiện")
    RECURRING = "recurring", _("Thường xuyên, định kỳ")
    NONE = "none", _("Không ghi thời hạn")


class StageChoice(models.TextChoices):
    """With whom a task lies; `records.tasklife.Stage`."""

    UNASSIGNED = "unassigned", _("Chưa rõ chủ trì")
    UNACKNOWLEDGED = "unacknowledged", _("Chưa tiếp nhận")
    TRANSFER_ASKED = "transfer_asked", _("Đề nghị chuyển")
    IN_HAND = "in_hand", _("Đang thực hiện")
    REPORTED = "reported", _("Chờ xác nhận")
    RETURNED = "returned", _("Bị trả lại")
    WAITING = "waiting", _("Chờ cấp trên")
    DONE = "done", _("Đã hoàn thành")
    WITHDRAWN = "withdrawn", _("Đã rút")


class Task(Named):
    """Who must do what by when. What happened to it are its events.

    `lead`, `given_on`, `stage`, `due`, `clock_stopped`, `done_on` and `extensions` repeat what the events say
    (`standings.refresh`), so that lists can be filtered; nothing else may set them.
    """

    document = models.ForeignKey("sources.Document", on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveIntegerField()  # within the document, in its order
    action = models.TextField(_("nội dung"))
    lead = models.ForeignKey(
        "bodies.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="led_tasks"
    )  # None: "chưa rõ chủ trì", also while the addressee is collective
    given_on = models.DateField(null=True, blank=True)  # to its lead of now
    lead_as_written = models.CharField(max_length=500, blank=True)
    collective = models.BooleanField(default=False)
    deadline_kind = models.CharField(max_length=10, choices=DeadlineKind.choices, default="none")
    deadline_as_written = models.CharField(max_length=120, blank=True)  # "2026-Q4"
    due = models.DateField(_("thời hạn"), null=True, blank=True)  # its last day, as it holds now
    first_due = models.DateField(null=True, blank=True)  # as the document set it
    clock_stopped = models.DateField(
        null=True, blank=True
    )  # by decision, while a higher authority is awaited
    stage = models.CharField(max_length=16, choices=StageChoice.choices, default=StageChoice.UNASSIGNED)
    extensions = models.PositiveSmallIntegerField(default=0)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    # into one task a body, or one a period: its parts are counted, not it
    resolved = models.BooleanField(default=False)
    product = models.CharField(_("sản phẩm"), max_length=500, blank=True)
    # lĩnh vực, of those that targets have; "" is none yet (`plans.fields.field_set`)
    field = models.CharField(_("lĩnh vực"), max_length=120, blank=True)
    owed_from = models.DateField(null=True, blank=True)  # the document's day
    awaiting_document = models.BooleanField(default=False)
    done_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="task_number_once")]
        indexes = [
            models.Index(fields=["lead", "due"], name="task_by_lead"),
            models.Index(fields=["due", "done_on"], name="task_by_due"),
        ]

    def __str__(self) -> str:
        return self.action if len(self.action) <= 80 else f"{self.action[:79]}…"

    def search_text(self) -> str:
        return f"{self.action}\n{self.lead_as_written}\n{self.product}"


class TaskPartner(models.Model):
    """A body that works along; `body` is None while it is not resolved."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="partners")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, null=True, related_name="partner_tasks")
    as_written = models.CharField(max_length=300)


class EventKind(models.TextChoices):
    """What can happen to a task; `records.tasklife.TaskEventKind`."""

    ASSIGNED = "assigned", _("Giao")
    ACKNOWLEDGED = "acknowledged", _("Tiếp nhận")
    TRANSFER_ASKED = "transfer_asked", _("Đề nghị chuyển cơ quan khác")
    TRANSFERRED = "transferred", _("Chuyển cơ quan chủ trì")
    SUCCEEDED = "succeeded", _("Cơ quan kế thừa tiếp nhận")
    TRANSFER_REFUSED = "transfer_refused", _("Giữ nguyên cơ quan chủ trì")
    OPINION_ASKED = "opinion_asked", _("Xin ý kiến")
    OPINION_GIVEN = "opinion_given", _("Cho ý kiến")
    REPORTED = "reported", _("Báo cáo hoàn thành")
    DONE = "done", _("Xác nhận hoàn thành")
    RETURNED = "returned", _("Trả lại")
    REOPENED = "reopened", _("Mở lại")
    WAITING = "waiting", _("Chờ cấp trên")
    RESUMED = "resumed", _("Tiếp tục thực hiện")
    EXTENDED = "extended", _("Gia hạn")
    DATED = "dated", _("Ấn định thời hạn")
    REMINDED = "reminded", _("Đôn đốc bằng văn bản")
    EXPLANATION_ASKED = "explanation_asked", _("Yêu cầu giải trình")
    EXPLAINED = "explained", _("Giải trình")
    WITHDRAWN = "withdrawn", _("Rút nhiệm vụ")
    NOTE = "note", _("Ghi chú")
    UNDONE = "undone", _("Gỡ một lần ghi")


class TaskEvent(models.Model):
    """Something that happened to a task. Rows are only added; those of one day count as they were entered.

    `lead` is the new one of assigned and transferred; of the others, who led the task that day.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    on = models.DateField()
    lead = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, null=True, related_name="+")
    due = models.DateField(null=True)  # of assigned, extended and dated
    day = models.DateField(null=True)  # of done: when the result was there; NULL where that was `on`
    stops_clock = models.BooleanField(default=False)  # of waiting
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True)
    undoes = models.OneToOneField(
        "self", on_delete=models.RESTRICT, null=True, related_name="undone_by"
    )  # of undone: the event that never was

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["lead", "-on"], name="event_by_lead")]


class TaskSpan(models.Model):
    """How a task stood over some days, as known over some days: `records.tasklife.TaskSpan` in columns.

    Made anew from the events whenever one is added (`standings.refresh`), so that a board of any past day is
    one query; nothing else may write it.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="spans")
    since = models.DateField()
    until = models.DateField(null=True)  # the first day on which it no longer held
    known_from = models.DateField()
    known_to = models.DateField(null=True)  # the first day on which something else was known
    stage = models.CharField(max_length=16, choices=StageChoice.choices)
    lead = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, null=True, related_name="+")
    given_on = models.DateField(null=True)
    acknowledged_on = models.DateField(null=True)
    first_due = models.DateField(null=True)
    due = models.DateField(null=True)
    clock_stopped = models.DateField(null=True)
    done_on = models.DateField(null=True)
    extensions = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["since", "id"]
        indexes = [
            models.Index(  # all that the board of a past day sorts and counts by, without a look at the rows
                fields=["task", "since", "until", "stage", "due"],
                condition=Q(known_to__isnull=True),
                name="span_as_known_now",
            ),
        ]
