"""A reorganisation, the bodies in it, and what passed from one to another by it. Rows are only added."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Reorganisation(models.Model):
    """On a day some bodies became others, by a paper. `undone_at`: taken back before anything followed."""

    on = models.DateField(_("từ ngày"))
    paper = models.CharField(_("căn cứ"), max_length=300)
    note = models.TextField(_("ghi chú"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="reorganisation_undone_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"Sắp xếp tổ chức từ {self.on:%d/%m/%Y} ({self.paper})"


class Side(models.TextChoices):
    """Which end of a reorganisation a body stands at."""

    BEFORE = "before", _("trước")
    AFTER = "after", _("sau")


class Part(models.Model):
    """A body before or after; one that goes on after giving something up stands at both ends."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="parts")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="reorganisations")
    side = models.CharField(max_length=6, choices=Side.choices)
    ended = models.BooleanField(default=False)  # by this reorganisation
    founded = models.BooleanField(default=False)  # by this reorganisation; ends if that is undone
    valid_to_before = models.DateField(null=True)  # of one that ended: its last day as it stood

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["reorganisation", "body", "side"], name="part_once"),
            models.CheckConstraint(condition=Q(ended=False) | Q(side="before"), name="part_that_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.body} ({self.get_side_display()})"


# What can pass, by its column of a passage; `reorganisations.kinds` says how each does.
THINGS = ("task", "target", "child", "partner", "part", "item", "project", "obligation", "charge", "matter")


def _one_thing() -> Q:
    """Exactly one of the columns says what passed; a task has the event by which it did."""
    either = Q()
    for one in THINGS:
        named = {f"{name}__isnull": name != one for name in THINGS}
        either |= Q(**named, event__isnull=one != "task")
    return either


class Passage(models.Model):
    """One thing that passed to who took over: exactly one of `THINGS`.

    A task's lead follows from its event; a target stays the old body's and is answered for by `taker`. Of
    the others the body is a column, set to `taker` (`giver` again once it is withdrawn).
    """

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="passages")
    task = models.ForeignKey("plans.Task", on_delete=models.PROTECT, related_name="passages", null=True)
    event = models.OneToOneField(
        "plans.TaskEvent", on_delete=models.PROTECT, related_name="passage", null=True
    )
    target = models.ForeignKey("plans.Target", on_delete=models.PROTECT, related_name="passages", null=True)
    child = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="passages", null=True)
    partner = models.ForeignKey(
        "plans.TaskPartner", on_delete=models.PROTECT, related_name="passages", null=True
    )
    part = models.ForeignKey("taskwork.Part", on_delete=models.PROTECT, related_name="passages", null=True)
    item = models.ForeignKey("programmes.Item", on_delete=models.PROTECT, related_name="passages", null=True)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="passages", null=True
    )
    obligation = models.ForeignKey(
        "obligations.Obligation", on_delete=models.PROTECT, related_name="passages", null=True
    )
    charge = models.ForeignKey("bodies.Charge", on_delete=models.PROTECT, related_name="passages", null=True)
    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="passages", null=True)
    new_charge = models.ForeignKey(
        "bodies.Charge", on_delete=models.PROTECT, related_name="+", null=True
    )  # of a charge: the one given over the taker; None where that has its own leader
    charge_ended = models.DateField(null=True)  # of a charge: its last day as it stood
    mark = models.PositiveBigIntegerField(null=True)  # the last event of its history when it had passed
    giver = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="taken")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=_one_thing(), name="passage_of_one_thing"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="passage_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.thing}: {self.giver} → {self.taker}"

    @property
    def kind(self) -> str:
        """Which of `THINGS` passed."""
        return next(name for name in THINGS if getattr(self, f"{name}_id") is not None)

    @property
    def thing(self) -> models.Model:
        """What passed."""
        found: models.Model = getattr(self, self.kind)
        return found
