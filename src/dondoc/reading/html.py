r"""Web pages: the article's blocks, one a line; menus, boxes of links and footers are left behind.

    <h2>Kết quả</h2><p>Thu<br>đạt 55%</p><ol><li>Một</li></ol>    →   Kết quả / Thu / đạt 55% / 1. Một

Tables become rows of cells joined by " | "; one that only sets a heading in two columns becomes its lines.
Nothing is loaded from anywhere, no script is run, and no step is recursive: a page may be nested as it likes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from typing import TYPE_CHECKING, Any

from dondoc.errors import DamagedFile, EmptyFile, FileTooLarge
from dondoc.reading import masthead
from dondoc.reading.draft import Columns, Draft, DraftBuilder, Limits
from dondoc.reading.oldfonts import converted
from dondoc.records.document import BlockKind
from dondoc.records.source import Span
from dondoc.text import legacy
from dondoc.text.normalize import fold

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

_DROPPED = frozenset(
    (
        *(
            "script",
            "style",
            "noscript",
            "template",
            "iframe",
            "object",
            "embed",
            "svg",
            "canvas",
            "video",
            "audio",
        ),
        *(
            "form",
            "button",
            "select",
            "option",
            "textarea",
            "input",
            "nav",
            "head",
            "footer",
            "dialog",
            "map",
        ),
        *("applet", "frameset", "math"),
    )
)
_BLOCKS = frozenset(
    (
        *(
            "p",
            "div",
            "section",
            "article",
            "main",
            "header",
            "aside",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ul",
            "ol",
        ),
        *(
            "li",
            "dl",
            "dt",
            "dd",
            "table",
            "tr",
            "td",
            "th",
            "tbody",
            "thead",
            "tfoot",
            "caption",
            "blockquote",
            "pre",
        ),
        *("figure", "figcaption", "address", "hr", "body", "html", "center", "fieldset", "legend", "details"),
        *("summary",),
    )
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BOLD = frozenset(("b", "strong"))
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
_LEAD_NAMES = re.compile(r"sapo|lead|summary|intro|teaser|standfirst|tom-?tat|mo-?ta|headline|title")
_BYLINE_NAMES = re.compile(r"(?<![a-z])(?:author|byline|tac-?gia|nguon|source|but-?danh)(?![a-z])")
_TEXTS = frozenset(("p", "h2", "h3", "blockquote"))
# What a page offers to do with an article; a link that says nothing else is no part of it.
_SHARING = re.compile(
    r"(?:chia sẻ|share|in|lưu|gửi|nghe|đọc|sao chép|copy|theo dõi|thích|like|tweet|bình luận)?\s*"
    r"(?:bài(?: viết| báo)?|trang này|facebook|zalo|twitter|x|linkedin|pinterest|telegram|e-?mail"
    r"|link|liên kết|google(?: news| tin tức)?|trên|lên|qua|\s)*"
)
_CAPTION_NAMES = re.compile(r"caption|chu-?thich|image-?desc|photo-?desc|avatar-?desc", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_LONGEST_BYLINE = 120
_LONGEST_SHARING = 40  # characters
_MAIN_SHARE = 0.8  # the article's element holds at least this part of the page's prose
_PROSE = 25  # characters of own words from which a block counts as prose
_LINKED = 0.6  # share of linked characters from which a line is a link

_PUBLISHED = re.compile(
    r"(?:article:|og:)?published_?time|date_?published|publish-?date|pubdate|dc(?:terms)?\.(?:date|created|issued)(?:\.\w+)?|publication_?date|article\.published",
    re.IGNORECASE,
)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"(\d{4}-\d{2}-\d{2}[^"]{0,20})"')
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?")
_BOXES = re.compile(
    r"</?(?:div|span|font|center|b|i|em|strong|section|article|table|tbody|tr|td|ul|li|blockquote)\b[^>]*>",
    re.IGNORECASE,
)
_MOST_CELLS = 200_000
_WIDEST = 200  # columns


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
    builder.meta = list(_meta(root))
    main = _main(root)
    _title(root, main, builder)
    _Writer(builder, limits).write(main)
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


def _meta(root: _Element) -> Iterator[tuple[str, str]]:
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


# --- the article --------------------------------------------------------------------------------------


def _name(element: _Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def _skipped(element: _Element) -> bool:
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
    if tag in ("body", "html", "article", "main", "p", "td", "tr", "table") or tag in _HEADINGS:
        return False
    name = _name(element)
    return bool(name.strip()) and bool(_FURNITURE_NAMES.search(name)) and not _CONTENT_NAMES.search(name)


def _is_sharing(link: _Element) -> bool:
    """Whether a link only offers to share or print the page, and stands in no sentence."""
    if len(link) > 1 or (link.tail or "").strip(" |·•\r\n\t\u00a0"):
        return False
    words = fold(" ".join("".join(link.itertext()).split()))  # type: ignore[arg-type]
    return len(words) < _LONGEST_SHARING and _SHARING.fullmatch(words) is not None


def _walk(root: _Element) -> Iterator[tuple[str, _Element]]:
    """("start" | "end", element) in the page's order without furniture, however deep."""
    stack: list[tuple[_Element, Iterator[_Element]]] = []
    if _skipped(root):
        return
    yield "start", root
    stack.append((root, iter(root)))
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield "end", element
        elif _skipped(child):
            yield "skip", child
        else:
            yield "start", child
            stack.append((child, iter(child)))


