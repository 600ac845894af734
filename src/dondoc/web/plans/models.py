"""Commitments a person has confirmed. What a document only proposes stays a `sources.Fact`."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.assessment.aggregation import usual_rules
from dondoc.records.plan import Nature, Scaled, TimeRule, UnitRule
from dondoc.web.core.models import Named, PeriodFields, QuantityFields


class DirectionChoice(models.TextChoices):
    HIGHER = "higher", _("Càng cao càng tốt")
    LOWER = "lower", _("Càng thấp càng tốt")
    BAND = "band", _("Trong khoảng")


class NatureChoice(models.TextChoices):
    FLOW = "flow", _("Cộng dồn trong năm")
    STOCK = "stock", _("Tại thời điểm")
    GROWTH = "growth", _("Tốc độ so cùng kỳ")
    RANK = "rank", _("Thứ hạng")
    ANNUAL = "annual", _("Chỉ có số cả năm")


class TimeRuleChoice(models.TextChoices):
    """`records.plan.TimeRule`."""

    YTD = "ytd", _("Cộng dồn từ đầu năm")
    MOMENT = "moment", _("Tại thời điểm cuối kỳ")
    MEAN = "mean", _("Bình quân các kỳ")
    MAX = "max", _("Kỳ cao nhất")
    LAST = "last", _("Số mới nhất trong kỳ")
    OWN = "own", _("Mỗi kỳ một số, không gộp")


class UnitRuleChoice(models.TextChoices):
    """`records.plan.UnitRule`."""

    SUM = "sum", _("Cộng các đơn vị")
    RATIO = "ratio", _("Tổng tử số chia tổng mẫu số")
    MEAN = "mean", _("Bình quân các đơn vị")
    MAX = "max", _("Đơn vị cao nhất")
    NONE = "none", _("Không cộng được")


class Indicator(Named):
    """What is measured. `code` is its id in the catalogue pack; "" for one the office added itself.

    The rules say how its figures add up; "" is what is usual for its nature (`assessment.aggregation`). One
    merged into another stays, with `merged_into`, so that what was said of it can be followed.
    """

    code = models.CharField(max_length=60, blank=True, default="")
    name = models.CharField(_("tên chỉ tiêu"), max_length=300)
    unit = models.CharField(_("đơn vị tính"), max_length=80, blank=True)
    direction = models.CharField(
        max_length=8, choices=DirectionChoice.choices, default=DirectionChoice.HIGHER
    )
    nature = models.CharField(max_length=8, choices=NatureChoice.choices, default=NatureChoice.ANNUAL)
    field = models.CharField(_("lĩnh vực"), max_length=120, blank=True)
    time_rule = models.CharField(
        _("gộp theo thời gian"), max_length=8, choices=TimeRuleChoice.choices, blank=True
    )
    unit_rule = models.CharField(
        _("gộp theo đơn vị"), max_length=8, choices=UnitRuleChoice.choices, blank=True
    )
    base_year = models.PositiveSmallIntegerField(_("năm gốc"), null=True, blank=True)  # of constant prices
    numerator = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="numerator_of"
    )
    denominator = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="denominator_of"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    merged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="indicator_code_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def search_text(self) -> str:
        return self.name

    @property
    def rules(self) -> tuple[TimeRule, UnitRule]:
        """How its figures add up: as said, else as usual."""
        time, units = usual_rules(Nature(self.nature), self.unit)
        if not self.unit_rule and self.numerator_id is not None:
            units = UnitRule.RATIO
        return (
            TimeRule(self.time_rule) if self.time_rule else time,
            UnitRule(self.unit_rule) if self.unit_rule else units,
        )


class IndicatorPart(models.Model):
    """One of the indicators that a composite one consists of ("cơ cấu kinh tế": three or four shares)."""

    whole = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="components")
    part = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="component_of")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["whole", "part"], name="indicator_part_once"),
            models.CheckConstraint(condition=~Q(whole=models.F("part")), name="indicator_part_of_another"),
        ]

    def __str__(self) -> str:
        return str(self.part)


class IndicatorAlias(models.Model):
    """Another name of the indicator, learnt from a document when a reviewer linked it, or entered.

    One that was wrong is withdrawn, and no longer means the indicator.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=300, db_index=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "folded"], name="indicator_alias_once")]

    def __str__(self) -> str:
        return self.name


class ComparatorChoice(models.TextChoices):
    AT_LEAST = "ge", _("từ … trở lên")
    AT_MOST = "le", _("không quá")
    EQUAL = "eq", _("bằng")
    RANGE = "range", _("từ … đến …")
    ALL = "all", _("đạt mọi thành phần")


class BasisChoice(models.TextChoices):
    CENTRE = "centre", _("Trung ương giao")
    COUNCIL = "council", _("HĐND")
    COMMITTEE = "committee", _("Cấp ủy")
    CONGRESS = "congress", _("Đại hội")
    PEOPLES_COMMITTEE = "peoples_committee", _("UBND giao")
    OWN = "own", _("Cơ quan tự đặt")


