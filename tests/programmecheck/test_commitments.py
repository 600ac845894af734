"""What of a document has to be found again in its child: its targets and tasks, nothing that looks so."""

from __future__ import annotations

import pytest

from dondoc import reading
from dondoc.extraction import extract
from dondoc.programmecheck.commitments import commitments
from dondoc.records.coverage import CommitmentKind

PAGES = [
    ("(1) Tỷ lệ che phủ rừng năm 2026 đạt 41,2%.\n(2) Thu ngân sách năm 2026 đạt 1.250 tỷ đồng.\n",
     {"tỷ lệ che phủ rừng", "thu ngân sách"}, "numbers in brackets number a list"),
    ("1. Tỷ lệ che phủ rừng năm 2026 đạt 41,2%[1].\n\n[1] Diện tích để tính năm 2026 là 4.100 ha.\n",
     {"tỷ lệ che phủ rừng"}, "a footnote explains a target and is none"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "names", "why"), PAGES, ids=[row[-1] for row in PAGES])
def test_targets(lines, names, why):
    """Each once, by its name."""
    document = reading.read_bytes(f"NGHỊ QUYẾT\nNăm 2026\n\nII. CHỈ TIÊU\n{lines}".encode(), "a.txt")

    found = commitments(document, extract(document))

    assert {one.name.lower() for one in found if one.kind is CommitmentKind.TARGET} == names, why


def test_a_period_is_no_part_of_a_name():
    """“tổng vốn đầu tư toàn xã hội 5 năm” is not named “… 5”."""
    page = (
        "NGHỊ QUYẾT\nNăm 2025\n\nII. CHỈ TIÊU\n- Tổng vốn đầu tư toàn xã hội 5 năm đạt 360 nghìn tỷ đồng.\n"
    )
    document = reading.read_bytes(page.encode(), "a.txt")

    (target,) = [one for one in commitments(document, extract(document)) if one.kind is CommitmentKind.TARGET]

    assert not target.name.endswith("5")
