"""Press reports as a newspaper's site serves them: the article among everything that is not the article."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from builder.markup import Line, Source, Table, runs


def _inline(text: str) -> str:
    pieces = []
    for run in runs(text):
        words = escape(run.text, quote=False)
        pieces.append(f"<b>{words}</b>" if run.bold else f"<em>{words}</em>" if run.italic else words)
    return "".join(pieces)


def _list(name: str, entries: list[str]) -> list[str]:
    links = [f'<li><a href="/bai-viet/{i}">{escape(entry)}</a></li>' for i, entry in enumerate(entries, 4101)]
    return [f'<section class="{name}"><h3>{escape(HEADS[name])}</h3><ul>', *links, "</ul></section>"]


HEADS = {"related": "Tin liên quan", "most-read": "Đọc nhiều", "tags": "Từ khóa"}


def _table(table: Table) -> list[str]:
    rows = []
    for number, cells in enumerate(table.rows):
        tag = "th" if number < table.header else "td"
        rows.append("<tr>" + "".join(f"<{tag}>{_inline(cell)}</{tag}>" for cell in cells) + "</tr>")
    return ["<table>", *rows, "</table>"]


def _figure(front: dict[str, Any]) -> list[str]:
    return [
        f'<figure><img src="/anh/{front["photo"]}" alt="{escape(front["caption"])}" width="800">',
        f"<figcaption>{escape(front['caption'])} Ảnh: {escape(front['photographer'])}</figcaption></figure>",
    ]


def _body(source: Source) -> list[str]:
    made: list[str] = []
    blocks = source.parts[0].blocks
    for position, block in enumerate(blocks):
        if position == 1:
            made += _figure(source.front)
        if isinstance(block, Table):
            made += _table(block)
        elif block.level:
            made.append(f"<h2>{_inline(block.text)}</h2>")
        else:
            dash = "- " if isinstance(block, Line) and block.kind == "dash" else ""
            made.append(f"<p>{dash}{_inline(block.text)}</p>")
    return made


def write(source: Source, path: Path) -> None:
    """Write a source as a web page."""
    front = source.front
    title, site = escape(front["title"]), escape(front["site"])
    menu = "".join(f'<li><a href="/muc/{i}">{escape(name)}</a></li>' for i, name in enumerate(front["menu"]))
    lines = [
        "<!doctype html>",
        '<html lang="vi"><head><meta charset="utf-8">',
        f"<title>{title} | {site}</title>",
        f'<meta name="description" content="{escape(front["lead"])}">',
        f'<meta property="og:title" content="{title}">',
        f'<meta property="article:published_time" content="{front["published"]}">',
        f'<link rel="canonical" href="{front["url"]}">',
        "<style>body{font-family:serif}nav ul{display:flex}</style>",
        "<script>window.bao = {trang: 'bai-viet'};</script>",
        "</head><body>",
        f'<header><a class="logo" href="/">{site}</a>',
        '<form role="search"><input placeholder="Tìm kiếm"></form>',
        f"<nav><ul>{menu}</ul></nav></header>",
        '<div class="breadcrumb"><a href="/">Trang chủ</a> ›',
        f'<a href="/muc/1">{escape(front["section"])}</a></div>',
        '<main><article class="article-detail">',
        f'<h1 class="title">{title}</h1>',
        f'<div class="meta"><span class="date">{escape(front["shown_date"])}</span>',
        '<div class="share"><a href="#">Chia sẻ Facebook</a><a href="#">Zalo</a>',
        '<a href="#">In bài</a></div></div>',
        f'<p class="sapo"><strong>{escape(front["lead"])}</strong></p>',
        '<div class="content">',
        *_body(source),
        "</div>",
        f'<p class="author"><strong>{escape(front["byline"])}</strong></p>',
        *_list("tags", front["tags"]),
        "</article><aside>",
        *_list("related", front["related"]),
        *_list("most-read", front["most_read"]),
        "</aside>",
        '<section class="comments"><h3>Ý kiến bạn đọc (0)</h3><button>Gửi bình luận</button></section>',
        f"</main><footer><p>{site} – {escape(front['publisher'])}</p>",
        "<p>Ghi rõ nguồn khi dẫn lại thông tin từ trang này.</p></footer></body></html>",
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
