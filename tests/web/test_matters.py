"""What was said and counted: decided on, kept with its words, listed for whom it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from dondoc.records.facts import (
    KINDS,
    Facts,
    IndicatorStatement,
    Part,
    Proposal,
    RatingCount,
    Shortcoming,
    VerdictCount,
    VoteResult,
)
from dondoc.records.source import Span
from dondoc.web.audit.models import Entry
from dondoc.web.matters.models import Matter, Tally
from dondoc.web.plans.models import Task
from dondoc.web.search.selectors import find
from dondoc.web.sources import ingest, services
from dondoc.web.sources.convert import corrected
from dondoc.web.sources.models import Fact, KindChoice, Mention, Reading
from dondoc.web.sources.shown import KINDS as SHOWN
from dondoc.web.sources.shown import shown

pytestmark = pytest.mark.django_db
SAID, COUNTED = ("shortcoming", "proposal"), ("verdict", "vote", "rating")
LISTS = {"shortcoming": "/ton-tai/", "proposal": "/kien-nghi/", **dict.fromkeys(COUNTED, "/kiem-phieu/")}


def test_every_kind_of_the_core_is_kept_and_shown() -> None:
    """A kind the reader learns is never dropped between reading and review."""
    assert sorted(KINDS) == sorted(KindChoice.values) == sorted(SHOWN)


@pytest.mark.parametrize("kind", [*SAID, *COUNTED])
def test_accepted_it_is_a_row_with_its_words(stage: Any, cast: Any, kind: str) -> None:
    """One row, one mention with the quote, one entry of the trail; taken back, the row is withdrawn."""
    fact = stage.fact(stage.document(), kind, quote="Nguyên văn của câu này.")

    mention = services.fact_accept(fact=fact, by=cast.analyst)
    row = mention.subject

    assert isinstance(row, Matter if kind in SAID else Tally)
    assert (mention.quote, mention.fact_id) == ("Nguyên văn của câu này.", fact.pk)
    assert Entry.objects.get(action="fact.accept").after["rows"] == [f"{row._meta.label} {row.pk}"]
    fact = Fact.objects.get(pk=fact.pk)
    assert shown(fact).row is not None

    services.fact_reopen(fact=fact, by=cast.analyst)
    row.refresh_from_db()
    assert row.withdrawn_at is not None
    assert not Mention.objects.exists()
    again = services.fact_accept(fact=Fact.objects.get(pk=fact.pk), by=cast.analyst)
    assert again.subject == row, "the same words are the same row, standing again"


@pytest.mark.parametrize("kind", [*SAID, *COUNTED])
def test_told_twice_in_a_document_it_is_one_row(stage: Any, cast: Any, kind: str) -> None:
    """And in another document another one: a count belongs to its document, what comes back comes back."""
    document, other = stage.document(), stage.document(symbol="12-NQ/TU")
    rows = [
        services.fact_accept(fact=stage.fact(where, kind), by=cast.analyst).subject
        for where in (document, document, other)
    ]

    assert rows[0] == rows[1] != rows[2]


def test_a_delegates_proposal_is_no_task_and_not_lost(stage: Any, cast: Any, province: Any) -> None:
    """Who asks, what for, and who is to answer stay; no task is made of it."""
    services.fact_accept(fact=stage.fact(stage.document(), "proposal"), by=cast.analyst)

    row = Matter.objects.get()
    assert (row.speaker_as_written, row.voice, row.body) == (
        "đại biểu xã Đông Sơn", "delegate", province.finance
    )  # fmt: skip
    assert not Task.objects.exists()


def test_a_vote_keeps_its_numbers_exactly(stage: Any, cast: Any) -> None:
    """97,5 % of 80 ballots is 97,5: as printed, and of what."""
    services.fact_accept(fact=stage.fact(stage.document(), "vote"), by=cast.analyst)

    row = Tally.objects.get()
    kept = [(p.label, p.number, p.percent, p.percent_decimals) for p in row.parts.all()]
    assert kept == [("high", 78, 975, 1), ("medium", 2, 25, 1), ("low", 0, 0, 0)]
    assert (row.total, row.total_of, row.valid, row.invalid) == (80, "members", 80, 0)


TYPED = [
    ("đạt và vượt 25\nkhông đạt: 3", [("met_or_exceeded", "25", None), ("not_met", "3", None)], "as printed"),
    ("tín nhiệm cao 78 (97,5%)", [("high", "78", "97.5")], "count and share"),
    ("Tín nhiệm cao: 97,50 %", [("high", None, "97.50")], "a share alone, printed with its zero"),
    ("hoàn thành 1.204", [("completed", "1204", None)], "thousands"),
]


@pytest.mark.parametrize(("typed", "parts", "why"), TYPED, ids=[row[2] for row in TYPED])
def test_parts_are_typed_as_they_are_printed(typed: str, parts: Any, why: str) -> None:
    """A line a part, in the words the screen itself uses."""
    data = corrected("verdict", {"parts": []}, {"parts": typed})

    assert [(p["label"], p["count"], p["percent"]) for p in data["parts"]] == parts, why


@pytest.mark.parametrize("typed", ["rất tốt 5", "đạt", "đạt 5\nđạt 6", "", "đạt 2,5", "đạt -3"])
def test_parts_that_are_none_are_refused(typed: str) -> None:
    """An unknown level, no number, a level twice, nothing, half a target: said by line."""
    with pytest.raises(ValidationError) as raised:
        corrected("verdict", {"parts": None}, {"parts": typed})
    assert list(raised.value.message_dict) == ["parts"]


def test_a_vote_about_nobody_waits_for_a_person(stage: Any, cast: Any) -> None:
    """Accepting says which field is missing; corrected it is taken."""
    fact = stage.fact(stage.document(), "vote", subject=None)
    with pytest.raises(ValidationError) as raised:
        services.fact_accept(fact=fact, by=cast.analyst)
    assert list(raised.value.message_dict) == ["subject"]

    services.fact_correct(fact=fact, by=cast.analyst, data={"subject": "Trần Văn Bê"})
    assert Tally.objects.get().about == "Trần Văn Bê"


@pytest.mark.parametrize("kind", [*SAID, *COUNTED])
def test_correcting_by_the_form(stage: Any, signed_in: Any, kind: str) -> None:
    """The form of each kind shows what was read and takes it back unchanged."""
    fact = stage.fact(stage.document(), kind)
    client = signed_in("analyst")
    page = client.get(f"/du-kien/{fact.pk}/sua/")
    form = page.context["form"]
    typed = {name: form.initial.get(name) for name in form.fields}
    data = {name: value for name, value in typed.items() if value not in (None, False)}

    answer = client.post(f"/du-kien/{fact.pk}/sua/", data)

    assert answer.status_code == 302, getattr(answer, "context", None) and answer.context["form"].errors
    fact.refresh_from_db()
    assert (fact.state, fact.corrected) == ("confirmed", None)


@pytest.mark.parametrize("kind", [*SAID, *COUNTED])
def test_review_and_document_show_it(stage: Any, signed_in: Any, kind: str) -> None:
    """Lit up in the text, in a group of its own, with its card."""
    document = stage.document()
    fact = stage.fact(document, kind)
    client = signed_in("analyst")

    review = client.get(f"/van-ban/{document.pk}/duyet/").content.decode()
    page = client.get(f"/van-ban/{document.pk}/?fact={fact.pk}").content.decode()

    assert f'id="group-{kind}"' in review
    for text in (review, page):
        assert f"k-{kind}" in text
    assert f'data-fact="{fact.pk}"' in page


@pytest.mark.parametrize("kind", [*SAID, *COUNTED])
@pytest.mark.parametrize(("who", "sees"), [("analyst", True), ("reader", True), ("building", False)])
def test_lists_show_what_the_reader_may_see(
    stage: Any, cast: Any, signed_in: Any, kind: str, who: str, sees: bool
) -> None:
    """The province's rows are for those who read the province, not for a department without part in them."""
    fact = stage.fact(stage.document(), kind)
    row = services.fact_accept(fact=fact, by=cast.analyst).subject
    words = row.words if isinstance(row, Matter) else row.about  # type: ignore[union-attr]
    client = signed_in(who)

    page = client.get(LISTS[kind])
    file = client.get(f"{LISTS[kind]}tai-ve.csv").content.decode("utf-8-sig")

    assert (page.context["page"].paginator.count == 1, words in file) == (sees, sees)
    assert (f"?fact={fact.pk}#w{fact.pk}" in page.content.decode()) is sees
    access_finds = [hit.title for hit in find(access_of(cast, who), words)]
    assert bool(access_finds) is sees