def _main(root: _Element) -> _Element:
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
        if best.tag in ("p", "tr", "td", "tbody", "li", "ul", "ol", "blockquote", "span", "table", "pre"):
            break
        element = best
    return element


def _belongs(child: _Element, scores: dict[_Element, int]) -> bool:
    """Whether what stands beside the longest part is the article's too: its summary, headline, last lines."""
    if child not in scores:  # furniture
        return False
    return child.tag == "h1" or (
        scores[child] > 0 and (child.tag in _TEXTS or _LEAD_NAMES.search(_name(child)) is not None)
    )


def _scores(body: _Element) -> dict[_Element, int]:
    """Element → characters of prose at or below it: words outside links, in pieces of some length."""
    scores: dict[_Element, int] = {}
    linked = 0
    for event, element in _walk(body):
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


def _title(root: _Element, main: _Element, builder: DraftBuilder) -> None:
    """The headline, where it stands outside the article's element; before it a day beside it."""
    if any(event == "start" and element.tag == "h1" for event, element in _walk(main)):
        return
    meta = dict(builder.meta)
    headline = next((h for h in root.iter("h1") if _words(h) and not _in_furniture(h)), None)
    words = _words(headline) if headline is not None else meta.get("title", "")
    if not words:
        title = next(root.iter("title"), None)
        words = re.split(r"\s+[|»–-]\s+(?=[^|»–]{0,60}$)", _words(title))[0] if title is not None else ""
    text = _SPACE.sub(" ", "".join(main.itertext()))  # type: ignore[arg-type]
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
        words = _words(element, shown=True)
        day = _DAY.search(words) if len(words) < _LONGEST_BYLINE else None
        if day:
            builder.line(words, kind=BlockKind.FURNITURE)
            if not any(key == "published" for key, _ in builder.meta):
                builder.meta.append(("published", f"{day[3]}-{int(day[2]):02d}-{int(day[1]):02d}"))
            return


def _in_furniture(element: _Element) -> bool:
    return any(_skipped(ancestor) for ancestor in element.iterancestors())


def _words(element: _Element, *, shown: bool = False) -> str:
    return " ".join(_cell_lines(element, shown=shown))


# --- lines --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _List:
    """A list while its items are written: its next number, or its bullet."""

    ordered: bool
    number: int
    style: str

    def label(self) -> str:
        if not self.ordered:
            return "-"
        number, self.number = self.number, self.number + 1
        if self.style in ("a", "A"):
            letter = chr(ord("a") + (number - 1) % 26)
            return f"{letter if self.style == 'a' else letter.upper()})"
        if self.style in ("i", "I"):
            roman = _roman(number)
            return f"{roman if self.style == 'I' else roman.lower()}."
        return f"{number}."


