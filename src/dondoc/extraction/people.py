"""Named persons with the positions the text gives them.

    Dương Văn Thử, Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy        titles to the right
    Chủ tịch UBND thành phố Trần Văn Thử                          a title to the left
    các Phó Chủ tịch UBND tỉnh: Mai Thử, Lê Ô Thử                 one title, many names
    KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / Trần Song Thử                   a signature

A name without a position (a byline, a photographer) is no person of the document. One entry a person.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from dondoc.extraction import positions, posts
from dondoc.extraction.bodies import clean, open_end, run_end
from dondoc.extraction.context import Context
from dondoc.records.facts import FieldSource, PersonMention
from dondoc.records.source import Span
from dondoc.text.names import UPPER, NameReader
from dondoc.text.normalize import fold

_TO_BODY = re.compile(r" +(?:của +)?")
_JOINTS = frozenset({",", "-", "–"})
_LEFT_OF_TITLE = 120  # characters: "Nguyễn Văn Thử (48 tuổi), quê quán …, từng giữ chức …"
_RIGHT_OF_TITLE = 420  # a title and the list of names under it
_LONGEST_TITLE = 60
_FAR = 110  # characters between a title's first word and the name it stands before
_TO_TITLE = re.compile(
    r"[\s*]*(?:\([^()\d\n]{0,30}\d[^()\n]{0,30}\)[\s*]*)?"
    r"(?:[,(–-]|,?\s+là|,?\s+giữ chức(?: vụ)?|\s+làm)[\s*]*"
    r"(?:(?:đồng chí|nguyên là|hiện là|đang là)\s+)?(?:(?:nguyên|quyền|cựu)\s+)?"
)
_HONOUR = re.compile(r"(?<!\w)(?:đồng chí|ông|bà|ngài|đ/c)[ :]+$")
_UNMARKED = re.compile(r" (?=\w)")
_DASH = re.compile(r"\s[-–]\s")
_NEXT_TITLE = re.compile(
    r"\s*(?:[,–-]|;(?=\s*[a-zđ])|kiêm|làm|rồi|,?\s+đồng thời là|và)\s*(?:kiêm\s+|nguyên\s+|và\s+)?"
)
# A career: "từng giữ các chức vụ: Bí thư Huyện ủy, …", "được bầu giữ chức Chủ tịch UBND tỉnh".
_OPENER = re.compile(r"(?:theo|còn|riêng|được biết,|trong khi đó,|về phía .{3,30},) (?:đồng chí |ông |bà )?")
_COMMA = re.compile(r", (?:đồng chí |ông |bà )?")
_CAREER = re.compile(
    r"(?:giữ(?: các| những)? (?:chức vụ|chức danh|chức|cương vị)|được bầu làm|bổ nhiệm làm"
    r"|(?:tái )?đắc cử(?: chức)?|tái cử(?: chức)?|trúng cử(?: chức)?"
    r"|đảm nhiệm(?: chức vụ)?|quyết định làm|tiếp tục làm)\s*(?:là\s+)?:?\s*"
)
_AT_COUNTRY = re.compile(r"(?: và [^,.;()]{3,20})? tại (?:[^\W\d_a-zà-ỹđ][^\W\d_]*[ \xa0]?){1,4}")
_TO_NAME = re.compile(
    r"[\s*]*(?:\([^()\n]{3,60}\)\s*)?(?:[-–]\s*)?"
    r"(?:,?\s*(?<!\w)(?:(?:đồng chí|ông|bà|ngài|đ/c)\s*:?"
    r"|(?:đại|thượng|trung|thiếu) (?:tá|úy|tướng)|thượng tọa|đại đức|linh mục"
    r"|(?:pgs\.? ?)?ts\.?|ths\.?))?[\s*]*$"
)
# Posts that more than one holds.
_OF_MANY = (
    "ủy viên",
    "tỉnh ủy viên",
    "thành ủy viên",
    "huyện ủy viên",
    "đảng ủy viên",
    "phó ",
    "đại biểu",
    "uv",
)
# “miễn nhiệm chức vụ Phó Chủ tịch UBND huyện | đối với các ông …”: whose post it is
_CONCERNING = re.compile(
    r"[\s,]*(?:nhiệm kỳ \d{4}\s?[-–]\s?\d{4},?\s*)?đối với (?P<many>các )?(?:đồng chí|ông|bà)\s*:?\s*$"
)
_LIST_COLON = re.compile(r"[\s*]*(?:gồm(?: các đồng chí)?\s*)?:[\s*]*$")
_LIST_GAP = re.compile(r"\s*(?:[,;]|và|,\s*và)\s*(?:(?:đồng chí|ông|bà)\s+)?")
# Before what is named after a person, or looks like one: "sông Lê Thử", "đường Trần Thử".
_LANDSCAPE = ("sông ", "núi ", "hồ ", "đường ", "đảo ", "vịnh ", "đèo ", "kênh ", "đại lộ ")
_FOR = re.compile(r"(?:KT|TL|TUQ|K/T|T/L)\s?\.?\s*$")
# Before the post of somebody else: "thừa lệnh Chủ tịch UBND tỉnh, Phó Chánh Văn phòng … Trần Văn Thử".
_ANOTHERS = re.compile(r"(?:thừa lệnh|thay mặt|ủy quyền(?: của)?|báo cáo(?: với)?|cùng với|xin ý kiến)\s+$")
_SHARED = re.compile(r"(?:các|hai|ba|bốn|gồm)(?:\s+đồng chí)?\s*$")
_CAPITALS = re.compile(rf"[ *]*(?:\n[ *]*){{1,3}}([{UPPER}]{{2,8}}(?: [{UPPER}]{{1,8}}){{1,4}})[ *]*(?:\n|$)")
_SEAL = re.compile(r"\s*\(?\s*[Đđ]ã ký[^)\n]{0,30}\)?\s*$")  # stands between the post and the name
_PREFIXES = re.compile(r"^(?:TM|KT|TL|TUQ|Q|T/M|K/T|T/L)[.\s]+")


@dataclass(slots=True)
class _Named:
    """A candidate: where the name stands, and the positions read beside it."""

    span: Span
    positions: list[Span] = field(default_factory=list)
    rule: str = ""
    shared: bool = False  # its title is said of several: "các Phó Chủ tịch"
    end: int = 0  # where its positions end


_SMALL_BODY = re.compile(rf"(?:bộ|cục|tổng cục|vụ|ủy ban|uỷ ban) (?=[{UPPER}])")
_OF = " của "


def find(ctx: Context) -> list[PersonMention]:
    """Every person to whom the text gives a position, in the order of first mention."""
    titles = _titles(ctx)
    if not titles:
        return []
    reader = _reader(ctx)
    windows = _windows(titles, len(ctx.text))
    named = [
        _Named(span, end=span.end) for first, last in windows for span in reader.find(ctx.text, first, last)
    ]
    named = [n for n in named if not ctx.claimed(n.span.start, n.span.end, by="citation")]
    starts = {start for start, _ in titles}  # "đồng chí | Tổng Bí thư …" begins with a title, no name
    named = [n for n in named if n.span.start not in starts]
    named = [n for n in named if not ctx.flat.endswith(_LANDSCAPE, 0, n.span.start)]
    named = [n for n in named if not _is_place(ctx, n.span)]
    for index, candidate in enumerate(named):
        before = named[index - 1] if index else None
        candidate.span = _without_title(ctx, titles, candidate.span)
        after = named[index + 1].span.start if index + 1 < len(named) else len(ctx.text) + 1
        _read_right(ctx, titles, candidate, after)
        _read_left(ctx, titles, candidate, before.end if before else 0)
        _read_career(ctx, titles, candidate, after)
        if not candidate.positions and before is not None:
            _read_list(ctx, candidate, before)
        elif before is not None:
            _share_back(ctx, named[:index], candidate)
        if not candidate.positions:
            _read_signature(ctx, titles, candidate)
        if not candidate.positions:
            _read_opening(ctx, titles, candidate)
    _read_elected(ctx, titles, named)
    named += _capital_signers(ctx, titles)
    return _people(ctx, sorted(named, key=lambda n: n.span))


_LEVELS = ("huyện ", "xã ", "phường ", "thị xã ", "thành phố ", "tỉnh ", "quận ", "thị trấn ")


def _is_place(ctx: Context, span: Span) -> bool:
    """Whether two words behind an office are the place it is of, as the text has it elsewhere.

    "Chủ tịch HĐND | Châu Thử", and "huyện Châu Thử" in another sentence.
    """
    words = ctx.text[span.slice]
    if words.count(" ") != 1 or not ctx.flat.endswith(("hđnd ", "ubnd ", "ủy "), 0, span.start):
        return False
    return any(f"{level}{words}" in ctx.text for level in _LEVELS)


def _titles(ctx: Context) -> list[tuple[int, int]]:
    """Where titles stand; in "Ban Thường vụ Tỉnh ủy" and "Đại sứ quán" is none."""
    found = []
    for start, end, _ in ctx.hits("titles"):
        if ctx.flat.startswith(" quán", end):
            continue
        if ctx.flat.startswith("thường vụ", start) and ctx.flat.endswith("ban ", 0, start):
            continue
        # "giữ chức vụ | Trưởng Ban Tuyên giáo" holds no "vụ trưởng"
        place = _title_at(ctx, start + 3) if ctx.text.startswith("vụ T", start) else (start, end)
        if place[1] > place[0]:
            found.append(place)
    return found


def _title_at(ctx: Context, start: int) -> tuple[int, int]:
    """The longest title that begins at a place of the text; empty where none does."""
    forms = ctx.lexicon.compiled.get("titles")
    if forms is None:
        forms = ctx.lexicon.compiled["titles"] = {fold(form) for form in ctx.lexicon.packs.forms("titles")}
    words = ctx.flat[start : start + _LONGEST_TITLE].split(" ")
    for count in range(len(words), 0, -1):
        form = " ".join(words[:count])
        if form in forms:
            return start, start + len(form)
    return start, start


def _windows(titles: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Where a name can stand that a title belongs to: round the titles, overlapping stretches joined."""
    windows: list[tuple[int, int]] = []
    for start, end in titles:
        first, last = max(0, start - _LEFT_OF_TITLE), min(length, end + _RIGHT_OF_TITLE)
        if windows and first <= windows[-1][1]:
            windows[-1] = (windows[-1][0], last)
        else:
            windows.append((first, last))
    return windows


