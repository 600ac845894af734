"""Reminders and the outbox. Who is told of what on a day, and what became of the mail that says so.

Round (a day was planned) ── Notice: matter × person × day, once
Mail: matter × person × day, once; the day's digest carries the notices of its person
    └─ MailEvent: every attempt and every decision about it, only added
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

DIGEST = "digest"


class RungChoice(models.TextChoices):
    """`records.followup.Rung`."""

    OFFICER = "officer", _("Cán bộ đầu mối")
    HEAD = "head", _("Thủ trưởng cơ quan")
    SUPERVISOR = "supervisor", _("Người theo dõi")
    LEADER = "leader", _("Lãnh đạo phụ trách")


class MatterChoice(models.TextChoices):
    """`records.followup.MatterKind`."""

    TASK = "task", _("Nhiệm vụ")
    OBLIGATION = "obligation", _("Nghĩa vụ")
    DOSSIER = "dossier", _("Hồ sơ chương trình công tác")
    ANSWER = "answer", _("Kiến nghị, tồn tại")


class Rule(models.Model):
    """One line of the office's ladder. While there was never a row, the shipped rules hold."""

    rung = models.CharField(_("nhắc ai"), max_length=12, choices=RungChoice.choices)
    offset = models.SmallIntegerField()  # days before (−), working days after (+)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["offset", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rung", "offset"], condition=Q(withdrawn_at=None), name="reminder_rule_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_rung_display()} {self.offset:+d}"


class Round(models.Model):
    """A day that was planned; what the rules said after `since` up to it has been said."""

    day = models.DateField(unique=True)
    since = models.DateField()
    notices = models.PositiveIntegerField(default=0)
    unheard = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class MailState(models.TextChoices):
    PLANNED = "planned", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    FAILED = "failed", _("Gửi chưa được, sẽ thử lại")
    UNCLEAR = "unclear", _("Chưa rõ đã gửi hay chưa")
    GIVEN_UP = "given_up", _("Thôi gửi")


class Mail(models.Model):
    """One mail of the outbox. `message_id` stays the same through every attempt.

    `handed_at` is set before the words go to the server: a worker that dies earlier has sent nothing, one
    that dies later may have. Only a person then says which (`settled_by`).
    """

    matter = models.CharField(max_length=60, default=DIGEST)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mails")
    day = models.DateField()
    # The nearest body above all it speaks of: who follows that body may read it.
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, null=True, related_name="+")
    message_id = models.CharField(max_length=200, unique=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.PLANNED)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=80, blank=True)
    claimed_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "person", "day"], name="mail_once"),
            models.CheckConstraint(
                condition=~Q(state=MailState.SENT) | Q(sent_at__isnull=False),
                name="sent_mail_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state__in=["planned", "failed", "sending"]), name="mail_to_send"
            ),
            models.Index(fields=["state", "-day"], name="mail_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} – {self.person}"


class MailEventKind(models.TextChoices):
    SENT = "sent", _("Máy chủ đã nhận")
    FAILED = "failed", _("Chưa gửi được")
    UNCLEAR = "unclear", _("Chưa rõ máy chủ đã nhận hay chưa")
    GIVEN_UP = "given_up", _("Thôi gửi")
    SAID_SENT = "said_sent", _("Xác nhận là đã gửi")
    AGAIN = "again", _("Cho gửi lại")


class MailEvent(models.Model):
    """What an attempt came to, or what a person decided; `by` is None for a worker. Rows are only added."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=MailEventKind.choices)
    detail = models.TextField(blank=True)
    worker = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]


class Notice(models.Model):
    """A person is told of a matter on a day. `person` is None where nobody was there to be told."""

    day = models.DateField()
    matter = models.CharField(max_length=60)  # "task:12"
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="notices"
    )
    kind = models.CharField(max_length=10, choices=MatterChoice.choices)
    task = models.ForeignKey("plans.Task", on_delete=models.CASCADE, null=True, related_name="notices")
    obligation = models.ForeignKey(
        "obligations.Obligation", on_delete=models.CASCADE, null=True, related_name="notices"
    )
    item = models.ForeignKey("programmes.Item", on_delete=models.CASCADE, null=True, related_name="notices")
    question = models.ForeignKey(
        "matters.Matter", on_delete=models.CASCADE, null=True, related_name="notices"
    )
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")  # who owes it
    rung = models.CharField(max_length=12, choices=RungChoice.choices)
    offset = models.SmallIntegerField()
    due = models.DateField()  # as it was that day
    mail = models.ForeignKey(Mail, on_delete=models.PROTECT, null=True, related_name="notices")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-day", "due", "id"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "person", "day"], name="notice_once"),
            models.UniqueConstraint(
                fields=["matter", "day", "rung"], condition=Q(person=None), name="unheard_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="task", task__isnull=False, obligation=None, item=None, question=None)
                | Q(kind="obligation", obligation__isnull=False, task=None, item=None, question=None)
                | Q(kind="dossier", item__isnull=False, task=None, obligation=None, question=None)
                | Q(kind="answer", question__isnull=False, task=None, obligation=None, item=None),
                name="notice_of_one_matter",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-day"], name="notice_by_person"),
            models.Index(fields=["body", "-day"], name="notice_by_body"),
        ]

    def __str__(self) -> str:
        return f"{self.words} – {self.person or '?'}"

    @property
    def words(self) -> str:
        """What is owed, in a line."""
        from dondoc.web.followup.owed import answer_words, obligation_words  # it knows these models

        if self.obligation is not None:
            return obligation_words(self.obligation)
        if self.question is not None:
            return answer_words(self.question)
        return self.task.action if self.task is not None else str(self.item)


class LetterKind(models.TextChoices):
    REMINDER = "reminder", _("Công văn đôn đốc")
    EXPLANATION = "explanation", _("Công văn yêu cầu giải trình")


class LetterState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo, chờ số")
    ISSUED = "issued", _("Đã ban hành")
    WITHDRAWN = "withdrawn", _("Thôi, không ban hành")


class Letter(models.Model):
    """A letter to one body about what it owes: drafted by a person, numbered by văn thư once it is signed.

    Its lines are kept as they stood on `as_of`. Once issued it stands in the trail of every matter it lists.
    """

    kind = models.CharField(max_length=12, choices=LetterKind.choices)
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="letters")
    issuer = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    answer_by = models.DateField(_("báo cáo trước ngày"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.DRAFT)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)
    symbol = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-as_of", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="issued")
                | Q(issued_on__isnull=False, entered_by__isnull=False) & ~Q(symbol=""),
                name="issued_letter_has_number_and_day",
            )
        ]
        indexes = [models.Index(fields=["body", "state"], name="letter_by_body")]

    def __str__(self) -> str:
        name = f"{self.get_kind_display()} – {self.body}"
        return f"{name} ({self.symbol})" if self.symbol else name


class LetterCorrection(models.Model):
    """Number or day of an issued letter were entered wrongly: what stood, what stands, why. Only added."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="corrections")
    was_symbol = models.CharField(max_length=60)
    was_issued_on = models.DateField()
    symbol = models.CharField(max_length=60)
    issued_on = models.DateField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.was_symbol} → {self.symbol}"


