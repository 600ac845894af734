"""Old and new names of places and bodies: what a name printed on a day stands for since.

    Sở Kế hoạch và Đầu tư tỉnh Bắc Giang      →  Sở Tài chính tỉnh Bắc Ninh
    Tỉnh ủy Hậu Giang                         →  Thành ủy Cần Thơ
    Huyện ủy Bình Sơn                         →  none: there is no such level any more

The printed name is never rewritten: what it stands for is kept beside it, with the day and the reason. The
packs `places` and `successions` hold the names; what they do not know is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dondoc.extraction.context import Context
from dondoc.extraction.lexicon import Lexicon
from dondoc.packs import Entry
from dondoc.records.facts import Facts, Resolved
from dondoc.text.normalize import fold

_MOST_WORDS = 5  # of a place's name
_TERM = re.compile(r"[\s,]+(?:kh[oó][áa]\s+[ivxl\d]+|nhiệm kỳ\s.*)$")
# The word before a place's name: a unit of the province's level, or of one below it.
_ABOVE = re.compile(
    r"(?:(?P<kind>tỉnh|thành phố|tp\.?)|(?P<party>tỉnh|thành) ủy"
    r"|(?P<below>huyện|quận|thị xã|xã|phường|thị trấn|đặc khu|thôn|ấp))\s+$"
)
_NAMED_AFTER = ("sông", "đường", "phố", "hồ", "núi", "chợ", "cảng")
_OWNER = re.compile(r"\s(?:Tỉnh [uủ][ỷy]|Thành [uủ][ỷy]|Trung ương|tỉnh|thành phố)$")
_MOST_KEPT = 5_000  # names resolved and kept
_CITY, _PROVINCE = "thành phố", "tỉnh"


@dataclass(frozen=True, slots=True)
class _Known:
    """The packs, by folded form."""

    places: Mapping[str, Entry]
    by_id: Mapping[str, Entry]
    bodies: Mapping[str, tuple[str, ...]]  # first word → forms, longest first
    by_form: Mapping[str, Entry]
    resolved: dict[tuple[str, date | None], Resolved | None]  # names met so far


def resolve(name: str, on: date | None, lexicon: Lexicon) -> Resolved | None:
    """What a printed name of a place or a body stands for; None where the packs do not know it.

    Args:
        name: As printed: "Bắc Giang", "UBND tỉnh Bắc Giang", "Sở KH&ĐT".
        on: The document's day: it tells a name that was right then from an old one. None if unknown.
        lexicon: The words to resolve with.
    """
    known = _known(lexicon)
    key = (name, on)
    if key not in known.resolved:
        if len(known.resolved) >= _MOST_KEPT:
            known.resolved.clear()
        known.resolved[key] = _resolve(known, name, on)
    return known.resolved[key]


def annotate(ctx: Context, facts: Facts) -> None:
    """Give facts the places and bodies their names stand for."""
    header, on = ctx.document.header, ctx.date

    def of(**names: str | None) -> dict[str, Resolved]:
        made = {field: resolve(name, on, ctx.lexicon) for field, name in names.items() if name}
        return {field: body for field, body in made.items() if body is not None}

    facts.resolved = of(issuer=header.issuer, place=header.place)
    for fact in facts.indicators:
        if fact.body:
            fact.resolved = of(body=fact.body) or None
    for task in facts.tasks:
        task.resolved = of(lead=task.lead) or None
    for citation in facts.citations:
        citation.resolved = of(issuer=citation.issuer) or None
    for meeting in facts.meetings:
        meeting.resolved = of(body=meeting.body) or None


def _resolve(known: _Known, name: str, on: date | None) -> Resolved | None:
    text = _TERM.sub("", " ".join(name.split()))
    low = fold(text)
    place, at = _place_in(known, low)
    body, length = _body_in(known, low)
    if place is None and body is None:
        return None
    ids, now = [], text
    changes: list[tuple[str, str]] = []  # day, reason
    if place is not None:
        ids.append(str(place["id"]))
        last, steps = _last(known, place)
        if last is not place:
            now = _with_place(now, low, at, last)
            changes += steps
    if body is not None:
        ids.insert(0, str(body["id"]))
        changes.append((str(body["until"]), _reason(body)))
        now = _with_body(now, length, body) if body.get("name") else ""
    if not changes:
        return Resolved("/".join(ids), name)
    changes.sort()
    since = changes[-1][0]
    old = on is not None and on.isoformat() >= changes[0][0]
    return Resolved("/".join(ids), now, since, "; ".join(reason for _, reason in changes), old_name=old)


def _known(lexicon: Lexicon) -> _Known:
    made = lexicon.compiled.get("successions")
    if made is None:
        places = {fold(f): e for e in lexicon.packs.entries("places") for f in e.get("forms", ())}
        bodies = {fold(f): e for e in lexicon.packs.entries("successions") for f in e.get("forms", ())}
        by_word: dict[str, tuple[str, ...]] = {}
        for form in sorted(bodies, key=len, reverse=True):
            first = form.partition(" ")[0]
            by_word[first] = (*by_word.get(first, ()), form)
        made = lexicon.compiled["successions"] = _Known(
            places, lexicon.packs.by_id("places"), by_word, bodies, {}
        )
    assert isinstance(made, _Known)
    return made


def _place_in(known: _Known, low: str) -> tuple[Entry | None, int]:
    """The province a folded name ends with, and where its name begins."""
    words = low.split(" ")
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        tail = " ".join(words[-count:])
        entry = known.places.get(tail)
        if entry is None:
            continue
        at = len(low) - len(tail)
        above = _ABOVE.search(low[:at])
        if above is None:
            return (None, 0) if low[:at].rstrip().endswith(_NAMED_AFTER) else (entry, at)
        if above["below"]:
            return None, 0
        kind = (
            _CITY if above["kind"] in {"thành phố", "tp", "tp."} or above["party"] == "thành" else _PROVINCE
        )
        # "thành phố Thái Nguyên" is a city in the province, no province
        return (entry, at) if kind == entry["kind"] else (None, 0)
    return None, 0


def _body_in(known: _Known, low: str) -> tuple[Entry | None, int]:
    """The body whose name begins a folded name, and how long its form is."""
    for form in known.bodies.get(low.partition(" ")[0], ()):
        if low.startswith(form) and not low[len(form) : len(form) + 1].isalnum():
            if low.startswith(" và ", len(form)):
                return None, 0  # "Ban Tuyên giáo và Dân vận" is another
            return known.by_form[form], len(form)
    return None, 0


def _last(known: _Known, place: Entry) -> tuple[Entry, list[tuple[str, str]]]:
    """The place that took over at last, and the steps there with their days."""
    steps: list[tuple[str, str]] = []
    while place.get("successor"):
        following = known.by_id[str(place["successor"])]
        kind = following["kind"]
        reason = f"từ {_day(place['until'])} thuộc {kind} {following['forms'][0]} ({place['source']})"
        steps.append((str(place["until"]), reason))
        place = following
    return place, steps


def _with_place(text: str, low: str, at: int, place: Entry) -> str:
    """The name with the new place's, its kind put right: "Tỉnh ủy Hậu Giang" → "Thành ủy Cần Thơ"."""
    before = text[:at]
    above = _ABOVE.search(low[:at])
    if above is not None:
        word = "thành phố" if place["kind"] == _CITY else "tỉnh"
        if above["party"]:
            word = "thành" if place["kind"] == _CITY else "tỉnh"
        start, end = above.span("party" if above["party"] else "kind")
        written = word.capitalize() if text[start].isupper() else word
        before = text[:start] + written + text[end:at]
    return before + str(place["forms"][0])


def _with_body(now: str, length: int, body: Entry) -> str:
    """The name with the new body's in place of the old one; "Ban Tuyên giáo Tỉnh ủy" keeps its committee."""
    kept = _OWNER.search(now, 0, length)
    return str(body["name"]) + (kept[0] if kept else "") + now[length:]


def _reason(body: Entry) -> str:
    exact = "" if body.get("exact", True) else "khoảng "
    return f"từ {exact}{_day(body['until'])}: {body['reason']}"


def _day(iso: object) -> str:
    year, month, day = str(iso).split("-")
    return f"{int(day)}/{int(month)}/{year}"