@dataclass(slots=True)
class _Writer:
    """Turns elements into lines; a line ends with its block, or at <br>."""

    builder: DraftBuilder
    limits: Limits
    pieces: list[str] = field(default_factory=list)
    bold: int = 0
    linked: int = 0
    bold_characters: int = 0
    linked_characters: int = 0
    kind: BlockKind | None = None
    level: int | None = None
    label: str = ""
    lists: list[_List] = field(default_factory=list)
    preformatted: int = 0
    centred: int = 0
    caption: int = 0
    byline: int = 0

    def write(self, main: _Element) -> None:
        skipping: _Element | None = None
        for event, element in _walk(main):
            if skipping is not None:
                if event == "end" and element is skipping:
                    skipping = None
                    self._add(element.tail if element is not main else None)
                continue
            if event == "start" and element.tag == "table" and self._table(element):
                skipping = element
            elif event == "start":
                self._start(element)
            elif event == "end":
                self._end(element)
                self._add(element.tail if element is not main else None)
            else:
                self._add(element.tail)
        self._flush()

    def _start(self, element: _Element) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS:
            self._flush()
        if tag in _HEADINGS:
            self.kind, self.level = BlockKind.HEADING, _HEADINGS[tag]
        elif tag in ("ul", "ol"):
            self.lists.append(_List(tag == "ol", _int(element.get("start"), 1), element.get("type") or "1"))
        elif tag == "li":
            self._item(element)
        elif tag == "pre":
            self.preformatted += 1
        self.caption += self._is_caption(element)
        self.byline += self._is_byline(element)
        self.bold += tag in _BOLD
        self.linked += tag == "a"
        self.centred += self._is_centred(element)
        self._add(element.text)

    def _end(self, element: _Element) -> None:
        tag = str(element.tag)
        if tag == "br" and self.kind is BlockKind.HEADING:
            self._piece(" ")
        elif tag in _BLOCKS or tag == "br":
            self._flush()
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "li" or tag in _HEADINGS:
            self.label, self.kind, self.level = "", None, None
        self.preformatted -= tag == "pre"
        self.caption -= self._is_caption(element)
        self.byline -= self._is_byline(element)
        self.bold -= tag in _BOLD
        self.linked -= tag == "a"
        self.centred -= self._is_centred(element)

    def _item(self, element: _Element) -> None:
        if not self.lists:
            self.lists.append(_List(ordered=False, number=1, style=""))
        if element.get("value"):
            self.lists[-1].number = _int(element.get("value"), self.lists[-1].number)
        self.label = self.lists[-1].label()
        self.kind, self.level = BlockKind.LIST_ITEM, len(self.lists)

    @staticmethod
    def _is_caption(element: _Element) -> bool:
        return element.tag in ("figcaption", "caption") or bool(
            element.get("class") and _CAPTION_NAMES.search(_name(element))
        )

    @staticmethod
    def _is_byline(element: _Element) -> bool:
        return bool(element.get("class") and _BYLINE_NAMES.search(_name(element)))

    @staticmethod
    def _is_centred(element: _Element) -> bool:
        return (
            element.tag == "center"
            or (element.get("align") or "").lower() == "center"
            or ("text-align:center" in (element.get("style") or "").replace(" ", "").lower())
        )

    def _add(self, words: str | None) -> None:
        if not words:
            return
        if self.preformatted:
            first, *rest = words.split("\n")
            self._piece(first)
            for line in rest:
                self._flush()
                self._piece(line)
        else:
            self._piece(words)

    def _piece(self, words: str) -> None:
        self.pieces.append(words)
        size = len(words.strip())
        if self.bold:
            self.bold_characters += size
        if self.linked:
            self.linked_characters += size

    def _flush(self) -> None:
        words = _SPACE.sub(" ", "".join(self.pieces)).strip() if self.pieces else ""
        self.pieces.clear()
        if words:
            bold = self.bold_characters > 0.9 * len(words)
            kind = BlockKind.CAPTION if self.caption else self.kind
            if (
                kind is not BlockKind.HEADING
                and self.linked_characters > _LINKED * len(words)
                and len(words) < 200
            ) or (self.byline and len(words) < _LONGEST_BYLINE):
                kind = BlockKind.FURNITURE
            label = self.label
            line = f"{label} {words}" if label else words
            self.builder.line(
                line, kind=kind, level=self.level, label=label, bold=bold, centred=self.centred > 0
            )
            self.label = ""
            self.kind = self.level = None
            if self.builder.length > self.limits.max_chars:
                raise FileTooLarge(
                    self.builder.name, f"dài hơn {self.limits.max_chars:,} ký tự".replace(",", ".")
                )
        self.bold_characters = self.linked_characters = 0

    # --- tables

    def _table(self, table: _Element) -> bool:
        """Write a table of data, or one that sets two columns; False where its cells are plain blocks."""
        if table.get("role") == "presentation" or any(True for _ in _inner(table, "table")):
            return False
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in _inner(table, "tr")]
        rows = [row for row in rows if row]
        if not rows or max(map(len, rows)) < 2:
            return False
        words = [[_words(cell) for cell in row] for row in rows]
        joined = "\n".join(" ".join(row) for row in words)
        if (
            len(rows) <= 4
            and _LAYOUT.search(joined)
            and not any(cell.tag == "th" for row in rows for cell in row)
        ):
            self._flush()
            self._columns(rows)
            return True
        if len(rows) < 2 or sum(map(len, rows)) > _MOST_CELLS:
            return False
        if max(len(cell) for row in words for cell in row) > 3_000:
            return False  # a page set with tables
        self._flush()
        for caption in _inner(table, "caption"):
            if _words(caption):
                self.builder.line(_words(caption), kind=BlockKind.CAPTION)
        grid, cells = _grid(rows)
        heads = 0
        for row in rows:
            if not all(cell.tag == "th" for cell in row):
                break
            heads += 1
        self.builder.rows(grid, cells, header_rows=heads or 1)
        return True

    def _columns(self, rows: list[list[_Element]]) -> None:
        """A heading or signature in two columns: the left one's lines, then the right one's."""
        start = self.builder.length
        sides: list[tuple[Span, ...]] = []
        for place in (0, -1):
            lines: list[Span] = []
            for row in rows:
                if place == 0 or len(row) > 1:
                    lines += [self.builder.line(words) for words in _cell_lines(row[place])]
            sides.append(tuple(lines))
        end = max(start, self.builder.length - 1)
        self.builder.columns.append(Columns(Span(start, end), *sides))


