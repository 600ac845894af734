"""dondoc: from resolution to result. Four verbs: read, extract, assess, write.

from dondoc import dumps, extract, read, to_json

document = read("NQ-05.docx")
facts = extract(document)
for fact in facts.indicators:
    print(fact.name, fact.value, fact.unit, document.quote(fact.span))
print(dumps(to_json(document, facts)))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dondoc.assessment.deadlines import TaskCounts, task_state
    from dondoc.extraction import extract
    from dondoc.reading import read, read_bytes, read_many
    from dondoc.writing.facts_json import dumps, to_json
    from dondoc.writing.html import page
    from dondoc.writing.xlsx import workbook

__version__ = "0.1.0"

# In the order data flows. Imported at first use, so that `import dondoc` costs nothing.
_HOME = {
    "read": "reading",
    "read_bytes": "reading",
    "read_many": "reading",
    "extract": "extraction",
    "task_state": "assessment.deadlines",
    "TaskCounts": "assessment.deadlines",
    "to_json": "writing.facts_json",
    "dumps": "writing.facts_json",
    "page": "writing.html",
    "workbook": "writing.xlsx",
}

__all__ = [  # noqa: RUF022 - in the order data flows
    "__version__",
    "read",
    "read_bytes",
    "read_many",
    "extract",
    "task_state",
    "TaskCounts",
    "to_json",
    "dumps",
    "page",
    "workbook",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'dondoc' has no attribute {name!r}")
    return getattr(import_module(f"dondoc.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
