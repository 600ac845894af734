"""A page's elements in their order, without its furniture, and the words they show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dondoc.text.normalize import fold

if TYPE_CHECKING:
    from lxml.etree import _Element

_DROPPED = frozenset((
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "video",
    "audio", "form", "button", "select", "option", "textarea", "input", "nav", "head", "footer", "dialog",
    "map", "applet", "frameset", "math",
))  # fmt: skip
BLOCKS = frozenset((
    "p", "div", "section", "article", "main", "header", "aside", "h1", "h2", "h3", "h4", "h5", "h6", "ul",
    "ol", "li", "dl", "dt", "dd", "table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption",
    "blockquote", "pre", "figure", "figcaption", "address", "hr", "body", "html", "center", "fieldset",
    "legend", "details", "summary",
))  # fmt: skip
HEADINGS = {f"h{n}": n for n in range(1, 7)}
_FURNITURE_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "dialog", "toolbar")
)
_FURNITURE_NAMES = re.compile(
    r"(?<![a-z])(?:nav|navbar|menu|breadcrumbs?|footer|sidebar|share|sharing|social|related|lien-?quan|comments?|binh-?luan|tags?|"
    r"tag-?list|banner|ads?|advert\w*|quang-?cao|widget|toolbar|tool-?bar|pagination|paging|cookie|newsletter|popup|modal|login|search|hot-?news|"
    r"tin-?khac|tin-?moi|box-?tin|other-?news|most-?(?:read|view)|copyright|rating|vote|print|subscribe|skip-?link|sr-only|"
    r"visually-?hidden)(?![a-z])"
)
_CONTENT_NAMES = re.compile(
    r"(?<![a-z])(?:article|content|detail|main|body|post|entry|story|noi-?dung|chi-?tiet)(?![a-z])"
)
# What a page offers to do with an article; a link that says nothing else is no part of it.
_SHARING = re.compile(
    r"(?:chia sẻ|share|in|lưu|gửi|nghe|đọc|sao chép|copy|theo dõi|thích|like|tweet|bình luận)?\s*"
    r"(?:bài(?: viết| báo)?|trang này|facebook|zalo|twitter|x|linkedin|pinterest|telegram|e-?mail"
    r"|link|liên kết|google(?: news| tin tức)?|trên|lên|qua|\s)*"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
LONGEST_BYLINE = 120  # characters
_LONGEST_SHARING = 40  # characters


def called(element: _Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def skipped(element: _Element) -> bool:
    """Whether an element and all below it is page furniture or not shown."""
    tag: Any = element.tag  # of a comment or an entity it is a function
    if not isinstance(tag, str) or tag in _DROPPED:
        return True
    if tag == "a" and _is_sharing(element):
        return True
    if not element.attrib:
        return False
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    if (element.get("role") or "").lower() in _FURNITURE_ROLES:
        return True
    if tag in ("body", "html", "article", "main", "p", "td", "tr", "table") or tag in HEADINGS:
        return False
    name = called(element)
    return bool(name.strip()) and bool(_FURNITURE_NAMES.search(name)) and not _CONTENT_NAMES.search(name)


def _is_sharing(link: _Element) -> bool:
    """Whether a link only offers to share or print the page, and stands in no sentence."""
    if len(link) > 1 or (link.tail or "").strip(" |·•\r\n\t\u00a0"):
        return False
    words = fold(" ".join("".join(link.itertext()).split()))  # type: ignore[arg-type]
    return len(words) < _LONGEST_SHARING and _SHARING.fullmatch(words) is not None


def walk(root: _Element) -> Iterator[tuple[str, _Element]]:
    """("start" | "end", element) in the page's order without furniture, however deep."""
    stack: list[tuple[_Element, Iterator[_Element]]] = []
    if skipped(root):
        return
    yield "start", root
    stack.append((root, iter(root)))
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield "end", element
        elif skipped(child):
            yield "skip", child
        else:
            yield "start", child
            stack.append((child, iter(child)))


def in_furniture(element: _Element) -> bool:
    return any(skipped(ancestor) for ancestor in element.iterancestors())


def words_of(element: _Element, *, shown: bool = False) -> str:
    return " ".join(lines_of(element, shown=shown))


def lines_of(cell: _Element, *, shown: bool = False) -> list[str]:
    """The lines of a cell as its blocks and <br> part them; only what is `shown`, or all of it."""
    lines, pieces = [], [cell.text or ""]
    for event, element in _walk_below(cell) if shown else _walk_all(cell):
        if event == "skip":
            pieces.append(element.tail or "")
        elif event == "start":
            if element.tag in BLOCKS:
                lines.append("".join(pieces))
                pieces = []
            pieces.append(element.text or "")
        else:
            if element.tag in BLOCKS or element.tag == "br":
                lines.append("".join(pieces))
                pieces = []
            pieces.append(element.tail or "")
    lines.append("".join(pieces))
    return [words for words in (SPACE.sub(" ", line).strip() for line in lines) if words]


def _walk_below(cell: _Element) -> Iterator[tuple[str, _Element]]:
    return ((event, element) for event, element in walk(cell) if element is not cell)


def _walk_all(cell: _Element) -> Iterator[tuple[str, _Element]]:
    from lxml import etree

    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if element is not cell and isinstance(element.tag, str):
            yield event, element


def whole_number(words: str | None, default: int) -> int:
    match = re.match(r"\s*(\d{1,6})", words or "")
    return int(match[1]) if match else default
