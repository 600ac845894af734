"""The check of a programme as programs ask for it and are answered; `writing.check_json` is the result."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from dondoc.web.checks.models import Check, CheckState


class AskSerializer(serializers.Serializer[Any]):
    """A document of the register, or a draft as a file; against what."""

    document = serializers.IntegerField(
        required=False, min_value=1, help_text="Number of a registered document that has been read"
    )
    file = serializers.FileField(
        required=False,
        allow_empty_file=False,
        help_text="A draft, as multipart/form-data: read, checked and not kept",
    )
    no_secret = serializers.BooleanField(
        default=False,
        help_text="The person confirms that the file holds no state secret; asked for with a file",
    )
    parents = serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        required=False,
        default=list,
        max_length=10,
        help_text="Numbers of the documents it carries out",
    )
    neighbours = serializers.BooleanField(
        default=True,
        help_text="Whether it is held against every other plan of the register the person may see",
    )


class CheckSerializer(serializers.Serializer[Check]):
    """Where a check stands; figures once it is done."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    document = serializers.IntegerField(source="document_id", allow_null=True, help_text="None of a draft")
    state = serializers.ChoiceField(choices=[choice.value for choice in CheckState])
    error = serializers.CharField(help_text="Why it failed; empty otherwise")
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    copied_share = serializers.SerializerMethodField(help_text="0 … 1, of what is no formula")
    own_share = serializers.SerializerMethodField(help_text="0 … 1")
    version = serializers.CharField(help_text="Of the rules it was made by; empty until it is done")
    older = serializers.BooleanField(
        help_text="Whether it was made by an older version: figures of two versions do not compare"
    )
    vague = serializers.IntegerField(allow_null=True, help_text="Sentences that lack something")
    missing = serializers.IntegerField(
        allow_null=True, help_text="Targets and tasks of the parents not found"
    )
    result = serializers.SerializerMethodField(help_text="Address of the result; null until it is done")
    matrix = serializers.SerializerMethodField(help_text="Address of the coverage matrix; null until then")
    page = serializers.SerializerMethodField(help_text="Address of the page for people")

    def get_copied_share(self, check: Check) -> float | None:
        return None if check.copied is None else check.copied / 10_000

    def get_own_share(self, check: Check) -> float | None:
        return None if check.own is None else check.own / 10_000

    def get_result(self, check: Check) -> str | None:
        return reverse("api-check-result", args=[check.pk]) if check.state == CheckState.DONE else None

    def get_matrix(self, check: Check) -> str | None:
        return reverse("api-check-matrix", args=[check.pk]) if check.state == CheckState.DONE else None

    def get_page(self, check: Check) -> str:
        return reverse("check", args=[check.pk])


class CheckPageSerializer(serializers.Serializer[Any]):
    """One page of a list, as `web.api.base.Pages` makes it."""

    count = serializers.IntegerField(help_text="Of all pages")
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = CheckSerializer(many=True)


# -- the result, described -----------------------------------------------------------------------------------

SPAN = "Characters of the text, half-open: [start, end]"


def _span(**more: Any) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.IntegerField(), min_length=2, max_length=2, help_text=SPAN, **more
    )


def _pieces() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(), min_length=2, max_length=2),
        help_text="[words, what was changed there or empty] in order",
    )


class SourceSerializer(serializers.Serializer[Any]):
    """A document the programme was held against."""

    key = serializers.CharField(help_text="document:12")
    role = serializers.ChoiceField(choices=["parent", "neighbour"])
    title = serializers.CharField()
    symbol = serializers.CharField()
    issuer = serializers.CharField()
    date = serializers.DateField(allow_null=True)
    label = serializers.CharField()  # type: ignore[assignment]


class ShareSerializer(serializers.Serializer[Any]):
    source = serializers.CharField()  # type: ignore[assignment]
    share = serializers.FloatField()


class PassageSerializer(serializers.Serializer[Any]):
    """Words of the programme that stand in a source too."""

    span = _span()
    source = serializers.CharField()  # type: ignore[assignment]
    source_span = _span()
    kind = serializers.ChoiceField(choices=["copied", "taken_down"])
    likeness = serializers.ChoiceField(choices=["verbatim", "light", "heavy"])
    kept = serializers.FloatField(help_text="Share of its words that stand in the source")
    section = serializers.CharField()
    words = _pieces()
    source_words = _pieces()


class FormulaSerializer(serializers.Serializer[Any]):
    span = _span()
    rule = serializers.CharField()
    reason = serializers.CharField()