def _reader(ctx: Context) -> NameReader:
    made = ctx.lexicon.compiled.get("people")
    if made is None:
        made = ctx.lexicon.compiled["people"] = NameReader(
            *(ctx.lexicon.packs.forms(family) for family in ("family_names", "not_names", "places"))
        )
    assert isinstance(made, NameReader)
    return made


def _without_title(ctx: Context, titles: list[tuple[int, int]], span: Span) -> Span:
    """The name without a title that follows it unmarked: "Lê Hồng Thử Bí thư …"."""
    index = bisect_left(titles, (span.start + 1,))
    if index < len(titles) and titles[index][0] < span.end:
        own = ctx.text[span.start : titles[index][0]].split()
        if len(own) == 1 and titles[index][1] <= span.end:
            return span  # "ông Đinh Công Sứ": a family name alone is nobody's
        return Span(span.start, max(span.start + 1, titles[index][0] - 1))
    return span


def _position_from(ctx: Context, titles: list[tuple[int, int]], at: int, limit: int) -> Span | None:
    """The position whose title begins at `at`: "Phó Bí thư Thường trực Tỉnh ủy"."""
    index = bisect_left(titles, (at,))
    if index == len(titles) or titles[index][0] != at:
        return None
    end = titles[index][1]
    gap = _TO_BODY.match(ctx.flat, end, limit)
    if gap is not None:
        small = _SMALL_BODY.match(ctx.text, gap.end(), limit)  # "Thứ trưởng bộ Công Thương"
        start = small.end() if small is not None else gap.end()
        if (stop := run_end(ctx, start, limit)) > start:
            end = _before_another(ctx, titles, index, stop)
        of = run_end(ctx, end + len(_OF), limit) if ctx.flat.startswith(_OF, end) else 0
        if of > end and not ctx.flat[of:limit].strip():
            end = of  # "Chủ nhiệm Ủy ban Đối ngoại của Quốc hội | Nguyễn Văn Thử"
    last = max(ctx.flat.rfind(board, at, end) for board in ("ban chỉ đạo", "tiểu ban", "tổ công tác"))
    if last >= 0:  # "Trưởng Ban Chỉ đạo phòng, chống thiên tai tỉnh"
        end = max(end, open_end(ctx, Span(last, end), limit))
    elif (abroad := _AT_COUNTRY.match(ctx.text, end, limit)) and "envoy" in _marks(ctx).get(at, ()):
        end = abroad.start() + len(abroad[0].rstrip())
    return Span(at, end)


