r"""Web pages: the article's blocks, one a line; menus, boxes of links and footers are left behind.

    <h2>Kết quả</h2><p>Thu<br>đạt 55%</p><ol><li>Một</li></ol>    →   Kết quả / Thu / đạt 55% / 1. Một

Tables become rows of cells joined by " | "; one that only sets a heading in two columns becomes its lines.
Nothing is loaded from anywhere, no script is run, and no step is recursive: a page may be nested as it likes.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

from dondoc.errors import DamagedFile, EmptyFile
from dondoc.reading.draft import Draft, DraftBuilder, Limits
from dondoc.reading.htmlarticle import article, stated, write_title
from dondoc.reading.htmllines import Writer
from dondoc.reading.oldfonts import converted
from dondoc.text import legacy

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEAD = 8_192  # bytes in which a page says its encoding
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z]{2,8});")
_ALIASES = {
    "ansi": "windows-1258",
    "x-sjis": "shift_jis",
    "utf8": "utf-8",
    "unicode": "utf-8",
    "iso-8859-1": "windows-1252",
}
_BOXES = re.compile(
    r"</?(?:div|span|font|center|b|i|em|strong|section|article|table|tbody|tr|td|ul|li|blockquote)\b[^>]*>",
    re.IGNORECASE,
)


def load(data: bytes, name: str, limits: Limits) -> Draft:
    """The readable text of a page.

    Raises:
        EmptyFile: There is no text in it.
        DamagedFile: It cannot be parsed at all.
        FileTooLarge: More characters than `limits` allow.
    """
    if not data.strip():
        raise EmptyFile(name)
    text = _decoded(data)
    root = _parse(text, name)
    draft = _draft(root, name, limits)
    if not draft.text.strip():  # nested deeper than the parser goes: read again without the boxes
        draft = _draft(_parse(_BOXES.sub("<br>", text), name), name, limits)
    if not draft.text.strip():
        raise EmptyFile(name, "trang không có chữ nào")
    if encoding := legacy.detect(draft.text):
        text, _ = legacy.decode(_ENTITY.sub(_spelled_out, text), encoding)
        draft = _draft(_parse(text, name), name, limits)
        draft = replace(draft, diagnostics=(*draft.diagnostics, converted(encoding)))
    return draft


def _spelled_out(entity: re.Match[str]) -> str:
    """A letter written as "&eacute;" or "&#233;"; what belongs to the markup stays as it is."""
    letter = unescape(entity[0])
    return entity[0] if letter.isascii() else letter


def _draft(root: _Element, name: str, limits: Limits) -> Draft:
    builder = DraftBuilder(media="html", name=name)
    builder.meta = list(stated(root))
    main = article(root)
    write_title(root, main, builder)
    Writer(builder, limits).write(main)
    return builder.draft()


def _decoded(data: bytes) -> str:
    """By byte order mark, then UTF-8 if it is, then what the page says, then what the bytes look like."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if (old := legacy.decode_bytes(data)) is not None:
        return old[0]
    said = _CHARSET.search(data, 0, _HEAD)
    if said:
        label = said[1].decode("ascii", "replace").lower()
        label = _ALIASES.get(label, label)
        try:
            text = data.decode(label, "replace")
        except LookupError:
            pass
        else:
            if text.count("\ufffd") * 200 < len(text):
                return text
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    return data.decode(best.encoding if best else "windows-1258", "replace")


def _parse(text: str, name: str) -> _Element:
    from lxml import etree

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", ""))
    parser: Any = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, recover=True
    )
    try:
        root: _Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFile(name, "không phân tích được trang") from error
    if root is None:
        raise EmptyFile(name, "trang không có chữ nào")
    return root
