"""The weekly list for the giao ban meeting: how many lines of each part two pages hold.

overdue 40, due 12, new 9, … and room for 36 lines → 15, 6, 3, …: each part's most pressing first
"""

from __future__ import annotations

from collections.abc import Sequence

ROOM = 34  # lines that two pages hold in the shipped template, beside heads and signature
LEAST = 3  # lines that no part goes below while it has them


def shared_out(totals: Sequence[int], room: int = ROOM, least: int = LEAST) -> list[int]:
    """How many lines each part gets.

    Every part gets up to `least`; what is left goes round one line at a time, in the parts' order, to those
    that have more to say. Where even `least` does not fit, the first parts keep theirs.

    Args:
        totals: How many lines each part would have, the most pressing part first.
        room: Lines in all.
        least: Lines a part is granted before any gets more.

    >>> shared_out([40, 2, 0, 5], room=12)
    [5, 2, 0, 5]
    """
    given = [0] * len(totals)
    for place, total in enumerate(totals):
        given[place] = min(total, least, room - sum(given))
    while sum(given) < room:
        hungry = [place for place, total in enumerate(totals) if given[place] < total]
        if not hungry:
            break
        for place in hungry[: room - sum(given)]:
            given[place] += 1
    return given
