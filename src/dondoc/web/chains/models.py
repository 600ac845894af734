"""Links between documents of the register, and what happened to each. Rows are only added or withdrawn.

97-NQ/TW ◀─carries out─ 05-NQ/TU ◀─carries out─ 08-CTr/TU ◀─carries out─ 48/KH-SNNMT
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RelationChoice(models.TextChoices):
    """What the child is to the parent; `records.documentlife.Relation`."""

    CARRIES_OUT = "carries_out", _("Thực hiện")
    AMENDS = "amends", _("Sửa đổi, bổ sung")
    REPLACES = "replaces", _("Thay thế")


class Link(models.Model):
    """A person's decision that one document is to another what `relation` says, or (`declined`) is not.

    One document may carry out several. A link that was wrong is withdrawn and stays to be read.
    """

    child = models.ForeignKey("sources.Document", on_delete=models.PROTECT, related_name="parent_links")
    parent = models.ForeignKey("sources.Document", on_delete=models.PROTECT, related_name="child_links")
    relation = models.CharField(_("quan hệ"), max_length=12, choices=RelationChoice.choices)
    declined = models.BooleanField(default=False)  # proposed, and a person said no: not proposed again
    citation = models.ForeignKey(
        "sources.Citation", on_delete=models.SET_NULL, null=True, related_name="+"
    )  # the confirmed mention it came from
    reason = models.CharField(max_length=300, blank=True)  # why it was proposed, or what the person said
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "parent", "relation"],
                condition=Q(withdrawn_at__isnull=True),
                name="link_stands_once",
            ),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="link_of_another"),
        ]
        indexes = [models.Index(fields=["parent", "withdrawn_at"], name="link_by_parent")]

    def __str__(self) -> str:
        return f"{self.child} → {self.parent}"


class LifeKind(models.TextChoices):
    """What can happen to a document; `records.documentlife.DocumentEventKind`."""

    DRAFTED = "drafted", _("Dự thảo")
    COMMENTS_ASKED = "comments_asked", _("Lấy ý kiến")
    ISSUED = "issued", _("Ban hành")
    IN_FORCE = "in_force", _("Có hiệu lực")
    AMENDED = "amended", _("Được sửa đổi, bổ sung")
    INTERIM_REVIEWED = "interim_reviewed", _("Sơ kết")
    FINAL_REVIEWED = "final_reviewed", _("Tổng kết")
    REPLACED = "replaced", _("Bị thay thế")
    REPEALED = "repealed", _("Bãi bỏ, hết hiệu lực")


class LifeEvent(models.Model):
    """Something that happened to a document. A wrong one is not changed: another one cancels it."""

    document = models.ForeignKey("sources.Document", on_delete=models.CASCADE, related_name="life")
    kind = models.CharField(_("việc"), max_length=20, choices=LifeKind.choices)
    on = models.DateField(_("ngày"))
    paper = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, related_name="+"
    )  # the report or decision that says so, where the register has it
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    cancels = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="cancelled_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["document", "on"], name="life_of_document")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%d/%m/%Y}"


class HowChoice(models.TextChoices):
    """Who says that two commitments correspond."""

    SUGGESTED = "suggested", _("Gợi ý")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    DECLINED = "declined", _("Không phải")


class Correspondence(models.Model):
    """A child's target or task that takes up one of its parent. Only a confirmed one counts.

    The suggested rows are what comparing the two found (`assessment.correspondence`); comparing again adds
    what is new and leaves what was decided.
    """

    parent = models.ForeignKey("sources.Document", on_delete=models.CASCADE, related_name="taken_up")
    child = models.ForeignKey("sources.Document", on_delete=models.CASCADE, related_name="takes_up")
    parent_task = models.ForeignKey(
        "plans.Task", on_delete=models.CASCADE, null=True, related_name="taken_up"
    )
    parent_target = models.ForeignKey(
        "plans.TargetVersion", on_delete=models.CASCADE, null=True, related_name="taken_up"
    )
    child_task = models.ForeignKey("plans.Task", on_delete=models.CASCADE, null=True, related_name="takes_up")
    child_target = models.ForeignKey(
        "plans.TargetVersion", on_delete=models.CASCADE, null=True, related_name="takes_up"
    )
    how = models.CharField(max_length=10, choices=HowChoice.choices, default=HowChoice.SUGGESTED)
    score = models.PositiveSmallIntegerField(default=0)  # of a suggestion, 0 … 100
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent_task__isnull=False, parent_target__isnull=True)
                | Q(parent_task__isnull=True, parent_target__isnull=False),
                name="correspondence_of_one_clause",
            ),
            models.CheckConstraint(
                condition=Q(child_task__isnull=False, child_target__isnull=True)
                | Q(child_task__isnull=True, child_target__isnull=False),
                name="correspondence_to_one_clause",
            ),
            models.UniqueConstraint(
                fields=["parent_task", "child_task"],
                condition=Q(parent_task__isnull=False, child_task__isnull=False),
                name="correspondence_of_tasks_once",
            ),
            models.UniqueConstraint(
                fields=["parent_target", "child_target"],
                condition=Q(parent_target__isnull=False, child_target__isnull=False),
                name="correspondence_of_targets_once",
            ),
        ]
        indexes = [models.Index(fields=["parent", "how"], name="correspondence_of_parent")]


class SecretStub(models.Model):
    """All that may be known here of a secret document: that it exists, what is due when, and whose it is.

    Typed by hand. There is no field for a title, for words or for a file, and there must never be one:
    secrets are not kept on a networked machine (SECURITY.md).
    """

    symbol = models.CharField(_("số, ký hiệu"), max_length=30)
    date = models.DateField(_("ngày"))
    due = models.DateField(_("thời hạn"), null=True)
    owner = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="secret_stubs")
    done_on = models.DateField(_("ngày hoàn thành"), null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["symbol", "date", "owner"],
                condition=Q(withdrawn_at__isnull=True),
                name="secret_stub_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.symbol} ({self.date:%d/%m/%Y})"


class AnswerChoice(models.TextChoices):
    """What the drafting body made of a comment."""

    ACCEPTED = "accepted", _("Tiếp thu")
    PARTLY = "partly", _("Tiếp thu một phần")
    EXPLAINED = "explained", _("Giải trình, không tiếp thu")


class DraftComment(models.Model):
    """What somebody said on one version of a draft. Neither it nor an answer is ever changed."""

    document = models.ForeignKey("sources.Document", on_delete=models.CASCADE, related_name="draft_comments")
    file = models.ForeignKey("sources.File", on_delete=models.PROTECT, related_name="comments")
    body = models.ForeignKey(
        "bodies.Body", on_delete=models.PROTECT, null=True, related_name="draft_comments"
    )
    on = models.DateField(_("ngày"))
    place = models.CharField(_("về phần"), max_length=200, blank=True)  # "mục II.2", or the words it is about
    words = models.TextField(_("ý kiến"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return self.words[:120]


class CommentAnswer(models.Model):
    """An answer to a comment; the last one stands."""

    comment = models.ForeignKey(DraftComment, on_delete=models.CASCADE, related_name="answers")
    how = models.CharField(_("tiếp thu"), max_length=10, choices=AnswerChoice.choices)
    words = models.TextField(_("nội dung"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]


class DraftLink(models.Model):
    """A person's decision that two entries are drafts of one paper. A wrong one is withdrawn and stays."""

    later = models.ForeignKey("sources.Document", on_delete=models.PROTECT, related_name="drafts_before")
    earlier = models.ForeignKey("sources.Document", on_delete=models.PROTECT, related_name="drafts_after")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["later", "earlier"], condition=Q(withdrawn_at__isnull=True), name="draft_link_once"
            ),
            models.CheckConstraint(condition=~Q(later=F("earlier")), name="draft_link_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.later} ← {self.earlier}"
