"""Every word of the web application has its English; nothing is translated that is no longer said."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

from dondoc.web.core import catalogues

WEB = Path(catalogues.__file__).parent.parent
PO = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
# function → where its arguments are: context, text, plural
CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
}
Message = tuple[str | None, str, str | None]


def in_python(source: str) -> Iterator[Message]:
    """The messages a module asks for."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in CALLS and node.args and isinstance(node.args[0], ast.Constant):
            words = [getattr(part, "value", None) for part in node.args]
            yield tuple(None if at is None else words[at] for at in CALLS[name])  # type: ignore[misc]


_STRING = r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\""
_CALL = re.compile(rf"\b(?:_|gettext|ngettext|pgettext|npgettext)\((?:{_STRING}|[^()'\"])*\)")


def in_template(source: str) -> Iterator[Message]:
    """The messages a template asks for, by Django's own reading of it."""
    for line in templatize(source).splitlines():
        for match in _CALL.finditer(line):
            try:
                call = ast.parse(match[0].replace("count)", "0)"), mode="eval").body
            except SyntaxError:
                continue
            if isinstance(call, ast.Call):
                yield from in_python(ast.unparse(call))


def said() -> set[Message]:
    """Everything the application says."""
    found: set[Message] = set()
    for path in WEB.rglob("*.py"):
        if "migrations" not in path.parts:
            found.update(in_python(path.read_text("utf-8")))
    for path in WEB.rglob("*.html"):
        found.update(in_template(path.read_text("utf-8")))
    return found


@pytest.fixture(scope="module")
def kept() -> dict[Message, catalogues.Entry]:
    """What the catalogue has."""
    entries = catalogues.entries(PO.read_text("utf-8"))
    return {(entry.context, entry.id, entry.plural): entry for entry in entries if entry.id}


def test_nothing_is_left_in_vietnamese(kept: dict[Message, catalogues.Entry]) -> None:
    """Who adds a sentence adds its English (`django-admin makemessages -l en` lists what is new)."""
    missing = [
        message
        for message in sorted(said(), key=str)
        if message not in kept or kept[message].fuzzy or not all(kept[message].texts.values())
    ]
    assert missing == []


def test_nothing_is_translated_twice() -> None:
    """Of two translations of one message only the last would be shown; gettext's own tools refuse them."""
    said_by = Counter(str((e.context, e.id, e.plural)) for e in catalogues.entries(PO.read_text("utf-8")))

    assert [key for key, times in said_by.items() if times > 1] == []


def test_nothing_is_translated_that_nobody_says(kept: dict[Message, catalogues.Entry]) -> None:
    """A sentence that went takes its translation with it."""
    assert sorted(map(str, kept.keys() - said())) == []


def test_the_reading_of_sources_finds_messages() -> None:
    """Each way of saying something is seen, so that a silent change of ours does not make the rule empty."""
    python = (
        'a = _("Một"); b = ngettext("%s mục", "%s mục", n); c = pgettext_lazy("nơi", "Cơ quan"); d = f("x")'
    )
    html = """{% load i18n %}{% translate "Hai" %}{% translate "Loại (1)" context "quyết định" %}
    {{ x|default:_("Ba") }}
    {% blocktranslate count n=n %}{{ n }} ngày{% plural %}{{ n }} ngày{% endblocktranslate %}"""

    assert set(in_python(python)) == {
        (None, "Một", None),
        (None, "%s mục", "%s mục"),
        ("nơi", "Cơ quan", None),
    }
    assert set(in_template(html)) == {
        (None, "Hai", None),
        ("quyết định", "Loại (1)", None),
        (None, "Ba", None),
        (None, "%(n)s ngày", "%(n)s ngày"),
    }
