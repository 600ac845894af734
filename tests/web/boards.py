"""Rows for the tests of the boards, and what every page must be: checked by reading its HTML."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

from dondoc.records.plan import Period, Scaled
from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.plans.models import Indicator, Target, TargetVersion, Task, TaskPartner
from dondoc.web.results.models import Observation
from dondoc.web.sources.models import Document


def task(document: Document, lead: Body | None, due: date | None = None, **changes: Any) -> Task:
    """A task of the document; `partners` are bodies."""
    partners = changes.pop("partners", ())
    number = document.tasks.count() + 1
    values: dict[str, Any] = {
        "document": document,
        "number": number,
        "action": f"Việc số {number}",
        "lead": lead,
        "lead_as_written": lead.name if lead else "các đơn vị liên quan",
        "deadline_kind": "day" if due else "none",
        "due": due,
        "first_due": due,
        "stage": "unacknowledged" if lead else "unassigned",
    }
    if changes.get("done_on"):
        values["stage"] = "done"
    made = Task.objects.create(**(values | changes))
    for body in partners:
        TaskPartner.objects.create(task=made, body=body, as_written=body.name)
    return made


def indicator(name: str, unit: str = "tỷ đồng", nature: str = "flow", **changes: Any) -> Indicator:
    return Indicator.objects.create(name=name, unit=unit, nature=nature, **changes)


def printed(value: str, unit: str, factor: str | None = "1") -> dict[str, Any]:
    """The columns of a number as printed; `factor` takes it to the indicator's unit, None: it cannot be."""
    scaled = Scaled.of(Decimal(value))
    micro = None if factor is None else scaled.micro(Decimal(factor))
    return {"mantissa": scaled.mantissa, "decimals": scaled.decimals, "unit": unit, "micro": micro}


def period_of(text: str) -> dict[str, Any]:
    period = Period.parse(text)
    return {"period": text, "period_start": period.start, "period_end": period.end}


def target(what: Indicator, body: Body, period: str = "2026", **changes: Any) -> Target:
    values: dict[str, Any] = {"indicator": what, "body": body, "basis": "council"} | period_of(period)
    return Target.objects.create(**(values | changes))


def version(of: Target, value: str, by: User, *, factor: str | None = "1", **changes: Any) -> TargetVersion:
    unit = changes.pop("unit", of.indicator.unit)
    values = {"target": of, "name_as_printed": of.indicator.name, "created_by": by}
    return TargetVersion.objects.create(**(values | printed(value, unit, factor) | changes))


def figure(
    what: Indicator,
    body: Body,
    period: str,
    value: str,
    by: User,
    *,
    factor: str | None = "1",
    **changes: Any,
) -> Observation:
    unit = changes.pop("unit", what.unit)
    values: dict[str, Any] = {
        "indicator": what,
        "body": body,
        "status": "estimate",
        "name_as_printed": what.name,
        "created_by": by,
    }
    return Observation.objects.create(**(values | period_of(period) | printed(value, unit, factor) | changes))


def csv_of(response: Any) -> list[dict[str, str]]:
    """A downloaded list as rows by heading."""
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def links_of(content: bytes) -> dict[str, str]:
    """The linked words of a .docx, each with where it leads."""
    from docx import Document as Word

    made = Word(io.BytesIO(content))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    r = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    return {
        "".join(one.itertext()): made.part.rels[one.get(f"{r}id")].target_ref
        for one in made.element.iter(f"{w}hyperlink")
    }


def xlsx_of(response: Any) -> list[dict[str, Any]]:
    """A downloaded sheet as rows by heading."""
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(response.content)).active
    headers, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    return [dict(zip(headers, row, strict=True)) for row in rows]


@dataclass
class Page(HTMLParser):
    """A page's structure. `problems` says in English what is wrong with it."""

    problems: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._ids: set[str] = set()
        self._labels: set[str] = set()
        self._fields: list[tuple[str, str, bool]] = []
        self._headings: list[int] = []
        self._in_label = 0
        self._quiet = 0
        self._button: list[str] | None = None

    @classmethod
    def of(cls, response: Any) -> Page:
        page = cls()
        page.feed(response.content.decode())
        page.close()
        page._judge()
        return page

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name, value in attrs:
            if name == "style" or (name.startswith("on") and not name.startswith("on-")):
                self.problems.append(f"<{tag}> has {name}=")
            if name in ("href", "src", "action") and (value or "").startswith("javascript:"):
                self.problems.append(f"<{tag}> runs a script")
            if name in ("src", "srcset") and "//" in (value or ""):
                self.problems.append(f"<{tag}> loads from elsewhere: {value}")
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.problems.append(f"inline <{tag}>")
        if tag == "img" and given.get("alt") is None:
            self.problems.append("<img> without alt")
        if tag == "th" and "scope" not in given:
            self.problems.append("<th> without scope")
        if name := given.get("id"):
            if name in self._ids:
                self.problems.append(f"id twice: {name}")
            self._ids.add(name)
        self._start_field(tag, given)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self._headings.append(int(tag[1]))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        self._quiet += tag in ("script", "style", "svg")

    def _start_field(self, tag: str, given: dict[str, str | None]) -> None:
        if tag == "label":
            self._in_label += 1
            self._labels.add(given.get("for") or "")
        if tag in ("input", "select", "textarea") and given.get("type") not in ("hidden", "submit"):
            labelled = bool(self._in_label or given.get("aria-label"))
            self._fields.append((given.get("id") or "", given.get("name") or "", labelled))
        if tag == "button":
            self._button = [given.get("aria-label") or ""]

    def handle_endtag(self, tag: str) -> None:
        self._in_label -= tag == "label"
        self._quiet -= tag in ("script", "style", "svg")
        if tag == "button" and self._button is not None:
            if not "".join(self._button).strip():
                self.problems.append("<button> without words")
            self._button = None

    def handle_data(self, data: str) -> None:
        if self._quiet:
            return
        self.texts.append(data)
        if self._button is not None:
            self._button.append(data)

    def _judge(self) -> None:
        self.problems += [
            f"field without label: {name or ident}"
            for ident, name, labelled in self._fields
            if not labelled and ident not in self._labels
        ]
        if self._headings.count(1) != 1:
            self.problems.append(f"{self._headings.count(1)} h1")
        for before, after in zip(self._headings, self._headings[1:], strict=False):
            if after > before + 1:
                self.problems.append(f"h{after} after h{before}")
