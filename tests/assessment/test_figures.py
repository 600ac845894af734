"""Which figure of a period stands."""

from __future__ import annotations

from datetime import date

import pytest

from dondoc.assessment.figures import Told, standing_figure
from dondoc.records.plan import ObservationStatus

ESTIMATE, PRELIMINARY, OFFICIAL = ObservationStatus
D = date
OCT, DEC, MAR, MAY = D(2026, 10, 13), D(2026, 12, 5), D(2027, 3, 20), D(2027, 5, 2)

ROWS = [
    ([Told(1, ESTIMATE, OCT, OCT)], None, 1, "the only one"),
    ([Told(1, ESTIMATE, OCT, OCT), Told(2, ESTIMATE, DEC, DEC)], None, 2, "the later estimate"),
    (
        [Told(1, OFFICIAL, MAR, MAR), Told(2, ESTIMATE, MAR, MAY)],
        None,
        1,
        "official stands, whoever comes later",
    ),
    ([Told(1, PRELIMINARY, MAR, MAR), Told(2, OFFICIAL, MAY, MAY)], MAR, 1, "as it was known in March"),
    ([Told(1, ESTIMATE, OCT, OCT, gone=DEC), Told(2, ESTIMATE, OCT, DEC)], None, 2, "one was corrected"),
    ([Told(1, ESTIMATE, OCT, OCT, gone=DEC), Told(2, ESTIMATE, OCT, DEC)], OCT, 1, "before the correction"),
    ([Told(1, ESTIMATE, OCT, OCT, gone=DEC)], DEC, None, "taken back that day"),
    ([Told(1, ESTIMATE, OCT, OCT)], D(2026, 10, 12), None, "not entered yet"),
    ([], None, None, "nothing"),
]


@pytest.mark.parametrize(("figures", "known_by", "key", "why"), ROWS, ids=[row[-1] for row in ROWS])
def test_which_stands(figures: list[Told], known_by: date | None, key: int | None, why: str) -> None:
    """Finality first, then the day, then the order of entry."""
    found = standing_figure(figures, known_by=known_by)
    assert (found.key if found else None) == key
