r"""The heading as fields: kind, number, day, issuer, place, subject, who signed, who receives.

    TỈNH ỦY BÌNH SƠN                            →  issuer "Tỉnh ủy Bình Sơn"
    Số 05-NQ/TU                                 →  symbol "05-NQ/TU"
    Bình Sơn, ngày 02 tháng 12 năm 2025         →  place, date
    NGHỊ QUYẾT về nhiệm vụ năm 2026             →  type resolution, title
    T/M BAN CHẤP HÀNH / BÍ THƯ / Lê Văn A       →  signatory, post

A press report has a headline, a day and a place: `press.py` reads those.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from dondoc import packs
from dondoc.reading import masthead, portals, press, signature
from dondoc.reading.draft import Draft
from dondoc.reading.masthead import Masthead
from dondoc.records.document import DocumentType, Header, Section, Standing
from dondoc.records.source import Span
from dondoc.text.names import LOWER, UPPER
from dondoc.text.normalize import fold

_DASH = r"[-–‑‐]"
# A number as it is printed: with or without colon, hyphen, spaces; blanks for a number not given yet.
_SYMBOL = re.compile(
    rf"""^[ \t\u00a0|*_]*(?:Số|SỐ)[ \t\u00a0]*[:.]?[ \t\u00a0.…_]*(?:\n(?=\d{{1,5}}[/-]))?
    (?P<symbol>(?P<number>\d[\d ]*)?\s*
      (?:/\s*(?P<year>(?:19|20)\d\d)\s*)?
      (?:{_DASH}|/|\s)\s*(?P<letters>[A-ZĐ][A-Za-zĐđ]{{0,7}})
      (?:\s*(?:{_DASH}|/|\.)\s*(?P<issuer>[A-ZĐ][\wĐđ.&]{{0,14}}(?:\s?(?:{_DASH}|/)\s?[A-ZĐ][\wĐđ]{{0,12}})*))?)
    """,
    re.VERBOSE | re.MULTILINE,
)
_LAW_SYMBOL = re.compile(
    r"(?:Luật|Nghị quyết|Pháp lệnh)?\s*(?:số|Số)\s*:?\s*(?P<symbol>\d+/\d{4}/(?:QH|UBTVQH)\d{1,2})"
)
_WORD = f"[{UPPER}][{LOWER}]+"
_PLACE_DATE = re.compile(
    rf"(?P<place>(?:(?<=\n)|(?<=\n\*)){_WORD}\n{_WORD}(?=,)"
    rf"|(?:TP\.?\s?|Thành phố\s)?{_WORD}(?:[ \u00a0]?[-–][ \u00a0]?{_WORD}|[ \u00a0]{_WORD}){{0,5}}"
    rf"|[{UPPER}][{UPPER} \-–]{{2,30}})\s*,\s*(?:\d{{1,2}}\s?(?:h|giờ)\s?(?:\d\d)?\s+)?"
    r"[Nn]gày(?P<day>[\s.…_/]*\d{0,2})[\s.…_/]*"
    r"(?:tháng|(?<=\d)/)(?P<month>[\s.…_/]*\d{0,2})[\s.…_/]*(?:năm\s*|(?<=\d/))(?P<year>\d{4})",
)
_ADOPTS = ("thông qua", "ban hành")
_ADOPTED = re.compile(
    r"(?:thông qua|ban hành)\s+(?:(?:vào|tại[^.;\n]{0,60}?)\s+)?ngày\s+(?P<day>\d{1,2})\s+tháng\s+"
    r"(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})"
)
_ISSUED_ON = re.compile(r"Ngày ban hành\s*:?\s*(?P<day>\d{1,2})[/\-.](?P<month>\d{1,2})[/\-.](?P<year>\d{4})")
_DRAFT_MARK = re.compile(
    r"(?:BẢN\s+)?DỰ\s+THẢO(?:\s*(?:LẦN|\(|\d|NGÀY|[-–]).{0,40})?|DỰ\s+THẢO\s+(?:VĂN BẢN|LẦN).{0,30}",
    re.IGNORECASE,
)
_ISSUES = re.compile(
    r"(?P<issuer>(?:[ỦU][yỷ] ban nhân dân|UBND|Hội đồng nhân dân|HĐND|Tỉnh (?:ủy|uỷ)|Thành (?:ủy|uỷ)|"
    rf"Ban Thường vụ|Ban Chấp hành|Đảng (?:ủy|uỷ)|Sở [{UPPER}])[^.;:\n]{{0,60}}?)"
    r"\s+(?:ban hành|xây dựng|báo cáo|chỉ thị|quyết nghị|yêu cầu)"
)
_AREA = re.compile(rf"(?:tỉnh|thành phố|TP\.?)\s+(?P<name>[{UPPER}][\w]*(?:[ \-–]+[{UPPER}][\w]*){{0,3}})")

_ANNEX_HEAD = 2_000  # characters in which an annex says what it is
_TABLE_TITLE = re.compile(r"(?:Phụ lục|Phụ biểu|Biểu|Bảng|Danh mục)\b")
_ASIDE = re.compile(r"\(|Đơn vị(?: tính)?\s*:|ĐVT\s*:|ĐƠN VỊ(?: TÍNH)?\s*:|Số\s*:", re.IGNORECASE)
_ATTACHED = re.compile(
    r"[Kk]èm theo\s[^()\n]{0,80}?\bngày\s+(?P<day>\d{1,2})(?:/|\s+tháng\s+)(?P<month>\d{1,2})(?:/|\s+năm\s+)"
    r"(?P<year>\d{4})(?:\s+của\s+(?P<issuer>[^()\n]{3,120}))?"
)

_MOTTO = re.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)(?:\s+XÃ(?:\s+HỘI(?:\s+CHỦ\s+NGHĨA(?:\s+VIỆT\s+NAM)?)?)?)?|XÃ\s+HỘI\s+CHỦ\s+NGHĨA.*|CHỦ\s+NGHĨA\s+VIỆT\s+NAM|HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM|"
    r"Độc\s+lập\W{1,4}Tự\s+do.*|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|[-–_=*─]{3,}|Hạnh\s+[Pp]húc|VIỆT\s+NAM"
)
# What a narrow column leaves of the motto in one of its lines.
_SHARD = re.compile(r"CỘNG|(?:CỘNG\s+)?H(?:ÒA|OÀ)(?:\s+XÃ.*)?|HỘI\s+CHỦ\s+NGHĨA.*|NGHĨA\s+VIỆT.*|DO\W.*")
# Number, day and issuer that a copy without heading prints in its title: "CHỈ THỊ SỐ 16/2001/CT-TTG NGÀY …".
_IN_TITLE = re.compile(
    r"\s*(?:của\s+(?P<before>[^\d.;:]{3,80}?)\s+)?(?:số\s*:?\s*)?"
    r"(?P<symbol>\d{1,5}\s*(?:/\d{4})?\s*[/-]\s*[^\W\d_][\w-]*(?:/[\w-]+)?)"
    r"(?:\s*,?\s+ngày\s+(?P<day>\d{1,2})(?:/|\s+tháng\s+)(?P<month>\d{1,2})(?:/|\s+năm\s+)(?P<year>\d{4}))?"
    r"(?:\s+của\s+(?P<after>[^.;:]{3,80}?)(?=\s+(?:về|v/v|ban hành|quy định|phê duyệt)\b))?",
    re.IGNORECASE,
)
_MOST_BODY_LINES = 4  # two bodies of two lines each
_BEGINS_BODY = re.compile(
    r"(?:sở|ban|văn phòng|chi cục|cục|phòng|trung tâm|thanh tra|đảng ủy|đảng bộ|chi bộ|ủy ban|ubnd"
    r"|viện|trường|hội|liên đoàn|công an|bộ chỉ huy|kho bạc|tổ|đoàn|quỹ|bảo hiểm|bệnh viện"
    r"|công ty|chi nhánh)(?:\s|$)"
)
_PART_OF = re.compile(r"(?:văn phòng$|ban (?!quản lý|chỉ đạo|chỉ huy|dân tộc)|ủy ban kiểm tra$)")
# A body's name that wants nothing more: it says of which place or of which field it is.
_WHOLE_BODY = re.compile(
    r"(?:(?:ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân|đảng bộ|đảng ủy|ủy ban \w+.*|công an) "
    r"(?:tỉnh|thành phố|xã|phường|đặc khu|tp\.?) \S|(?:tỉnh|thành) ủy \S|(?:bộ|sở|đảng ủy|thanh tra|viện) \S"
    r"|chính phủ$|(?:ban chấp hành )?trung ương|liên đoàn .* \S|ban chấp hành đảng bộ \S+ \S+ \S)"
)
# Bodies of which every province has one: their name wants the area.
_AREALESS = frozenset(
    {"hội đồng nhân dân", "ủy ban nhân dân", "ban chấp hành đảng bộ", "đảng bộ", "hđnd", "ubnd"}
)
_LINES_TO_AREA = 16
_SHORT_NAME = 6  # "bộ", "sở", "viện" alone begin other sentences too


@dataclass(slots=True)
class _Fields:
    """What has been read, before it becomes a `Header`."""

    values: dict[str, object] = field(default_factory=dict)
    spans: list[tuple[str, Span]] = field(default_factory=list)

    def put(self, name: str, value: object, span: Span | None = None) -> None:
        if name not in self.values and value not in (None, "", ()):
            self.values[name] = value
            if span:
                self.spans.append((name, span))


def read_header(draft: Draft, sections: Sequence[Section], top: Masthead | press.Lead) -> Header:
    """The header of a draft; fields it does not state stay empty.

    Args:
        draft: The text and what its format says of it.
        sections: The outline; its beginning is where the heading has ended at the latest.
        top: The official heading, or how a report begins.
    """
    fields = _Fields()
    if isinstance(top, press.Lead):
        report = list(press.read(draft, top))
        if not any(name == "standing" for name, _, _ in report):
            _annex(draft, fields)
        for name, value, span in report:
            fields.put(name, value, span)
        return _made(fields)
    head = top
    text = draft.text
    above = _above(text, head, sections)
    _symbol(text, head, above, fields)
    _place_and_date(text, above, fields)
    _day_of_event(text, head, fields)
    _type(text, head, fields)
    _title(text, head, fields)
    _issuer(draft, head, above, fields)
    signed = signature.find(text, head.span.end)
    if signed:
        fields.put("signatory", signed.name, signed.span)
        fields.put("signatory_position", signed.post)
    names, where = signature.recipients(text, head.span.end)
    fields.put("recipients", names, where)
    if any(_DRAFT_MARK.fullmatch(line.strip(" *_|()[]\u00a0")) for line in text[: head.span.end].split("\n")):
        fields.put("standing", Standing.DRAFT)
    return _made(fields)


def _annex(draft: Draft, fields: _Fields) -> None:
    """A sheet or an annex by itself: its title's lines, and the document it says it goes with."""
    text = draft.text
    end = min(draft.tables[0].span.start if draft.tables else _ANNEX_HEAD, _ANNEX_HEAD, len(text))
    lines: list[Span] = []
    issuer: Span | None = None
    start = 0
    while start < end:
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        line = masthead.trimmed(text, start, min(stop, end))
        words = text[line.slice]
        if _MOTTO.fullmatch(words) or _ASIDE.match(words):
            pass
        elif words.isupper() and not lines and (_form_at(fold(words), 0) or "bộ") != "bộ":
            issuer = issuer or line
        elif words and ((words.isupper() and press.STATES.match(words) is None) or _TABLE_TITLE.match(words)):
            lines.append(line)
        elif lines:
            break
        start = stop + 1
    if lines:
        title = " ".join(" ".join(text[line.slice].split()) for line in lines)
        fields.put("title", title, Span(lines[0].start, lines[-1].end))
    attached = _ATTACHED.search(text, 0, end)
    if attached:
        _put_day(attached, fields)
    if issuer:
        fields.put("issuer", in_running_text(text[issuer.slice]), issuer)
    elif attached and attached["issuer"]:
        fields.put("issuer", attached["issuer"].strip(), Span(*attached.span("issuer")))


