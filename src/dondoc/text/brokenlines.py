r"""Where a text that stands in one line had its line breaks: before headings, items, parts of a heading.

    "… đạt 95%. II. NHIỆM VỤ 1. Sở Y tế: a) Rà soát …; b) Báo cáo …"

    … đạt 95%.
    II. NHIỆM VỤ
    1. Sở Y tế:
    a) Rà soát …;
    b) Báo cáo …

A mark counts behind the end of a sentence or an item; a number also behind words, where it is the next of its
list. Only lines far longer than a paragraph are looked at: "1) …; 2) …" inside a paragraph stays there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dondoc.text.names import LOWER, UPPER
from dondoc.text.normalize import stripped_end

_LONG_LINE = 900  # characters that no paragraph has
_MOST_LINES = 40
_HEAD = 1_200  # characters in which an official heading stands
_SPREAD = 0.6  # of a text's characters stand in such lines

_MARK = re.compile(
    rf"""\ (?=[*_]{{0,3}}(?:
      (?P<part>(?:PHẦN|Phần|CHƯƠNG|Chương)\ (?:THỨ\ |thứ\ )?
        (?:[IVX]{{1,5}}|\d{{1,2}}|NHẤT|nhất|HAI|hai|BA|ba)(?=[.:\ ]))
    | (?P<article>Điều\ \d{{1,3}}[.:]\ (?=[*_]{{0,3}}[{UPPER}]))
    | (?P<roman>[IVX]{{1,5}}[.)/]\ (?=[*_]{{0,3}}[{UPPER}]))
    | (?P<decimal>\d{{1,2}}(?:\.\d{{1,2}}){{1,2}}\.?\ (?:[-–]\ )?(?=[*_]{{0,3}}[{UPPER}]))
    | (?P<number>\d{{1,2}}[.)/]\ (?=[*_]{{0,3}}[{UPPER}“]))
    | (?P<letter>[a-zđ]\)\ (?=[*_]{{0,3}}[{UPPER}“\d]))
    | (?P<bullet>[-–+•●▪*]\ (?=[*_]{{0,3}}[{UPPER}“\d]))
    | (?P<end>Nơi\ nhận:|PHỤ\ LỤC(?!\w)|(?:TM|KT|TL|TUQ)\.\ [{UPPER}]{{2}})
    | (?P<basis>Căn\ cứ\ [{UPPER}]|Quyết\ nghị:|QUYẾT\ (?:NGHỊ|ĐỊNH)(?=[:\s]))
    ))""",
    re.VERBOSE,
)
_STOP = frozenset('.;:!?…”"/')
# What a number stands behind without heading anything: "khoản 2. Sở", "Nghị quyết số 3. Trong".
_TAKES_NUMBER = re.compile(
    r"(?:số|khoản|điểm|điều|mục|phần|quý|tháng|ngày|năm|thứ|khu|phường|quận|tổ|lần|khóa|cấp|loại|nhóm"
    r"|vòng|và|đến|từ|là"
    r"|đạt|có|còn|thêm|hơn|trên|gần|khoảng)$",
    re.IGNORECASE,
)
_CAPITALS_END = re.compile(rf"(?<=[{UPPER}\d]) (?=[{UPPER}][{LOWER}]+[ ,])")
_CAPITALS = re.compile(rf"[{UPPER}]+(?:(?:,|:| -| –|;)? (?:[{UPPER}]+|\d+(?:-\d+)?))*$")
_STAMPS = re.compile(  # the day of publication, as a page prints it above or below the headline
    r" (?=(?:(?:Thứ (?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy)|Chủ [Nn]hật),? (?:ngày )?"
    r"|(?:Cập nhật|Đăng|Ngày đăng|Xuất bản)[^\d]{1,12}|\d{1,2}:\d\d[ ,|-]{1,3})\d{1,2}[/-]\d{1,2}[/-]20\d\d)"
    r"|(?<=GMT\+7\)) |(?<=[/-]20\d\d \d\d:\d\d) "
)
_FEWEST_CAPITALS = 2  # words of a heading behind its number
_SURE_CAPITALS = 4  # the same without a number
_KINDS = (
    "NGHỊ QUYẾT", "KẾ HOẠCH", "QUYẾT ĐỊNH", "CHỈ THỊ", "THÔNG BÁO", "BÁO CÁO", "KẾT LUẬN", "CHƯƠNG TRÌNH",
    "HƯỚNG DẪN", "CÔNG VĂN", "TỜ TRÌNH", "CÔNG ĐIỆN", "ĐỀ ÁN", "QUY ĐỊNH",
)  # fmt: skip
_HEADING = re.compile(
    r" (?=[*_]{0,3}(?:CỘNG\s+H(?:ÒA|OÀ)\s+XÃ|ĐẢNG\s+CỘNG\s+SẢN|Độc\s+lập\s*[-–]|Số\s*:?\s*[\d.…]+\s*[-/]"
    rf"|(?:TP\.? ?)?[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+){{0,3}}, ngày \d|CĂN CỨ |Kính gửi))"
    rf"|(?<=Hạnh phúc) |(?<=HẠNH PHÚC) |(?<=CỘNG SẢN VIỆT NAM) |(?<=năm 20\d\d) (?=[{UPPER}]{{2}})"
)
_KIND = re.compile(rf" (?=[*_]{{0,3}}(?:{'|'.join(_KINDS)})(?![^\W\d_]))")
_KIND_END = re.compile(rf" [*_]{{0,3}}(?:{'|'.join(_KINDS)})[*_]{{0,3}}( )")
# Words that begin a sentence and stand in no name: behind a heading without a stop its text begins there.
_OPENERS = (
    "Theo|Sáng|Chiều|Tối|Ngày|Trong|Năm|Từ|Tính|Đến|Hiện|Sau|Thực hiện|Với|Tại|Vừa qua|Nhằm|Để|Qua"
    "|Những|Thời gian|Hôm nay|Trên cơ sở|Mặc dù|Bên cạnh|Là|Các|Không|Mức|Thông tin|Việc|Đây|Ông|Bà"
    "|Nhiều|Khi|Nếu|Dù|Một|Ngoài"
)
_ACTS = (
    "Chủ trì|Chủ động|Tham mưu|Phối hợp|Tập trung|Hằng|Hàng|Định kỳ|Tổ chức|Xây dựng|Rà soát|Chỉ đạo"
    "|Triển khai|Đẩy mạnh|Tăng cường|Phấn đấu|Tiếp tục|Nâng cao|Hoàn thành|Kiểm tra|Hướng dẫn|Bố trí"
    "|Đề xuất|Báo cáo|Ban hành|Thường xuyên|Căn cứ|Bảo đảm|Đảm bảo|Quán triệt|Cụ thể hóa"
    "|Chịu trách nhiệm|Có trách nhiệm|Đôn đốc|Theo dõi|Khuyến khích|Huy động|Thành lập|Lồng ghép"
    "|Khẩn trương|Tuyên truyền|Giao|Yêu cầu|Nghiên cứu|Lập|Trình|Đổi mới|Phát huy|Ưu tiên|Kịp thời"
)
_NEWS_BEGINS = re.compile(
    rf"(?<=[{LOWER}%\d)”\"]) (?=(?:{_OPENERS})[ ,])|(?<=[^\W\d_?!]) (?=\([A-Z][\w.]{{2,20}}\) ?[-–])"
)
_TEXT_BEGINS = re.compile(rf"(?<=[{LOWER}]) (?=(?:{_OPENERS}|{_ACTS})(?![^\W\d_]))")
_ACT = re.compile(rf"(?:{_ACTS})(?![^\W\d_])")
_LONGEST_TITLE = 130  # characters of a numbered heading whose text follows it
_CLOSED = re.compile(r"[.:;?!]")
_HEADLINE = (30, 220)  # characters
# Sentences that change the subject or the speaker begin a paragraph.
_TURNS = re.compile(
    r"(?<=[.!?…”\"]) (?=(?:Về (?!việc)|Đối với |Trong lĩnh vực|Lĩnh vực|Phát biểu|Kết luận|Báo cáo tại"
    r"|Báo cáo với"
    r"|Cũng tại|Tại (?:hội nghị|buổi|cuộc|kỳ họp|phiên|đây)|Tại phần|Trước đó|Đến nay|Hiện nay"
    r"|Năm 20\d\d|Trong năm)"
    r"(?![^\W\d_]{4}))"
)
_ROW = re.compile(
    r"(?<=\|) (?=\| \**(?:S?TT|\d{1,3}|[IVX]{1,4})\.?\** \|)"
)  # a printed row behind another's bar
_OFFICIAL = re.compile(r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT")


def line_breaks(text: str) -> Iterator[tuple[int, int]]:
    """The spaces that stand for line breaks, in order."""
    if len(text) <= _LONG_LINE:
        return
    longest = _long_lines(text)
    if not longest or sum(end - start for start, end in longest) < _SPREAD * len(text):
        return
    for start, end in longest:
        found = set(_items(text, start, end))
        found |= set(_capitals(text, start, end))
        found |= {m.span() for m in _STAMPS.finditer(text, start, min(end, start + _HEAD))}
        found |= {m.span() for m in _TURNS.finditer(text, start, end)}
        if " | | " in text:
            found |= {m.span() for m in _ROW.finditer(text, start, end)}
        if _OFFICIAL.search(text, start, min(end, start + _HEAD)):
            found |= set(_official(text, start, min(end, start + _HEAD)))
        elif start < _HEAD:
            found |= set(_headline(text, start, end))
        yield from sorted(found)


def _official(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Between the parts of an official heading: issuer, motto, number, place and day, kind, subject."""
    last = start
    for found in _HEADING.finditer(text, start, end):
        yield found.span()
        last = found.end()
    kind = _KIND.search(text, last - 1, end)
    if kind is not None:
        yield kind.span()
        behind = _KIND_END.match(text, kind.start(), end)
        if behind is not None:
            yield behind.span(1)


