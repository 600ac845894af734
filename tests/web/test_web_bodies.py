"""Bodies over time: names as documents write them, on the day they write them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from dondoc.web.audit.models import Entry
from dondoc.web.bodies.models import Body, BodyName, Succession
from dondoc.web.bodies.selectors import Directory, candidates, resolve
from dondoc.web.bodies.services import body_add, body_name_add, body_rename, position_add, succession_add
from dondoc.web.search.selectors import find
from dondoc.web.sources.figurebodies import territory

pytestmark = pytest.mark.django_db

NAMES: list[tuple[str, date | None, str | None, str]] = [
    ("Sở Xây dựng", None, "building", "its name"),
    ("sở xây dựng", None, "building", "another case"),
    ("SXD", None, "building", "a short name from the list"),
    ("UBND tỉnh", None, "government", "an abbreviation"),
    ("UBND tỉnh Lam Sơn", None, "government", "the province's name after it"),
    ("Ủy ban nhân dân tỉnh Lam Sơn", None, "government", "in full"),
    ("Uỷ ban nhân dân tỉnh", None, "government", "the older spelling"),
    ("HĐND tỉnh", None, "council", "an abbreviation of another"),
    ("Tỉnh ủy", None, "party", "the Party's way"),
    ("Ban Chấp hành Đảng bộ tỉnh Lam Sơn", None, "party", "the Party's long way"),
    ("Ban Thường vụ Tỉnh ủy", None, "party", "who acts for it, where it is no body of its own"),
    ("Giám đốc Sở Xây dựng", None, "building", "who heads it"),
    ("Chủ tịch UBND tỉnh", None, "government", "who heads it, abbreviated"),
    ("Phó Bí thư Thường trực Tỉnh ủy", None, "party", "a deputy"),
    ("Ủy viên Ban Thường vụ Tỉnh ủy", None, "party", "two words for a person, one after the other"),
    ("Sở Kế hoạch và Đầu tư", date(2024, 5, 1), "planning", "before the merger: itself"),
    ("Sở Kế hoạch và Đầu tư", date(2025, 2, 28), "planning", "on its last day"),
    ("Sở Kế hoạch và Đầu tư", date(2025, 3, 1), "finance", "from the merger on: the successor"),
    ("Giám đốc Sở Kế hoạch và Đầu tư", date(2026, 3, 1), "finance", "and its head"),
    ("Sở Xây", None, None, "half a name"),
    ("các sở, ngành", None, None, "everybody"),
    ("Sở Y tế", None, None, "one that is not there"),
    ("", None, None, "nothing"),
    ("   ", None, None, "spaces"),
]


@pytest.mark.parametrize(("name", "on", "who", "why"), NAMES, ids=[row[3] for row in NAMES])
def test_names_as_written(province: Any, name: str, on: date | None, who: str | None, why: str) -> None:
    """A name means the body that bore it on the day, or who took over from it; nothing is guessed."""
    found = resolve(name, on=on)

    assert (found and found.body) == (getattr(province, who) if who else None)
    if found is not None:
        assert found.reason


def test_two_bodies_of_one_name_are_not_guessed(province: Any) -> None:
    """Where two bodies bear a name, a person chooses."""
    for n in (1, 2):
        body_add(code=f"c{n}", name="Chi cục Thuế", kind="state", parent=province.root, by=None)

    assert resolve("Chi cục Thuế") is None
    assert len(candidates("Chi cục Thuế")) == 2


def test_words_after_a_name_are_a_proposal_only(province: Any) -> None:
    """Where the reader took too many words, the body at their front is proposed, not taken."""
    written = "Sở Xây dựng rà soát quỹ đất"

    assert resolve(written) is None
    assert candidates(written)[0].body == province.building


ISSUERS = [
    ("UBND TỈNH LAM SƠN SỞ XÂY DỰNG", "building", "the department after its superior"),
    ("ĐẢNG BỘ TỈNH LAM SƠN ĐẢNG ỦY XÃ ĐÔNG SƠN", "commune_party", "a commune's committee"),
    ("TỈNH ỦY LAM SƠN", "party", "alone"),
    ("CÔNG TY CỔ PHẦN", None, "unknown"),
]


@pytest.mark.parametrize(("printed", "who", "why"), ISSUERS, ids=[row[2] for row in ISSUERS])
def test_issuers_as_headings_print_them(province: Any, printed: str, who: str | None, why: str) -> None:
    """A heading prints the superior body first; the last name counts."""
    province.commune_party = body_add(
        code="du", name="Đảng ủy xã Đông Sơn", kind="party", parent=province.party, by=None
    )

    found = Directory().issuer(printed)

    assert (found and found.body) == (getattr(province, who) if who else None)


def test_what_a_body_governs(province: Any) -> None:
    """A committee's targets are its place's, whatever tree it stands in; a department's are its own."""
    commune_party = body_add(
        code="du", name="Đảng ủy xã Đông Sơn", kind="party", parent=province.party, by=None
    )
    directory = Directory()

    governed = [
        (province.party, province.root),
        (province.government, province.root),
        (province.council, province.root),
        (commune_party, province.commune),
        (province.building, province.building),
        (province.centre, province.centre),
    ]
    for body, place in governed:
        assert territory(body, directory) == place


