"""All kinds of things that pass, in the order in which they do: a matter follows its task."""

from __future__ import annotations

from typing import Any

from dondoc.web.reorganisations.passing import Children, Kind, Targets, Tasks
from dondoc.web.reorganisations.passingmatters import Matters
from dondoc.web.reorganisations.passingmore import (
    Charges,
    Items,
    Obligations,
    Partners,
    Parts,
    Projects,
)

KINDS: tuple[Kind[Any], ...] = (
    Tasks(),
    Targets(),
    Children(),
    Partners(),
    Parts(),
    Items(),
    Projects(),
    Obligations(),
    Charges(),
    Matters(),
)
BY_NAME = {kind.name: kind for kind in KINDS}
