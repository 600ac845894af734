"""The check of a programme in a terminal: a summary, then each passage, remark and change with its words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from dondoc.writing import check_labels as words
from dondoc.writing.table import clean

_SHOWN = 400  # characters of a passage
Json = dict[str, Any]


def render(made: Json, *, columns: int = 100) -> str:
    """The result (`check_json.to_json`) as lines no wider than the terminal where words allow it."""
    columns = max(columns, 60)
    lines = [*_wrapped(made["programme"]["title"] or made["programme"]["name"], columns), ""]
    for sentence in words.summary(made):
        lines += textwrap.wrap(clean(sentence), columns, initial_indent="- ", subsequent_indent="  ")
    for heading, part in (
        ("ĐOẠN TRÙNG VỚI VĂN BẢN KHÁC", _passages(made, columns)),
        ("CHƯA RÕ", _vague(made, columns)),
        ("SO VỚI VĂN BẢN CẤP TRÊN", _coverage(made, columns)),
    ):
        body = list(part)
        if body:
            lines += ["", heading, *body]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _wrapped(text: str, columns: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(clean(text), columns, initial_indent=first, subsequent_indent=rest or first)


def _passages(made: Json, columns: int) -> Iterator[str]:
    for number, passage in enumerate((p for p in made["passages"] if p["kind"] == "copied"), 1):
        where = f", mục {passage['section']}" if passage["section"] else ""
        share = f"{words.LIKENESS[passage['likeness']]}, giữ {words.percent(passage['kept'])} số chữ"
        source = words.named(made, passage["source"])
        yield ""
        yield from _wrapped(f"{number}. ({share}){where} ← {source}", columns, "", "   ")
        yield from _wrapped(_plain(passage["words"]), columns, "   | ")
        if passage["likeness"] != "verbatim":
            yield from _wrapped(_plain(passage["source_words"]), columns, "   ← ", "     ")


def _plain(pieces: list[list[str]]) -> str:
    """Pieces as one line; what was changed stands in brackets."""
    text = "".join(
        f"[{piece}]" if change not in {"", "moved", "formula"} else piece for piece, change in pieces
    )
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 2] + " …"


def _vague(made: Json, columns: int) -> Iterator[str]:
    for statement in made["vague"]["statements"]:
        where = f"[{statement['section']}] " if statement["section"] else ""
        yield ""
        yield from _wrapped(where + words.stated(statement), columns, "• ", "  ")
        for lack in statement["lacks"]:
            yield from _wrapped(f"{lack['label']}: {lack['what']}", columns, "    - ", "      ")
    for lack in made["vague"]["document"]:
        yield ""
        yield from _wrapped(
            f"Cả văn bản, {lack['label']}: {lack['what']} {lack['advice']}", columns, "• ", "  "
        )


def _coverage(made: Json, columns: int) -> Iterator[str]:
    for one in made["coverage"]:
        yield ""
        yield from _wrapped(words.named(made, one["source"]), columns)
        for row in one["rows"]:
            if row["state"] in {"kept", "elsewhere", "added"}:
                continue
            said = f"{words.COMMITMENT[row['kind']]} {words.STATE[row['state']]}: {row['parent']['name']}"
            level = words.amount(row["parent"])
            tail = f" ({level})" if level and row["state"] == "missing" else ""
            change = f": {words.changes(row)}" if row["changes"] else ""
            yield from _wrapped(said + tail + change, columns, "  - ", "    ")
