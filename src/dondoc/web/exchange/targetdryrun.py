"""What an import of targets would do, number by number, without doing it.

Each number finds its target by indicator, body, period and basis (or by its code), its indicator by name in
the catalogue, its body by name. A number that the register has from the same document is the same; another
one is a further decision, and the ones before stay. Queries do not grow with the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.exchange.asked import Asked, PathCell, printed_asked, printed_components, printed_path
from dondoc.exchange.sheets import Sheet
from dondoc.exchange.targets import CellAsked, TargetRow, label, read
from dondoc.exchange.tasks import Problem
from dondoc.text.normalize import search_key
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.selectors import Directory
from dondoc.web.exchange import targettold
from dondoc.web.exchange.dryrun import Difference
from dondoc.web.exchange.kept import sheet_of
from dondoc.web.exchange.models import Import, Outcome
from dondoc.web.exchange.papers import Papers
from dondoc.web.plans.models import DirectionChoice, Indicator, Target, TargetVersion
from dondoc.web.plans.targets import Wanted, same_number
from dondoc.web.sources.models import Document
from dondoc.web.sources.suggest import IndicatorBook

_CODE = re.compile(r"CT-(\d{1,15})")
_ZERO = Decimal(0)
SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
COMPOSITE = -1  # the column of a composite target: it has no number of its own


@dataclass(slots=True)
class Number:
    """One number of a row and what would come of it."""

    column: int
    printed: str
    body: Body
    period: str
    wanted: Wanted | None  # None: a composite target, or one whose indicator is not known yet
    asked: Asked | None = None
    outside: Problem | None = None  # whose number it is, is no body of the owner's branch
    target: Target | None = None
    version: TargetVersion | None = None  # the last that stands
    outcome: Outcome = Outcome.ADDED
    differences: list[Difference] = field(default_factory=list)

    @property
    def says(self) -> str:
        """As a page prints it."""
        return printed_asked(self.asked) if self.asked is not None else self.printed


@dataclass(slots=True)
class TargetLine:
    """One row and what would come of its numbers."""

    row: TargetRow
    outcome: Outcome = Outcome.LEFT
    indicator: Indicator | None = None  # None: it would be added to the catalogue
    reason: str = ""
    basis: str = ""
    document: Document | None = None
    numbers: list[Number] = field(default_factory=list)
    components: list[tuple[Indicator, Wanted]] = field(default_factory=list)
    key: str = ""

    @property
    def adds_document(self) -> bool:
        """Whether the row's document would be added to the register."""
        return self.document is None and bool(self.row.document_symbol)

    @property
    def differences(self) -> list[Difference]:
        """Of all its numbers."""
        return [each for number in self.numbers for each in number.differences]


@dataclass(slots=True)
class TargetDryRun:
    """An import of targets as it would go."""

    sheet: Sheet
    lines: list[TargetLine]

    def count(self, outcome: str) -> int:
        """How many rows would come to it."""
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def problems(self) -> dict[int, list[Problem]]:
        """Row number → what is wrong in it."""
        return {line.row.number: line.row.problems for line in self.lines if line.row.problems}

    @property
    def new_documents(self) -> list[str]:
        """Symbols of the documents that would be added, each once."""
        return list(dict.fromkeys(line.row.document_symbol for line in self.lines if line.adds_document))

    @property
    def new_indicators(self) -> list[str]:
        """Names that would be added to the catalogue, each once."""
        new = (line for line in self.lines if line.outcome != Outcome.LEFT and line.indicator is None)
        return list(dict.fromkeys(line.row.indicator for line in new))


def dry_run(imported: Import) -> TargetDryRun:
    """What the import would do to the register as it is now; queries do not grow with the rows."""
    sheet = sheet_of(imported.sheets[imported.sheet])
    columns = {n: key for n, key in enumerate(imported.columns) if key}
    rows = read(sheet, columns)
    books = _Books(imported)
    lines = [_line(imported, row, books, columns) for row in rows]
    books.load(lines)
    for line in lines:
        _compare(line, books, columns)
    _mark_repeats(lines)
    return TargetDryRun(sheet, lines)


