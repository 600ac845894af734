"""One row for everything that can be found."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """A findable thing: its words without marks, where it leads, whose branch may see it."""

    kind = models.CharField(max_length=12)  # one of search.selectors.KINDS
    row = models.BigIntegerField()  # primary key in its table
    title = models.CharField(max_length=500)
    text = models.TextField(blank=True)  # what else was said, to show around the match
    folded = models.TextField()  # search_key(title + text): lower-case words without marks
    title_folded = models.CharField(max_length=520, default="")  # the title alone, a space on both sides
    sort_key = models.CharField(max_length=400, db_index=True)
    day = models.DateField(null=True)
    # Who may find it: those whose branch holds one of these bodies; none: everybody who reads content.
    document = models.ForeignKey("sources.Document", on_delete=models.CASCADE, null=True, related_name="+")
    body = models.ForeignKey("bodies.Body", on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="search_entry_once")]

    def __str__(self) -> str:
        return self.title
