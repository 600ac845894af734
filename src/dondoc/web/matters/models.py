"""Confirmed words that are no target and no task, and confirmed counts; each keeps its words in `mentions`.

A `Matter` is what somebody says is wrong, is hard, or should be done by whom they cannot order: a delegate's
proposal is never a task and never lost. A `Tally` is one count with its parts: how many targets were met, how
a vote ended, how many were rated at each level.
"""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc.records.plan import Scaled
from dondoc.web.core.models import Named


class NatureOfMatter(models.TextChoices):
    SHORTCOMING = "shortcoming", _("Tồn tại, hạn chế")
    CAUSE = "cause", _("Nguyên nhân")
    DIFFICULTY = "difficulty", _("Khó khăn, vướng mắc")
    PROPOSAL = "proposal", _("Kiến nghị, đề xuất")


class VoiceChoice(models.TextChoices):
    CONCLUSION = "conclusion", _("Kết luận, chỉ đạo")
    REPORT = "report", _("Báo cáo, văn bản")
    DELEGATE = "delegate", _("Đại biểu, cơ sở")
    PRESS = "press", _("Người viết báo")


class MatterStateChoice(models.TextChoices):
    """`records.matterlife.MatterState`."""

    OPEN = "open", _("Chưa giải quyết")
    ANSWERED = "answered", _("Đã trả lời")
    FIXED = "fixed", _("Đã khắc phục")
    REPEATED = "repeated", _("Lặp lại")


class Matter(Named):
    """A shortcoming, its cause, a difficulty or a proposal, in its own words; events say what became of it.

    The columns from `state` on repeat what the events say (`life.refresh`), so that lists can be filtered;
    nothing else may set them.
    """

    document = models.ForeignKey("sources.Document", on_delete=models.PROTECT, related_name="matters")
    nature = models.CharField(_("loại"), max_length=12, choices=NatureOfMatter.choices)
    words = models.TextField(_("nội dung"))
    speaker_as_written = models.CharField(_("ai nói"), max_length=300, blank=True)  # "": the document itself
    voice = models.CharField(_("tư cách"), max_length=12, choices=VoiceChoice.choices)
    because = models.TextField(_("nguyên nhân"), blank=True)  # the reason the sentence itself gives
    to_as_written = models.CharField(_("gửi tới"), max_length=300, blank=True)
    # Whose it is: of a proposal, who is to answer it; of the others, whose work it is about.
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, null=True, related_name="matters")
    # The earlier matter that this one says again.
    repeats = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeated_in"
    )
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=MatterStateChoice.choices, default=MatterStateChoice.OPEN
    )
    answering = models.ForeignKey(
        "bodies.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="matters_to_answer"
    )  # once assigned
    due = models.DateField(_("hạn trả lời"), null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    accepted = models.BooleanField(null=True)  # the answer, by who raised it; None: not asked
    fixed_on = models.DateField(null=True, blank=True)
    by_hand = models.BooleanField(default=False)  # typed by a person (`byhand`), not read
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["nature", "withdrawn_at"], name="matter_by_nature"),
            models.Index(fields=["state", "due"], name="matter_by_state"),
        ]

    def __str__(self) -> str:
        return self.words[:120]

    def search_text(self) -> str:
        return f"{self.words}\n{self.speaker_as_written}\n{self.to_as_written}"


class MatterEventChoice(models.TextChoices):
    """`records.matterlife.MatterEventKind`."""

    ASSIGNED = "assigned", _("Giao trả lời, giải quyết")
    SUCCEEDED = "succeeded", _("Cơ quan kế thừa nhận")
    REMEDY = "remedy", _("Gắn nhiệm vụ khắc phục")
    ANSWERED = "answered", _("Trả lời")
    ACCEPTED = "accepted", _("Người nêu đồng ý")
    NOT_ACCEPTED = "not_accepted", _("Người nêu chưa đồng ý")
    FIXED = "fixed", _("Đã khắc phục")
    REPEATED = "repeated", _("Lặp lại")
    REOPENED = "reopened", _("Ghi nhầm, mở lại")
    NOTE = "note", _("Ghi chú")


class MatterEvent(models.Model):
    """Something that happened to a matter. Rows are only added; those of one day count as entered."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=MatterEventChoice.choices)
    on = models.DateField()
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, null=True, related_name="+")
    due = models.DateField(null=True)  # of assigned
    day = models.DateField(null=True)  # of fixed: when it was; NULL where that was `on`
    task = models.ForeignKey("plans.Task", on_delete=models.PROTECT, null=True, related_name="remedy_of")
    document = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, related_name="+"
    )  # of answered: the paper
    later = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="+")  # of repeated
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "id"]


class TallyKind(models.TextChoices):
    VERDICT = "verdict", _("Số chỉ tiêu đạt")
    VOTE = "vote", _("Biểu quyết, bỏ phiếu")
    RATING = "rating", _("Xếp loại")


class Tally(Named):
    """A count as a document states it; numbers are whole, and None where it states none."""

    document = models.ForeignKey("sources.Document", on_delete=models.PROTECT, related_name="tallies")
    kind = models.CharField(_("loại"), max_length=8, choices=TallyKind.choices)
    about = models.CharField(_("về"), max_length=500)  # "chỉ tiêu"; whom or what was voted on; who was rated
    vote = models.CharField(
        _("hình thức"), max_length=12, blank=True
    )  # confidence, ballot, election, approval
    position = models.CharField(_("chức vụ"), max_length=300, blank=True)
    source_as_written = models.CharField(_("chỉ tiêu của văn bản"), max_length=300, blank=True)
    total = models.PositiveBigIntegerField(_("tổng số"), null=True)  # what the parts are of
    total_of = models.CharField(max_length=12, blank=True)  # members, present, issued, returned, valid
    issued = models.PositiveBigIntegerField(_("phiếu phát ra"), null=True)
    returned = models.PositiveBigIntegerField(_("phiếu thu về"), null=True)
    valid = models.PositiveBigIntegerField(_("phiếu hợp lệ"), null=True)
    invalid = models.PositiveBigIntegerField(_("phiếu không hợp lệ"), null=True)
    period = models.CharField(_("kỳ"), max_length=40, blank=True)
    expected = models.BooleanField(_("dự kiến"), default=False)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "withdrawn_at"], name="tally_by_kind")]

    def __str__(self) -> str:
        return f"{self.about[:100]} ({self.get_kind_display()})"

    def search_text(self) -> str:
        return f"{self.about}\n{self.position}\n{self.source_as_written}"


class TallyPart(models.Model):
    """How many came under one verdict, answer or level; a share as printed: 97,5 % is (975, 1)."""

    tally = models.ForeignKey(Tally, on_delete=models.CASCADE, related_name="parts")
    label = models.CharField(max_length=16)  # of records.facts.Part
    number = models.PositiveBigIntegerField(null=True)
    percent = models.PositiveBigIntegerField(null=True)  # mantissa
    percent_decimals = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def share(self) -> Decimal | None:
        """In per cent, as printed."""
        return None if self.percent is None else Scaled(self.percent, self.percent_decimals).to_decimal()