class _Books:
    """What names mean, and the targets that stand; loaded once."""

    def __init__(self, imported: Import) -> None:
        self.directory = Directory()
        self.indicators = IndicatorBook()
        self.papers = Papers(imported.owner)
        self.typed = imported.name.lower().endswith(
            SPREADSHEETS
        )  # a paper's numbers read as they are printed
        given = imported.options.get("body")
        self.body = self.directory.bodies.get(given, self.directory.bodies.get(imported.owner_id))
        self.targets: dict[tuple[Any, ...], Target] = {}
        self.by_code: dict[int, Target] = {}
        self.versions: dict[int, list[TargetVersion]] = {}
        self.paths: dict[int, dict[str, targettold.ToldPath]] = {}

    def load(self, lines: Iterable[TargetLine]) -> None:
        """The targets the lines may mean, their standing versions and ways: four queries."""
        lines = list(lines)
        known = {line.indicator.pk for line in lines if line.indicator is not None}
        codes = {int(match[1]) for line in lines if (match := _CODE.fullmatch(line.row.code.upper()))}
        found = Target.objects.filter(indicator__in=known) | Target.objects.filter(pk__in=codes)
        for target in found.select_related("indicator", "body"):
            about = (target.indicator_id, target.body_id, target.period, target.basis, target.measure)
            self.targets[about] = self.by_code[target.pk] = target
        standing = TargetVersion.objects.filter(target__in=self.by_code, withdrawn_at=None)
        for version in standing.select_related("document").order_by("decided_on", "pk"):
            version.target = self.by_code[version.target_id]
            self.versions.setdefault(version.target_id, []).append(version)
        if any(line.row.has & {"path", "milestones"} for line in lines):
            last = [versions[-1].pk for versions in self.versions.values()]
            self.paths = targettold.paths_of(last)


def _line(imported: Import, row: TargetRow, books: _Books, columns: dict[int, str]) -> TargetLine:
    """A row with its names found; what of it stands in the register is asked afterwards."""
    line = TargetLine(row)
    place = {key: column for column, key in columns.items()}
    line.basis = row.basis or str(imported.options.get("basis", ""))
    if not line.basis:
        row.problems.append(Problem(place.get("basis", -1), "Chưa rõ cấp giao. Chọn cho cả bảng, hoặc ghi."))
    line.document = imported.document
    if row.document_symbol:
        line.document, wrong = books.papers.find(row.document_symbol, row.document_date, row.document_title)
        if wrong:
            row.problems.append(Problem(place["document_symbol"], wrong))
    if _day(line) is None:
        row.problems.append(
            Problem(
                place.get("document_symbol", place.get("decided_on", -1)),
                "Chưa rõ quyết định ngày nào. Chọn văn bản cho cả bảng, ghi số và ngày văn bản, hoặc ghi "
                "ngày quyết định.",
            )
        )
    if row.indicator:
        best = books.indicators.candidates(row.indicator, row.unit, limit=1)
        line.indicator = books.indicators.sure(row.indicator, row.unit)
        if line.indicator is not None:
            line.reason = best[0].reason
        elif not (row.unit or any(cell.asked.unit for cell in row.wanted) or row.components):
            hint = f" Có phải “{best[0].row}”?" if best else ""
            row.problems.append(
                Problem(
                    place["indicator"],
                    f"Danh mục chưa có “{row.indicator}”.{hint} Sửa tên, hoặc ghi đơn vị tính để thêm mới.",
                )
            )
    for component in row.components:
        part = books.indicators.sure(component.name, component.asked.unit)
        if part is None:
            row.problems.append(
                Problem(place["components"], f"Danh mục chưa có thành phần “{component.name}”. Sửa tên.")
            )
        else:
            line.components.append((part, _wanted(component.asked, part, row, part.unit)))
    composite = CellAsked(COMPOSITE, Asked("", _ZERO), "")
    for cell in row.wanted or ([composite] if row.components else []):
        number = _number(imported, line, cell, books, place)
        if number is not None:
            line.numbers.append(number)
    return line