_LAYOUT = re.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN|Độc\s+lập\W|Nơi\s+nhận|(?:^|\s)(?:TM|KT|TL|TUQ)\.\s|(?:^|\s)[TK]/[ML]\s"
)


def _inner(table: _Element, tag: str) -> Iterator[_Element]:
    """Elements below a table, itself left out; of rows only its own."""
    for element in table.iter(tag):
        if element is not table:
            yield element


def _cell_lines(cell: _Element, *, shown: bool = False) -> list[str]:
    """The lines of a cell as its blocks and <br> part them; only what is `shown`, or all of it."""
    lines, pieces = [], [cell.text or ""]
    for event, element in _walk_below(cell) if shown else _walk_all(cell):
        if event == "skip":
            pieces.append(element.tail or "")
        elif event == "start":
            if element.tag in _BLOCKS:
                lines.append("".join(pieces))
                pieces = []
            pieces.append(element.text or "")
        else:
            if element.tag in _BLOCKS or element.tag == "br":
                lines.append("".join(pieces))
                pieces = []
            pieces.append(element.tail or "")
    lines.append("".join(pieces))
    return [words for words in (_SPACE.sub(" ", line).strip() for line in lines) if words]


def _walk_below(cell: _Element) -> Iterator[tuple[str, _Element]]:
    return ((event, element) for event, element in _walk(cell) if element is not cell)


def _walk_all(cell: _Element) -> Iterator[tuple[str, _Element]]:
    from lxml import etree

    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if element is not cell and isinstance(element.tag, str):
            yield event, element


def _grid(rows: list[list[_Element]]) -> tuple[list[list[int]], list[tuple[str, str | None]]]:
    """Cells in the page's order, and which of them covers each place."""
    cells: list[tuple[str, str | None]] = []
    places: dict[tuple[int, int], int] = {}
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while (r, column) in places:
                column += 1
            if column >= _WIDEST:
                break
            cells.append((" ".join(_cell_lines(cell)), None))
            across = max(1, min(_int(cell.get("colspan"), 1), _WIDEST - column))
            down = max(1, min(_int(cell.get("rowspan"), 1) or len(rows), len(rows) - r))
            for y in range(r, r + down):
                for x in range(column, column + across):
                    places.setdefault((y, x), len(cells) - 1)
            column += across
    width = max(x for _, x in places) + 1
    return [[places.get((y, x), -1) for x in range(width)] for y in range(len(rows))], cells


def _int(words: str | None, default: int) -> int:
    match = re.match(r"\s*(\d{1,6})", words or "")
    return int(match[1]) if match else default


def _roman(number: int) -> str:
    pairs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    made: list[str] = []
    for value, sign in pairs:
        while number >= value and len(made) < 20:
            made.append(sign)
            number -= value
    return "".join(made)