def test_renamed_body_is_found_by_both_names(province: Any, cast: Any) -> None:
    """A body that is renamed keeps its earlier name until the day, and both lead to it."""
    body_rename(
        body=province.building, name="Sở Xây dựng và Giao thông", on=date(2026, 5, 1), by=cast.administrator
    )

    for name in ("Sở Xây dựng", "Sở Xây dựng và Giao thông"):
        assert resolve(name, on=date(2026, 6, 1)) is not None
        assert resolve(name, on=date(2026, 6, 1)).body == province.building  # type: ignore[union-attr]
    assert BodyName.objects.get(body=province.building, name="Sở Xây dựng").valid_to == date(2026, 4, 30)
    assert find(cast.access("reader"), "giao thong", kind="body")
    entry = Entry.objects.get(action="body.rename")
    assert (entry.before["name"], entry.after["name"]) == ("Sở Xây dựng", "Sở Xây dựng và Giao thông")


def test_merger_ends_the_predecessors(province: Any) -> None:
    """On the day one body takes over the others end; told twice it is one merger."""
    new = body_add(code="moi", name="Sở Mới", kind="state", parent=province.government, by=None)
    for _ in range(2):
        succession_add(
            predecessors=[province.finance, province.building], successor=new, on=date(2027, 1, 1), by=None
        )

    for body in (province.finance, province.building):
        body.refresh_from_db()
        assert body.valid_to == date(2026, 12, 31)
    assert Succession.objects.filter(successor=new).count() == 2
    with pytest.raises(ValidationError):
        succession_add(predecessors=[new], successor=new, on=date(2027, 1, 1), by=None)


def test_branches_are_paths(province: Any) -> None:
    """A body's path holds its ancestors, so that a branch is one prefix."""
    path = province.finance.path

    assert path == f"/{province.root.pk}/{province.government.pk}/{province.finance.pk}/"
    below = Body.objects.filter(path__startswith=province.government.path)
    assert set(below) == {province.government, province.finance, province.building, province.planning}


def test_names_and_posts_are_added_once(province: Any) -> None:
    """The same name or post given twice is one."""
    assert body_name_add(body=province.building, name="Ngành xây dựng", by=None) == body_name_add(
        body=province.building, name=" Ngành xây dựng ", by=None
    )
    with pytest.raises(ValidationError):
        body_name_add(body=province.building, name=" ", by=None)
    first, again, other = (
        position_add(name="Lê Bình", title=title, body=province.building, on=None, by=None)
        for title in ("Giám đốc Sở Xây dựng", "Giám đốc Sở Xây dựng", "Bí thư Đảng ủy Sở")
    )
    assert first == again
    assert other.person == first.person
