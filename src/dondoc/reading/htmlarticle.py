"""Which part of a page is the article, what its headline is, and what the page states of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dondoc.reading import masthead
from dondoc.reading.draft import DraftBuilder
from dondoc.reading.htmltree import LONGEST_BYLINE, SPACE, called, in_furniture, walk, words_of
from dondoc.records.document import BlockKind
from dondoc.text.normalize import fold

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEAD_NAMES = re.compile(r"sapo|lead|summary|intro|teaser|standfirst|tom-?tat|mo-?ta|headline|title")
_TEXTS = frozenset(("p", "h2", "h3", "blockquote"))
_MAIN_SHARE = 0.8  # the article's element holds at least this part of the page's prose
_PROSE = 25  # characters of own words from which a block counts as prose
_PUBLISHED = re.compile(
    r"(?:article:|og:)?published_?time|date_?published|publish-?date|pubdate|dc(?:terms)?\.(?:date|created|issued)(?:\.\w+)?|publication_?date|article\.published",
    re.IGNORECASE,
)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"(\d{4}-\d{2}-\d{2}[^"]{0,20})"')
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?")


def stated(root: _Element) -> Iterator[tuple[str, str]]:
    """("published", ISO day), ("title", …), ("site", …) as the page states them."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = element.get("content") or ""
        if _PUBLISHED.fullmatch(key.strip()):
            _put_day(found, content)
        elif key in ("og:title", "og:site_name"):
            found.setdefault("title" if key == "og:title" else "site", " ".join(content.split()))
    for script in root.iter("script"):
        if "json" in (script.get("type") or "") and (match := _JSON_DATE.search(script.text or "")):
            _put_day(found, match[1])
    for element in root.iter("time"):
        if element.get("pubdate") is not None or element.get("itemprop") == "datePublished":
            _put_day(found, element.get("datetime") or "")
    times = [element.get("datetime") for element in root.iter("time") if element.get("datetime")]
    if len(times) == 1:
        _put_day(found, str(times[0]))
    yield from found.items()


def _put_day(found: dict[str, str], words: str) -> None:
    match = _ISO.match(words.strip())
    if match:
        found.setdefault("published", match[1])


def article(root: _Element) -> _Element:
    """The deepest element that holds nearly all of the page's prose."""
    body = root.find("body")
    body = root if body is None else body
    scores = _scores(body)
    element = body
    while True:
        total = scores.get(element, 0)
        best = max(element, key=lambda child: scores.get(child, 0), default=None)
        if best is None or total == 0 or scores.get(best, 0) < _MAIN_SHARE * total:
            break
        if element.tag == "article" or element.get("itemprop") == "articleBody":
            break
        if any(_belongs(child, scores) for child in element if child is not best):
            break
        if best.tag in _HEADINGS or best.tag in (
            "p",
            "tr",
            "td",
            "tbody",
            "li",
            "ul",
            "ol",
            "blockquote",
            "span",
            "table",
            "pre",
        ):
            break
        element = best
    return element


def _belongs(child: _Element, scores: dict[_Element, int]) -> bool:
    """Whether what stands beside the longest part is the article's too: its summary, headline, last lines."""
    if child not in scores:  # furniture
        return False
    return (
        child.tag == "h1"
        or (child.tag == "table" and _holds_data(child))
        or (scores[child] > 0 and (child.tag in _TEXTS or _LEAD_NAMES.search(called(child)) is not None))
    )


def _holds_data(table: _Element) -> bool:
    """Whether a table has rows of cells, and no menu's links: short cells are no prose, but the matter."""
    rows = [row for row in table.iter("tr") if sum(cell.tag in ("td", "th") for cell in row) >= _FEWEST_CELLS]
    return len(rows) >= _FEWEST_ROWS and sum(1 for _ in table.iter("a")) < len(rows)


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "caption")
_FEWEST_CELLS, _FEWEST_ROWS = 3, 3


def _scores(body: _Element) -> dict[_Element, int]:
    """Element → characters of prose at or below it: words outside links, in pieces of some length."""
    scores: dict[_Element, int] = {}
    linked = 0
    for event, element in walk(body):
        if event == "start":
            linked += element.tag == "a"
            own = 0 if linked else _prose(element.text)
            scores[element] = own
        else:
            if event == "end":
                linked -= element.tag == "a"
            parent = element.getparent()
            if parent is not None and element is not body:
                below = scores.get(element, 0) if event == "end" else 0
                scores[parent] = scores.get(parent, 0) + below + (0 if linked else _prose(element.tail))
    return scores


def _prose(words: str | None) -> int:
    size = len(words.strip()) if words else 0
    return size if size >= _PROSE else 0


def write_title(root: _Element, main: _Element, builder: DraftBuilder) -> None:
    """The headline, where it stands outside the article's element; before it a day beside it."""
    if any(event == "start" and element.tag == "h1" for event, element in walk(main)):
        return
    meta = dict(builder.meta)
    headline = next((h for h in root.iter("h1") if words_of(h) and not in_furniture(h)), None)
    words = words_of(headline) if headline is not None else meta.get("title", "")
    if not words:
        title = next(root.iter("title"), None)
        words = re.split(r"\s+[|»–-]\s+(?=[^|»–]{0,60}$)", words_of(title))[0] if title is not None else ""
    text = SPACE.sub(" ", "".join(main.itertext()))  # type: ignore[arg-type]
    if not words or masthead.MARKS.search(text[:3_000]):
        return
    if headline is None and fold(words)[:60] in fold(text[:2_000]):
        return
    builder.line(words, kind=BlockKind.HEADING, level=1)
    if headline is not None:
        _stamp(headline, main, builder)


def _stamp(headline: _Element, main: _Element, builder: DraftBuilder) -> None:
    """The line with the day of publication between headline and article, if it is not in the article."""
    inside = set(main.iter())
    for element in headline.itersiblings():
        if element in inside:
            return
        words = words_of(element, shown=True)
        day = _DAY.search(words) if len(words) < LONGEST_BYLINE else None
        if day:
            builder.line(words, kind=BlockKind.FURNITURE)
            if not any(key == "published" for key, _ in builder.meta):
                builder.meta.append(("published", f"{day[3]}-{int(day[2]):02d}-{int(day[1]):02d}"))
            return
