"""Choosing several from a list that may be long: ticks in groups, found by a few letters.

Works without a script as a plain list of ticks; with one (`core/ticks.js`) it can be filtered and ticked by
group.
"""

from __future__ import annotations

from collections.abc import Iterable

from django import forms


class TickList(forms.CheckboxSelectMultiple):
    """The ticks in groups, with the tools above them."""

    template_name = "core/ticks.html"
    option_template_name = "core/tick.html"
    use_fieldset = False


def in_groups(rows: Iterable[tuple[str, int, str]]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Choices of a tick list from (group, key, name), groups in the order in which they first come.

    >>> in_groups([("A", 1, "một"), ("B", 2, "hai"), ("A", 3, "ba")])
    [('A', [(1, 'một'), (3, 'ba')]), ('B', [(2, 'hai')])]
    """
    groups: dict[str, list[tuple[int, str]]] = {}
    for group, key, name in rows:
        groups.setdefault(group, []).append((key, name))
    return list(groups.items())
