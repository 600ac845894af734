"""Bodies over time and the people in them. A 2023 target stays readable when its department is gone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dondoc.web.core.models import Named


class BodyKind(models.TextChoices):
    """Which tree a body stands in."""

    PROVINCE = "province", _("Tỉnh")
    PARTY = "party", _("Đảng")
    STATE = "state", _("Chính quyền")
    FRONT = "front", _("Mặt trận, đoàn thể")
    CENTRAL = "central", _("Trung ương")
    DISTRICT = "district", _("Cấp huyện (đến 30/6/2025)")
    COMMUNE = "commune", _("Cấp xã")


class Body(Named):
    """A body with the days it exists. `name` is its latest name; earlier and short ones are `BodyName`s."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("tên"), max_length=200)
    kind = models.CharField(_("khối"), max_length=12, choices=BodyKind.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    # "/1/14/203/": ids from the root to this one, so that a branch is one prefix on every database
    path = models.CharField(max_length=255, editable=False, default="", db_index=True)
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)
    source = models.CharField(_("căn cứ"), max_length=300, blank=True)  # the paper that says it exists
    verified = models.BooleanField(default=True)  # False: shipped without having been checked

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="body_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def search_text(self) -> str:
        return self.name


class BodyName(models.Model):
    """Another name the body goes or went by: abbreviation, former name, the Party's way of saying it."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_index=True, editable=False)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="body_name_once")]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """On a day, `successor` took over from `predecessor` (a merger has several predecessors)."""

    predecessor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="inheritances")
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(_("căn cứ"), max_length=300, blank=True)
    verified = models.BooleanField(default=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # a reorganisation undone

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                condition=Q(withdrawn_at__isnull=True),
                name="succession_once",
            ),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_of_another"),
        ]


class BodyLink(models.Model):
    """From a day to a day the body stands under this parent too: a sở in the Party's tree beside the State's.

    `instead`: it stood there in place of `Body.parent`, where it was moved to afterwards.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="links")
    parent = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="linked")
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)
    instead = models.BooleanField(default=False)
    note = models.CharField(_("căn cứ"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(body=F("parent")), name="body_link_to_another"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="body_link_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} – {self.parent}"


class Charge(models.Model):
    """A leader is in charge (phụ trách) of a body, with all below it, or of a field, from a day to a day."""

    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="charges", null=True, blank=True
    )
    position = models.ForeignKey(
        "Position", on_delete=models.PROTECT, related_name="charges", null=True, blank=True
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="charges", null=True, blank=True)
    field = models.CharField(_("lĩnh vực"), max_length=120, blank=True)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)
    paper = models.CharField(_("căn cứ"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # entered by mistake

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(leader__isnull=False) | Q(position__isnull=False), name="charge_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(body__isnull=False) | ~Q(field=""), name="charge_over_something"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="charge_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who} – {self.body or self.field}"

    @property
    def who(self) -> str:
        """The leader's name."""
        return str(self.leader) if self.leader is not None else str(self.position and self.position.person)


class Person(Named):
    """An office-holder named in documents. Nothing is kept of a person but name and office."""

    name = models.CharField(_("họ và tên"), max_length=120)

    class Meta:
        ordering = ["sort_key", "id"]

    def __str__(self) -> str:
        return self.name

    def search_text(self) -> str:
        return self.name


class Position(models.Model):
    """A post a person holds or held, as a document says it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="positions")
    title = models.CharField(_("chức vụ"), max_length=300)  # as printed: "Phó Bí thư Thường trực Tỉnh ủy"
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="positions")
    on = models.DateField(null=True, blank=True)  # the day of the document that says so
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # a confirmation undone

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "title"], name="position_once")]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"