def _day(line: TargetLine) -> date | None:
    row = line.row
    if row.document_symbol:
        return row.document_date or (line.document.date if line.document else None)
    return row.decided_on or (line.document.date if line.document else None)


def _number(
    imported: Import, line: TargetLine, cell: CellAsked, books: _Books, place: dict[str, int]
) -> Number | None:
    row = line.row
    name, period = cell.body or row.body, cell.period or row.period or str(imported.options.get("period", ""))
    body = books.body
    where = cell.column if cell.body else place.get("body", -1)
    if name:
        resolved = books.directory.resolve(name, on=_day(line))
        body = resolved.body if resolved is not None else None
        if body is None:
            close = books.directory.candidates(name, on=_day(line), limit=1)
            hint = f" Có phải “{close[0].body.name}”?" if close else ""
            row.problems.append(Problem(where, f"Chưa có cơ quan “{name}”.{hint} Sửa tên."))
    outside = None
    if body is not None and not body.path.startswith(imported.owner.path):
        said = f"{body.name} không thuộc {imported.owner.name}. Chọn cơ quan trong nhánh này."
        outside = Problem(where, said)
    if not period:
        where = place.get("period", cell.column)
        row.problems.append(Problem(where, "Chưa rõ kỳ. Chọn cho cả bảng, hoặc ghi."))
    if body is None or not period:
        return None
    composite = cell.column == COMPOSITE
    wanted = None if composite else _wanted(cell.asked, line.indicator, row, _unit(line, cell.asked))
    asked = None if composite else cell.asked
    return Number(cell.column, cell.printed, body, period, wanted, asked, outside=outside)


def _unit(line: TargetLine, asked: Asked) -> str:
    return asked.unit or line.row.unit or (line.indicator.unit if line.indicator else "")


def _wanted(asked: Asked, indicator: Indicator | None, row: TargetRow, unit: str) -> Wanted:
    """With the bound that goes with the indicator where the cell says none."""
    lower = indicator is not None and indicator.direction == DirectionChoice.LOWER
    return Wanted(
        comparator=asked.comparator or ("le" if lower else "ge"),
        value=asked.value,
        value_max=asked.value_max,
        unit=asked.unit or unit,
        baseline=row.baseline,
        baseline_period=row.baseline_period,
    )


def _compare(line: TargetLine, books: _Books, columns: dict[int, str]) -> None:
    """What would come of each number, and of the row."""
    row = line.row
    place = {key: column for column, key in columns.items()}
    coded = _CODE.fullmatch(row.code.upper())
    for number in line.numbers:
        if line.indicator is not None:
            about = (line.indicator.pk, number.body.pk, number.period, line.basis, row.measure)
            number.target = books.targets.get(about)
        if coded is not None and len(line.numbers) == 1:
            named = books.by_code.get(int(coded[1]))
            if named is None or (number.target is not None and number.target.pk != named.pk):
                said = f"Mã {row.code} là “{named}”." if named else f"Không có chỉ tiêu mã {row.code}."
                row.problems.append(
                    Problem(place["code"], f"{said} Bỏ mã, hoặc sửa tên, cơ quan, kỳ và cấp giao cho khớp.")
                )
        if number.target is not None:
            number.target.body = number.body
            _against(line, number, books)
        if number.outside is not None and (number.target is None or number.differences):
            row.problems.append(number.outside)  # what stands so already comes back as it went out
    if books.typed:
        _ask(line, place)
    key = (row.code, row.indicator, row.measure, *sorted((n.body.pk, n.period) for n in line.numbers))
    line.key = search_key(" ".join(map(str, key)))[:120]
    if row.problems or not line.numbers:
        line.outcome = Outcome.LEFT
        return
    outcomes = {number.outcome for number in line.numbers} - {Outcome.SAME}
    line.outcome = outcomes.pop() if len(outcomes) == 1 else Outcome.CHANGED if outcomes else Outcome.SAME


