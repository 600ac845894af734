"""Indicator statements: each number that measures something, with its name, unit, period and standing.

The steps, in order: tables (`tables.py`), then for each sentence its quantities (`quantities.py`), the clause
of each, its name (`linking.py`), and its fields (`measures.py`, `status.py`, `periods.py`). What is no
measurement after all is declined at the end, where name and unit are known.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from dondoc.extraction import (
    headlines,
    otheryears,
    populations,
    quantities,
    runs,
    shortnames,
    tables,
    votednames,
)
from dondoc.extraction.catalogue import Catalogue, catalogue
from dondoc.extraction.cells import cells
from dondoc.extraction.clauses import Clause, clauses
from dondoc.extraction.context import Context
from dondoc.extraction.declined import Declined
from dondoc.extraction.frames import Frames
from dondoc.extraction.grammar import Quantity, grammar
from dondoc.extraction.linking import Linker
from dondoc.extraction.measures import Measures
from dondoc.extraction.names import Name
from dondoc.extraction.periods import Periods
from dondoc.extraction.status import StatusReader
from dondoc.records.document import BlockKind
from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span
from dondoc.text.units import power_of

RULE = "indicator"
_BY = re.compile(r",? (?:và )?(?:cao hơn|thấp hơn|tăng|giảm)(?: thêm)? ?")


def find(context: Context) -> list[IndicatorStatement]:
    """All indicator statements of a document, in the text's order."""
    reader = _Reader(context)
    found = reader.read()
    headlines.date_repeats(context, found, reader.frames.title_end)
    _link_repeats(found)
    return found