def _made(fields: _Fields) -> Header:
    return Header(**fields.values, spans=tuple(sorted(fields.spans, key=lambda item: item[1])))  # type: ignore[arg-type]


def _above(text: str, head: Masthead, sections: Sequence[Section]) -> int:
    """Where the heading's upper part ends, in which number, place and day stand."""
    end = head.title[0].start if head.title and head.marked else head.span.end
    if head.kind is None:  # a công văn: the day may stand below its subject
        end = max(end, min(len(text), head.span.end + 200))
    return min(end, sections[0].span.start) if sections and sections[0].span.start > head.span.end else end


def _symbol(text: str, head: Masthead, above: int, fields: _Fields) -> None:
    for match in _SYMBOL.finditer(text, 0, max(above, head.span.end if head.marked else 0)):
        if match["number"] and (match["issuer"] or match["letters"].isupper()):
            fields.put("symbol", _squeezed(match["symbol"]), Span(*match.span("symbol")))
            return
    if alone := portals.symbol_line(text, head.span.end):
        fields.put("symbol", alone["symbol"], Span(*alone.span("symbol")))
        return
    law = _LAW_SYMBOL.search(text, 0, head.span.end)
    if law:
        fields.put("symbol", law["symbol"], Span(*law.span("symbol")))
    elif not head.marked and head.title and head.kind:
        _from_title(text, Span(head.title[0].start + len(head.kind.form), head.title[-1].end), fields)


