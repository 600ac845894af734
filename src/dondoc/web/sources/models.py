"""Files, readings, the register of documents, what was read, and the words behind what was confirmed.

    File (bytes) ──┬─ Reading (immutable text, by one version of reader and rules) ── Fact (proposed)
                   └─ Document (the register's entry; may have several files)           │ a person decides
                                                  Target, Observation, Task … ── Mention ┘ (keeps the words)

A newer reading never alters an older one. A mention keeps the reading, span and quote it was confirmed from;
each newer reading of the file says where it found the quote again, or that it did not (`MentionPlace`).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dondoc.web.core.models import Named


class StandingChoice(models.TextChoices):
    """Only an issued document creates an obligation or counts in n/m."""

    ISSUED = "issued", _("Đã ban hành")
    DRAFT = "draft", _("Dự thảo")
    PRESS = "press", _("Báo chí")


class TypeChoice(models.TextChoices):
    RESOLUTION = "resolution", _("Nghị quyết")
    PROGRAMME = "programme", _("Chương trình")
    PLAN = "plan", _("Kế hoạch")
    REPORT = "report", _("Báo cáo")
    DECISION = "decision", _("Quyết định")
    DIRECTIVE = "directive", _("Chỉ thị")
    CONCLUSION = "conclusion", _("Kết luận")
    NOTICE = "notice", _("Thông báo")
    LAW = "law", _("Văn bản quy phạm")
    PRESS = "press", _("Tin bài")
    OTHER = "other", _("Khác")


class Document(Named):
    """The register's entry. A symbol is unique only with its issuer and day."""

    title = models.CharField(_("trích yếu"), max_length=500)
    type = models.CharField(_("loại"), max_length=12, choices=TypeChoice.choices, default=TypeChoice.OTHER)
    symbol = models.CharField(_("số, ký hiệu"), max_length=80, blank=True)
    date = models.DateField(_("ngày"), null=True, blank=True)
    issuer_as_written = models.CharField(_("cơ quan ban hành"), max_length=200, blank=True)
    issuer = models.ForeignKey(
        "bodies.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="issued_documents"
    )
    place = models.CharField(_("địa danh"), max_length=120, blank=True)
    signatory = models.CharField(_("người ký"), max_length=200, blank=True)
    standing = models.CharField(_("hiệu lực"), max_length=8, choices=StandingChoice.choices)
    # In whose branch it is kept: read by that branch, those above it, and whoever it gives a task or target.
    owner = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="owned_documents")
    # The issued document that stands behind this press report or draft, once it is known.
    stands_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="echoes"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    # What is left to review, kept by the services in the same transaction as each decision.
    open_facts = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-date", "-id"]
        indexes = [models.Index(fields=["standing", "-date"], name="document_by_standing")]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.symbol, self.title]))

    def search_text(self) -> str:
        return f"{self.title}\n{self.symbol}\n{self.issuer_as_written}"


class File(models.Model):
    """Bytes as they came, kept once under their SHA-256 in a folder outside static, served as attachments."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)  # as first uploaded
    size = models.PositiveBigIntegerField()
    media = models.CharField(max_length=8)  # txt, md, html, docx, pdf, xlsx
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="files")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """What one version of reader, rules and packs made of a file. Never changed; at most one is current."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="readings")
    text = models.TextField()
    header: models.JSONField[Any, Any] = models.JSONField(default=dict)  # records.Header, fields by name
    # sections in order: {label, heading, start, end, heading_start, heading_end, level}
    outline: models.JSONField[Any, Any] = models.JSONField(default=list)
    # {start, end, cells: [[start, end, row, column, rowspan, colspan, value]], grid, header_rows, caption,
    # sheet}: records.Table
    tables: models.JSONField[Any, Any] = models.JSONField(default=list)
    blocks: models.JSONField[Any, Any] = models.JSONField(default=list)  # [start, end, kind] of each line
    pages: models.JSONField[Any, Any] = models.JSONField(default=list)
    offsets: models.JSONField[Any, Any] = models.JSONField(default=list)
    # of pages read from their picture, as `records.Scan`: page, width, height, and its words, each with
    # start, end, left, top, right, bottom, confidence;
    # [] also where the reading was made before these were kept
    scans: models.JSONField[Any, Any] = models.JSONField(default=list)
    diagnostics: models.JSONField[Any, Any] = models.JSONField(default=list)
    reader_version = models.CharField(max_length=40)
    rules_version = models.CharField(max_length=40)
    packs_hash = models.CharField(max_length=64)
    is_current = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "reader_version", "rules_version", "packs_hash"],
                name="reading_once_a_version",
            ),
            models.UniqueConstraint(
                fields=["file"], condition=Q(is_current=True), name="one_current_reading"
            ),
        ]

    def __str__(self) -> str:
        return f"Bản đọc {self.reader_version}/{self.rules_version} của {self.file}"