def access_of(cast: Any, who: str) -> Any:
    from dondoc.web.accounts.access import Access
    from dondoc.web.core.today import today

    return Access.of(cast.people[who], today())


def test_a_proposal_is_seen_by_who_is_to_answer(stage: Any, cast: Any, signed_in: Any) -> None:
    """The body it is sent to sees it, without a way into a document that it does not see."""
    document = stage.document()
    services.fact_accept(fact=stage.fact(document, "proposal"), by=cast.analyst)

    page = signed_in("finance").get("/kien-nghi/").content.decode()

    assert "hồ chứa Suối Vàng" in page
    assert f"/van-ban/{document.pk}/" not in page


FILTERS = [
    ("/ton-tai/?q=mat+bang", 1, "without marks"),
    ("/ton-tai/?q=suoi", 0, "other words"),
    ("/ton-tai/?nature=cause", 0, "another nature"),
    ("/ton-tai/?nature=proposal", 1, "a nature of the other list asks for nothing"),
    ("/ton-tai/?voice=report", 1, "who says it"),
    ("/ton-tai/?voice=delegate", 0, "somebody else"),
    ("/ton-tai/?year=1999", 0, "another year"),
    ("/ton-tai/?order=-words&page=9", 1, "any order, the nearest page"),
    ("/kien-nghi/?q=suoi+vang", 1, "the other list"),
    ("/kiem-phieu/", 1, "all"),
    ("/kiem-phieu/?kind=vote", 1, "votes"),
    ("/kiem-phieu/?kind=rating", 0, "no ratings"),
    ("/kiem-phieu/?q=nguyen+van+an", 1, "whom it is about"),
    ("/kiem-phieu/?order=words", 1, "in Vietnamese order"),
]


