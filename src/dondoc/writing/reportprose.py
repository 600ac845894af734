"""Sentences of a periodic report, drafted from confirmed figures alone.

    Kim ngạch xuất khẩu ước đạt 1.742 triệu USD, bằng 74,1% kế hoạch, tăng 10,4% so với cùng kỳ năm trước.

A sentence says what is told and nothing more: no word of praise, no cause, no comparison nobody reported. Of
two ways of telling the same thing (109,6% of the same period, 9,6% more than it) one is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dondoc.records.periodic import Measure, PlannedFigure, ReportedFigure, ReportLine
from dondoc.records.plan import ObservationStatus
from dondoc.writing.footnotes import mark
from dondoc.writing.labels import BOUND

_VERB = {
    ObservationStatus.ESTIMATE: "ước ",
    ObservationStatus.PRELIMINARY: "sơ bộ ",
    ObservationStatus.OFFICIAL: "",
}
BASES = {"same_period": "cùng kỳ năm trước", "country": "bình quân cả nước", "plan": "kế hoạch"}
_MAIN = (Measure.LEVEL, Measure.TALLY, Measure.SHARE)
OTHER_FIELD = "Lĩnh vực khác"
FIELDS = (  # in the order papers and pictures tell them; an office's own follow by their names
    "Kinh tế",
    "Môi trường, nông thôn",
    "Văn hóa - xã hội",
    "Quốc phòng, an ninh",
    "Cải cách hành chính",
    "Xây dựng Đảng",
)


@dataclass(frozen=True, slots=True)
class FieldParagraph:
    """What one field's paragraph says."""

    heading: str
    text: str


def number(value: Decimal, decimals: int) -> str:
    """As Vietnamese papers print it.

    >>> number(Decimal("11076.5"), 1), number(Decimal("9.42"), 2)
    ('11.076,5', '9,42')
    """
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def amount(value: Decimal, decimals: int, unit: str) -> str:
    """A number with its unit: a per cent sign stands at its number, percentage points are written out.

    >>> amount(Decimal("3.6"), 1, "điểm %"), amount(Decimal("78"), 1, "%"), amount(Decimal(812), 0, "căn")
    ('3,6 điểm phần trăm', '78,0%', '812 căn')
    """
    printed = number(value, decimals)
    if unit.startswith("%"):
        return f"{printed}{unit}"
    return f"{printed} {'điểm phần trăm' if unit == 'điểm %' else unit}".strip()


def paragraphs(lines: Iterable[ReportLine], order: Sequence[str] = ()) -> list[FieldParagraph]:
    """One paragraph a field: the fields of `order` first, those without a field last."""
    fields: dict[str, list[str]] = {}
    for line in lines:
        if said := sentence(line):
            fields.setdefault(line.field or OTHER_FIELD, []).append(said)
    known = [field for field in order if field in fields]
    rest = sorted(field for field in fields if field not in known and field != OTHER_FIELD)
    last = [OTHER_FIELD] if OTHER_FIELD in fields else []
    return [FieldParagraph(field, " ".join(fields[field])) for field in [*known, *rest, *last]]


def sentence(line: ReportLine) -> str:
    """Everything told of an indicator, in one sentence with the marks of its notes; "" where nothing is."""
    clauses = _clauses(line)
    if not clauses:
        return ""
    name = line.name if _rest_of(line) is None else ""
    said: list[str] = []
    for place, (words, source) in enumerate(clauses):
        joint = "" if not said else " " if words.startswith("(") else ", "
        following = clauses[place + 1][1] if place + 1 < len(clauses) else None
        note = mark(source) if source is not None and source != following else ""
        said.append(f"{joint}{words}{note}")
    whole = f"{name} {''.join(said)}.".lstrip()
    return whole[:1].upper() + whole[1:]


