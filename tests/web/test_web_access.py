"""Who sees and does what: first that it works, then every refusal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.utils import timezone

from dondoc.web.accounts.access import MAY, Access, Action
from dondoc.web.accounts.models import Grant, Membership, Role, User
from dondoc.web.accounts.selectors import user_seen, users_seen
from dondoc.web.audit.models import Entry
from dondoc.web.audit.selectors import entries_of, entries_seen
from dondoc.web.bodies.models import Body, BodyLink, Succession
from dondoc.web.bodies.selectors import bodies_in_scope, bodies_seen, people_seen
from dondoc.web.bodies.services import body_add
from dondoc.web.sources import selectors, services

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)

R, U, V, N, C, D, F, G, P, A = (
    Action.READ,
    Action.UPLOAD,
    Action.REVIEW,
    Action.REGISTER,
    Action.RECORD,
    Action.DECIDE,
    Action.FOLLOW,
    Action.ORGANISE,
    Action.MANAGE_PEOPLE,
    Action.READ_AUDIT,
)
S = Action.CONFIRM  # for the body's head alone, not for the office
_ALL = set(Action) - {P, S}
# Who may do what for the whole province, for Sở Tài chính, for Sở Xây dựng.
TABLE: list[tuple[str, set[Action], set[Action], set[Action]]] = [
    ("analyst", _ALL, _ALL, _ALL),
    ("finance", set(), {R, U, C}, set()),
    ("building", set(), set(), {R, U, C}),
    ("head", set(), {R, C, D, S, A}, set()),
    ("leader", {R, D, F, A}, {R, D, F, A}, {R, D, F, A}),
    ("supervisor", set(), set(), {R, F, A}),
    ("clerk", {R, U, N}, {R, U, N}, {R, U, N}),
    ("inspector", {R, A}, {R, A}, {R, A}),
    ("reader", {R}, {R}, {R}),
    ("administrator", {G, P}, {G, P}, {G, P}),
    ("nobody", set(), set(), set()),
    ("stranger", set(), set(), set()),
]


@pytest.mark.parametrize(("who", "root", "finance", "building"), TABLE, ids=[row[0] for row in TABLE])
def test_roles(cast: Any, province: Any, who: str, root: Any, finance: Any, building: Any) -> None:
    """What the table of roles says holds in the branch of the grant and nowhere else."""
    access = cast.access(who)

    for body, allowed in ((province.root, root), (province.finance, finance), (province.building, building)):
        assert {action for action in Action if access.can(action, body)} == allowed
    for action in Action:
        anywhere = action in root | finance | building
        assert access.can(action) == anywhere
        if not anywhere:
            with pytest.raises(PermissionDenied):
                access.require(action)


def test_every_role_is_in_the_table() -> None:
    """No role is forgotten; an administrator of people has no content."""
    assert set(MAY) == set(Role)
    assert Action.READ not in MAY[Role.ADMINISTRATOR]


DAYS = [
    (date(2026, 3, 1), None, date(2026, 2, 28), False, "before it begins"),
    (date(2026, 3, 1), None, date(2026, 3, 1), True, "on its first day"),
    (date(2026, 3, 1), date(2026, 4, 1), date(2026, 4, 1), True, "on its last day"),
    (date(2026, 3, 1), date(2026, 4, 1), date(2026, 4, 2), False, "the day after"),
]


@pytest.mark.parametrize(("since", "until", "on", "holds", "why"), DAYS, ids=[row[4] for row in DAYS])
def test_grants_have_days(
    cast: Any, province: Any, since: date, until: Any, on: date, holds: bool, why: str
) -> None:
    """A role is held from a day to a day, both included."""
    Grant.objects.create(
        user=cast.nobody, role="reader", body=province.root, valid_from=since, valid_to=until
    )

    assert cast.access("nobody", on).can(Action.READ, province.finance) == holds


def test_locked_account_may_nothing(cast: Any) -> None:
    """An account that is locked has no access whatever its grants."""
    cast.analyst.is_active = False
    cast.analyst.save()

    assert not any(Access.of(cast.analyst, date(2026, 10, 20)).can(action) for action in Action)


def test_branch_holds_those_taken_over(cast: Any, province: Any) -> None:
    """The officers of a body see what the bodies it took over from owed; others do not."""
    assert province.planning.pk in cast.access("finance").body_ids
    assert province.planning.pk not in cast.access("building").body_ids
    assert province.centre.pk in cast.access("reader").body_ids, (
        "the whole province reads what the centre sets"
    )
    assert province.centre.pk not in cast.access("finance").body_ids


SEES = [
    ("analyst", True, True),
    ("reader", True, False),
    ("inspector", True, False),
    ("leader", True, False),
    ("clerk", True, False),
    ("supervisor", True, False),  # of the department that has the task
    ("building", True, False),  # the document gives it a task
    ("finance", True, False),  # and this one helps
    ("head", True, False),
    ("administrator", False, False),
    ("nobody", False, False),
    ("stranger", False, False),
]


@pytest.mark.parametrize(("who", "sees", "reviews"), SEES, ids=[row[0] for row in SEES])
def test_documents_and_facts(stage: Any, cast: Any, who: str, sees: bool, reviews: bool) -> None:
    """What one may not see does not exist; what one may only read one may not decide."""
    document = stage.document()
    services.fact_accept(fact=stage.fact(document, "task"), by=cast.analyst)
    fact = stage.fact(document, "indicator")
    access = cast.access(who)

    assert selectors.documents_seen(access).exists() == sees
    assert selectors.facts_of(document, access).exists() == sees
    if not sees:
        for look in (
            lambda: selectors.document_page(access, document.pk),
            lambda: selectors.fact_seen(access, fact.pk),
            lambda: selectors.fact_to_review(access, fact.pk),
            lambda: selectors.document_to_review(access, document.pk),
            lambda: selectors.file_seen(access, document.files.get().pk),
        ):
            with pytest.raises(Http404):
                look()
        return
    page = selectors.document_page(access, document.pk)
    assert (page.can_review, len(page.facts)) == (reviews, 2)
    assert selectors.file_seen(access, document.files.get().pk) == document.files.get()
    if reviews:
        assert selectors.fact_to_review(access, fact.pk) == fact
    else:
        with pytest.raises(PermissionDenied):
            selectors.fact_to_review(access, fact.pk)


def test_document_of_another_branch(stage: Any, cast: Any, province: Any) -> None:
    """A document of one body's branch is not seen by another's people, unless it gives them something."""
    document = stage.document(owner=province.finance, issuer=province.finance)

    assert selectors.documents_seen(cast.access("finance")).exists()
    assert selectors.documents_seen(cast.access("reader")).exists()
    assert not selectors.documents_seen(cast.access("building")).exists()
    services.fact_accept(fact=stage.fact(document, "task"), by=cast.analyst)
    assert selectors.documents_seen(cast.access("building")).exists()
    services.fact_reopen(fact=document.facts.get(), by=cast.analyst)
    assert not selectors.documents_seen(cast.access("building")).exists()


BATCHES = [
    ("analyst", True),
    ("second", True),
    ("finance", True),
    ("building", False),
    ("reader", False),
    ("nobody", False),
]


@pytest.mark.parametrize(("who", "sees"), BATCHES, ids=[row[0] for row in BATCHES])
def test_batches(cast: Any, province: Any, who: str, sees: bool) -> None:
    """How far a batch is, is for those who may upload in its branch."""
    batch = services.batch_add(files=[("a.txt", b"")], by=cast.analyst, owner=province.finance)
    access = cast.access(who)

    assert selectors.batches_seen(access).exists() == sees
    if sees:
        progress = selectors.batch_progress(access, batch.pk)
        assert (progress.total, progress.failed, progress.finished) == (1, 1, True)
    else:
        with pytest.raises(Http404):
            selectors.batch_progress(access, batch.pk)


def test_who_sees_people(cast: Any) -> None:
    """Accounts are for who manages people, office-holders and bodies for who reads content."""
    assert users_seen(cast.access("administrator")).count() == len(cast.people)
    assert user_seen(cast.access("administrator"), cast.reader.pk) == cast.reader
    for who in ("analyst", "leader", "nobody", "stranger"):
        assert not users_seen(cast.access(who)).exists()
        with pytest.raises(Http404):
            user_seen(cast.access(who), cast.reader.pk)
    assert bodies_seen(cast.access("reader")).exists()
    assert not bodies_seen(cast.access("nobody")).exists()
    assert not people_seen(cast.access("administrator")).exists()
    assert set(bodies_in_scope(cast.access("building")).values_list("code", flat=True)) == {"so-xay-dung"}


TRAIL = [
    ("analyst", True, False),
    ("inspector", True, False),
    ("leader", True, False),
    ("head", False, False),  # of another branch than the document's
    ("finance", False, False),
    ("reader", False, False),
    ("administrator", False, True),
    ("nobody", False, False),
    ("stranger", False, False),
]


@pytest.mark.parametrize(("who", "content", "people"), TRAIL, ids=[row[0] for row in TRAIL])
def test_who_reads_the_trail(stage: Any, cast: Any, who: str, content: bool, people: bool) -> None:
    """The trail of content is read in one's branch, that of accounts by who manages people."""
    from dondoc.web.accounts.services import password_set

    fact = stage.fact(stage.document(), "task")
    services.fact_reject(fact=fact, by=cast.analyst, reason="thừa")
    password_set(user=cast.reader, password="mot-mat-khau-khac-2026", by=cast.administrator)
    access = cast.access(who)

    assert entries_of(fact, access).exists() == content
    assert entries_seen(access).filter(action="user.password").exists() == people
    assert "mot-mat-khau" not in str(list(Entry.objects.values()))