def _headline(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Behind a report's headline, where its first sentence begins."""
    least, most = _HEADLINE
    found = _NEWS_BEGINS.search(text, start + least, min(end, start + most))
    if found is not None and _ENDED.search(text, start, found.start()) is None:
        yield found.span()


_ENDED = re.compile(rf"[^\W\d_]{{2,}}[.!?] [{UPPER}]")


def _long_lines(text: str) -> list[tuple[int, int]]:
    found = []
    start = 0
    if text.count("\n") > _MOST_LINES:
        return []
    for line in text.split("\n"):
        if len(line) > _LONG_LINE:
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Before the marks of items and headings."""
    due = {"number": 1, "roman": 1, "letter": 1, "article": 1}
    for mark in _MARK.finditer(text, start, end):
        at = mark.start()
        kind = str(mark.lastgroup)
        before = stripped_end(text, at, "*_ )")
        behind_stop = text[before - 1 : before] in _STOP
        if kind == "bullet":
            if behind_stop or _closes_heading(text, start, at) or _ACT.match(text, mark.end(kind)):
                yield at, at + 1
            continue
        if kind in {"decimal", "end", "part", "basis"}:
            if (
                behind_stop
                or kind in {"end", "basis"}
                or not _TAKES_NUMBER.search(text, max(start, at - 8), at)
            ):
                yield at, at + 1
                if kind == "decimal":
                    yield from _text_behind(text, mark.end(kind), end)
            continue
        value = _value(kind, mark[kind])
        follows = value in {due[kind], 1}
        if not behind_stop and (not follows or _TAKES_NUMBER.search(text, max(start, at - 8), at)):
            continue
        if behind_stop and kind == "number" and not follows and value > due[kind] + 1:
            continue
        due[kind] = value + 1
        if kind == "roman":
            due["number"] = due["letter"] = 1
        elif kind in {"number", "article"}:
            due["letter"] = 1
        yield at, at + 1
        if kind in {"number", "roman", "article", "decimal"}:
            yield from _text_behind(text, mark.end(kind), end)


def _text_behind(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Behind a numbered heading, where its text begins: "2. Sở Y tế Chủ trì rà soát …"."""
    found = _TEXT_BEGINS.search(text, start + 4, min(end, start + _LONGEST_TITLE))
    if found is not None and _CLOSED.search(text, start, found.start()) is None:
        yield found.span()


def _closes_heading(text: str, start: int, at: int) -> bool:
    """Whether capitals end before a bullet: "I. MỤC TIÊU - Thu hút …"."""
    before = _CAPITALS.search(text, max(start, at - 100), at)
    return before is not None and len(before[0].split()) >= _FEWEST_CAPITALS


def _capitals(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Behind a heading in capitals, where common letters begin."""
    for found in _CAPITALS_END.finditer(text, start, end):
        before = _CAPITALS.search(text, max(start, found.start() - 220), found.start())
        if before is None:
            continue
        words = [word for word in before[0].split() if word not in {"-", "–"}]
        long = sum(len(word.strip(",:;")) for word in words)
        numbered = _NUMBERED.search(text, max(start, before.start() - 12), before.start()) is not None
        if long > 3 * len(words) - 4 and len(words) >= (_FEWEST_CAPITALS if numbered else _SURE_CAPITALS):
            yield found.span()
            if text[before.start() - 2 : before.start() - 1] in _STOP and text[before.start() - 1] == " ":
                yield before.start() - 1, before.start()


_NUMBERED = re.compile(r"(?:[IVX]{1,5}|\d{1,2}|[A-H])[./)] $")
_ROMAN = {"I": 1, "V": 5, "X": 10}


def _value(kind: str, mark: str) -> int:
    words = mark.strip(" .)/:")
    if kind == "roman":
        values = [_ROMAN[c] for c in words]
        return sum(-v if v < max(values[n:]) else v for n, v in enumerate(values))
    if kind == "letter":
        return "abcdđeghiklmnopqrstuvxy".find(words) + 1
    return int(re.sub(r"\D", "", words) or 0)
