"""A fact as people read it: what, how much, when, and from which words each of its fields came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from dondoc.records.facts import IndicatorStatement
from dondoc.records.source import NOWHERE
from dondoc.text.normalize import fold
from dondoc.web.bodies.selectors import Directory, Resolved
from dondoc.web.core.templatetags.dondoc import period
from dondoc.web.matters.selectors import PROPOSED
from dondoc.web.sources import figurebodies
from dondoc.web.sources.convert import part_of
from dondoc.web.sources.models import Document, Fact, Mention
from dondoc.web.sources.steps import step_name
from dondoc.writing import labels

KINDS = (
    "indicator",
    "verdict",
    "vote",
    "rating",
    "task",
    "shortcoming",
    "proposal",
    "person",
    "citation",
    "meeting",
)


AROUND = 45  # characters shown on either side of the words a field came from


@dataclass(frozen=True, slots=True)
class Why:
    """Where one field came from."""

    field: str
    value: str
    words: str  # "" where it was inferred
    before: str  # of the words: the end of what stands before them, and the beginning of what comes after
    after: str
    how: str  # the step, in words
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """The confirmed row a fact stands behind, and its page ("" where it has none)."""

    words: str
    address: str


@dataclass(slots=True)
class Shown:
    """One fact, ready for a template."""

    fact: Fact
    what: str
    value: str = ""
    bits: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    row: Row | None = None

    @property
    def printed_body(self) -> str:
        """Whose the figure is, as its row or column prints it; "" of the document's own."""
        return str(self.fact.current.get("body") or "")

    @property
    def decided(self) -> bool:
        return self.fact.state in ("confirmed", "rejected")


def decimal(text: Any) -> Decimal | None:
    """A stored number; None where there is none."""
    try:
        return None if text in (None, "") else Decimal(str(text))
    except InvalidOperation:
        return None


def value_text(data: Mapping[str, Any]) -> str:
    """`hơn 3,2 tỷ USD`, `50–55 %`, `25/28 chỉ tiêu`, `thứ 2/63`."""
    return labels.value(
        IndicatorStatement(
            span=NOWHERE,
            value=decimal(data.get("value")),
            value_max=decimal(data.get("value_max")),
            out_of=decimal(data.get("out_of")),
            unit=data.get("unit"),
            measure=data.get("measure") or "level",
            bound=data.get("bound") or "exact",
            direction=data.get("direction"),
            decimals=int(data.get("decimals") or 0),
        )
    )


