"""Where a document stands on a day, what a mention makes of another one, how numbers are given."""

from __future__ import annotations

from datetime import date

import pytest

from dondoc.assessment.documentlife import number_of, one_numbering, relation_said, standing
from dondoc.records.documentlife import DocumentEvent, DocumentStage
from dondoc.records.documentlife import DocumentEventKind as Kind

D = [date(2026, 1, n) for n in range(1, 10)]
DRAFTED, ASKED = DocumentEvent(Kind.DRAFTED, D[0]), DocumentEvent(Kind.COMMENTS_ASKED, D[1])
ISSUED, IN_FORCE = DocumentEvent(Kind.ISSUED, D[3]), DocumentEvent(Kind.IN_FORCE, D[5])
REPLACED = DocumentEvent(Kind.REPLACED, D[7])

STANDS = [
    ([], 8, DocumentStage.UNKNOWN, None, "nothing has happened"),
    ([DRAFTED, ASKED], 0, DocumentStage.DRAFT, D[0], "comments are not asked for yet"),
    ([DRAFTED, ASKED], 1, DocumentStage.COMMENTS, D[1], "the day itself counts"),
    ([DRAFTED, ASKED, ISSUED], 2, DocumentStage.COMMENTS, D[1], "as it stood before it was issued"),
    ([DRAFTED, ISSUED], 3, DocumentStage.IN_FORCE, D[3], "in force from its own day"),
    ([ISSUED, IN_FORCE], 4, DocumentStage.ISSUED, D[3], "a later day in force is known and has not come"),
    ([ISSUED, IN_FORCE], 5, DocumentStage.IN_FORCE, D[5], "and now it has"),
    ([ISSUED, REPLACED], 6, DocumentStage.IN_FORCE, D[3], "until the day before"),
    ([ISSUED, REPLACED], 7, DocumentStage.ENDED, D[7], "replaced"),
    ([REPLACED, ISSUED, DocumentEvent(Kind.DRAFTED, D[8])], 8, DocumentStage.ENDED, D[7], "what ended stays"),
]


@pytest.mark.parametrize(("events", "day", "stage", "since", "why"), STANDS, ids=[row[-1] for row in STANDS])
def test_stage_on_a_day(
    events: list[DocumentEvent], day: int, stage: DocumentStage, since: date | None, why: str
) -> None:
    """From the events up to the day, in whatever order they stand."""
    for told in (events, events[::-1]):
        found = standing(told, as_of=D[day])
        assert (found.stage, found.since) == (stage, since), why


def test_as_it_was_known() -> None:
    """What was entered later is left out where the question is what was known."""
    late = DocumentEvent(Kind.REPLACED, D[4], recorded=D[8])
    assert standing([ISSUED, late], as_of=D[8]).stage is DocumentStage.ENDED
    assert standing([ISSUED, late], as_of=D[8], known_by=D[7]).stage is DocumentStage.IN_FORCE


def test_reviews_are_kept_apart_from_the_stage() -> None:
    """A document reviewed is still in force."""
    events = [ISSUED, DocumentEvent(Kind.INTERIM_REVIEWED, D[5]), DocumentEvent(Kind.FINAL_REVIEWED, D[6])]
    found = standing(events, as_of=D[8])
    assert (found.stage, found.interim_reviews, found.final_review) == (DocumentStage.IN_FORCE, (D[5],), D[6])


SAID = [
    ("Kế hoạch thực hiện ", "carries_out", "the usual words of a title"),
    ("Căn cứ ", "carries_out", "the basis of a decision"),
    ("thực hiện Nghị quyết số 1-NQ/TW\nvà ", "carries_out", "the page broke the sentence"),
    ("về việc sửa đổi, bổ sung một số điều của ", "amends", "an amending decision"),
    ("Quyết định này thay thế ", "replaces", "the last article"),
    ("Thực hiện quy định mới; bãi bỏ ", "replaces", "the words of its own item count"),
    ("chưa đạt mức 15% mà ", None, "a figure is held against it"),
    ("Sau khi nghe Đảng ủy trình bày ", None, "somebody read it out"),
    ("Thực hiện nghiêm quy chế.\nTại ", None, "the sentence before is about something else"),
    ("", None, "nothing stands before it"),
]


@pytest.mark.parametrize(("before", "relation", "why"), SAID, ids=[row[-1] for row in SAID])
def test_what_the_words_before_a_mention_say(before: str, relation: str | None, why: str) -> None:
    """A mention alone is no link."""
    found = relation_said(before)
    assert (found and found[0].value) == relation, why


NUMBERED = [
    ("05-NQ/TU", date(2025, 11, 14), date(2026, 5, 1), True, "one term of the Party"),
    ("05-NQ/TU", date(2025, 3, 1), date(2025, 11, 14), False, "a congress met between them"),
    ("05-NQ/TU", date(2025, 8, 1), date(2025, 9, 1), False, "the weeks of the congresses: cannot be told"),
    ("05-NQ/TU", date(2026, 5, 1), date(2029, 5, 1), True, "the order of the two days does not matter"),
    ("31/KH-SXD", date(2026, 1, 2), date(2026, 12, 30), True, "one year of the State"),
    ("31/KH-SXD", date(2026, 12, 30), date(2027, 1, 2), False, "it begins again with the year"),
]


@pytest.mark.parametrize(("symbol", "first", "second", "one", "why"), NUMBERED, ids=[r[-1] for r in NUMBERED])
def test_a_number_is_given_once(symbol: str, first: date, second: date, one: bool, why: str) -> None:
    """Within a term by the Party, within a year by the State."""
    assert one_numbering(symbol, first, second) == one_numbering(symbol, second, first) == one, why


@pytest.mark.parametrize(
    ("symbol", "number"),
    [("05-NQ/TU", 5), ("2215/QĐ-UBND", 2215), (" 9 -KH/ĐU", 9), ("NQ/TU", None), ("", None)],
)
def test_the_number_of_a_symbol(symbol: str, number: int | None) -> None:
    """What it begins with, without zeros."""
    assert number_of(symbol) == number
