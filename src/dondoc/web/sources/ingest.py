"""A file becomes a current reading with its proposals. Safe to be killed at any point and begun again.

    1. read and extract, outside any transaction
    2. enter the document in the register, keep the reading, not current yet        one short transaction
    3. keep the proposals, 300 at a time; a proposal's key makes a second time harmless   a transaction each
    4. make the reading the current one, close the job                              one short transaction

Whoever takes up a job after a crash does all of it again; only what is missing is written.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from dondoc import extraction, packs, reading, secondreader
from dondoc.errors import EmptyFile, FileTooLarge, ReadError, UnsupportedFile
from dondoc.reading.package import display_name, open_zip, read_member
from dondoc.records import document as records
from dondoc.records.facts import KINDS, Facts, IndicatorStatement
from dondoc.records.facts import Fact as FactRecord
from dondoc.text.normalize import search_key
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.selectors import Directory
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.search.services import index
from dondoc.web.sources import storage
from dondoc.web.sources.convert import fact_data, fact_why, nearest, reading_parts
from dondoc.web.sources.models import (
    Batch,
    Citation,
    Document,
    Fact,
    FactState,
    File,
    Mention,
    MentionPlace,
    Reading,
    StandingChoice,
    TypeChoice,
)

ROWS = 300  # written in one transaction, so that people who save meanwhile wait for milliseconds
_JUNK = (".", "~$", "__MACOSX", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Versions:
    """Who read: the same three give the same reading."""

    reader: str
    rules: str
    packs: str


def versions() -> Versions:
    """Of the reader, rules and packs of this process."""
    second = second_reader()
    rules = f"{extraction.RULES_VERSION}+{second.name}"[:40] if second else extraction.RULES_VERSION
    return Versions(reading.READER_VERSION, rules, packs.load().hash)


def second_reader() -> secondreader.OpenAIBackend | None:
    """The model the office runs itself, where it has named one; its answers are kept beside the files."""
    return secondreader.from_environment(cache=settings.DATA / "second-reader")


# --- what is sent in ------------------------------------------------------------------------------------


def unpacked(name: str, data: bytes, limits: reading.Limits) -> Iterator[tuple[str, bytes | ReadError]]:
    """The file, or the files of a .zip (one zip within it too), in memory, or why there is none."""
    if not name.lower().endswith(".zip"):
        yield name, data
        return
    spent = 0
    for inner, content in _members(name, data, limits, nested=False):
        spent += len(content) if isinstance(content, bytes) else 0
        if spent > limits.max_unpacked_bytes:
            yield name, FileTooLarge(name, f"giải nén ra hơn {limits.max_unpacked_bytes // 1_000_000} MB")
            return
        yield inner, content


def _members(
    name: str, data: bytes, limits: reading.Limits, *, nested: bool
) -> Iterator[tuple[str, bytes | ReadError]]:
    try:
        package = open_zip(io.BytesIO(data), name, limits)
    except ReadError as error:
        yield name, error
        return
    with package:
        found = False
        for member in package.infolist():
            inner = display_name(member)
            if member.is_dir() or any(part.startswith(_JUNK) for part in PurePosixPath(inner).parts):
                continue
            found = True
            whole = f"{name}/{inner}"
            try:
                content = read_member(package, member, whole, limits)
            except ReadError as error:
                yield whole, error
                continue
            if not inner.lower().endswith(".zip"):
                yield whole, content
            elif nested:
                yield whole, UnsupportedFile(whole, "tệp nén lồng quá sâu")
            else:
                yield from _members(whole, content, limits, nested=True)
        if not found:
            yield name, EmptyFile(name, "tệp nén không có tệp nào")


# --- 1. reading -----------------------------------------------------------------------------------------


def read(file: File) -> records.Document:
    """The document in a kept file, read in a child process.

    Raises:
        ReadError: It cannot be read.
    """
    return reading.read_bytes(storage.get(file.sha256, file.name), file.name)


def extract(document: records.Document, *, between: Callable[[], None] = lambda: None) -> Facts:
    """Its proposals; `between` is called while a second reader is waited for, and may raise to stop."""
    facts = extraction.extract(document)
    second = second_reader()
    if second is not None:
        secondreader.second_read(document, facts, second, between=between)
    return facts


# --- 2. the register ------------------------------------------------------------------------------------


def enter(file: File, batch: Batch, document: records.Document, made_by: Versions) -> Reading:
    """The document's entry and a reading, not current yet; those that are there already, where they are."""
    issuer = _issuer(document.header)  # before the transaction, so that others wait less
    parts = reading_parts(document)
    with transaction.atomic():
        take_turn(Turn.REGISTER)
        file = File.objects.select_related("document").get(pk=file.pk)
        entry = file.document or _document(file, batch, document, issuer)
        if file.document_id is None:
            file.document = entry
            file.save(update_fields=["document"])
        made, _ = Reading.objects.get_or_create(
            file=file,
            reader_version=made_by.reader,
            rules_version=made_by.rules,
            packs_hash=made_by.packs,
            defaults={"text": document.text, "is_current": False, **parts},
        )
    return made


