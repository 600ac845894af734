"""Choosing bodies from a list that may be long: ticks by tree (`core.ticks`)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.core.ticks import TickList


class BodiesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several bodies; `offer` says which."""

    widget = TickList

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("Chọn ít nhất một cơ quan.")})
        super().__init__(Body.objects.none(), **kwargs)

    def offer(self, bodies: QuerySet[Body]) -> None:
        """Let these be chosen, by tree and in Vietnamese order; asked for once, whoever else has them."""
        self.queryset = bodies
        groups: dict[str, list[tuple[int, str]]] = {kind: [] for kind in BodyKind.values}
        for body in sorted(bodies, key=lambda one: (one.sort_key, one.pk)):
            groups[body.kind].append((body.pk, body.name))
        self.choices = [(BodyKind(kind).label, found) for kind, found in groups.items() if found]
