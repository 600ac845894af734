"""The check of a programme as JSON: one flat form that pages, Word and the terminal are made from.

`dondoc check --format json` prints it, the web keeps it. Spans are `[start, end]`; shares are numbers between
0 and 1 at four decimals; a passage carries its words in pieces, each with what was changed there or "".
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dondoc.records.check import CheckSource, Difference, Lack, Passage, ProgrammeCheck, VagueStatement
from dondoc.records.coverage import (
    Commitment,
    CommitmentKind,
    Coverage,
    CoverageChange,
    CoverageRow,
    CoverageState,
)
from dondoc.records.document import Document
from dondoc.records.source import Span

Json = dict[str, Any]


def to_json(check: ProgrammeCheck, programme: Document) -> Json:
    """Everything the check found, with the words it points to.

    Args:
        check: What was found.
        programme: The document that was checked: spans become words.
    """
    copying = check.copying
    return {
        "version": check.version,
        "packs": check.packs,
        "programme": {
            "name": programme.name,
            "title": check.title,
            "symbol": programme.header.symbol,
            "issuer": programme.header.issuer,
            "date": programme.header.date.isoformat() if programme.header.date else None,
        },
        "sources": [_source(source) for source in check.sources],
        "neighbours_searched": check.neighbours_searched,
        "characters": copying.characters,
        "counted": copying.counted,
        "formula": copying.formula,
        "copied": copying.copied,
        "taken_down": copying.taken_down,
        "copied_share": _share(copying.copied_share),
        "taken_down_share": _share(Fraction(copying.taken_down, copying.counted or 1)),
        "own_share": _share(copying.own_share),
        "closest": [{"source": key, "share": _share(share)} for key, share in copying.shares],
        "passages": [_passage(p, programme.text, check.texts.get(p.source, "")) for p in copying.passages],
        "formulas": [{"span": list(f.span), "rule": f.rule, "reason": f.reason} for f in copying.formulas],
        "vague": {
            "examined": check.vague.examined,
            "items": [
                {"id": item, "label": label, "lacking": check.vague.lacking(item)}
                for item, label in check.vague.items
            ],
            "statements": [_statement(s, programme.text) for s in check.vague.statements],
            "document": [_lack(lack, programme.text) for lack in check.vague.document],
        },
        "coverage": [matrix(key, made) for key, made in check.coverage],
    }


def matrix(key: str, made: Coverage) -> Json:
    """One matrix of the coverage, of a parent and a child; the register's is of the same form.

    Args:
        key: Of the document on the other side.
        made: The matrix.
    """
    return {
        "source": key,
        "counts": {
            kind.value: {state.value: made.count(state, kind) for state in CoverageState}
            for kind in CommitmentKind
        },
        "rows": [row_json(row) for row in made.rows],
    }


def row_json(row: CoverageRow) -> Json:
    """One line of a matrix, as `check_labels.matrix_cells` reads it."""
    return {
        "kind": row.kind.value,
        "state": row.state.value,
        "parent": _commitment(row.parent),
        "child": _commitment(row.child),
        "likeness": round(row.likeness, 2),
        "further": row.further,
        "changes": [change_json(change) for change in row.changes],
    }


def change_json(change: CoverageChange) -> Json:
    """One change as `check_labels.change` reads it."""
    return {"what": change.what, "before": change.before, "after": change.after, "weaker": change.weaker}


def _share(share: Fraction) -> float:
    return round(float(share), 4)


def _source(source: CheckSource) -> Json:
    return {
        "key": source.key,
        "role": source.role.value,
        "title": source.title,
        "symbol": source.symbol,
        "issuer": source.issuer,
        "date": source.date.isoformat() if source.date else None,
        "label": source.label,
    }


def _passage(passage: Passage, text: str, source: str) -> Json:
    mine = [(d, d.span) for d in passage.differences if d.span]
    theirs = [(d, d.source_span) for d in passage.differences if d.source_span]
    return {
        "span": list(passage.span),
        "source": passage.source,
        "source_span": list(passage.source_span),
        "kind": passage.kind.value,
        "likeness": passage.likeness.value,
        "kept": _share(passage.kept),
        "section": passage.section,
        "words": pieces(text, passage.span, mine),
        "source_words": pieces(source, passage.source_span, theirs),
    }


def pieces(text: str, span: Span, differences: list[tuple[Difference, Span]]) -> list[list[str]]:
    """The words of a span in pieces: `[words, change]`, change "" where nothing differs.

    What has moved lies under the changes inside it.
    """
    if span.end > len(text):
        return []
    marks = [""] * (span.end - span.start)
    for difference, place in sorted(differences, key=lambda d: d[0].change != "moved"):
        first, last = max(place.start, span.start), min(place.end, span.end)
        for at in range(first, last):
            marks[at - span.start] = difference.change.value
    made: list[list[str]] = []
    for at, mark in enumerate(marks):
        letter = text[span.start + at]
        if made and made[-1][1] == mark:
            made[-1][0] += letter
        else:
            made.append([letter, mark])
    return made


def _statement(statement: VagueStatement, text: str) -> Json:
    return {
        "span": list(statement.span),
        "kind": statement.kind,
        "words": " ".join(statement.words.split()),
        "lead": statement.lead,
        "section": statement.section,
        "clear": list(statement.clear),
        "lacks": [_lack(lack, text) for lack in statement.lacks],
    }


def _lack(lack: Lack, text: str) -> Json:
    return {
        "item": lack.item,
        "label": lack.label,
        "what": lack.what,
        "advice": lack.advice,
        "sentence": lack.sentence,
        "filled": lack.filled,
        "span": list(lack.span) if lack.span else None,
        "words": " ".join(text[lack.span.slice].split()) if lack.span else "",
    }


def _commitment(one: Commitment | None) -> Json | None:
    if one is None:
        return None
    return {
        "name": one.name,
        "value": None if one.value is None else str(one.value),
        "value_max": None if one.value_max is None else str(one.value_max),
        "unit": one.unit,
        "bound": one.bound,
        "due": one.due,
        "lead": one.lead,
        "words": " ".join(one.words.split()),
        "span": list(one.span) if one.span else None,
    }