def _title_end(titles: list[tuple[int, int]], start: int) -> int:
    """Where the title ends that begins at `start`."""
    return titles[bisect_left(titles, (start,))][1]


def _before_another(ctx: Context, titles: list[tuple[int, int]], index: int, end: int) -> int:
    """Where a position ends that a dash joins to another: "Giám đốc Sở Y tế | - Phó Trưởng ban"."""
    for at in range(index + 1, bisect_left(titles, (end,))):
        start = titles[at][0]
        if ctx.flat.endswith((" - ", " – "), 0, start):
            return start - len(" - ")
    return end


def _marks(ctx: Context) -> dict[int, frozenset[str]]:
    """What the pack says of the titles of this text, by their place: "whole", "envoy"."""
    made = ctx.marks.get("titles")
    if made is None:
        made = ctx.marks["titles"] = {
            start: frozenset(mark for mark in ("whole", "envoy") if any(p.entry.get(mark) for p in payloads))
            for start, _, payloads in ctx.hits("titles")
        }
    return made


def _read_right(ctx: Context, titles: list[tuple[int, int]], candidate: _Named, after: int) -> None:
    """The titles after the name; one that runs up to the next name (`after`) is that name's own."""
    limit = min(len(ctx.text), candidate.span.end + 320, after)
    gap = _TO_TITLE.match(ctx.flat, candidate.span.end, limit)
    if gap is None and _HONOUR.search(ctx.flat, max(0, candidate.span.start - 10), candidate.span.start):
        gap = _UNMARKED.match(ctx.flat, candidate.span.end, limit)  # "Ông Trần Văn Thử Chủ tịch …"
    while gap is not None:
        position = _position_from(ctx, titles, gap.end(), limit)
        if position is None or _is_next_ones(ctx, position, after):
            return
        if "," in gap[0] and _leads_to_next(ctx, titles, position, after):
            return
        position = posts.whole_post(ctx, position, _title_end(titles, position.start), limit)
        candidate.positions.append(position)
        candidate.rule, candidate.end = "name, title", position.end
        gap = _NEXT_TITLE.match(ctx.flat, position.end, limit)