class LackSerializer(serializers.Serializer[Any]):
    """Something that is not said, with the words that show it and what would mend it."""

    item = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    what = serializers.CharField()
    advice = serializers.CharField()
    sentence = serializers.ChoiceField(
        choices=["lacking", "instead", "collective"],
        help_text="Which sentence of the item `what` is; missing in results of version 2 and before",
        required=False,
    )
    filled = serializers.CharField(help_text="The words put into it", required=False)
    span = _span(allow_null=True)
    words = serializers.CharField()


class StatementSerializer(serializers.Serializer[Any]):
    span = _span()
    kind = serializers.ChoiceField(choices=["task", "aim"])
    words = serializers.CharField()
    lead = serializers.CharField()
    section = serializers.CharField()
    clear = serializers.ListField(child=serializers.CharField())
    lacks = LackSerializer(many=True)


class LookedForSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    lacking = serializers.IntegerField(help_text="Statements that lack it")


class VagueSerializer(serializers.Serializer[Any]):
    examined = serializers.IntegerField()
    items = LookedForSerializer(many=True)
    statements = StatementSerializer(many=True)
    document = LackSerializer(many=True)


class CommitmentSerializer(serializers.Serializer[Any]):
    """A target or task as one document states it."""

    name = serializers.CharField()
    value = serializers.CharField(allow_null=True, help_text="Decimal digits")
    value_max = serializers.CharField(allow_null=True)
    unit = serializers.CharField(allow_null=True)
    bound = serializers.CharField()
    due = serializers.CharField(allow_null=True, help_text="2030, 2026-Q3, 2026-04-30, 2026/2030")
    lead = serializers.CharField(allow_null=True)
    words = serializers.CharField()
    span = _span(allow_null=True)


class ChangeSerializer(serializers.Serializer[Any]):
    what = serializers.ChoiceField(choices=["value", "bound", "due", "part", "figures", "lead"])
    before = serializers.CharField()
    after = serializers.CharField()
    weaker = serializers.BooleanField(allow_null=True)


class RowSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["target", "task"])
    state = serializers.ChoiceField(choices=["kept", "changed", "missing", "elsewhere", "added"])
    parent = CommitmentSerializer(allow_null=True)
    child = CommitmentSerializer(allow_null=True)
    likeness = serializers.FloatField()
    further = serializers.BooleanField(
        help_text="A step beside the row above for the same commitment of the parent", required=False
    )
    changes = ChangeSerializer(many=True)


class CountsSerializer(serializers.Serializer[Any]):
    kept = serializers.IntegerField()
    changed = serializers.IntegerField()
    missing = serializers.IntegerField()
    elsewhere = serializers.IntegerField()
    added = serializers.IntegerField()


class BothCountsSerializer(serializers.Serializer[Any]):
    target = CountsSerializer()
    task = CountsSerializer()


class MatrixSerializer(serializers.Serializer[Any]):
    """One parent beside the programme."""

    source = serializers.CharField()  # type: ignore[assignment]
    counts = BothCountsSerializer()
    rows = RowSerializer(many=True)


class ProgrammeSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    title = serializers.CharField()
    symbol = serializers.CharField(allow_null=True)
    issuer = serializers.CharField(allow_null=True)
    date = serializers.DateField(allow_null=True)


class HiddenSerializer(serializers.Serializer[Any]):
    """What stands only in documents the person may not see."""

    passages = serializers.IntegerField()
    share = serializers.FloatField()


class ResultSerializer(serializers.Serializer[Any]):
    """What the check found. Shares are of the letters and digits that are no formula."""

    version = serializers.CharField()
    packs = serializers.CharField(help_text="Hash of the vocabularies it was made with")
    programme = ProgrammeSerializer()
    sources = SourceSerializer(many=True)
    neighbours_searched = serializers.IntegerField()
    characters = serializers.IntegerField()
    counted = serializers.IntegerField()
    formula = serializers.IntegerField()
    copied = serializers.IntegerField()
    taken_down = serializers.IntegerField()
    copied_share = serializers.FloatField()
    taken_down_share = serializers.FloatField()
    own_share = serializers.FloatField()
    hidden = HiddenSerializer()
    closest = ShareSerializer(many=True)
    passages = PassageSerializer(many=True)
    formulas = FormulaSerializer(many=True)
    vague = VagueSerializer()
    coverage = MatrixSerializer(many=True)