@pytest.mark.parametrize(("address", "number", "why"), FILTERS, ids=[row[2] for row in FILTERS])
def test_filters(stage: Any, cast: Any, signed_in: Any, address: str, number: int, why: str) -> None:
    """Each filter narrows, and what is no filter is left out."""
    document = stage.document()
    for kind in ("shortcoming", "proposal", "vote"):
        services.fact_accept(fact=stage.fact(document, kind), by=cast.analyst)

    page = signed_in("analyst").get(address)

    assert page.context["page"].paginator.count == number, why


def _reading_of(document: Any, text: str) -> tuple[Reading, Callable[[str], Span]]:
    """The document's reading, of that text, and where words stand in it."""
    reading = Reading.objects.get(file__document=document)
    Reading.objects.filter(pk=reading.pk).update(text=text)
    reading.refresh_from_db()

    def at(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    return reading, at


def test_what_was_read_becomes_proposals(stage: Any) -> None:
    """The records of each kind are kept with parts, places and reasons."""
    document = stage.document()
    text = "Có 25/28 chỉ tiêu đạt. Đồng chí An: 78 phiếu cao. Giải ngân chậm. Đề nghị bố trí vốn."
    reading, at = _reading_of(document, text)

    facts = Facts(
        verdicts=[
            VerdictCount(at("25/28 chỉ tiêu đạt"), counted="chỉ tiêu", parts=[Part("met", at("25"), None)])
        ],
        votes=[VoteResult(at("Đồng chí An: 78 phiếu cao"), subject="An", parts=[Part("high", at("78"))])],
        shortcomings=[Shortcoming(at("Giải ngân chậm"), words="Giải ngân chậm")],
        proposals=[Proposal(at("Đề nghị bố trí vốn"), words="Bố trí vốn")],
    )
    ingest.keep_facts(reading, document, facts)

    kept = {row.kind: row for row in Fact.objects.filter(reading=reading)}
    assert sorted(kept) == ["proposal", "shortcoming", "verdict", "vote"]
    assert kept["verdict"].data["parts"][0] == {
        "label": "met", "count": None, "percent": None, "decimals": 0, "start": 3, "end": 5
    }  # fmt: skip
    assert kept["proposal"].quote == "Đề nghị bố trí vốn"


def test_numbers_of_a_vote_are_decided_on_with_it(stage: Any) -> None:
    """Thirty people voted on would be ninety statements to click away: the vote says them already.

    A target that speaks as a rating does stays a statement: it is to be kept and judged.
    """
    document = stage.document()
    text = "An: 78 phiếu cao. Thu ngân sách 900 tỷ đồng. Phấn đấu trên 90% tổ chức hoàn thành tốt nhiệm vụ."
    reading, at = _reading_of(document, text)

    def statement(words: str, number: str, status: str = "actual") -> IndicatorStatement:
        return IndicatorStatement(at(words), value_span=at(number), name=words, status=status)

    facts = Facts(
        indicators=[
            statement("An: 78 phiếu cao", "78 phiếu"),
            statement("Thu ngân sách 900 tỷ đồng", "900 tỷ đồng"),
            statement("trên 90% tổ chức hoàn thành tốt nhiệm vụ", "trên 90%", status="target"),
        ],
        votes=[VoteResult(at("78 phiếu cao"), subject="An", parts=[Part("high", at("78 phiếu cao"))])],
        ratings=[
            RatingCount(
                at("trên 90% tổ chức hoàn thành tốt nhiệm vụ"),
                rated="tổ chức",
                parts=[Part("good", at("trên 90% tổ chức hoàn thành tốt nhiệm vụ"))],
            )
        ],
    )
    ingest.keep_facts(reading, document, facts)

    kept = Fact.objects.filter(reading=reading).values_list("kind", "value_start")
    assert sorted(kept, key=str) == [
        ("indicator", text.index("900")),
        ("indicator", text.index("trên 90%")),
        ("rating", None),
        ("vote", None),
    ]