def _issuer(header: records.Header) -> Body | None:
    found = Directory().issuer(header.issuer, on=header.date) if header.issuer else None
    return found.body if found else None


def _document(file: File, batch: Batch, read_: records.Document, issuer: Body | None) -> Document:
    """The register's entry these words belong to: known by issuer, type, symbol and day, else a new one."""
    header = read_.header
    standing = batch.standing or header.standing.value
    if standing != StandingChoice.PRESS:
        known = _known(header, issuer)
        if known is not None:
            return known
    entry = Document(
        title=title_of(read_, file.name),
        type=header.type.value if header.type.value in TypeChoice.values else TypeChoice.OTHER,
        symbol=(header.symbol or "")[:80],
        date=header.date,
        issuer_as_written=(header.issuer or "")[:200],
        issuer=issuer,
        place=(header.place or "")[:120],
        signatory=(header.signatory or "")[:200],
        standing=standing,
        owner=batch.owner,
        created_by=batch.created_by,
    )
    entry.save()
    after = {"title": entry.title, "symbol": entry.symbol, "date": entry.date, "standing": entry.standing}
    record(actor=batch.created_by, action="document.add", row=entry, before={}, after=after, body=batch.owner)
    _link_citations(entry)
    return entry


def title_of(read_: records.Document, name: str) -> str:
    """Its own title, else how its words open, else its first line, else the file's name."""
    first = next((line.strip() for line in read_.text.splitlines() if line.strip()), name)
    return (read_.header.title or read_.header.opening or first)[:500]


def _known(header: records.Header, issuer: Body | None) -> Document | None:
    if not header.symbol or header.date is None:
        return None
    wanted = search_key(header.symbol)
    same = Document.objects.filter(date=header.date, type=header.type.value, folded__contains=wanted)
    same = same.exclude(standing=StandingChoice.PRESS)
    for entry in same.exclude(symbol="").select_related("issuer"):
        if search_key(entry.symbol) != wanted:
            continue
        if issuer is not None and entry.issuer_id is not None:
            if entry.issuer_id == issuer.pk:
                return entry
        elif search_key(entry.issuer_as_written) == search_key(header.issuer or ""):
            return entry
    return None


def _link_citations(entry: Document) -> None:
    """Citations that were confirmed before the document they name was there."""
    if not entry.symbol:
        return
    unlinked = Citation.objects.filter(cited=None, symbol__iexact=entry.symbol, withdrawn_at=None)
    unlinked = unlinked.filter(Q(date=None) | Q(date=entry.date))
    for citation in unlinked.select_related("document__owner"):
        citation.cited = entry
        citation.save(update_fields=["cited"])
        record(
            actor=None,
            action="citation.link",
            row=citation,
            before={"cited": None},
            after={"cited": entry.pk},
            body=citation.document.owner,
        )


# --- 3. proposals ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Proposal:
    key: str
    row: Fact
    same_as: str | None  # key of the proposal it repeats


def keep_facts(
    made: Reading, entry: Document, facts: Facts, *, between: Callable[[], None] = lambda: None
) -> int:
    """Keep the proposals of a reading, each once whatever is there already; how many there are.

    Args:
        made: The reading, not current yet.
        entry: The register's entry.
        facts: What was extracted.
        between: Called between transactions; may raise to stop.
    """
    proposals = _proposals(made, entry, facts)
    for start in range(0, len(proposals), ROWS):
        between()
        chunk = [p.row for p in proposals[start : start + ROWS]]
        with transaction.atomic():
            Fact.objects.bulk_create(chunk, ignore_conflicts=True)
    repeats = [p for p in proposals if p.same_as]
    for start in range(0, len(repeats), ROWS):
        between()
        chunk_of = repeats[start : start + ROWS]
        keys = {p.key for p in chunk_of} | {p.same_as for p in chunk_of if p.same_as}
        with transaction.atomic():
            rows = {row.key: row for row in Fact.objects.filter(key__in=keys).only("key", "same_as")}
            changed = []
            for p in chunk_of:
                row, first = rows.get(p.key), rows.get(p.same_as or "")
                if row is not None and first is not None and row.same_as_id != first.pk:
                    row.same_as = first
                    changed.append(row)
            Fact.objects.bulk_update(changed, ["same_as"])
    return len(proposals)