def _is_next_ones(ctx: Context, position: Span, after: int) -> bool:
    """Whether a title runs up to the next name: "…, Giám đốc Sở Y tế | Trần Văn Thử"."""
    if after > len(ctx.text):
        return False
    return (
        not ctx.flat[position.end : after].strip(" *") or posts.with_field(ctx, position, after) is not None
    )


def _leads_to_next(ctx: Context, titles: list[tuple[int, int]], position: Span, after: int) -> bool:
    """Whether a dash joins a post to the next name's: ", Phó Chủ tịch – Trưởng ban | Lê Văn Thử"."""
    dash = _DASH.match(ctx.flat, position.end, after)
    joined = _position_from(ctx, titles, dash.end(), after) if dash else None
    return joined is not None and _is_next_ones(ctx, joined, after)


def _read_career(ctx: Context, titles: list[tuple[int, int]], candidate: _Named, after: int) -> None:
    """Posts further on in the sentence: "… (48 tuổi), từng giữ các chức vụ: Bí thư Huyện ủy, …"."""
    _, end = ctx.sentence_at(candidate.span.start)
    end = min(end, after)
    at = max(candidate.end, candidate.span.end)
    while (cue := _CAREER.search(ctx.flat, at, end)) is not None:
        at = cue.end()
        gap: re.Match[str] | None = cue
        while gap is not None:
            position = _position_from(ctx, titles, gap.end(), end)
            if position is None or _is_next_ones(ctx, position, after):
                break
            at = position.end
            gap = _NEXT_TITLE.match(ctx.flat, at, end)
            if gap is None or gap[0].strip() != "rồi":  # "Phó Chủ tịch rồi Chủ tịch UBND tỉnh"
                candidate.positions.append(position)
                candidate.rule = candidate.rule or "career"