class KindChoice(models.TextChoices):
    INDICATOR = "indicator", _("Số liệu, chỉ tiêu")
    TASK = "task", _("Nhiệm vụ")
    PERSON = "person", _("Người, chức vụ")
    CITATION = "citation", _("Viện dẫn")
    MEETING = "meeting", _("Hội nghị")
    VERDICT = "verdict", _("Số chỉ tiêu đạt")
    VOTE = "vote", _("Biểu quyết, bỏ phiếu")
    RATING = "rating", _("Xếp loại")
    SHORTCOMING = "shortcoming", _("Tồn tại, khó khăn")
    PROPOSAL = "proposal", _("Kiến nghị, đề xuất")


class FactState(models.TextChoices):
    PROPOSED = "proposed", _("Chờ duyệt")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    REJECTED = "rejected", _("Đã loại")
    SUPERSEDED = "superseded", _("Có bản đọc mới")  # its reading is no longer current and nobody had decided


class Fact(models.Model):
    """A proposal read from a document's words.

    `data` is what was read and never changes; `corrected` is what a person made of it, None where they
    accepted it as it stands.
    """

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="facts")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="facts")
    key = models.CharField(max_length=64, unique=True)  # SHA-256 of file, reading, kind, spans, ordinal
    kind = models.CharField(max_length=12, choices=KindChoice.choices)
    order = models.PositiveIntegerField()  # in the reading, by place
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    value_start = models.PositiveIntegerField(null=True)  # of an indicator's number
    value_end = models.PositiveIntegerField(null=True)
    quote = models.TextField()
    data: models.JSONField[Any, Any] = models.JSONField()  # the fact format's object, decimals as strings
    corrected: models.JSONField[Any, Any] = models.JSONField(null=True)
    rule = models.CharField(max_length=120)
    why: models.JSONField[Any, Any] = models.JSONField(default=dict)  # field → {how, start, end, note}
    confidence = models.PositiveSmallIntegerField(default=100)  # percent
    same_as = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="repeats")
    state = models.CharField(max_length=10, choices=FactState.choices, default=FactState.PROPOSED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)  # why rejected, if said

    class Meta:
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="fact_span_forward"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "superseded"], decided_at__isnull=True)
                | Q(state__in=["confirmed", "rejected"], decided_at__isnull=False),
                name="fact_decided_by_someone",
            ),
        ]
        indexes = [
            models.Index(fields=["document", "state", "kind"], name="fact_to_review"),
            models.Index(fields=["reading", "order"], name="fact_in_order"),
        ]

    def __str__(self) -> str:
        return f"{KindChoice(self.kind).label}: {self.quote[:120]}"

    @property
    def current(self) -> dict[str, Any]:
        """What counts: the correction where there is one."""
        current: dict[str, Any] = self.corrected if self.corrected is not None else self.data
        return current

    @property
    def mention(self) -> Mention | None:
        """The words behind the row this fact was confirmed as; None while it is open or rejected."""
        return next(iter(self.all_mentions()), None)

    def all_mentions(self) -> list[Mention]:
        """The words behind the rows it was confirmed as; those a selector fetched along, where one did."""
        fetched: list[Mention] | None = getattr(self, "mention_rows", None)
        return list(self.mentions.all()) if fetched is None else fetched


