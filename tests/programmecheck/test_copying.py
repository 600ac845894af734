"""Shares: what counts, what does not, and that they add up."""

from __future__ import annotations

from fractions import Fraction

from dondoc import reading
from dondoc.programmecheck import Index, check_programme
from dondoc.records.check import CheckSource, PassageKind, SourceRole

OWN = "Lò gạch cũ ở bến đò được giữ lại làm nhà trưng bày của làng nghề dệt chiếu và đan thúng."
SHARED = (
    "Mỗi tổ ba người đo từng thửa đất, ký ngay tại thực địa và báo số hộ đã xong vào chiều thứ sáu hằng tuần."
)
TARGET = "Tỷ lệ chất thải rắn sinh hoạt được tái chế, tái sử dụng năm 2030 đạt 50%."


def read(*sentences):
    page = "KẾ HOẠCH\nNăm 2026\nII. CHỈ TIÊU, NHIỆM VỤ\n" + "".join(f"- {one}\n" for one in sentences)
    return reading.read_bytes(page.encode(), "a.txt")


def source(key, role=SourceRole.PARENT):
    return CheckSource(key, f"Văn bản {key}", role)


def test_shares_add_up():
    """Own, copied and taken down are all that is no formula."""
    found = check_programme(read(OWN, SHARED, TARGET), [(source("p"), read(SHARED, TARGET))]).copying

    assert [p.kind for p in found.passages] == [PassageKind.COPIED, PassageKind.TAKEN_DOWN]
    assert found.own_share + found.copied_share + Fraction(found.taken_down, found.counted) == 1
    assert found.copied > 0
    assert found.taken_down > 0
    assert found.formula > 0


def test_a_target_in_a_neighbours_plan_is_still_the_parents():
    """What stands in the parent is not copied from a neighbour who has it from there too."""
    parent, neighbour = read(SHARED, TARGET), read(SHARED, TARGET)
    found = check_programme(
        read(OWN, SHARED, TARGET),
        [(source("p"), parent)],
        neighbours=[(source("n", SourceRole.NEIGHBOUR), neighbour)],
    )

    assert {p.source for p in found.copying.passages} == {"p"}
    assert [s.key for s in found.sources] == ["p"]


def test_what_many_say_is_formula():
    """A sentence that more than eight documents of the index have is everybody's."""
    with Index("") as index:
        index.add_many(
            (f"d{n}", f"Kế hoạch {n}. {SHARED} Chợ phiên {n * 7}.", f"d{n}", "") for n in range(12)
        )
        many = check_programme(read(OWN, SHARED), [], index=index).copying
    with Index("") as index:
        index.add("d1", f"Kế hoạch. {SHARED} Chợ phiên.", title="d1")
        one = check_programme(read(OWN, SHARED), [], index=index).copying

    assert many.copied == 0
    assert "frequent" in [formula.rule for formula in many.formulas]
    assert one.copied > 70
    assert [key for key, _ in one.shares] == ["d1"]


def test_a_document_that_may_not_be_named_is_not_compared():
    """`named` says None: as if it were not there."""
    with Index("") as index:
        index.add("secret", SHARED)
        found = check_programme(read(OWN, SHARED), [], index=index, named=lambda _: None)

    assert found.copying.passages == ()
    assert found.sources == ()


def test_nothing_at_all():
    """A document of formula only has no shares to divide."""
    found = check_programme(reading.read_bytes(b"KE HOACH", "a.txt"), [])

    assert found.copying.own_share == 0
    assert found.vague.statements == ()
