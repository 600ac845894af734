"""How pages print the state of an import and what came of a row."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from dondoc.web.accounts.access import Action
from dondoc.web.core.templatetags.dondoc import status
from dondoc.web.exchange import selectors
from dondoc.web.exchange.models import ImportState, Outcome
from dondoc.web.plans.models import Target, Task

register = template.Library()

_STATES = {
    ImportState.OPEN: ("", "s-open"),
    ImportState.RUNNING: ("info", "s-half"),
    ImportState.DONE: ("ok", "s-ok"),
    ImportState.UNDONE: ("warn", "undo"),
    ImportState.DROPPED: ("", "s-no"),
}
_OUTCOMES = {
    Outcome.ADDED: ("ok", "s-ok"),
    Outcome.CHANGED: ("info", "pencil"),
    Outcome.SAME: ("", "s-open"),
    Outcome.LEFT: ("bad", "s-late"),
}


@register.simple_tag
def import_state(value: str) -> SafeString:
    """An import's state."""
    state = ImportState(value)
    return status(*_STATES[state], state.label)


@register.simple_tag
def row_outcome(value: str) -> SafeString:
    """What came, or would come, of a row."""
    outcome = Outcome(value)
    return status(*_OUTCOMES[outcome], outcome.label)


@register.inclusion_tag("exchange/_brought_in.html", takes_context=True)
def target_brought_in(context: Context, target: Target) -> dict[str, Any]:
    """The rows of tables that a target was brought in or changed by, with their words."""
    return {"rows": list(selectors.words_of_target(target)[:5]), "mirrors": [], **_opens(context)}


def _opens(context: Context) -> dict[str, Any]:
    """In whose branch the reader opens the tables themselves."""
    return {"opens": context["request"].access.bodies(Action.REVIEW)}


@register.inclusion_tag("exchange/_brought_in.html", takes_context=True)
def brought_in(context: Context, task: Task) -> dict[str, Any]:
    """The rows of tables that a task was brought in or changed by, with their words."""
    rows = list(selectors.words_of(task)[:5])
    keys = list(task.keys.exclude(system=None).select_related("system"))
    return {"rows": rows, "mirrors": keys, **_opens(context)}