def _read_left(ctx: Context, titles: list[tuple[int, int]], candidate: _Named, taken: int) -> None:
    """The title that runs up to the name, and those before it: "Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh …"."""
    stop = candidate.span.start
    floor = max(taken, stop - _FAR)
    colon = _LIST_COLON.search(ctx.flat, floor, stop)
    honour = _TO_NAME.search(ctx.flat, floor, stop)
    concerning = _CONCERNING.search(ctx.flat, floor, stop)
    last = colon.start() if colon else honour.start() if honour else stop
    last = concerning.start() if concerning else last
    if candidate.positions and (colon or "," in ctx.flat[last:stop]):
        return  # "…, Bí thư Tỉnh ủy, đồng chí Trần Văn Thử, Chủ tịch …" names two persons
    index = bisect_left(titles, (last,)) - 1
    while index >= 0 and titles[index][0] >= floor:
        start = titles[index][0]
        position = _position_from(ctx, titles, start, last)
        if position is not None:
            longer = posts.with_field(ctx, position, last) or posts.up_to_name(
                ctx, position, titles[index][1], last
            )
            position = longer or position
        if position is not None and not ctx.text[position.end : last].strip(" \xa0\n*"):
            longer = _position_from(ctx, titles, titles[index - 1][0], last) if index else None
            if longer is not None and longer.end == position.end and longer.start >= floor:
                position, start = longer, longer.start  # "Phó Trưởng Đoàn | đại biểu Quốc hội"
            candidate.positions.insert(0, _own_post(ctx, titles, position))
            candidate.rule = candidate.rule or "title, name"
            before = ctx.flat[max(0, start - 24) : start]
            candidate.shared = bool(_SHARED.search(before)) or colon is not None
            candidate.shared = candidate.shared or (concerning is not None and concerning["many"] is not None)
            _read_further_left(ctx, titles, candidate, start, floor)
            return
        index -= 1


def _own_post(ctx: Context, titles: list[tuple[int, int]], position: Span) -> Span:
    """Behind "KT." and "TL." the signer's own post is the last: "KT. CHỦ TỊCH | PHÓ CHỦ TỊCH Lê Văn Thử"."""
    if _FOR.search(ctx.text, max(0, position.start - 6), position.start) is None:
        return position
    index = bisect_left(titles, (position.end,)) - 1
    while titles[index][0] > position.start:
        start = titles[index][0]
        if ctx.text[start : position.end].isupper() and not ctx.flat.startswith("thường trực", start):
            return Span(start, position.end)
        index -= 1
    return position


def _read_further_left(
    ctx: Context, titles: list[tuple[int, int]], candidate: _Named, start: int, floor: int
) -> None:
    index = bisect_left(titles, (start,)) - 1
    while index >= 0 and titles[index][0] >= floor:
        position = _position_from(ctx, titles, titles[index][0], start)
        alone = position is not None and position.end == titles[index][1]
        alone = alone and "whole" not in _marks(ctx).get(titles[index][0], ())
        another = _ANOTHERS.search(ctx.flat, max(0, titles[index][0] - 16), titles[index][0])
        if position is None or alone or another or ctx.text[position.end : start].strip() not in _JOINTS:
            return
        candidate.positions.insert(0, position)
        start, index = titles[index][0], index - 1


def _read_list(ctx: Context, candidate: _Named, before: _Named) -> None:
    """A further name under the title of the one before it."""
    if not before.shared or before.end > candidate.span.start:
        return
    if _LIST_GAP.fullmatch(ctx.flat, before.end, candidate.span.start):
        candidate.positions = list(before.positions)
        candidate.rule, candidate.shared = "list", True


def _share_back(ctx: Context, before: list[_Named], last: _Named) -> None:
    """What follows the last of several under one title is of all: "các Phó Chủ tịch A, B - Tỉnh ủy viên".

    Only membership and deputies' posts: of the others there is one.
    """
    if last.rule != "name, title":
        return
    held = [span for span in last.positions if ctx.flat.startswith(_OF_MANY, span.start)]
    start = last.span.start
    for one in reversed(before):
        if not one.shared or one.rule == "name, title" or one.end > start:
            return
        if not _LIST_GAP.fullmatch(ctx.flat, one.span.end, start):
            return
        one.positions += held
        start = one.span.start