class _Reader(Declined):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.frames = Frames(context)
        self.linker = Linker(context)
        self.measures = Measures(context)
        self.status = StatusReader(context, self.frames)
        self.periods = Periods(context, self.frames)
        self.catalogue: Catalogue = catalogue(context.lexicon)
        self.cells = cells(context)

    def read(self) -> list[IndicatorStatement]:
        by_sentence: dict[tuple[int, int], list[Quantity]] = {}
        left_out = BlockKind.FURNITURE
        furniture = [(span[0], span[1]) for span, kind in self.context.document.blocks if kind is left_out]
        found, read = tables.find(self.context, self.frames)
        self._canonical(found)
        in_tables = sorted((span.start, span.end) for span in read)
        for quantity in quantities.find(self.context):
            if _covered(furniture, quantity.at) or _covered(in_tables, quantity.at):
                continue
            sentence = self._within_cell(self.context.sentence_at(quantity.at), quantity.at)
            by_sentence.setdefault(sentence, []).append(quantity)
        for sentence, group in by_sentence.items():
            found += self._sentence(sentence, group)
        return sorted(found, key=lambda fact: fact.value_span) if read else found

    def _within_cell(self, sentence: tuple[int, int], at: int) -> tuple[int, int]:
        """The part of a sentence that its table's cell holds: what is said in one cell ends there."""
        cell = self.cells.at(at)
        return (max(sentence[0], cell.start), min(sentence[1], cell.end)) if cell is not None else sentence

    def _canonical(self, found: list[IndicatorStatement]) -> None:
        for fact in found:
            self.catalogue.place(fact)

    def _sentence(self, sentence: tuple[int, int], group: list[Quantity]) -> list[IndicatorStatement]:
        found: list[IndicatorStatement] = []
        told: list[tuple[IndicatorStatement, Quantity, Clause]] = []
        group = [q for q in group if q.end <= sentence[1] and not self._is_agenda(q, group)]
        group = [q for q in group if not (self._aged(q) or self._per_head(q) or self._of_a_kind(q))]
        group = [q for i, q in enumerate(group) if not (self._describes(group, i) or self._nobodys(q))]
        group = self._of_wholes(populations.related(self.flat, group))
        for one, other in pairwise(group):
            other.small = other.unit == one.unit and 0 < other.value * _FAR_LESS < one.value
        parts = clauses(self.context, sentence, group)
        units = [quantity.unit for quantity in group]
        self.linker.begin(sentence, group)
        previous: Name | None = None
        before: IndicatorStatement | None = None
        outside: tuple[Name | None, IndicatorStatement | None, str] | None = None
        for quantity, clause in zip(group, parts, strict=True):
            if self._lists(quantity, units):
                continue
            if self._bracketed(sentence, quantity):
                outside = outside or (previous, before, self.linker.memory.unit)
            elif outside is not None:
                if outside[0] is not None:
                    previous, before, self.linker.memory.unit = outside
                outside = None
            name = self.linker.name(quantity, clause, previous)
            fact = self._statement(quantity, clause, name, before)
            if not self._measures(fact, quantity, clause):
                continue
            found.append(fact)
            told.append((fact, quantity, clause))
            previous, before = name, fact
        self._share_units(found)
        runs.settle(self.flat, found)
        self._canonical(otheryears.settle(self.flat, found))
        self.measures.lend_back(found)
        self.measures.lend_on(found)
        self.measures.lend_along(found)
        self.measures.of_itself(found)
        for fact, quantity, clause in told:
            shortnames.complete(self.context, fact, quantity, clause, self.linker.has_measure)
        return found

    def _of_wholes(self, group: list[Quantity]) -> list[Quantity]:
        """“Trong 10 chỉ số có 8 chỉ số tăng điểm”: one tally."""
        wholes = set()
        for one, other in pairwise(group):
            if one.dimension != "count" or other.dimension != "count" or one.unit != other.unit:
                continue
            if _HAS_OF_THEM.fullmatch(self.flat, one.end, other.start) and _OUT_OF.search(
                self.flat, max(0, one.start - 16), one.start
            ):
                other.dimension, other.out_of = "tally", one.value
                wholes.add(one.start)
        return [quantity for quantity in group if quantity.start not in wholes]

    def _bracketed(self, sentence: tuple[int, int], quantity: Quantity) -> bool:
        """Whether a quantity stands in brackets: what follows them goes on with what stands before."""
        opened = self.flat.rfind("(", sentence[0], quantity.start)
        return opened >= 0 and self.flat.find(")", opened, quantity.start) < 0

    # -- building -----------------------------------------------------------------------------------------

    def _statement(
        self, quantity: Quantity, clause: Clause, name: Name, before: IndicatorStatement | None
    ) -> IndicatorStatement:
        fact = IndicatorStatement(
            span=Span(
                self._clause_start(quantity, clause), max(quantity.end, self._clause_end(quantity, clause))
            ),
            rule=RULE,
            value_span=Span(quantity.start, quantity.end),
            name=name.words,
            value=quantity.value,
            value_max=quantity.value_max,
            out_of=quantity.out_of,
            unit=quantity.unit,
            bound=quantity.bound,
            decimals=quantity.decimals,
            confidence=name.confidence * (1.0 if quantity.known_unit else 0.6),
        )
        where = Span(name.start, name.end) if name.start >= 0 else None
        fact.fields["name"] = FieldSource(name.how, where)
        fact.fields["value"] = FieldSource("number", Span(quantity.at, quantity.end))
        if quantity.doubt:
            fact.notes.append(quantity.doubt)
        self.measures.read(fact, quantity, clause, before)
        self.status.read(fact, quantity, clause, before)
        self.periods.read(fact, quantity, clause, before)
        self._year_named(fact)
        self.status.foresee(fact, quantity)
        self._year_before(fact)
        self._other_year(fact)
        if name.how in {"before", "none"}:
            fact.notes.append("Chưa rõ con số này đo cái gì; tên lấy từ câu trước.")
        self.catalogue.place(fact)
        return fact

    def _year_named(self, fact: IndicatorStatement) -> None:
        """“dự kiến thu ngân sách 2025 gần 700 tỷ đồng”: a bare year behind what is measured is its time."""
        named = _NAMED_YEAR.fullmatch(fact.name) if " 20" in fact.name else None
        if named is None:
            return
        fact.name, fact.period = named[1], named[2]
        fact.fields["period"] = FieldSource("name", fact.fields["name"].span)

    def _year_before(self, fact: IndicatorStatement) -> None:
        """“so với năm trước” is the year before the statement's own."""
        source = fact.fields.get("base")
        if (
            source is None
            or source.span is None
            or fact.period is None
            or not (fact.base or "").startswith("year:")
        ):
            return
        if self.flat[source.span.slice] in {"năm trước", "năm ngoái"}:
            fact.base = f"year:{int(fact.period[:4]) - 1}"

    def _other_year(self, fact: IndicatorStatement) -> None:
        """“so với cùng kỳ năm 2019” in a report on 2021: not the same period of the year before."""
        source = fact.fields.get("base")
        if (
            source is not None
            and source.span is not None
            and fact.period is not None
            and (fact.base or "").startswith("year:")
            and self._same_months(source.span, fact.period)
        ):
            fact.base = "same_period"  # "so với 6 tháng đầu năm 2020" in a report of the half after
            return
        if fact.base != "same_period" or source is None or source.span is None or fact.period is None:
            return
        year = _YEAR_BEHIND.match(self.flat, source.span.end)
        if year is not None and int(year[1]) < int(fact.period[:4]) - 1:
            fact.base = f"year:{year[1]}"

    def _same_months(self, words: Span, period: str) -> bool:
        """Whether a base is the same months of the year before."""
        said = [m for m in self.context.dates_in(words.start, words.end) if m.grain in _PARTS_OF_YEARS]
        year = period[:4]
        return bool(said) and said[-1].value.replace(f"{int(year) - 1}", year) == period

    def _clause_start(self, quantity: Quantity, clause: Clause) -> int:
        start = clause.start
        while start < quantity.start and self.flat[start] in " \t\n,;:)-–":
            start += 1
        return min(start, quantity.start)

    def _clause_end(self, quantity: Quantity, clause: Clause) -> int:
        end = clause.end
        while end > quantity.end and self.flat[end - 1] in " \t\n,;:(.":
            end -= 1
        return end

    def _share_units(self, found: list[IndicatorStatement]) -> None:
        """“lần lượt là 1,1 và 1,3 triệu đồng/người/tháng”: the unit stands once, after the last."""
        for index in range(len(found) - 2, -1, -1):
            fact, after = found[index], found[index + 1]
            if fact.unit == after.unit is not None and self._counts_in_turn(fact, after):
                fact.name = votednames.other(self.context.text, after.name, fact.value_span)
                fact.fields["name"] = after.fields["name"]
            if fact.unit is not None or fact.measure == "rank":
                continue
            if self._goes_on(fact, after):
                fact.unit = after.unit
                fact.fields["unit"] = FieldSource("shared", after.value_span)
        for index, fact in enumerate(found):
            self._millions_of(fact)
            if fact.unit is None and fact.measure != "rank":
                fact.unit = self._unit_of_name(fact.name.lower())
            if fact.unit is None and fact.measure == "change" and index:
                self._unit_of_level(found[index - 1], fact)

    def _millions_of(self, fact: IndicatorStatement) -> None:
        """“Số người nhận trợ cấp giảm còn 1,88 triệu”: people are counted, no money is."""
        power, unit = power_of(fact.unit)
        if not power or unit != "đồng" or _MONEY.search(self.flat, *fact.value_span) is not None:
            return
        counted = self._unit_of_name(fact.name.lower())
        if counted is not None and (fact.unit or "").endswith(f" {unit}"):
            fact.unit = f"{(fact.unit or '').removesuffix(unit)}{counted}"
            fact.fields["unit"] = FieldSource("noun", fact.fields["name"].span)

    def _goes_on(self, fact: IndicatorStatement, after: IndicatorStatement) -> bool:
        """“12 và 11 trường”: nothing but a conjunction stands between two numbers."""
        return self.flat[fact.value_span.end : after.value_span.start].strip() in {"và", ",", "; ", ", và"}

    def _counts_in_turn(self, fact: IndicatorStatement, after: IndicatorStatement) -> bool:
        """“lần lượt có 12 và 11 trường đạt chuẩn”: what both count is said behind the last."""
        counts = fact.name.split()[:1] == ["số"] == after.name.split()[:1]
        return counts and self.flat[fact.value_span.end - 1].isdigit() and self._goes_on(fact, after)

    def _unit_of_level(self, level: IndicatorStatement, change: IndicatorStatement) -> None:
        """“đạt 6,9 điểm, thấp hơn 0,15 so với trung vị”: by how much is said in the unit of what."""
        between = self.flat[level.value_span.end : change.value_span.start]
        if level.unit is not None and _BY.fullmatch(between):
            change.unit = level.unit
            change.fields["unit"] = FieldSource("shared", level.value_span)

    def _unit_of_name(self, name: str) -> str | None:
        """“số hộ cận nghèo 3.210”: the name says what is counted."""
        if name.startswith("dân số"):
            return "người"
        noun = _NUMBER_OF.match(name)
        if noun is None:
            return None
        unit = grammar(self.context.lexicon).units.at(name, noun.end())
        return unit.symbol if unit is not None and unit.dimension == "count" else None