def _ask(line: TargetLine, place: dict[str, int]) -> None:
    """A number that means two things ("1,000") is asked about where it would be written.

    What stands already comes back from an export as it went out.
    """
    written = {place.get(one.field, -1) for one in line.differences}
    added = any(number.outcome == Outcome.ADDED for number in line.numbers)
    by_value = any(one.field == "value" for one in line.differences)  # what goes with it is told with it
    for number in line.numbers:
        changed = number.outcome == Outcome.ADDED or any(one.field == "value" for one in number.differences)
        if changed and number.asked is not None and number.asked.doubt:
            line.row.problems.append(Problem(number.column, number.asked.doubt))
    beside = {place[name] for name in ("value_max", "baseline") if by_value and name in place}
    for doubt in line.row.doubts:
        if added or doubt.column in written | beside:
            line.row.problems.append(doubt)


def _against(line: TargetLine, number: Number, books: _Books) -> None:
    """A number held against the target that stands."""
    target, row = number.target, line.row
    assert target is not None
    versions = books.versions.get(target.pk, [])
    if not versions:
        return
    number.version = last = versions[-1]
    told = targettold.number_of(last)
    found = number.differences
    if number.wanted is not None and not any(_says(version, number.wanted, line) for version in versions):
        found.append(Difference("value", told, _said(number.wanted)))
        if line.document is not None and last.document_id != line.document.pk:
            found.append(Difference("document_symbol", str(last.document or ""), str(line.document)))
    if number.column == COMPOSITE:
        here = targettold.components_of(target)
        if here != printed_components(row.components):
            found.append(Difference("components", here, printed_components(row.components)))
    for name in ("time_rule", "unit_rule"):
        wanted = getattr(row, name)
        if wanted and wanted != getattr(target, name):
            found.append(Difference(name, label(name, getattr(target, name)), label(name, wanted)))
    for name in ("path", "milestones"):
        cell: PathCell | None = getattr(row, name)
        standing = books.paths.get(last.pk, {}).get(name)
        if cell is not None and (standing is None or standing.cell != cell):
            here = printed_path(standing.cell) if standing is not None else ""
            found.append(Difference(name, here, printed_path(cell)))
    number.outcome = Outcome.CHANGED if found else Outcome.SAME


def _says(version: TargetVersion, wanted: Wanted, line: TargetLine) -> bool:
    """Whether a standing version says this already, by the same document where the row names one."""
    if line.adds_document or not same_number(version, wanted):
        return False
    if line.document is not None and version.document_id != line.document.pk:
        return False
    return wanted.baseline is None or (
        version.baseline == wanted.baseline and version.baseline_period == wanted.baseline_period
    )


def _said(wanted: Wanted) -> str:
    return printed_asked(Asked(wanted.comparator, wanted.value, wanted.value_max, wanted.unit))


def _mark_repeats(lines: list[TargetLine]) -> None:
    """Two rows of one table that ask the same of the same body: which of them holds, nobody can say."""
    first: dict[tuple[Any, ...], int] = {}
    for line in lines:
        if line.outcome == Outcome.LEFT:
            continue
        name = line.indicator.pk if line.indicator is not None else search_key(line.row.indicator)
        for number in line.numbers:
            about = (name, number.body.pk, number.period, line.basis, line.row.measure)
            if about in first:
                place = max(number.column, -1)
                said = f"Chỉ tiêu này của {number.body} đã có ở dòng {first[about]}. Bỏ một dòng."
                line.row.problems.append(Problem(place, said))
                line.outcome = Outcome.LEFT
            first.setdefault(about, line.row.number)