def _read_opening(ctx: Context, titles: list[tuple[int, int]], candidate: _Named) -> None:
    """A post that opens the sentence, a comma, who speaks: "Chủ tịch UBND xã, | Lê Văn Thử cho biết"."""
    start, end = ctx.sentence_at(candidate.span.start)
    if (opener := _OPENER.match(ctx.flat, start, candidate.span.start)) is not None:
        start = opener.end()
    position = _position_from(ctx, titles, start, candidate.span.start)
    if position is None or not posts.speaks_next(ctx, candidate.span.end, end):
        return
    if _COMMA.fullmatch(ctx.flat, position.end, candidate.span.start):
        candidate.positions, candidate.rule = [position], "title, name"


def _read_elected(ctx: Context, titles: list[tuple[int, int]], named: list[_Named]) -> None:
    """The post that a list of names is elected to: "bầu chức danh ủy viên UBND tỉnh đối với các ông: …"."""
    for start, title_end in titles:
        if not posts.elected(ctx, start):
            continue
        _, end = ctx.sentence_at(start)
        position = _position_from(ctx, titles, start, end) or Span(start, title_end)
        first = posts.elected_list(ctx, position.end)
        if first is None:
            continue
        for candidate in named[bisect_left(named, first, key=lambda n: n.span.start) :]:
            if candidate.span.start >= end:
                break
            if position not in candidate.positions and posts.opens_item(ctx, first, candidate.span.start):
                candidate.positions.append(position)
                candidate.rule = candidate.rule or "list"


def _capital_signers(ctx: Context, titles: list[tuple[int, int]]) -> list[_Named]:
    """Signers in capitals, alone on the line under their post: "PHÓ CHỦ TỊCH / ĐÀM VĂN THỬ"."""
    text = ctx.text
    found = []
    families = _families(ctx)
    for start, end in titles:
        if text[end : end + 1] not in {"\n", " ", "*"} or (line := _CAPITALS.match(text, end)) is None:
            continue
        first, last = line.span(1)
        if text[first:last].split()[0].capitalize() in families and ctx.line_at(start)[0] == start:
            found.append(_Named(Span(first, last), [Span(start, end)], "signature", end=last))
    return found


def _families(ctx: Context) -> frozenset[str]:
    made = ctx.lexicon.compiled.get("families")
    if made is None:
        made = ctx.lexicon.compiled["families"] = frozenset(ctx.lexicon.packs.forms("family_names"))
    assert isinstance(made, frozenset)
    return made


def _read_signature(ctx: Context, titles: list[tuple[int, int]], candidate: _Named) -> None:
    """A name alone on its line, under a line in capitals, or of nothing else, that is a title."""
    text = ctx.text
    start, end = ctx.line_at(candidate.span.start)
    if text[start:end].strip(" *|\xa0\t") != text[candidate.span.slice]:
        return
    above = _SEAL.sub("", text[max(0, start - 260) : start].rstrip(" \n*|\xa0\t"))
    line_start = max(0, start - 260) + above.rfind("\n") + 1
    line_end = max(0, start - 260) + len(above)
    line = text[line_start:line_end].strip(" *|\xa0\t")
    bare = _PREFIXES.sub("", line)
    at = text.find(bare, line_start, line_end)
    index = bisect_left(titles, (at,))
    if (
        index < len(titles)
        and titles[index][0] == at
        and (line.isupper() or titles[index][1] == at + len(bare))
    ):
        candidate.positions = [Span(at, at + len(bare))]
        candidate.rule = "signature"


# --- one entry a person ------------------------------------------------------------------------------------


def _people(ctx: Context, named: list[_Named]) -> list[PersonMention]:
    people: dict[str, PersonMention] = {}
    first: dict[str, Span] = {}
    for candidate in named:
        name = clean(ctx.text[candidate.span.slice])
        key = fold(name)
        first.setdefault(key, candidate.span)
        if not candidate.positions:
            continue
        person = people.get(key)
        if person is None:
            person = people[key] = PersonMention(
                first[key], candidate.rule, confidence=_CONFIDENCE[candidate.rule], name=name
            )
            person.fields["name"] = FieldSource(candidate.rule, candidate.span)
        for span in candidate.positions:
            positions.add(ctx, person, span)
    return sorted(people.values(), key=lambda p: p.span)


_CONFIDENCE = {"name, title": 0.97, "title, name": 0.93, "list": 0.9, "signature": 0.9, "career": 0.85}
