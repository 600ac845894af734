"""Old and new names of places and bodies: what a printed name stands for, on a day and since."""

from datetime import date

import orders
import pytest

from dondoc import packs
from dondoc.extraction import successions
from dondoc.extraction.lexicon import default_lexicon
from dondoc.records.facts import Facts, Meeting, TaskStatement
from dondoc.records.source import Span

BEFORE, AFTER = date(2023, 12, 1), date(2025, 11, 1)

CASES = [
    # printed, id, name since, day of the last change, why
    ("Bắc Giang", "bac_giang", "Bắc Ninh", "2025-07-01", "a province alone"),
    ("UBND tỉnh Bắc Giang", "bac_giang", "UBND tỉnh Bắc Ninh", "2025-07-01", "its executive"),
    ("Tỉnh uỷ Kiên Giang", "kien_giang", "Tỉnh uỷ An Giang", "2025-07-01", "old tone place; kept as printed"),
    ("Tỉnh ủy Hậu Giang", "hau_giang", "Thành ủy Cần Thơ", "2025-07-01", "a province became part of a city"),
    ("Thành ủy Cần Thơ", "can_tho", "Thành ủy Cần Thơ", "", "a city that kept its name"),
    ("HĐND TP Đà Nẵng khoá 8", "da_nang", "HĐND TP Đà Nẵng khoá 8", "", "a term of office is no place"),
    ("Thừa Thiên - Huế", "thua_thien_hue", "Huế", "2025-01-01", "spaced hyphen"),
    ("tỉnh Hà Tây", "ha_tay", "thành phố Hà Nội", "2008-08-01", "an earlier merger"),
    ("Sở KH&ĐT", "so_ke_hoach_va_dau_tu", "Sở Tài chính", "2025-03-01", "a department by its letters"),
    (
        "Sở Kế hoạch và Đầu tư tỉnh Bắc Giang",
        "so_ke_hoach_va_dau_tu/bac_giang",
        "Sở Tài chính tỉnh Bắc Ninh",
        "2025-07-01",
        "department and province, one after the other",
    ),
    (
        "Ban cán sự đảng UBND tỉnh Bắc Giang",
        "ban_can_su_dang_ubnd/bac_giang",
        "Đảng ủy UBND tỉnh Bắc Ninh",
        "2025-07-01",
        "what followed stays: tỉnh",
    ),
    (
        "Ban Tuyên giáo Tỉnh ủy",
        "ban_tuyen_giao",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy",
        "2025-03-01",
        "a committee's board keeps its committee",
    ),
    ("Bộ Giao thông Vận tải", "bo_giao_thong_van_tai", "Bộ Xây dựng", "2025-03-01", "a ministry"),
    ("Huyện ủy Bình Sơn", "cap_huyen", "", "2025-07-01", "no one body took over"),
]


@pytest.mark.parametrize(("name", "id_", "now", "since", "why"), CASES, ids=[c[-1] for c in CASES])
def test_a_printed_name_is_resolved(name, id_, now, since, why):
    """The id, the name since then, the day; a reason wherever something changed."""
    found = successions.resolve(name, BEFORE, default_lexicon())

    assert found is not None
    assert (found.id, found.now, found.since) == (id_, now, since), why
    assert bool(found.reason) == bool(since)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("UBND tỉnh", "which province is not said"),
        ("Chính phủ", "never changed"),
        ("UBND thành phố Thái Nguyên", "a city in the province, not the province"),
        ("UBND xã Thái Bình", "a commune of the same name"),
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy", "the new name of a body is no old one"),
        ("sông Hậu Giang", "a river"),
    ],
)
def test_other_names_are_left_alone(name, why):
    """A name that the packs do not know, or know as something else, resolves to nothing."""
    assert successions.resolve(name, BEFORE, default_lexicon()) is None, why


def test_the_day_tells_an_old_name_from_a_right_one():
    """In 2023 the name was right; in a document of late 2025 it is an old one."""
    at = [successions.resolve("UBND tỉnh Bắc Giang", day, default_lexicon()) for day in (BEFORE, AFTER)]

    assert [found.old_name for found in at if found] == [False, True]


def test_reasons_stand_in_the_order_of_their_days():
    """Of two changes the earlier is told first, with the document that decided the later."""
    found = successions.resolve("Sở Tài nguyên và Môi trường tỉnh Hậu Giang", BEFORE, default_lexicon())

    assert found is not None
    assert found.reason.index("khoảng 1/3/2025") < found.reason.index("Nghị quyết 202/2025/QH15")


def test_sixty_three_provinces_became_thirty_four():
    """Every province that ended has a successor that is there today, and the counts are those of the law."""
    places = packs.load().by_id("places")
    today = {id_ for id_, entry in places.items() if not entry.get("until")}
    merged = [entry for entry in places.values() if entry.get("until") == "2025-07-01"]

    assert len(today) == 34
    assert len(today) + len(merged) == 63
    assert all(entry["successor"] in today for entry in places.values() if entry.get("until"))
    assert sum(places[id_]["kind"] == "thành phố" for id_ in today) == 6


def test_facts_keep_the_printed_name():
    """Only an extra key says what became of it; a fact whose body is not known has none."""
    ctx = orders.context("Sở KH&ĐT trình.", day=BEFORE)
    known, unknown = TaskStatement(Span(0, 3), lead="Sở KH&ĐT"), TaskStatement(Span(0, 3), lead="các sở")
    facts = Facts(tasks=[known, unknown], meetings=[Meeting(Span(0, 3), body="Tỉnh ủy Kiên Giang")])

    successions.annotate(ctx, facts)

    assert known.lead == "Sở KH&ĐT"
    assert known.resolved is not None
    assert known.resolved["lead"].now == "Sở Tài chính"
    assert unknown.resolved is None
    assert facts.meetings[0].resolved is not None
    assert facts.meetings[0].resolved["body"].id == "kien_giang"