class LetterLine(models.Model):
    """One matter of a letter, as it stood that day."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    matter = models.CharField(max_length=60)
    task = models.ForeignKey("plans.Task", on_delete=models.PROTECT, null=True, related_name="letter_lines")
    obligation = models.ForeignKey(
        "obligations.Obligation", on_delete=models.PROTECT, null=True, related_name="letter_lines"
    )
    item = models.ForeignKey(
        "programmes.Item", on_delete=models.PROTECT, null=True, related_name="letter_lines"
    )
    question = models.ForeignKey(
        "matters.Matter", on_delete=models.PROTECT, null=True, related_name="letter_lines"
    )
    words = models.TextField()
    source = models.CharField(max_length=300, blank=True)
    due = models.DateField()
    days_late = models.PositiveIntegerField()
    # Of an issued letter: whether it could be entered on the matter (one withdrawn meanwhile takes nothing).
    entered = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["letter", "matter"], name="letter_matter_once")]
        indexes = [models.Index(fields=["matter"], name="letter_line_by_matter")]


class Criticism(models.Model):
    """A body was criticised: recorded once somebody has decided it, with the paper that says so.

    Nothing in the product proposes, counts towards or announces one.
    """

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="criticisms")
    symbol = models.CharField(_("số, ký hiệu văn bản"), max_length=60)
    decided_on = models.DateField(_("ngày văn bản"))
    decided_by = models.CharField(_("người, cơ quan quyết định"), max_length=200)
    words = models.TextField(_("nội dung"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "symbol", "decided_on"],
                condition=Q(withdrawn_at=None),
                name="criticism_once",
            ),
            models.CheckConstraint(condition=~Q(symbol="") & ~Q(decided_by=""), name="criticism_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} – {self.body}"


class WeeklyPaper(models.Model):
    """The weekly list of a body as the machine made it on the day for it."""

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    lines = models.PositiveIntegerField()  # matters it counts, printed or not
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [models.UniqueConstraint(fields=["body", "day"], name="weekly_paper_once")]

    def __str__(self) -> str:
        return f"{self.body} {self.day:%d/%m/%Y}"


class Feed(models.Model):
    """A secret address under which a calendar program reads what a person may see, without signing in.

    Only the token's hash is kept: who loses the address makes a new one. What it shows follows the person's
    roles on the day it is read.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="feeds")
    body = models.ForeignKey(
        "bodies.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="feeds"
    )  # None: the person's own
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_read_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.person} – {self.body}" if self.body_id else str(self.person)