class Target(PeriodFields):
    """An indicator promised for a body and a period, on one basis. Its numbers are in its versions.

    `awaiting_document` is true while no issued document stands behind any of its mentions: it is shown,
    marked "chờ văn bản", and neither creates an obligation nor counts in n/m.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="targets")
    basis = models.CharField(_("cấp giao"), max_length=20, choices=BasisChoice.choices)
    # what about the indicator is promised: its level, a change of it, a share … (the fact format's `measure`)
    measure = models.CharField(max_length=12, default="level")
    awaiting_document = models.BooleanField(default=False)
    # "" is the indicator's own
    time_rule = models.CharField(max_length=8, choices=TimeRuleChoice.choices, blank=True)
    unit_rule = models.CharField(max_length=8, choices=UnitRuleChoice.choices, blank=True)
    # the composite target this one is a part of: it is met only when all its parts are
    whole = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "body", "period", "basis", "measure"], name="target_once"
            )
        ]
        indexes = [models.Index(fields=["body", "period_end"], name="target_by_body")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period}"

    @property
    def rules(self) -> tuple[TimeRule, UnitRule]:
        """How its figures add up: as said for it, else as of its indicator."""
        time, units = self.indicator.rules
        return (
            TimeRule(self.time_rule) if self.time_rule else time,
            UnitRule(self.unit_rule) if self.unit_rule else units,
        )


class TargetVersion(QuantityFields):
    """The number a document gave the target. A later document adds a version; none is changed.

    One that was given out of a larger number ("phân bổ") points at that number's version; a rate then also
    keeps what it is a rate of (`weight_mantissa`), without which rates do not add up. Of a composite target
    the number is how many parts it has.
    """

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="versions")
    comparator = models.CharField(max_length=6, choices=ComparatorChoice.choices, default="ge")
    out_of_mantissa = models.BigIntegerField(null=True)  # the whole of a tally: 25 of 28
    name_as_printed = models.CharField(max_length=500)
    document = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, related_name="target_versions"
    )
    decided_on = models.DateField(null=True)  # the document's day
    allocated_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="allocations"
    )
    weight_mantissa = models.BigIntegerField(null=True)
    weight_decimals = models.PositiveSmallIntegerField(default=0)
    baseline_mantissa = models.BigIntegerField(null=True)  # giá trị đầu kỳ, in the version's unit
    baseline_decimals = models.PositiveSmallIntegerField(default=0)
    baseline_period = models.CharField(max_length=40, blank=True)
    by_hand = models.BooleanField(default=False)  # entered by a person: stands without words of a document
    source_words = models.TextField(blank=True)  # of one entered by hand: where it stands, what was decided
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)  # a confirmation undone: kept, no longer counted

    class Meta:
        ordering = ["decided_on", "id"]

    @property
    def weight(self) -> Decimal | None:
        """What a rate given out is a rate of; None where it is none."""
        if self.weight_mantissa is None:
            return None
        return Scaled(self.weight_mantissa, self.weight_decimals).to_decimal()

    @property
    def baseline(self) -> Decimal | None:
        """Where the target starts from, in the version's unit."""
        if self.baseline_mantissa is None:
            return None
        return Scaled(self.baseline_mantissa, self.baseline_decimals).to_decimal()


class PathKind(models.TextChoices):
    PATH = "path", _("Lộ trình kế hoạch")
    MILESTONES = "milestones", _("Các mốc")


class PathStep(models.TextChoices):
    MONTH = "month", _("Tháng")
    QUARTER = "quarter", _("Quý")
    YEAR = "year", _("Năm")
    FREE = "free", _("Các kỳ tự chọn")


class PlanPath(models.Model):
    """How a version's number is to be reached: its plan by month, quarter or year, or its milestones.

    A new one withdraws the one before; none is changed.
    """

    version = models.ForeignKey(TargetVersion, on_delete=models.CASCADE, related_name="paths")
    kind = models.CharField(max_length=10, choices=PathKind.choices, default=PathKind.PATH)
    step = models.CharField(max_length=8, choices=PathStep.choices)
    cumulative = models.BooleanField(default=False)  # each step is told from the beginning
    source_words = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind"], condition=Q(withdrawn_at=None), name="path_standing_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.version.target}"


class PlanPoint(PeriodFields, QuantityFields):
    """One step of a path."""

    path = models.ForeignKey(PlanPath, on_delete=models.CASCADE, related_name="points")

    class Meta:
        ordering = ["period_end", "id"]
        constraints = [models.UniqueConstraint(fields=["path", "period"], name="plan_point_once")]

    def __str__(self) -> str:
        return f"{self.period}: {self.value} {self.unit}"


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
            models.Index(fields=["task"], condition=Q(known_to__isnull=True), name="span_known_now"),
        ]
