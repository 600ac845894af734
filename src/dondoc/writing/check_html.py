"""The check of a programme as one self-contained page: nothing is fetched, no script runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from importlib.resources import files
from typing import Any

from dondoc.writing import check_labels as words

POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # this page asks no host for anything
Json = dict[str, Any]


def page(made: Json) -> str:
    """The page of a result (`check_json.to_json`), as text to be encoded in UTF-8."""
    title = made["programme"]["title"] or made["programme"]["name"]
    style = files("dondoc.writing").joinpath("check.css").read_text("utf-8")
    head = (
        '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Soát: {escape(title)}</title><style>{style}</style></head>"
    )
    body = "".join((*_summary(made, title), *_passages(made), *_vague(made), *_coverage(made)))
    return f"{head}<body><main>{body}</main></body></html>\n"


def _summary(made: Json, title: str) -> Iterator[str]:
    programme = made["programme"]
    known = [programme["symbol"], programme["issuer"], programme["date"] and words.day(programme["date"])]
    yield f"<h1>{escape(title)}</h1>"
    yield f'<p class="soft">{escape(" · ".join(filter(None, known)))}</p>'
    yield '<ul class="summary">'
    for sentence in words.summary(made):
        yield f"<li>{escape(sentence)}</li>"
    yield f"</ul><p class='soft'>{escape(words.compared(made))}</p>"
    yield "<p class='soft'>Bản soát nêu câu chữ để người soạn xem lại, không phải lời đánh giá.</p>"


def marked(pieces: list[list[str]], say: Callable[[str], str] = str) -> str:
    """A passage's words with what differs in `<em>`, its kind in the title.

    Args:
        pieces: Words and what differs in them.
        say: Turns a Vietnamese word into the reader's language.
    """
    return "".join(
        f'<em class="change {change}" title="{escape(say(words.CHANGE[change]))}">{escape(text)}</em>'
        if change
        else escape(text)
        for text, change in pieces
    )


def _passages(made: Json) -> Iterator[str]:
    for kind, heading in (
        ("copied", "Đoạn trùng với văn bản khác"),
        ("taken_down", "Chỉ tiêu, nhiệm vụ cấp trên giao được nêu lại (không tính là chép)"),
    ):
        rows = [p for p in made["passages"] if p["kind"] == kind]
        if not rows:
            continue
        yield f"<h2>{heading}</h2><div class='scroll'><table><thead><tr><th>Mục</th>"
        yield "<th>Trong văn bản này</th><th>Trong văn bản kia</th><th>Mức độ, nguồn</th></tr></thead><tbody>"
        for passage in rows:
            source = escape(words.named(made, passage["source"]))
            near = f"{words.LIKENESS[passage['likeness']]}, giữ {words.percent(passage['kept'])} số chữ"
            yield (
                f"<tr><td>{escape(passage['section'])}</td>"
                f'<td class="words {kind}">{marked(passage["words"])}</td>'
                f'<td class="words">{marked(passage["source_words"])}</td>'
                f"<td>{near}<br><span class='soft'>{source}</span></td></tr>"
            )
        yield "</tbody></table></div>"


def _vague(made: Json) -> Iterator[str]:
    vague = made["vague"]
    if vague["statements"] or vague["document"]:
        yield "<h2>Chỗ chưa rõ và cách sửa</h2>"
    for lack in vague["document"]:
        yield f"<h3>Cả văn bản: {escape(lack['label'])}</h3><p>{escape(lack['what'])}</p>"
        if lack["words"]:
            yield f"<blockquote>{escape(lack['words'])}</blockquote>"
        yield f"<p class='soft'>{escape(lack['advice'])}</p>"
    for statement in vague["statements"]:
        where = (
            f" <span class='soft'>mục {escape(statement['section'])}</span>" if statement["section"] else ""
        )
        yield f"<blockquote>{escape(words.stated(statement))}{where}</blockquote><dl>"
        for lack in statement["lacks"]:
            yield f"<dt>{escape(lack['label'])}</dt><dd>{escape(lack['what'])} "
            yield f"<span class='soft'>{escape(lack['advice'])}</span></dd>"
        yield "</dl>"


def _coverage(made: Json) -> Iterator[str]:
    for one in made["coverage"]:
        rows = [row for row in one["rows"] if row["state"] != "elsewhere"]
        yield f"<h2>Ma trận với {escape(words.named(made, one['source']))}</h2>"
        yield "<div class='scroll'><table><thead><tr>"
        yield "".join(f"<th>{heading}</th>" for heading in words.COLUMNS) + "</tr></thead><tbody>"
        for number, row in enumerate(rows, 1):
            said = words.STATE[row["state"]]
            change = words.changes(row)
            yield (
                f"<tr><td>{number}</td><td>{words.COMMITMENT[row['kind']]}</td>"
                f"<td>{'↳ ' * row['further']}{escape(_name(row['parent']))}</td>"
                f"<td>{escape(words.amount(row['parent']))}</td>"
                f"<td>{escape(_name(row['child']))}</td><td>{escape(words.amount(row['child']))}</td>"
                f"<td class='{row['state']}'>{said}{': ' + escape(change) if change else ''}</td></tr>"
            )
        yield "</tbody></table></div>"
        others = sum(1 for row in one["rows"] if row["state"] == "elsewhere")
        if others:
            yield f"<p class='soft'>Không kể {others} nhiệm vụ cấp trên không giao cho đơn vị này.</p>"


def _name(one: Json | None) -> str:
    return str(one["name"]) if one is not None else ""
