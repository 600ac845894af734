"""What is kept of the roll-up. Figures and targets are the only truth: all of this can be made anew."""

from __future__ import annotations

from django.db import models


class TreeState(models.Model):
    """The one row that says which tree of bodies stands now; changes whenever a body's place does."""

    token = models.BigIntegerField()  # random, so that no two trees ever share one

    def __str__(self) -> str:
        return str(self.token)


class Rollup(models.Model):
    """Of an indicator: how often its figures or targets changed, and what its blocks were made of.

    The blocks hold while `made` is `version`, `tree` the tree's token and `rules` how it adds up now.
    """

    indicator = models.OneToOneField("plans.Indicator", on_delete=models.CASCADE, related_name="rollup")
    version = models.BigIntegerField(default=0)
    made = models.BigIntegerField(default=-1)
    tree = models.BigIntegerField(null=True)
    rules = models.CharField(max_length=80, blank=True)
    problem = models.CharField(max_length=300, blank=True)  # why there are no blocks

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.made}/{self.version}"


class YearBlock(models.Model):
    """One indicator's year over all bodies: `assessment.rollupblock`."""

    indicator = models.ForeignKey("plans.Indicator", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "year"], name="year_block_once")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}"