_NAMED_YEAR = re.compile(
    r"(.*(?:ngân sách|nội địa|grdp|gdp|kinh tế|xuất khẩu|nhập khẩu|đầu tư|công|giải ngân|doanh thu|tín dụng))"
    r" (20\d\d)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"đ|vn")
_PARTS_OF_YEARS = frozenset({"months", "half", "quarter", "month"})
_HAS_OF_THEM = re.compile(r"(?: [^\W\d]+){0,3},? (?:đã |mới |chỉ )?có ")
_OUT_OF = re.compile(r"(?<!\w)trong (?:số )?$")
_FAR_LESS = 5  # times; "66,4%, thấp hơn bình quân cả nước gần 2%" is no rate of the country
_YEAR_BEHIND = re.compile(r" (?:năm )?((?:19|20)\d\d)(?!\d)")
_NUMBER_OF = re.compile(r"(?:tổng )?số (?:lượng )?|(?:phê chuẩn |giao )?tổng ")


def _covered(spans: list[tuple[int, int]], at: int) -> bool:
    index = bisect_right(spans, (at, 1 << 60)) - 1
    return index >= 0 and spans[index][1] > at


def _link_repeats(found: list[IndicatorStatement]) -> None:
    """Sets `same_as` where a statement says again what an earlier one said."""
    seen: dict[tuple[object, ...], int] = {}
    for index, fact in enumerate(found):
        key = (
            fact.indicator_id or fact.name.lower(), fact.value, fact.value_max, fact.unit, fact.measure,
            fact.out_of, fact.period, fact.body,
        )  # fmt: skip
        first = seen.setdefault(key, index)
        if first != index:
            fact.same_as = first