def _rest_of(line: ReportLine) -> str | None:
    """Of what is counted the words behind "số" and the unit: such a number is said as "có 42/56 xã …"."""
    main = _main_of(line.figures)
    if main is None or line.falling or main.measure is Measure.SHARE or not main.unit:
        return None
    start = f"số {main.unit} "
    return line.name[len(start) :] if line.name.casefold().startswith(start.casefold()) else None


def _main_of(figures: Sequence[ReportedFigure]) -> ReportedFigure | None:
    told = _first_of_each(figures)
    return next((told[measure] for measure in _MAIN if measure in told), None)


def _clauses(line: ReportLine) -> list[tuple[str, int | None]]:
    told = _first_of_each(line.figures)
    clauses: list[tuple[str, int | None]] = []
    main = _main_of(line.figures)
    if main is not None:
        clauses.append((_main(main, falling=line.falling, rest=_rest_of(line)), main.source))
    if (done := told.get(Measure.ATTAINMENT)) is not None:
        share = _quantity(done)
        lead = "bằng" if clauses else f"{_VERB[done.status]}đạt"
        clauses.append((f"{lead} {share} {'dự toán' if done.budget else 'kế hoạch'}", done.source))
    compared = told.get(Measure.CHANGE) or told.get(Measure.RATIO)
    if compared is not None and (words := _compared(compared, alone=not clauses)):
        clauses.append((words, compared.source))
    if (rank := told.get(Measure.RANK)) is not None:
        where = " cả nước" if rank.base == "country" else ""
        clauses.append(
            (
                f"{_VERB[rank.status] if not clauses else ''}xếp thứ {number(rank.value, 0)}{where}",
                rank.source,
            )
        )
    if line.plan is not None and clauses and Measure.ATTAINMENT not in told:
        clauses.append(_planned(line.plan))
    return clauses


def _first_of_each(figures: Sequence[ReportedFigure]) -> dict[Measure, ReportedFigure]:
    """The first figure of each measure; comparisons with the same period alone are said."""
    found: dict[Measure, ReportedFigure] = {}
    for figure in figures:
        if figure.measure in (Measure.CHANGE, Measure.RATIO) and figure.base != "same_period":
            continue
        found.setdefault(figure.measure, figure)
    return found


def _main(figure: ReportedFigure, *, falling: bool, rest: str | None) -> str:
    verb = _VERB[figure.status]
    if figure.measure is Measure.SHARE:
        return f"{verb}chiếm {_quantity(figure)}"
    if figure.measure is Measure.TALLY:
        whole = f"/{number(Decimal(figure.out_of), 0)}" if figure.out_of is not None else ""
        counted = f"{number(figure.value, figure.decimals)}{whole} {figure.unit}".rstrip()
    else:
        counted = _quantity(figure)
    if rest is not None:
        return f"{verb}có {counted} {rest}"
    if figure.measure is Measure.TALLY:
        return f"{verb}là {counted}"
    return f"{verb}{'còn' if falling else 'đạt'} {counted}"


def _quantity(figure: ReportedFigure) -> str:
    bound = BOUND.get(figure.bound, "")
    return f"{bound} {amount(figure.value, figure.decimals, figure.unit)}".strip()


def _compared(figure: ReportedFigure, *, alone: bool) -> str:
    verb, base = _VERB[figure.status] if alone else "", BASES["same_period"]
    if figure.measure is Measure.CHANGE:
        if figure.rising is None:
            return ""
        value = amount(abs(figure.value), figure.decimals, figure.unit)
        if figure.unit == "điểm %" and not alone:  # of a share that was told, which stands higher or lower
            return f"{'cao' if figure.rising else 'thấp'} hơn {base} {value}"
        return f"{verb}{'tăng' if figure.rising else 'giảm'} {value} so với {base}"
    if figure.unit == "lần":
        return f"{verb}gấp {_quantity(figure)} {base}"
    return f"{verb}bằng {_quantity(figure)} {base}"


def _planned(plan: PlannedFigure) -> tuple[str, int | None]:
    return f"(kế hoạch {plan.when}: {plan.text})", plan.source