def _proposals(made: Reading, entry: Document, facts: Facts) -> list[_Proposal]:
    """Rows in the text's order, but for what was decided on in an older reading of the file.

    A vote's or a rating's numbers are decided on with it, so they are not proposed once more as statements.
    """
    decided = _signatures(
        Fact.objects.filter(
            reading__file=made.file, state__in=[FactState.CONFIRMED, FactState.REJECTED]
        ).exclude(reading=made)
    )
    elsewhere = _signatures(  # another file of the same document says the same things
        Fact.objects.filter(document=entry)
        .exclude(reading__file=made.file)
        .exclude(state=FactState.SUPERSEDED)
    )
    counted = facts.told_in_counts()
    found = [
        (kind, n, fact)
        for kind, fact_list in _lists(facts)
        for n, fact in enumerate(fact_list)
        if kind != "indicator" or n not in counted
    ]
    keys = {(kind, n): _key(made, kind, n, fact) for kind, n, fact in found}
    proposals = []
    ordered = sorted(found, key=lambda item: (item[2].span.start, item[2].span.end, item[0], item[1]))
    for order, (kind, n, fact) in enumerate(ordered):
        quote = made.text[fact.span.slice]
        data = fact_data(fact)
        signature = _signature(kind, quote, data)
        if signature in decided:
            continue
        same_as = keys.get((kind, fact.same_as)) if fact.same_as is not None else None
        value = fact.value_span if isinstance(fact, IndicatorStatement) and fact.value_span else None
        row = Fact(
            reading=made,
            document=entry,
            key=keys[kind, n],
            kind=kind,
            order=order,
            start=fact.span.start,
            end=fact.span.end,
            value_start=value.start if value else None,
            value_end=value.end if value else None,
            quote=quote,
            data=data,
            rule=fact.rule[:120],
            why=fact_why(fact),
            confidence=max(0, min(100, round(fact.confidence * 100))),
        )
        proposals.append(_Proposal(keys[kind, n], row, same_as or elsewhere.get(signature)))
    return proposals


def _lists(facts: Facts) -> list[tuple[str, list[FactRecord]]]:
    return [(kind, facts.of(kind)) for kind in KINDS]


def _key(made: Reading, kind: str, n: int, fact: FactRecord) -> str:
    parts = (
        made.file.sha256,
        made.reader_version,
        made.rules_version,
        made.packs_hash,
        kind,
        *fact.span,
        *getattr(fact, "value_span", ()),
        n,
    )
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()


_TELLING: tuple[str, ...] = ("name", "value", "value_max", "period", "status", "measure", "action")
_TELLING += ("words", "nature", "counted", "subject", "rated")


def _signature(kind: str, quote: str, data: dict[str, Any]) -> tuple[str, ...]:
    """What makes two proposals the same statement in the same words."""
    told = [str(data.get(name)) for name in _TELLING]
    return (kind, search_key(quote), *told)


def _signatures(facts: QuerySet[Fact]) -> dict[tuple[str, ...], str]:
    rows = facts.values_list("kind", "quote", "data", "key")
    return {_signature(kind, quote, data): key for kind, quote, data, key in rows}


# --- 4. the current reading -----------------------------------------------------------------------------


def make_current(made: Reading, entry: Document, batch: Batch) -> None:
    """The reading counts from now on; runs in the caller's transaction.

    Proposals of older readings that nobody has decided step back; mentions say where the new text holds
    their quote.
    """
    older = Reading.objects.filter(file=made.file).exclude(pk=made.pk)
    older.filter(is_current=True).update(is_current=False)
    Fact.objects.filter(reading__in=older, state=FactState.PROPOSED).update(state=FactState.SUPERSEDED)
    Reading.objects.filter(pk=made.pk).update(is_current=True)
    made.is_current = True
    mentions = Mention.objects.filter(reading__in=older).exclude(places__reading=made)
    places = []
    for mention in mentions.only("pk", "quote", "start"):
        span = nearest(made.text, mention.quote, mention.start)
        start, end = (span.start, span.end) if span else (None, None)
        places.append(MentionPlace(mention=mention, reading=made, start=start, end=end))
    MentionPlace.objects.bulk_create(places, batch_size=ROWS)
    count_open(entry)
    index(entry)
    after = {"file": made.file.name, "reader": made.reader_version, "rules": made.rules_version}
    record(actor=None, action="reading.add", row=made, before={}, after=after, body=entry.owner)
    if entry.owner_id != batch.owner_id:
        told = {"file": made.file.name, "batch": batch.pk}
        record(
            actor=batch.created_by,
            action="document.file_add",
            row=entry,
            before={},
            after=told,
            body=batch.owner,
        )


def count_open(entry: Document) -> None:
    """`open_facts` anew; called in the transaction of whatever changed it."""
    count = entry.facts.filter(state=FactState.PROPOSED, reading__is_current=True).count()
    Document.objects.filter(pk=entry.pk).update(open_facts=count)
    entry.open_facts = count
