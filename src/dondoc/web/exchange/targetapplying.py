"""One row of targets into the register, and back out. Runs in the transaction of the import's slice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from dondoc.exchange.asked import PathCell
from dondoc.exchange.tasks import Problem
from dondoc.text.normalize import search_key
from dondoc.web.accounts.models import User
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.exchange.models import Import, ImportCell, ImportRow, Outcome
from dondoc.web.exchange.papers import paper_add
from dondoc.web.exchange.targetdryrun import COMPOSITE, Number, TargetLine
from dondoc.web.exchange.targettold import KINDS
from dondoc.web.plans import targets
from dondoc.web.plans.catalogue import indicator_add
from dondoc.web.plans.models import Indicator, PlanPath, PlanPoint, Target, TargetVersion
from dondoc.web.plans.targetpaths import path_set
from dondoc.web.plans.targets import Component, Ground
from dondoc.web.sources.models import Document


class TargetApplying:
    """Applies the rows of one import; documents and indicators that it adds are added once."""

    def __init__(self, imported: Import, *, by: User, on: date) -> None:
        self.imported, self.by, self.on = imported, by, on
        self._documents: dict[tuple[str, date | None], Document] = {}
        self._indicators: dict[str, Indicator] = {}

    def prepare(self, lines: Sequence[TargetLine]) -> None:
        """All indicators of a slice, in the order in which everybody waits for them."""
        known = {line.indicator.pk for line in lines if line.indicator is not None}
        for pk in sorted(known | {part.pk for line in lines for part, _ in line.components}):
            take_turn(Turn.FIGURES, pk)

    def prepare_undo(self) -> None:
        """The same for all that the import did."""
        cells = ImportCell.objects.filter(row__imported=self.imported)
        made = TargetVersion.objects.filter(
            pk__in=[pk for cell in cells for pk in cell.before.get("versions", [])]
        )
        for pk in sorted(
            {*cells.values_list("target__indicator", flat=True)}
            | {*made.values_list("target__indicator", flat=True)}
        ):
            take_turn(Turn.FIGURES, pk)

    def apply(self, line: TargetLine) -> ImportRow:
        """Do what the dry run said of a row; one that cannot be done after all is left out, and why."""
        row = ImportRow(
            imported=self.imported,
            number=line.row.number,
            cells=list(line.row.cells),
            group=line.row.group,
            key=line.key,
            outcome=line.outcome,
        )
        row.save()
        if line.outcome != Outcome.LEFT:
            try:
                with transaction.atomic():
                    for number in line.numbers:
                        self._do(line, number, row)
            except (Conflict, ValidationError) as error:
                said = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
                line.row.problems.append(Problem(-1, said))
                row.outcome = Outcome.LEFT
        row.problems = [[problem.column, problem.message] for problem in line.row.problems]
        row.save(update_fields=["outcome", "problems"])
        return row

    def _do(self, line: TargetLine, number: Number, row: ImportRow) -> None:
        target = number.target
        before: dict[str, Any] = {}
        if number.outcome == Outcome.SAME:
            assert target is not None
        else:
            target, before = self._change(line, number)
        last = target.versions.filter(withdrawn_at=None).order_by("-pk").values_list("pk", flat=True).first()
        ImportCell.objects.create(
            row=row, column=number.column, outcome=number.outcome, target=target,
            before={**before, "last": last or 0},
        )  # fmt: skip

    def _change(self, line: TargetLine, number: Number) -> tuple[Target, dict[str, Any]]:
        """Bring the register to what a number says; what undoing needs."""
        indicator = line.indicator or self._indicator(line, number)
        changed = {difference.field for difference in number.differences}
        before: dict[str, Any] = {"versions": []}
        ground = self._ground(line, number)
        newest = TargetVersion.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        if number.version is None:
            wholes = self._wholes(line, number)
            version = self._add(line, number, indicator, ground)
            target = version.target
            before["wholes"] = [[part.pk, wholes.get(part.pk)] for part in target.parts.all()]
            changed |= {name for name in ("time_rule", "unit_rule") if getattr(line.row, name)}
        else:
            assert number.target is not None
            target, version = number.target, number.version
            if "value" in changed and number.wanted is not None:
                version = targets.version_add(target=target, wanted=number.wanted, ground=ground, by=self.by)
            if "components" in changed:
                before["wholes"] = list(self._wholes(line, number).items())
                version = targets.recompose(
                    target=target, components=self._components(line), ground=ground, by=self.by
                )
        made = TargetVersion.objects.filter(pk__gt=newest, created_by=self.by).order_by("pk")
        about = [target.pk, *target.parts.values_list("pk", flat=True)]
        before["versions"] = list(made.filter(target__in=about).values_list("pk", flat=True))
        if changed & {"time_rule", "unit_rule"}:
            before["rules"] = [target.time_rule, target.unit_rule]
            targets.rules_set(
                target=target,
                time_rule=line.row.time_rule or target.time_rule,
                unit_rule=line.row.unit_rule or target.unit_rule,
                by=self.by,
                reason=self.imported.name,
            )
        for name in KINDS:
            cell: PathCell | None = getattr(line.row, name)
            standing = version.paths.filter(kind=KINDS[name], withdrawn_at=None).first()
            if cell is not None and (standing is None or name in changed):
                before.setdefault("paths", []).append(
                    self._path(version, name, cell, standing, self._source(line, number))
                )
        return target, before

    def _add(self, line: TargetLine, number: Number, indicator: Indicator, ground: Ground) -> TargetVersion:
        composite = number.column == COMPOSITE
        return targets.target_add(
            indicator=indicator,
            body=number.body,
            period=number.period,
            basis=line.basis,
            ground=ground,
            by=self.by,
            wanted=None if composite else number.wanted,
            components=self._components(line) if composite else (),
            measure=line.row.measure,
        )

    def _components(self, line: TargetLine) -> list[Component]:
        return [Component(part, wanted) for part, wanted in line.components]

    def _wholes(self, line: TargetLine, number: Number) -> dict[int, int | None]:
        """Part → the composite target it belonged to, of those that are one now or become one."""
        about = {"body": number.body.pk, "basis": line.basis, "period": number.period, "measure": "level"}
        named = [part.pk for part, _ in line.components]
        found = Target.objects.filter(indicator__in=named, **about)
        if number.target is not None:
            found |= Target.objects.filter(whole=number.target)
        return dict(found.values_list("pk", "whole"))

    def _path(
        self, version: TargetVersion, name: str, cell: PathCell, standing: PlanPath | None, words: str
    ) -> list[int]:
        """[the path made, the one in whose place it stands or 0]."""
        made = path_set(
            version=version, kind=KINDS[name], step=cell.step, points=cell.points, by=self.by,
            cumulative=cell.cumulative, words=words, seen=standing.pk if standing else 0,
        )  # fmt: skip
        assert made is not None
        return [made.pk, standing.pk if standing else 0]

    def _indicator(self, line: TargetLine, number: Number) -> Indicator:
        key = search_key(line.row.indicator)
        if key not in self._indicators:
            unit = line.row.unit or (number.wanted.unit if number.wanted is not None else "")
            found = Indicator.objects.filter(folded=key, merged_into=None).first()
            self._indicators[key] = found or indicator_add(
                name=line.row.indicator, unit=unit or targets.PARTS_UNIT, by=self.by
            )
        return self._indicators[key]

    def _ground(self, line: TargetLine, number: Number) -> Ground:
        row, document = line.row, line.document
        if line.adds_document:
            key = (row.document_symbol, row.document_date)
            if key not in self._documents:
                self._documents[key] = paper_add(
                    symbol=row.document_symbol, day=row.document_date, title=row.document_title,
                    owner=self.imported.owner, by=self.by, source=self.imported.name,
                )  # fmt: skip
            document = self._documents[key]
        return Ground(document, row.decided_on, row.words or self._source(line, number))

    def _source(self, line: TargetLine, number: Number) -> str:
        """Where a number stands in the table that was brought, with its words."""
        if number.column < 0:
            return f"bảng “{self.imported.name}”, dòng {line.row.number}"
        letters = self.imported.sheets[self.imported.sheet]["letters"][number.column]
        return f"bảng “{self.imported.name}”, ô {letters}{line.row.number}: “{number.printed}”"

    # --- back out ---------------------------------------------------------------------------------------

    def undo(self, row: ImportRow, *, reason: str) -> None:
        """Take back what a row did; nothing was decided about its targets since."""
        for cell in row.numbers.exclude(outcome=Outcome.SAME).select_related("target").order_by("-pk"):
            for made, stood in reversed(cell.before.get("paths", [])):
                self._path_back(made, stood)
            if "rules" in cell.before:
                time_rule, unit_rule = cell.before["rules"]
                targets.rules_set(
                    target=cell.target, time_rule=time_rule, unit_rule=unit_rule, by=self.by, reason=reason
                )
            for part, whole in cell.before.get("wholes", []):
                Target.objects.filter(pk=part).update(whole=whole)
            for pk in reversed(cell.before["versions"]):
                version = TargetVersion.objects.select_related("target").get(pk=pk)
                targets.version_withdraw(version=version, by=self.by, reason=reason)

    def _path_back(self, made: int, stood: int) -> None:
        """The path made is withdrawn; the one before is entered again, as a person would."""
        path = PlanPath.objects.select_related("version__target").get(pk=made)
        old = PlanPath.objects.filter(pk=stood).first()
        if old is None:
            path_set(
                version=path.version, kind=path.kind, step=path.step, points=(), by=self.by, seen=path.pk
            )
            return
        points = PlanPoint.objects.filter(path=old).order_by("period_end", "pk")
        path_set(
            version=path.version, kind=old.kind, step=old.step, by=self.by, cumulative=old.cumulative,
            words=old.source_words, seen=path.pk, points=[(point.period, point.value) for point in points],
        )  # fmt: skip


def touched_since(imported: Import) -> list[ImportRow]:
    """Rows about whose targets something was decided after the import: undoing would take that away."""
    cells = ImportCell.objects.filter(row__imported=imported).exclude(outcome=Outcome.SAME)
    found: dict[int, ImportRow] = {}
    for cell in cells.select_related("row").order_by("row__number"):
        standing = TargetVersion.objects.filter(target=cell.target_id, withdrawn_at=None)
        given = TargetVersion.objects.filter(allocated_from__in=cell.before["versions"], withdrawn_at=None)
        if standing.filter(pk__gt=cell.before["last"]).exists() or given.exists():
            found[cell.row_id] = cell.row
    return list(found.values())
