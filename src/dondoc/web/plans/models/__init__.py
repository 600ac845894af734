"""Commitments a person has confirmed. What a document only proposes stays a `sources.Fact`."""

from __future__ import annotations

from dondoc.web.plans.models.catalogue import (
    DirectionChoice,
    Indicator,
    IndicatorAlias,
    IndicatorPart,
    NatureChoice,
    TimeRuleChoice,
    UnitRuleChoice,
)
from dondoc.web.plans.models.targets import (
    BasisChoice,
    ComparatorChoice,
    PathKind,
    PathStep,
    PlanPath,
    PlanPoint,
    Target,
    TargetVersion,
)
from dondoc.web.plans.models.tasks import (
    DeadlineKind,
    EventKind,
    StageChoice,
    Task,
    TaskEvent,
    TaskPartner,
    TaskSpan,
)

__all__ = [
    "BasisChoice",
    "ComparatorChoice",
    "DeadlineKind",
    "DirectionChoice",
    "EventKind",
    "Indicator",
    "IndicatorAlias",
    "IndicatorPart",
    "NatureChoice",
    "PathKind",
    "PathStep",
    "PlanPath",
    "PlanPoint",
    "StageChoice",
    "Target",
    "TargetVersion",
    "Task",
    "TaskEvent",
    "TaskPartner",
    "TaskSpan",
    "TimeRuleChoice",
    "UnitRuleChoice",
]
