"""Who signs in, and which role they hold where. A grant is user, role, body, from, to."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person who signs in. `first_name` and `last_name` are unused: a Vietnamese name is one string."""

    full_name = models.CharField(_("họ và tên"), max_length=120)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    # an agency, not a person: it holds roles for its members and never signs in itself
    is_agency = models.BooleanField(_("tài khoản của cơ quan"), default=False)
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        """A person's given name; a function ("Chuyên viên tổng hợp") is called by its whole name."""
        words = self.full_name.split()
        return words[-1] if words and all(word[0].isupper() for word in words) else str(self)


class Role(models.TextChoices):
    """What a person does here; `accounts.access` says what each may do."""

    ADMINISTRATOR = "administrator", _("Quản trị")  # people and roles, no content
    ANALYST = "analyst", _("Chuyên viên tổng hợp")  # uploads, reviews, confirms
    OFFICER = "officer", _("Cán bộ đầu mối")  # of a department or commune: own branch
    HEAD = "head", _("Thủ trưởng cơ quan")
    LEADER = "leader", _("Lãnh đạo")
    SUPERVISOR = "supervisor", _("Theo dõi, đôn đốc")  # follows the bodies assigned to them
    CLERK = "clerk", _("Văn thư")  # numbers and days of issued papers, registers documents
    INSPECTOR = "inspector", _("Kiểm tra, giám sát")  # reads all in scope, changes nothing
    READER = "reader", _("Người đọc")


class Grant(models.Model):
    """A role held in a body (and so in its branch) from a day to a day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("vai trò"), max_length=20, choices=Role.choices)
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="grants")
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "body", "valid_from"], name="grant_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="grant_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} – {self.body}"


class Membership(models.Model):
    """A person acts for an agency account from a day to a day, with its roles and in their own name."""

    agency = models.ForeignKey(User, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="agencies")
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "person", "valid_from"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(agency=F("person")), name="membership_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.agency}"


class SignInFailure(models.Model):
    """A wrong password; gone after a day. The name is a keyed hash: a password may have been typed there."""

    name_key = models.CharField(max_length=64)
    address = models.CharField(max_length=45)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address", "-at"], name="sign_in_failures")]

    def __str__(self) -> str:
        return f"{self.user or '?'} – {self.address}"
