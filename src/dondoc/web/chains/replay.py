"""A province's chains and obligations from a file, made through the services behind the buttons.

The format stands at the top of `sample/chains.toml`. A document is found by the name of its file; what is not
found or is refused is told, never passed over. Safe to run again: what is there is left as it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError

from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.chains import coverage, matching, selectors, services
from dondoc.web.chains.models import LifeKind
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.today import today
from dondoc.web.obligations import services as obligations
from dondoc.web.obligations.models import ActKind, KindOfObligation, Obligation
from dondoc.web.sources.models import Document

Row = Mapping[str, Any]


@dataclass(slots=True)
class Applied:
    """What became of the file."""

    applied: int = 0  # rows of the file that could be done
    problems: list[str] = field(default_factory=list)  # Vietnamese


def replay(path: Path) -> Applied:
    """Do what the file says, kind by kind, each in its order.

    Raises:
        OSError: The file cannot be read.
        tomllib.TOMLDecodeError: It is no TOML.
    """
    told = tomllib.loads(path.read_text("utf-8"))
    done = Applied()
    for kind, act in _KINDS.items():
        for row in told.get(kind, ()):
            try:
                act(row)
                done.applied += 1
            except (ValidationError, Conflict) as error:
                words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
                done.problems.append(f"{kind} {row.get('file')}: {words}")
            except ObjectDoesNotExist as missing:
                done.problems.append(f"{kind} {row.get('file')}: không thấy ({missing}).")
    return done


def _document(name: str) -> Document:
    return Document.objects.select_related("owner").get(files__name=name)


def _by(row: Row) -> User:
    return User.objects.get(username=row["by"])


def _propose(row: Row) -> None:
    """Confirm the links that a document's own mentions suggest."""
    document, by = _document(row["file"]), _by(row)
    for one in selectors.proposed(Access.of(by, today()), document):
        if one.child.pk == document.pk and one.parent.symbol not in row.get("but", ()):
            services.link_add(
                child=one.child, parent=one.parent, relation=one.relation, by=by, citation=one.citation,
                reason=one.reason,
            )  # fmt: skip


def _life(row: Row) -> None:
    services.life_add(
        document=_document(row["file"]),
        kind=LifeKind(row["kind"]),
        on=row["on"],
        by=_by(row),
        note=row.get("note", ""),
    )


def _owed(row: Row) -> None:
    obligations.obligations_generate(
        document=_document(row["file"]),
        kind=KindOfObligation(row["kind"]),
        bodies=[Body.objects.get(code=code) for code in row["bodies"]],
        due=row.get("due"),
        basis=row.get("basis", ""),
        by=_by(row),
    )


def _act(row: Row) -> None:
    obligation = Obligation.objects.get(
        document=_document(row["file"]), kind=row["kind"], body__code=row["body"]
    )
    on: date = row["on"]
    if obligation.events.filter(kind=row["act"], on=on).exists():
        return
    obligations.act(
        obligation=obligation,
        kind=ActKind(row["act"]),
        on=on,
        by=_by(row),
        note=row.get("note", ""),
        due=row.get("due"),
        attended=row.get("attended"),
        to_attend=row.get("to_attend"),
        completes=bool(row.get("completes")),
    )


def _compare(row: Row) -> None:
    document, by = _document(row["file"]), _by(row)
    children = coverage.children_of(Access.of(by, today()), document)
    matching.compare(parent=document, children=children, by=by)
    if row.get("sure"):
        matching.confirm_sure(parent=document, by=by)


_KINDS: Mapping[str, Callable[[Row], None]] = {
    "propose": _propose,
    "life": _life,
    "owed": _owed,
    "act": _act,
    "compare": _compare,
}
