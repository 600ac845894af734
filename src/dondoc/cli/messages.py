"""The command line's words: Vietnamese in the code, English from `en.po` beside this file.

The .po file itself is read, so that nothing has to be compiled and a translator sees what is shown.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

LANGUAGES = ("vi", "en")
_english: dict[str, str] | None = None  # None while Vietnamese is spoken


def choose(words: Sequence[str], environ: Mapping[str, str]) -> str:
    """Take the language from `--lang en` or `--lang=en`, else from DONDOC_LANG, else Vietnamese.

    Needed before the arguments are parsed, as the help texts are in that language too.
    """
    asked = environ.get("DONDOC_LANG", "vi")
    for at, word in enumerate(words):
        if word == "--lang" and at + 1 < len(words):
            asked = words[at + 1]
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
    language = "en" if asked.lower().startswith("en") else "vi"
    global _english  # noqa: PLW0603 - one process speaks one language
    _english = dict(_entries(_read("en"))) if language == "en" else None
    return language


def tr(text: str) -> str:
    """The text in the language chosen; what has no translation stays Vietnamese."""
    return text if _english is None else _english.get(text) or text


def _read(language: str) -> str:
    return (files("dondoc.cli") / f"{language}.po").read_text("utf-8")


def _entries(po: str) -> Iterator[tuple[str, str]]:
    """`msgid` and `msgstr` of every entry: the part of the PO format that we write."""
    parts: dict[str, str] = {}
    part = ""
    for line in [*po.splitlines(), 'msgid ""']:
        if line.startswith(("msgid ", "msgstr ")):
            part, _, line = line.partition(" ")  # noqa: PLW2901 - the rest of the line
            if part == "msgid":
                if parts.get("msgid"):
                    yield parts["msgid"], parts.get("msgstr", "")
                parts = {}
        if line.startswith('"'):
            parts[part] = parts.get(part, "") + str(ast.literal_eval(line))