def _from_title(text: str, rest: Span, fields: _Fields) -> None:
    """Number, day and issuer where a copy prints them in its title's lines."""
    own = _IN_TITLE.match(text, rest.start, min(len(text), rest.end + 120))
    if own is None or own.start("symbol") >= rest.end:
        return
    fields.put("symbol", _squeezed(own["symbol"]), Span(*own.span("symbol")))
    if own["day"]:
        _put_day(own, fields)
    issuer = "before" if own["before"] else "after" if own["after"] else None
    if issuer is not None:
        words = " ".join(own[issuer].split())
        fields.put("issuer", in_running_text(words) if words.isupper() else words, Span(*own.span(issuer)))


def _squeezed(symbol: str) -> str:
    """The number as one word: "16 - HD/BTCTW" → "16-HD/BTCTW"."""
    symbol = re.sub(r"\s*([/\-–‑‐])\s*", lambda match: "-" if match[1] in "–‑‐" else match[1], symbol.strip())
    return re.sub(r"(?<=\d)\s+(?=[A-ZĐ])", "-", re.sub(r"(?<=\d)\s+(?=\d)", "", symbol)).rstrip(".,")


def _place_and_date(text: str, above: int, fields: _Fields) -> None:
    for match in _PLACE_DATE.finditer(text, 0, above):
        place = " ".join(match["place"].split())
        fields.put("place", place, Span(*match.span("place")))
        _put_day(match, fields)
        return
    found = _ISSUED_ON.search(text) or _adopted(text)
    if found is not None:
        _put_day(found, fields)


