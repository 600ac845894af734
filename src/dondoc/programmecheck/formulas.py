"""What every document of its kind has and nobody copies: mottos, legal bases, titles, closing sentences.

Such words are left out on both sides before texts are compared, and out of the share. What they are is data
(`check_formulas.toml`, an official can add to it), the document's own parts (heading, recipients, signature,
names of cited documents), and what many documents of the index say in the same words (`frequent`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dondoc.extraction import Context, citations, default_lexicon
from dondoc.packs import Entry, load
from dondoc.programmecheck.furnishings import by_form, furnishings, has_figure
from dondoc.programmecheck.words import bare
from dondoc.records.check import Formula
from dondoc.records.document import BlockKind, Document
from dondoc.records.source import Span

_SPACE = re.compile(r"[\s|]+")
_LABEL = re.compile(
    r"[\s\-–—+*•(“\"]*(?:(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,5}|[a-z])[.)]\s+|dieu \d+\.? )?[\s(“\"]*"
)
_ENDS_OPENING = re.compile(r"(?:i|1|a|dieu 1|phan thu nhat|phan i)[.)]? ")
_SIGNATURE = re.compile(r"(?:t/m|tm|tm\.|t\.m|kt|kt\.|k/t|tl|tl\.|tuq|tuq\.|q|noi nhan)[ :\n]")
_HEADING_WORDS = 8
_HEAD_COLUMNS = 2  # of a table that holds a document's head; one of more is a table of its own


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the pack, ready to try on a sentence."""

    id: str
    reason: str
    pattern: re.Pattern[str]
    begins: bool
    most: int
    opening: bool  # only before the first numbered section
    cell: bool  # only in a table, and without a figure
    settled: bool  # nothing is asked of it: neither who nor by when

    def holds(self, sentence: str, *, opening: bool, cell: bool = True) -> bool:
        if sentence.count(" ") >= self.most or (self.opening and not opening):
            return False
        if self.cell and (not cell or has_figure(sentence)):
            return False
        return bool(self.pattern.match(sentence) if self.begins else self.pattern.search(sentence))


def formulas_of(document: Document, sentences: Sequence[tuple[Span, BlockKind]]) -> list[Formula]:
    """The formula of a document, in order.

    Args:
        document: As read.
        sentences: Its sentences and cells with the kind of line they stand in.
    """
    context = Context(document, default_lexicon())
    found = [*_parts(document), *furnishings(context)]
    opening = True
    for span, kind in sentences:
        flat = flattened(document.text[span.slice])
        if opening and (kind is BlockKind.HEADING or _ENDS_OPENING.match(flat)):
            opening = not _ENDS_OPENING.match(flat)
        if (rule := rule_for(flat, opening=opening, cell=kind is BlockKind.TABLE)) is not None:
            found.append(Formula(span, rule.id, rule.reason))
        elif kind is BlockKind.HEADING and _is_heading(document.text[span.slice], flat):
            found.append(Formula(span, "heading", "đề mục"))
        elif (part := by_form(context, span, kind)) is not None:
            found.append(part)
    found += [Formula(fact.span, "citation", "tên văn bản được viện dẫn") for fact in citations.find(context)]
    return sorted(found, key=lambda formula: formula.span)


def _is_heading(words: str, flat: str) -> bool:
    """A heading proper, not a task that stands in a line of its own: short and without a figure."""
    return flat.count(" ") < _HEADING_WORDS and not has_figure(words)


def rule_for(flat: str, *, opening: bool, cell: bool) -> Rule | None:
    """The first rule a sentence falls under, None where there is none.

    Args:
        flat: As `flattened` gives it.
        opening: Whether it stands before the first numbered section.
        cell: Whether it stands in a table.
    """
    stripped = unlabelled(flat)
    return next((rule for rule in rules() if rule.holds(stripped, opening=opening, cell=cell)), None)


def is_settled(formula: Formula) -> bool:
    """Whether nothing is asked of a sentence of this formula: it closes, or hands over, what others say."""
    return formula.rule in {rule.id for rule in rules() if rule.settled}


def unlabelled(flat: str) -> str:
    """A flattened sentence without its list mark or number.

    >>> unlabelled("- 2. to chuc thuc hien")
    'to chuc thuc hien'
    """
    label = _LABEL.match(flat)
    return flat[label.end() :] if label is not None else flat


def flattened(sentence: str) -> str:
    """A sentence without marks and with single spaces: the form that formulas are tried on."""
    return _SPACE.sub(" ", bare(sentence)).strip()


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The pack's rules in its order."""
    return tuple(rule_of(entry) for entry in load().entries("check_formulas"))


def rule_of(entry: Entry) -> Rule:
    """An entry as a rule."""
    between = rf"(?:\W+\w+){{0,{entry['near']}}}?\W+" if "near" in entry else r"\W(?:.*?\W)?"
    parts = [
        "(?:" + "|".join(re.escape(bare(form)) for form in part.split("|")) + r")(?!\w)"
        for part in entry["parts"]
    ]
    end = r"\W*$" if entry.get("ends") else ""
    pattern = re.compile(r"(?<!\w)" + between.join(parts) + end)
    return Rule(
        str(entry["id"]),
        str(entry["reason"]),
        pattern,
        bool(entry.get("begins")),
        int(entry.get("most", 40)),
        bool(entry.get("opening")),
        bool(entry.get("cell")),
        bool(entry.get("settled")),
    )


def _parts(document: Document) -> Iterator[Formula]:
    """The heading, the recipients and the signature, as reading has found them."""
    text = document.text
    spans = dict(document.header.spans)
    title, kind = spans.get("title"), spans.get("type")
    if kind is not None and title is not None and title.end <= max(1500, len(text) // 4):
        tables = [
            table.span.start for table in document.tables if table.grid and len(table.grid[0]) > _HEAD_COLUMNS
        ]
        end = min([title.end, *(start for start in tables if start > kind.start)])
        yield Formula(Span(0, end), "masthead", "phần đầu văn bản")
    tail = [spans[name].start for name in ("recipients", "signatory") if name in spans]
    if tail and (start := min(tail)) > len(text) // 3:
        line = text.rfind("\n", 0, start) + 1
        before = text.rfind("\n", 0, max(line - 1, 0)) + 1
        if bare(text[before:line]).strip().startswith("noi nhan") or _SIGNATURE.match(
            bare(text[before:line])
        ):
            line = before
        last = max(spans[name].end for name in ("recipients", "signatory") if name in spans)
        yield Formula(Span(line, last), "ending", "nơi nhận, chữ ký")
