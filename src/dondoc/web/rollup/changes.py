"""When what is kept no longer holds: whoever takes the turn of an indicator's figures may change them.

No writer has to think of it. Taking `Turn.FIGURES` counts up the version of that indicator and of the ratios
made of it, `Turn.BODIES` and every saved place of a body change the tree's token; both in the transaction of
the change, so that a reader sees the old figures with the old version or the new with the new.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_delete, post_save

from dondoc.web.bodies.models import Body, BodyLink, Succession
from dondoc.web.core.locks import Turn, on_turn
from dondoc.web.core.statements import keys_in, keys_told, repeated
from dondoc.web.results.signals import figure_changed
from dondoc.web.rollup.models import TreeState

_PLACE = {"parent", "parent_id", "valid_from", "valid_to", "withdrawn_at"}
ONLY = 1  # key of the one row
# by hand: it is sent with every turn that is taken, and takes a fifth of the time so
_COUNT_UP = """UPDATE rollup_rollup SET version = version + 1 WHERE indicator_id IN (
    SELECT id FROM plans_indicator WHERE {} OR {} OR {})"""


def listen() -> None:
    """Called once, when the applications are ready."""
    on_turn(turn_taken)
    figure_changed.connect(one_figure_changed, dispatch_uid="rollup-figure")
    for table in (Body, BodyLink, Succession):
        post_save.connect(place_saved, sender=table, dispatch_uid=f"rollup-saved-{table.__name__}")
        post_delete.connect(place_deleted, sender=table, dispatch_uid=f"rollup-deleted-{table.__name__}")


def turn_taken(turn: Turn, keys: Collection[int]) -> None:
    """What the turn may change is made anew."""
    if turn is Turn.FIGURES:
        figures_changed(keys)
    elif turn is Turn.BODIES:
        tree_changed()


def figures_changed(indicators: Collection[int]) -> None:
    """The version of each goes up, and that of the ratios they stand in."""
    keys = keys_told(indicators)
    with repeated() as cursor:
        cursor.execute(
            _COUNT_UP.format(*map(keys_in, ("id", "numerator_id", "denominator_id"))), [keys, keys, keys]
        )


def tree_changed() -> None:
    """Another token: no block of before holds."""
    TreeState.objects.update_or_create(pk=ONLY, defaults={"token": secrets.randbits(62)})


def one_figure_changed(*, indicator: int, year: int, **_rest: Any) -> None:
    """A single figure: what follows from it is kept with it, where anything is kept."""
    # not before: NumPy is a third of what a process loads at its start, and most never add up
    from dondoc.web.rollup.services import refresh

    refresh(indicator, year, kept_only=True)


def place_saved(*, created: bool, update_fields: Any = None, raw: bool = False, **_rest: Any) -> None:
    """A body was saved; only its place and days matter."""
    if not raw and (created or update_fields is None or _PLACE & set(update_fields)):
        tree_changed()


def place_deleted(**_rest: Any) -> None:
    """A place went."""
    tree_changed()