def _day_of_event(text: str, head: Masthead, fields: _Fields) -> None:
    """Of a notice whose own day is left blank, that of the meeting it tells of, in its title."""
    if "date" in fields.values or head.kind is None or head.kind.type not in _TELL_OF_MEETINGS:
        return
    for line in head.title:
        if held := portals.HELD_ON.search(text, line.start, line.end):
            _put_day(held, fields)
            return


_TELL_OF_MEETINGS = frozenset({DocumentType.NOTICE, DocumentType.CONCLUSION})


def _adopted(text: str) -> re.Match[str] | None:
    """The first words that say when it was adopted or issued."""
    found = [match for verb in _ADOPTS if (match := _first_at(text, verb, _ADOPTED)) is not None]
    return min(found, key=re.Match.start, default=None)


def _first_at(text: str, words: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    at = text.find(words)
    while at >= 0:
        if (match := pattern.match(text, at)) is not None:
            return match
        at = text.find(words, at + 1)
    return None


def _put_day(match: re.Match[str], fields: _Fields) -> None:
    numbers = [match[name].strip(" .…_/\n\t\u00a0") for name in ("year", "month", "day")]
    span = Span(match.start("day") if "place" in match.re.groupindex else match.start(), match.end())
    if all(numbers):
        try:
            fields.put("date", date(*map(int, numbers)), span)
        except ValueError:
            return
    if numbers[1] and 1 <= int(numbers[1]) <= 12 and int(numbers[0]) > 0:
        fields.put("month", f"{int(numbers[0]):04d}-{int(numbers[1]):02d}")


def _type(text: str, head: Masthead, fields: _Fields) -> None:
    if head.kind is not None:
        fields.put("type", head.kind.type, head.title[0] if head.title else None)
        return
    letters = masthead.abbreviations()
    for match in _SYMBOL.finditer(text, 0, head.span.end):
        if match["letters"] in letters and match["issuer"]:
            fields.put("type", letters[match["letters"]])
            return
    fields.put("type", DocumentType.OTHER)


def _title(text: str, head: Masthead, fields: _Fields) -> None:
    if head.title:
        words = " ".join(" ".join(text[span.slice].split()) for span in head.title)
        fields.put("title", words.strip(" *_"), Span(head.title[0].start, head.title[-1].end))


# --- issuer -------------------------------------------------------------------------------------------


def _issuer(draft: Draft, head: Masthead, above: int, fields: _Fields) -> None:
    text = draft.text
    lines = _issuer_lines(draft, above) if head.marked else []
    if not lines:
        lines = _first_bodies(text, head)
    if lines:
        words = " ".join(" ".join(text[span.slice].split()) for span in lines)
        full = _with_its_area(text, words, max(lines).end)
        if full is not None:
            words, lines = text[full.slice], [full]
        fields.put("issuer", in_running_text(words), Span(min(lines).start, max(lines).end))
    elif by := portals.issued_by(text, head.span.end):
        fields.put("issuer", by["issuer"], Span(*by.span("issuer")))
    else:
        match = _ISSUES.search(text, head.span.end, head.span.end + 3_000)
        if match:
            words = re.sub(r"^UBND", "Ủy ban nhân dân", match["issuer"].replace("\n", " "))
            words = re.sub(r"^HĐND", "Hội đồng nhân dân", words).strip()
            fields.put("issuer", _with_area(words, text, head), Span(*match.span("issuer")))
    issuer = fields.values.get("issuer")
    if isinstance(issuer, str) and "place" not in fields.values:
        area = _AREA.search(issuer) or (_AREA.search(text, 0, head.span.end))
        if area:
            fields.put("place", area["name"])


def _with_its_area(text: str, words: str, start: int) -> Span | None:
    """The body's name in full under the title, where the heading's column lost the line of its area."""
    bare = fold(words).strip(" *_|-")
    if bare not in _AREALESS:
        return None
    for _ in range(_LINES_TO_AREA):
        start = text.find("\n", start) + 1
        if not start:
            return None
        end = text.find("\n", start)
        line = masthead.trimmed(text, start, len(text) if end < 0 else end)
        low = fold(text[line.slice])
        if low.startswith(bare + " ") and len(low) < 90 and text[line.slice].isupper():
            return line
    return None


def _with_area(issuer: str, text: str, head: Masthead) -> str:
    """The body's province, where its name stops before it: "UBND tỉnh" of a plan for "địa bàn tỉnh …"."""
    if re.search(r"(?:tỉnh|thành phố|Tỉnh|Thành phố)$", issuer):
        area = _AREA.search(text, 0, head.span.end)
        if area:
            return f"{issuer} {area['name']}"
    return issuer


def _issuer_lines(draft: Draft, above: int) -> list[Span]:
    """The lines above the number that are neither motto nor number nor day; of two columns the left one."""
    text = draft.text
    for columns in draft.columns:
        if columns.span.start < above and masthead.MARKS.search(text[columns.span.slice]):
            return _bodies(text, columns.left)
    lines = []
    start = 0
    while start < above:
        end = text.find("\n", start)
        end = above if end < 0 or end > above else end
        lines.append(_left_of_motto(text, masthead.trimmed(text, start, end)))
        start = end + 1
    return _bodies(text, lines)


def _left_of_motto(text: str, line: Span) -> Span:
    """Both columns printed in one line: "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI …" keeps its left part."""
    motto = _MOTTO.search(text, line.start, line.end)
    if motto and motto.start() > line.start:
        return masthead.trimmed(text, line.start, motto.start())
    return line


def _bodies(text: str, lines: Sequence[Span]) -> list[Span]:
    found: list[Span] = []
    for line in lines:
        words = text[line.slice].strip()
        bare = words.strip("*_ |-–\u00a0")
        if not bare or _MOTTO.fullmatch(bare) or _SHARD.fullmatch(bare) or _DRAFT_MARK.fullmatch(bare):
            continue
        if (
            _SYMBOL.match(words)
            or re.match(r"(?i)số\s*:?[\s.…_]*[/\-]|v/v|số\s*:?\s*\d", bare)
            or "ngày" in bare.lower()
        ):
            if found:
                break
            continue
        if not bare.isupper():
            if found:
                break
            continue
        if len(found) < _MOST_BODY_LINES:
            found.append(line)
    return _lowest(text, found)


def _lowest(text: str, lines: list[Span]) -> list[Span]:
    """The lines of the body that issues, without those of the one above it.

    A name that runs over two lines ("ỦY BAN NHÂN DÂN / TỈNH BÌNH SƠN") stays whole; "UBND TỈNH BÌNH SƠN /
    SỞ XÂY DỰNG" are two bodies. A committee's own office or board is told by the committee's name: "TỈNH ỦY
    BÌNH SƠN / VĂN PHÒNG" is Văn phòng Tỉnh ủy Bình Sơn.
    """
    words = [fold(text[line.slice]).strip(" *_|-") for line in lines]
    for n in range(len(lines) - 1, 0, -1):
        above = " ".join(words[:n])
        if _BEGINS_BODY.match(words[n]) and _WHOLE_BODY.match(above):
            return lines[n:] + (lines[:n] if _PART_OF.match(words[n]) else [])
    return lines


_GROUNDS = ("căn cứ", "xét ", "trên cơ sở", "theo đề nghị")  # what a document rests on names other bodies


def _first_bodies(text: str, head: Masthead) -> list[Span]:
    """Copies without heading name the body in the line under the title."""
    start = head.span.end
    for _ in range(4):
        start = text.find("\n", start) + 1
        if not start:
            break
        end = text.find("\n", start)
        line = masthead.trimmed(text, start, len(text) if end < 0 else end)
        words = fold(text[line.slice])
        if words.startswith(_GROUNDS):
            break
        if len(words) < 120 and len(_form_at(words, 0) or "") > _SHORT_NAME:
            stop = re.search(
                r"\s+(?:khóa|khoá|kỳ họp|-|–|nhiệm kỳ|quyết nghị)\b", text[line.slice], re.IGNORECASE
            )
            return [Span(line.start, line.start + stop.start()) if stop else line]
    return []


@lru_cache(maxsize=1)
def _bodies_forms() -> Mapping[str, str]:
    """Folded names of issuing bodies → as written in running text, longest first."""
    forms = {
        fold(form): form
        for entry in packs.load().entries("issuers")
        if entry["id"] != "province"
        for form in entry["forms"]
    }
    return dict(sorted(forms.items(), key=lambda item: -len(item[0])))


@lru_cache(maxsize=1)
def _by_first_word() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for form in _bodies_forms():
        first = form.partition(" ")[0]
        found[first] = (*found.get(first, ()), form)
    return found


def _form_at(low: str, at: int) -> str | None:
    """The longest body's name that stands at a place of a folded text as whole words."""
    word = re.match(r"\w+", low[at : at + 20])
    for form in _by_first_word().get(word[0] if word else "", ()):
        if low.startswith(form, at) and not low[at + len(form) : at + len(form) + 1].isalpha():
            return form
    return None


_AREA_WORDS = re.compile(r"(?:tỉnh|thành phố|thị xã|thị trấn|huyện|quận|xã|phường|đặc khu)(?![^\W\d_])")


def in_running_text(capitals: str) -> str:
    """A body's name out of capitals.

    >>> in_running_text("ỦY BAN NHÂN DÂN TỈNH BÌNH SƠN")
    'Ủy ban nhân dân tỉnh Bình Sơn'
    >>> in_running_text("TỈNH ỦY AN-THỬ")
    'Tỉnh ủy An-Thử'
    """
    words = " ".join(capitals.replace("*", " ").split())
    low = fold(words)
    pieces: list[str] = []
    at = 0
    while at < len(low):
        form = _form_at(low, at)
        area = _AREA_WORDS.match(low, at)
        if form is not None:
            pieces.append(_bodies_forms()[form])
            at += len(form)
        elif area is not None:
            pieces.append(area[0])
            at = area.end()
        else:
            end = low.find(" ", at)
            end = len(low) if end < 0 else end
            pieces.append("-".join(part.capitalize() for part in words[at:end].lower().split("-")))
            at = end
        while at < len(low) and low[at] == " ":
            at += 1
    joined = " ".join(pieces).replace(" ,", ",")
    return joined[:1].upper() + joined[1:]