def _indicator(data: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    bits = [_("của %s") % data["body"]] if data.get("body") else []
    bits.append(labels.STATUS.get(data.get("status") or "", ""))
    if data.get("measure", "level") != "level":
        bits.append(labels.MEASURE.get(data["measure"], data["measure"]))
    bits.append(period(data.get("period")) or _("chưa rõ kỳ"))
    if data.get("base"):
        bits.append(_("so với %s") % labels.base(data["base"]))
    return data.get("name") or "", value_text(data), bits


def _task(data: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    lead = data.get("lead")
    bits = [_("chủ trì: %s") % lead if lead else _("chưa rõ chủ trì")]
    if data.get("collective"):
        bits.append(_("chủ thể tập thể"))
    if data.get("partners"):
        bits.append(_("phối hợp: %s") % ", ".join(data["partners"]))
    if data.get("deadline"):
        bits.append(_("hạn: %s") % period(data["deadline"]))
    if data.get("product"):
        bits.append(_("sản phẩm: %s") % data["product"])
    return data.get("action") or "", "", bits


def _person(data: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    return data.get("name") or "", "", list(data.get("positions") or [])


def _citation(data: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    what = " ".join(filter(None, [data.get("type"), data.get("symbol")]))
    return what, "", list(filter(None, [period(data.get("date")), data.get("issuer"), data.get("title")]))


def _meeting(data: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    ordinal = _("lần thứ %s") % data["ordinal"] if data.get("ordinal") else ""
    return data.get("body") or "", "", list(filter(None, [ordinal, period(data.get("date"))]))


def _counted(data: Mapping[str, Any], what: str, total: Any, bits: list[str]) -> tuple[str, str, list[str]]:
    """The first part stands out, `25/28` or `97,5%`; all of them follow."""
    parts = [part_of(part) for part in data.get("parts") or []]
    whole = decimal(total)
    value = ""
    if parts and parts[0].count is not None:
        value = labels.number(parts[0].count) + (f"/{labels.number(whole)}" if whole is not None else "")
    elif parts and parts[0].percent is not None:
        value = f"{labels.number(parts[0].percent, parts[0].decimals)} %"
    return what, value, [labels.parts(parts), *filter(None, bits)]


def _verdict(data: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    bits = [period(data.get("period")), _("dự kiến") if data.get("expected") else ""]
    if data.get("source"):
        bits.append(_("của %s") % data["source"])
    return _counted(data, data.get("counted") or "", data.get("total"), bits)


def _vote(data: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    bits = [labels.VOTE.get(data.get("vote") or "", ""), data.get("position") or ""]
    size, of = decimal(data.get("denominator")), labels.DENOMINATOR.get(data.get("denominator_of") or "", "")
    if size is not None or of:
        bits.append(_("tính trên %s") % " ".join(filter(None, [labels.number(size) if size else "", of])))
    what = data.get("subject") or _("chưa rõ về ai, việc gì")
    return _counted(data, what, None, bits)


def _rating(data: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    return _counted(data, data.get("rated") or "", data.get("total"), [period(data.get("period"))])


def _said(data: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    bits = [labels.NATURE.get(data.get("nature") or "", ""), data.get("speaker") or ""]
    bits.append(labels.VOICE.get(data.get("voice") or "", ""))
    if data.get("to"):
        bits.append(_("gửi: %s") % data["to"])
    if data.get("cause"):
        bits.append(_("nguyên nhân: %s") % data["cause"])
    return data.get("words") or "", "", list(filter(None, bits))


_SAY = {
    "indicator": _indicator,
    "task": _task,
    "person": _person,
    "citation": _citation,
    "meeting": _meeting,
    "verdict": _verdict,
    "vote": _vote,
    "rating": _rating,
    "shortcoming": _said,
    "proposal": _said,
}


def shown(fact: Fact) -> Shown:
    """One fact as people read it; its confirmed rows are at hand where a selector brought it."""
    what, value, bits = _SAY[fact.kind](fact.current)
    row = None
    if fact.state == "confirmed":
        row = next(
            (_row(mention, of_body=bool(fact.current.get("body"))) for mention in fact.all_mentions()), None
        )
    made = Shown(fact, what, value, list(filter(None, bits)), list(fact.current.get("notes") or []), row)
    if fact.same_as_id:
        made.doubts.append(_("nhắc lại một câu đã có phía trên"))
    return made


def shown_all(facts: Iterable[Fact], document: Document | None = None) -> list[Shown]:
    """Many facts, in their order; of the open ones of a document also whose the figures will be.

    Asks for the names of bodies only where a figure's row names one.
    """
    made = [shown(fact) for fact in facts]
    open_ones = [row for row in made if not row.decided and row.fact.kind == "indicator" and row.printed_body]
    if document is None or not open_ones:
        return made
    directory = Directory()
    meant: dict[str, Resolved | None] = {}
    for row in open_ones:
        printed = row.printed_body
        if printed not in meant:
            meant[printed] = figurebodies.resolve(printed, document, directory)
        found = meant[printed]
        if found is None:
            row.doubts.append(figurebodies.unknown(printed))
        elif fold(found.body.name).lower() != fold(printed).lower():
            row.bits[0] = _("của %(printed)s: %(body)s") % {
                "printed": printed,
                "body": found.body.name,
            }
    return made


def _row(mention: Mention, *, of_body: bool) -> Row:
    if mention.target_version:
        target = mention.target_version.target
        of = f", {target.body}" if of_body else ""
        return Row(f"{target.indicator}{of}, {period(target.period)}", _address("target", target.pk))
    if mention.observation:
        observation = mention.observation
        of = f", {observation.body}" if of_body else ""
        words = f"{observation.indicator}{of}, {period(observation.period)}"
        return Row(words, _address("indicator", observation.indicator_id))
    if mention.task:
        return Row(str(mention.task), _address("task", mention.task.pk))
    if mention.position:
        return Row(str(mention.position), _address("person", mention.position.person_id))
    if mention.citation:
        citation = mention.citation
        words = f"{citation.type_as_written} {citation.symbol}".strip()
        return Row(words, _address("document", citation.cited_id) if citation.cited_id else "")
    if mention.meeting:
        return Row(mention.meeting.body_as_written, "")
    if mention.matter:
        name = "proposal-list" if mention.matter.nature in PROPOSED else "shortcoming-list"
        return Row(mention.matter.get_nature_display(), f"{reverse(name)}?document={mention.document_id}")
    assert mention.tally
    return Row(mention.tally.get_kind_display(), f"{reverse('tally-list')}?document={mention.document_id}")


def _address(name: str, pk: int) -> str:
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:  # no page of its own (yet)
        return ""


def reasons(fact: Fact, text: str) -> list[Why]:
    """For each field that was read or inferred: its value, the words, the step."""
    made = []
    for name, source in fact.why.items():
        start, end = source.get("start"), source.get("end")
        words, before, after = _around(text, start, end)
        value = fact.data.get(name)
        if name == "parts":
            printed = labels.parts([part_of(part) for part in value or []])
        else:
            printed = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
        if name in ("period", "deadline", "date"):
            printed = period(printed)
        elif name == "value":
            printed = value_text(fact.data)
        elif name == "status":
            printed = labels.STATUS.get(printed, printed)
        how = step_name(source["how"])
        field_name = labels.field("whose" if name == "body" and fact.kind == "indicator" else name)
        made.append(Why(field_name, printed, words, before, after, how, source["note"]))
    return made


def _around(text: str, start: int | None, end: int | None) -> tuple[str, str, str]:
    """The words, and a few on either side, each in one line."""
    if start is None or end is None:
        return "", "", ""
    before = text[max(0, start - AROUND) : start]
    after = text[end : end + AROUND]
    if start > AROUND:
        before = before.partition(" ")[2]  # no half words
    if end + AROUND < len(text):
        after = after.rpartition(" ")[0]
    return _line(text[start:end]), _line(before), _line(after)


def _line(text: str) -> str:
    return " ".join(text.split())
