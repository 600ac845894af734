"""Bodies over time and the people in them. A 2023 target stays readable when its department is gone."""

from __future__ import annotations

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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_of_another"),
        ]


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
