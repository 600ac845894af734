"""What is arranged around a task. Nothing here changes where the task stands: that its events alone say."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc.web.plans.models import StageChoice
from dondoc.writing import labels


class Kept(models.Model):
    """Who entered a row, when, and when it was taken back; a row is never deleted."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Step(Kept):
    """One step of a task: what, by whom, by when; done on a day or not."""

    task = models.ForeignKey("plans.Task", on_delete=models.CASCADE, related_name="steps")
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=200, blank=True)
    due = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = [F("due").asc(nulls_last=True), "id"]

    def __str__(self) -> str:
        return self.what


class PersonRole(models.TextChoices):
    HANDLER = "handler", _("Người thực hiện")
    SUPERVISOR = "supervisor", _("Theo dõi, đôn đốc")


class TaskPerson(Kept):
    """A named person for a task from a day on: at the lead who does it, at the assigner who follows it.

    A user of the system, or an office-holder by position; `until` ends it, a new one takes over.
    """

    task = models.ForeignKey("plans.Task", on_delete=models.CASCADE, related_name="people")
    role = models.CharField(max_length=10, choices=PersonRole.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="task_people"
    )
    position = models.ForeignKey(
        "bodies.Position", on_delete=models.PROTECT, null=True, blank=True, related_name="task_people"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day

    class Meta:
        ordering = ["role", "-since", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, position__isnull=True)
                | Q(user__isnull=True, position__isnull=False),
                name="one_person_named",
            )
        ]

    def __str__(self) -> str:
        return str(self.user or self.position)


class Arrangement(models.Model):
    """What a task needs and where its result goes; changes are in the trail.

    A task without a day may have a review cycle: every so many months somebody looks at it.
    """

    task = models.OneToOneField("plans.Task", on_delete=models.CASCADE, related_name="arrangement")
    resources = models.TextField(blank=True)
    level = models.CharField(max_length=200, blank=True)
    review_months = models.PositiveSmallIntegerField(null=True, blank=True)
    review_next = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.level or self.resources[:80]


class Part(Kept):
    """What a partner has to do of a task, by when; it reports it itself.

    `stage` and `done_on` repeat what its events say (`parts.refresh`).
    """

    task = models.ForeignKey("plans.Task", on_delete=models.CASCADE, related_name="partner_parts")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="parts")
    what = models.CharField(max_length=500)
    given_on = models.DateField()
    due = models.DateField(null=True, blank=True)
    stage = models.CharField(max_length=16, choices=StageChoice.choices, default=StageChoice.UNACKNOWLEDGED)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = [F("due").asc(nulls_last=True), "id"]
        indexes = [models.Index(fields=["body", "due"], name="part_by_body")]

    def __str__(self) -> str:
        return self.what


class PartEventKind(models.TextChoices):
    """Those of `records.tasklife.TaskEventKind` that a part has."""

    ACKNOWLEDGED = "acknowledged", _("Tiếp nhận")
    REPORTED = "reported", _("Báo cáo hoàn thành")
    DONE = "done", _("Xác nhận hoàn thành")
    RETURNED = "returned", _("Trả lại")
    WITHDRAWN = "withdrawn", _("Rút phần việc")


class PartEvent(models.Model):
    """Something that happened to a part; rows are only added."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=PartEventKind.choices)
    on = models.DateField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "id"]


class Wait(Kept):
    """`task` cannot be finished before `waits_for`; shown, and changes no day by itself."""

    task = models.ForeignKey("plans.Task", on_delete=models.CASCADE, related_name="waits")
    waits_for = models.ForeignKey("plans.Task", on_delete=models.CASCADE, related_name="awaited_by")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "waits_for"], condition=Q(withdrawn_at=None), name="wait_once"
            ),
            models.CheckConstraint(condition=~Q(task=F("waits_for")), name="wait_for_another"),
        ]

    def __str__(self) -> str:
        return f"{self.task} ← {self.waits_for}"


class Trigger(Kept):
    """Something that deadlines depend on ("sau khi Trung ương ban hành …"), until its day is known."""

    what = models.CharField(max_length=300)
    owner = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")
    happened_on = models.DateField(null=True, blank=True)
    paper = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.what


class TriggeredDue(Kept):
    """A task is due so many days after an event; the day is set by an event of the task when it has come."""

    task = models.ForeignKey("plans.Task", on_delete=models.CASCADE, related_name="triggered")
    trigger = models.ForeignKey(Trigger, on_delete=models.PROTECT, related_name="tasks")
    days = models.PositiveSmallIntegerField(default=0)
    working = models.BooleanField(default=False)  # working days

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(withdrawn_at=None), name="one_trigger"),
        ]


class Every(models.TextChoices):
    """How often a recurring task falls due."""

    WEEK = "week", _("hằng tuần")
    MONTH = "month", _("hằng tháng")
    QUARTER = "quarter", _("hằng quý")
    HALF = "half", _("6 tháng một lần")
    YEAR = "year", _("hằng năm")


class Recurrence(Kept):
    """A task that falls due again and again: each period is a task of its own under it.

    An occurrence is due `days` days after its period's last day (before it where negative).
    """

    task = models.OneToOneField("plans.Task", on_delete=models.CASCADE, related_name="recurrence")
    every = models.CharField(max_length=8, choices=Every.choices)
    days = models.SmallIntegerField(default=0)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.get_every_display()


class Occurrence(models.Model):
    """Which period a recurring task's part is of: at most one task a period."""

    recurrence = models.ForeignKey(Recurrence, on_delete=models.CASCADE, related_name="occurrences")
    period = models.CharField(max_length=40)
    task = models.OneToOneField("plans.Task", on_delete=models.CASCADE, related_name="occurrence")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recurrence", "period"], name="occurrence_once")]

    def __str__(self) -> str:
        return labels.period_told(self.period)


class SavedDay(Kept):
    """A day that boards are asked about again and again: a conference, a reporting day."""

    name = models.CharField(max_length=200)
    day = models.DateField()

    class Meta:
        ordering = ["-day", "-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.day:%d/%m/%Y})"


class OwnFields(models.Model):
    """What fields a document's tasks have besides those of every task: one version of the whole definition.

    `fields` is a list of `exchange.ownfields.OwnField`. The last version counts; the others are the trace.
    """

    document = models.ForeignKey("sources.Document", on_delete=models.CASCADE, related_name="own_fields")
    version = models.PositiveIntegerField()
    fields = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["document", "version"]
        constraints = [
            models.UniqueConstraint(fields=["document", "version"], name="own_fields_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.document} · {self.version}"


class OwnValues(models.Model):
    """What a task says in the fields of its document: key → value as `ownfields.value_of` keeps it.

    A retired field's value stays. How it was before is in `OwnHeld`.
    """

    task = models.OneToOneField("plans.Task", on_delete=models.CASCADE, related_name="own_values")
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.task)


class OwnHeld(models.Model):
    """What a task said in its own fields from a moment on: all of it. Rows are only added."""

    task = models.ForeignKey("plans.Task", on_delete=models.CASCADE, related_name="own_held")
    values = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["task", "id"]

    def __str__(self) -> str:
        return f"{self.task_id}, {self.at:%Y-%m-%d %H:%M}"
