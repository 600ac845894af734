"""Links between documents, what proposes them, and the life of a document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from dondoc.web.audit.models import Entry
from dondoc.web.chains import selectors, services
from dondoc.web.chains.models import LifeEvent, LifeKind, Link
from dondoc.web.core.conflicts import Conflict
from dondoc.web.sources import services as sources
from dondoc.web.sources.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def parent(stage: Any) -> Document:
    return stage.document(symbol="05-NQ/TU", date=date(2025, 12, 1))  # type: ignore[no-any-return]


@pytest.fixture
def child(stage: Any, province: Any) -> Document:
    return stage.document(  # type: ignore[no-any-return]
        symbol="31/KH-SXD", type="plan", date=date(2026, 2, 1), issuer=province.building,
        issuer_as_written="Sở Xây dựng",
    )  # fmt: skip


def cites(stage: Any, cast: Any, child: Document, quote: str, before: str) -> Any:
    """A confirmed mention of 05-NQ/TU, with words before it."""
    stage.fact(child, "person", quote=before.rstrip("\n"))
    reading = child.files.get().readings.get()
    fact = stage.fact(child, "citation", quote=quote)
    # the helper puts each on a line of its own; here the words run on
    text = reading.__class__.objects.get(pk=reading.pk).text
    at = text.index(quote)
    type(reading).objects.filter(pk=reading.pk).update(text=text[: at - 1] + " " + text[at:])
    return sources.fact_accept(fact=fact, by=cast.analyst)


# --- proposals ------------------------------------------------------------------------------------------


def test_a_confirmed_mention_proposes_a_link(stage: Any, cast: Any, parent: Any, child: Any) -> None:
    """With the words that say so; from the child's side and from the parent's; nothing counts yet."""
    cites(stage, cast, child, "Nghị quyết số 05-NQ/TU ngày 01/12/2025", "Kế hoạch thực hiện")
    access = cast.access("analyst")

    for document in (child, parent):
        (one,) = selectors.proposed(access, document)
        assert (one.child, one.parent, one.relation) == (child, parent, "carries_out")
        assert one.words == "thực hiện Nghị quyết số 05-NQ/TU ngày 01/12/2025"
    assert not Link.objects.exists()

    services.link_add(
        child=child, parent=parent, relation="carries_out", by=cast.analyst, citation=one.citation,
        reason=one.reason,
    )  # fmt: skip
    assert selectors.proposed(access, child) == []
    entry = Entry.objects.get(action="link.add")
    assert (entry.body, entry.after["relation"]) == (child.owner, "carries_out")


SILENT = [
    ("chưa đạt mức 15% mà", "a mention that says nothing of the kind"),
    ("Sau khi nghe trình bày", "somebody read it out"),
]


@pytest.mark.parametrize(("before", "why"), SILENT, ids=[row[1] for row in SILENT])
def test_a_bare_mention_proposes_nothing(
    stage: Any, cast: Any, parent: Any, child: Any, before: str, why: str
) -> None:
    """A mention is not a link."""
    cites(stage, cast, child, "Nghị quyết số 05-NQ/TU ngày 01/12/2025", before)
    assert selectors.proposed(cast.access("analyst"), child) == [], why


def test_declined_it_is_not_proposed_again(stage: Any, cast: Any, parent: Any, child: Any) -> None:
    """Until somebody thinks better of it and links the two."""
    cites(stage, cast, child, "Nghị quyết số 05-NQ/TU ngày 01/12/2025", "Kế hoạch thực hiện")
    services.link_decline(child=child, parent=parent, relation="carries_out", by=cast.analyst)
    assert selectors.proposed(cast.access("analyst"), child) == []
    assert not selectors.links_seen(cast.access("analyst")).exists()

    services.link_add(child=child, parent=parent, relation="carries_out", by=cast.second)
    assert selectors.links_seen(cast.access("analyst")).count() == 1
    with pytest.raises(Conflict):
        services.link_decline(child=child, parent=parent, relation="carries_out", by=cast.analyst)


# --- links ----------------------------------------------------------------------------------------------


def test_one_document_carries_out_several(stage: Any, cast: Any, parent: Any, child: Any) -> None:
    """And a chain is followed both ways, each document once."""
    top = stage.document(symbol="97-NQ/TW", date=date(2025, 10, 20))
    for low, high in ((parent, top), (child, parent), (child, top)):
        services.link_add(child=low, parent=high, relation="carries_out", by=cast.analyst)
    access = cast.access("analyst")

    assert [k.document for k in selectors.chain_of(access, child).above] == [top, parent]
    assert [(k.document, k.depth) for k in selectors.chain_of(access, top).below] == [(parent, 1), (child, 2)]


def test_said_twice_it_is_one_link(cast: Any, parent: Any, child: Any) -> None:
    """Whoever presses the button a second time changes nothing."""
    made = [
        services.link_add(child=child, parent=parent, relation="carries_out", by=by)
        for by in (cast.analyst, cast.second)
    ]
    assert made[0] == made[1]
    assert Entry.objects.filter(action="link.add").count() == 1


def test_no_circle(stage: Any, cast: Any) -> None:
    """Whatever the relations on the way."""
    a, b, c = (stage.document(date=None) for _ in range(3))
    services.link_add(child=b, parent=a, relation="carries_out", by=cast.analyst)
    services.link_add(child=c, parent=b, relation="amends", by=cast.analyst)
    with pytest.raises(ValidationError, match="vòng tròn"):
        services.link_add(child=a, parent=c, relation="replaces", by=cast.analyst)
    services.link_withdraw(link=Link.objects.get(child=c), by=cast.analyst)
    services.link_add(child=a, parent=c, relation="replaces", by=cast.analyst)


def test_what_cannot_be_linked(stage: Any, cast: Any, parent: Any, child: Any) -> None:
    """Itself, press, an older child, an unknown relation: each said by field."""
    press = stage.document(standing="press", type="press", symbol="")
    for low, high, relation, named in (
        (child, child, "carries_out", "parent"),
        (child, press, "carries_out", "parent"),
        (press, parent, "carries_out", "parent"),
        (parent, child, "carries_out", "parent"),
        (child, parent, "likes", "relation"),
    ):
        with pytest.raises(ValidationError) as raised:
            services.link_add(child=low, parent=high, relation=relation, by=cast.analyst)
        assert list(raised.value.message_dict) == [named]
    assert not Link.objects.exists()


def test_taken_back_it_stays_to_be_read(cast: Any, parent: Any, child: Any) -> None:
    """And a second time is a conflict."""
    link = services.link_add(child=child, parent=parent, relation="carries_out", by=cast.analyst)
    services.link_withdraw(link=link, by=cast.second)
    assert Link.objects.get().withdrawn_at is not None
    with pytest.raises(Conflict):
        services.link_withdraw(link=link, by=cast.analyst)


# --- identity -------------------------------------------------------------------------------------------


def test_a_second_entry_of_one_document_is_pointed_at(
    stage: Any, cast: Any, parent: Any, signed_in: Any
) -> None:
    """Same issuer, type and number in one term: the page of each shows the other."""
    twin = stage.document(symbol="5-NQ/TU", date=date(2026, 1, 12))
    stage.document(symbol="15-NQ/TU", date=date(2026, 1, 12))
    stage.document(symbol="05-NQ/TU", date=date(2021, 1, 12))  # another term
    assert selectors.alike(cast.access("analyst"), parent) == [twin]
    assert selectors.noticed(cast.access("analyst"), parent) == ([twin], [])
    page = signed_in("analyst").get(f"/van-ban/{parent.pk}/").content.decode()
    assert "Có thể trùng" in page
    assert f'href="/van-ban/{twin.pk}/"' in page


# --- life -----------------------------------------------------------------------------------------------


def test_the_page_says_what_replaced_it(
    stage: Any, cast: Any, parent: Any, child: Any, signed_in: Callable[[str], Any]
) -> None:
    """With the day, on the document and in its chain; a draft that is to replace it does not yet."""
    said = "được thay thế bằng"
    draft = stage.document(symbol="20-CTr/TU", type="programme", date=date(2026, 9, 1), standing="draft")
    services.link_add(child=draft, parent=parent, relation="replaces", by=cast.analyst)
    client = signed_in("analyst")
    assert said not in client.get(f"/van-ban/{parent.pk}/").content.decode()

    later = stage.document(symbol="17-CTr/TU", type="programme", date=date(2026, 9, 1))
    services.link_add(child=later, parent=parent, relation="replaces", by=cast.analyst)
    services.link_add(child=child, parent=parent, relation="carries_out", by=cast.analyst)

    assert selectors.noticed(cast.access("analyst"), parent) == ([], [later])
    page = client.get(f"/van-ban/{parent.pk}/").content.decode()
    assert "Hết hiệu lực từ 01/09/2026" in page
    assert f'href="/van-ban/{later.pk}/"' in page
    assert client.get(f"/van-ban/{parent.pk}/chuoi/").context["replaced_by"] == [later]


def test_a_life_is_told_by_its_events(stage: Any, cast: Any, parent: Any, child: Any) -> None:
    """A review, a replacement by link; for any day."""
    later = stage.document(symbol="20-NQ/TU", date=date(2026, 8, 1))
    services.life_add(
        document=parent, kind=LifeKind.INTERIM_REVIEWED, on=date(2026, 6, 30), by=cast.analyst, paper=child
    )
    services.link_add(child=later, parent=parent, relation="replaces", by=cast.analyst)
    below = [(k.link, k.document) for k in selectors.chain_of(cast.access("analyst"), parent).below]
    life = list(selectors.life_of(parent))

    def on(day: date) -> Any:
        return selectors.stands(parent, life, below, as_of=day)

    assert on(date(2025, 11, 30)).stage == "unknown"
    assert on(date(2026, 7, 1)).stage == "in_force"
    assert on(date(2026, 7, 1)).interim_reviews == (date(2026, 6, 30),)
    assert on(date(2026, 8, 1)).stage == "ended"


def test_a_wrong_event_is_cancelled_not_changed(cast: Any, parent: Any) -> None:
    """With a reason, once; it no longer counts and is still there."""
    event = services.life_add(document=parent, kind=LifeKind.REPEALED, on=date(2026, 3, 1), by=cast.analyst)
    again = services.life_add(document=parent, kind=LifeKind.REPEALED, on=date(2026, 3, 1), by=cast.second)
    assert event == again, "the same twice is one event"
    with pytest.raises(ValidationError):
        services.life_cancel(event=event, by=cast.analyst, reason=" ")
    services.life_cancel(event=event, by=cast.analyst, reason="nhầm văn bản")

    assert LifeEvent.objects.count() == 2
    life = list(selectors.life_of(parent))
    assert selectors.stands(parent, life, [], as_of=date(2026, 10, 1)).stage == "in_force"
    with pytest.raises(Conflict):
        services.life_cancel(event=event, by=cast.analyst, reason="lần nữa")


IMPOSSIBLE = [
    ("issued", LifeKind.FINAL_REVIEWED, date(2025, 11, 1), "on", "reviewed before it was issued"),
    ("issued", LifeKind.COMMENTS_ASKED, date(2026, 1, 1), "on", "a draft after it was issued"),
    ("draft", LifeKind.REPLACED, date(2026, 1, 1), "kind", "a draft is never replaced"),
]


@pytest.mark.parametrize(
    ("standing", "kind", "on", "named", "why"), IMPOSSIBLE, ids=[r[-1] for r in IMPOSSIBLE]
)
def test_what_cannot_have_happened(
    stage: Any, cast: Any, standing: str, kind: LifeKind, on: date, named: str, why: str
) -> None:
    """Said beside the field it is about."""
    document = stage.document(standing=standing, date=date(2025, 12, 1))
    with pytest.raises(ValidationError) as raised:
        services.life_add(document=document, kind=kind, on=on, by=cast.analyst)
    assert list(raised.value.message_dict) == [named], why


# --- the page -------------------------------------------------------------------------------------------


def test_the_page_links_declines_and_records(
    stage: Any, cast: Any, parent: Any, child: Any, signed_in: Callable[[str], Any]
) -> None:
    """By its own forms, and back to where one was."""
    cites(stage, cast, child, "Nghị quyết số 05-NQ/TU ngày 01/12/2025", "Kế hoạch thực hiện")
    client = signed_in("analyst")
    page = client.get(f"/van-ban/{parent.pk}/chuoi/")
    assert "Kế hoạch" not in page.content.decode().split("Gợi ý")[0]
    (one,) = page.context["proposed"]

    told = {"parent": parent.pk, "relation": "carries_out", "citation": one.citation.pk, "back": parent.pk}
    answer = client.post(f"/van-ban/{child.pk}/chuoi/gan/", told)
    assert answer.headers["Location"] == f"/van-ban/{parent.pk}/chuoi/"
    page = client.get(f"/van-ban/{parent.pk}/chuoi/")
    assert [k.document for k in page.context["chain"].below] == [child]

    typed = {"kind": "interim_reviewed", "on": "2026-06-30", "paper": child.pk, "note": "Hội nghị sơ kết"}
    assert client.post(f"/van-ban/{parent.pk}/dien-bien/", typed).status_code == 302
    refused = client.post(f"/van-ban/{parent.pk}/dien-bien/", {**typed, "on": "2020-01-01"})
    assert refused.status_code == 422
    assert "Hội nghị sơ kết" in refused.content.decode(), "what was typed is kept"
    assert client.get(f"/van-ban/{child.pk}/chuoi/chon/?q=05").context["found"].count() == 1

    link = Link.objects.get()
    client.post(f"/chuoi/{link.pk}/bo/", {"back": parent.pk})
    link.refresh_from_db()
    assert link.withdrawn_at is not None


def test_a_long_chain_is_a_few_queries(
    stage: Any, cast: Any, parent: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """However many documents carry it out."""
    for n in range(30):
        plan = stage.document(symbol=f"{n}/KH-X", date=date(2026, 2, 1))
        services.link_add(child=plan, parent=parent, relation="carries_out", by=cast.analyst)
    client = signed_in("analyst")
    with django_assert_max_num_queries(16):  # of which six are the session, the person, their branch
        page = client.get(f"/van-ban/{parent.pk}/chuoi/")
    assert len(page.context["chain"].below) == 30