class Meeting(models.Model):
    """A confirmed conference or session."""

    body_as_written = models.CharField(max_length=300)
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, null=True, related_name="meetings")
    ordinal = models.PositiveIntegerField(null=True)
    date = models.DateField(null=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="meetings")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-date", "id"]


class Citation(models.Model):
    """A confirmed mention of another document; `cited` once it is in the register."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="citations")
    type_as_written = models.CharField(max_length=60)
    symbol = models.CharField(max_length=80, blank=True)
    date = models.DateField(null=True)
    issuer_as_written = models.CharField(max_length=200, blank=True)
    cited = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="cited_by")
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.type_as_written} {self.symbol}".strip()


SUBJECTS = (
    "target_version",
    "observation",
    "task",
    "position",
    "citation",
    "meeting",
    "matter",
    "tally",
)


def _exactly_one_subject() -> Q:
    """One of the subject columns is set and no other: a mention is always the words of one row."""
    condition = Q()
    for subject in SUBJECTS:
        condition |= Q(**{f"{other}__isnull": other != subject for other in SUBJECTS})
    return condition


class Mention(models.Model):
    """The words behind a confirmed row. Many mentions may stand behind one row."""

    # A fact stands behind one row; that of a person with several posts behind one position each.
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="mentions")
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="mentions")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="mentions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    target_version = models.ForeignKey(
        "plans.TargetVersion", on_delete=models.CASCADE, null=True, related_name="mentions"
    )
    observation = models.ForeignKey(
        "results.Observation", on_delete=models.CASCADE, null=True, related_name="mentions"
    )
    task = models.ForeignKey("plans.Task", on_delete=models.CASCADE, null=True, related_name="mentions")
    position = models.ForeignKey(
        "bodies.Position", on_delete=models.CASCADE, null=True, related_name="mentions"
    )
    citation = models.ForeignKey(Citation, on_delete=models.CASCADE, null=True, related_name="mentions")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, null=True, related_name="mentions")
    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, null=True, related_name="mentions")
    tally = models.ForeignKey("matters.Tally", on_delete=models.CASCADE, null=True, related_name="mentions")

    class Meta:
        constraints = [
            models.CheckConstraint(name="mention_of_exactly_one", condition=_exactly_one_subject()),
            models.UniqueConstraint(fields=["fact", "position"], name="mention_of_position_once"),
            models.UniqueConstraint(
                fields=["fact"], condition=Q(position__isnull=True), name="mention_of_fact_once"
            ),
        ]

    @property
    def subject(self) -> models.Model:
        """The confirmed row these words stand behind."""
        rows: list[models.Model | None] = [getattr(self, name) for name in SUBJECTS]
        return next(row for row in rows if row is not None)


class MentionPlace(models.Model):
    """Where a newer reading of the same file found a mention's quote again; `start` None: it did not."""

    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="places")
    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="places")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mention", "reading"], name="mention_place_once")]


class Batch(models.Model):
    """Files sent in together."""

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="batches")
    created_at = models.DateTimeField(auto_now_add=True)
    owner = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")  # of what is read
    standing = models.CharField(
        max_length=8, choices=StandingChoice.choices, blank=True
    )  # as the sender says; "": as each heading says

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Đợt gửi {self.pk}"


class JobState(models.TextChoices):
    QUEUED = "queued", _("Đang chờ")
    RUNNING = "running", _("Đang đọc")
    DONE = "done", _("Đã đọc")
    FAILED = "failed", _("Không đọc được")


class ReadJob(models.Model):
    """One file to read, claimed by a conditional UPDATE with a lease: a dead worker's job is taken up again.

    A secret file leaves a failed job without name or file: only time and person.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="jobs")
    file = models.ForeignKey(File, on_delete=models.SET_NULL, null=True, related_name="jobs")
    name = models.CharField(max_length=400, blank=True)  # as uploaded, with its folder in a zip
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.QUEUED)
    error_code = models.CharField(max_length=20, blank=True)
    error = models.TextField(blank=True)  # the sentence shown: what, why, what to do
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "lease_until", "id"], name="job_to_claim")]