def test_trail_is_never_changed(stage: Any, cast: Any) -> None:
    """The database itself refuses to change or delete an entry."""
    services.fact_reject(fact=stage.fact(stage.document(), "task"), by=cast.analyst)
    entry = Entry.objects.latest("pk")

    for statement in (
        "UPDATE audit_entry SET reason = 'x' WHERE id = %s",
        "DELETE FROM audit_entry WHERE id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [entry.pk])
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()

    assert Entry.objects.filter(pk=entry.pk, reason="").exists()


def test_pages_are_bounded_in_queries(stage: Any, cast: Any, django_assert_max_num_queries: Any) -> None:
    """A document page costs as many queries for forty facts as for one."""
    document = stage.document()
    for n in range(40):
        fact = stage.fact(document, "indicator", name=f"Chỉ tiêu {n}")
        if n % 2:
            services.fact_accept(fact=fact, by=cast.analyst)
    access = cast.access("analyst")

    with django_assert_max_num_queries(10):
        page = selectors.document_page(access, document.pk)
        for fact in page.facts:
            if fact.mention:
                assert fact.mention.subject.target.indicator.name

    with django_assert_max_num_queries(2):  # the person, and all they may see
        assert cast.access("analyst").body_ids


def test_filters(stage: Any, cast: Any) -> None:
    """The register is filtered by words without marks, type, standing, days and what is left to do."""
    old = stage.document(title="Đường thủy", date=date(2024, 1, 1), standing="draft", type="plan")
    new = stage.document(title="Ngân sách", date=date(2026, 2, 1))
    stage.fact(new, "task")
    access = cast.access("reader")

    def found(**wanted: Any) -> list[str]:
        return [d.title for d in selectors.documents_seen(access, selectors.DocumentFilters(**wanted))]

    assert found() == ["Ngân sách", "Đường thủy"]
    assert found(query="duong") == ["Đường thủy"]
    assert found(type="plan") == found(standing="draft") == found(until=date(2025, 1, 1)) == ["Đường thủy"]
    assert found(since=date(2025, 1, 1)) == found(open_only=True) == ["Ngân sách"]
    assert found(order="title") == ["Đường thủy", "Ngân sách"]
    assert found(order="'; drop") == found(order="date") == [old.title, new.title]
    assert found(issuer=10_000) == []


def test_a_branch_has_days(cast: Any, province: Any) -> None:
    """What is taken over, or stands in a second tree, only later or no longer, is not seen on that day."""
    committee = body_add(
        code="du-ubnd", name="Đảng ủy UBND tỉnh", kind="party", parent=province.party, by=None
    )
    BodyLink.objects.create(
        body=province.finance, parent=committee, valid_from=date(2025, 3, 1), valid_to=date(2026, 6, 30)
    )
    Grant.objects.create(user=cast.nobody, role="reader", body=committee, valid_from=date(2025, 1, 1))
    seen = {day: cast.access("nobody", day).body_ids for day in (date(2025, 2, 1), date(2026, 1, 1), TODAY)}

    assert seen[date(2025, 2, 1)] == {committee.pk}
    assert seen[date(2026, 1, 1)] == {committee.pk, province.finance.pk, province.planning.pk}
    assert seen[TODAY] == {committee.pk}
    Grant.objects.filter(user=cast.finance).update(valid_from=date(2025, 1, 1))
    assert province.planning.pk not in cast.access("finance", date(2025, 2, 28)).body_ids
    assert province.planning.pk in cast.access("finance", date(2025, 3, 1)).body_ids
    Succession.objects.update(withdrawn_at=timezone.now())
    assert province.planning.pk not in cast.access("finance").body_ids


def test_an_agency_account_acts_by_its_people(cast: Any, province: Any) -> None:
    """Its roles are its members', while they are; it is itself nobody, and locked it gives nothing."""
    agency = User.objects.create(username="sxd", full_name="Sở Xây dựng", is_agency=True)
    Grant.objects.create(user=agency, role="officer", body=province.building, valid_from=date(2025, 7, 1))
    member = Membership.objects.create(
        agency=agency, person=cast.nobody, valid_from=date(2026, 2, 1), valid_to=date(2026, 10, 20)
    )

    assert cast.access("nobody").can(Action.RECORD, province.building)
    assert cast.access("nobody").user_id == cast.nobody.pk
    for day in (date(2026, 1, 31), date(2026, 10, 21)):
        assert not cast.access("nobody", day).body_ids
    User.objects.filter(pk=agency.pk).update(is_active=False)
    assert not cast.access("nobody").body_ids
    User.objects.filter(pk=agency.pk).update(is_active=True, is_agency=False)
    assert not cast.access("nobody").body_ids, "a person's roles are not another's"
    assert member.agency == agency


def test_access_costs_one_query_with_four_thousand_bodies(
    cast: Any, province: Any, django_assert_num_queries: Any
) -> None:
    """Whatever the size of the province."""
    made = Body.objects.bulk_create(
        Body(code=f"c{n}", name=f"Cơ quan {n}", kind="state", parent=province.government) for n in range(4000)
    )
    with django_assert_num_queries(1):
        access = Access.of(cast.reader, TODAY)
    assert access.body_ids >= {body.pk for body in made}
