"""What stands after a number: "%", "nghìn tỷ đồng", "triệu đồng/người/năm", "sản phẩm", "điểm %".

    UnitReader(packs).at("16.900 tỷ đồng so với năm trước", 6)  →  "tỷ đồng", a sum of money

A unit is written one way whatever the text's spelling: tỉ → tỷ, hecta → ha, đô la Mỹ → USD. Words come from
the packs `units`, `count_nouns` and `not_counted`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dondoc.packs import Packs
from dondoc.text.matcher import trie_pattern
from dondoc.text.normalize import fold, stripped_end

SCALE_POWERS = {"nghìn": 3, "vạn": 4, "triệu": 6, "tỷ": 9}  # powers of ten
_SCALE = re.compile(
    r"(nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?:(?!\w)(?! (?:lệ|trọng|suất|phú|giá))|(?=(?:đồng|vnđ|usd)(?!\w)))"
    r"|(tr)\.? ?(?=(?:đ|đồng|vnđ|vnd|usd)(?!\w))"  # "12tr.đ", "85 trđ/người"
)
_SCALE_NAMES = {"ngàn": "nghìn", "tỉ": "tỷ", "tr": "triệu"}
_PER = re.compile(
    r"\s?/\s?(?=[^\W\d]|1\.?0?00|100?\.000|100|1 )((?:\d[\d.]* )?(?:người dân|người|năm|tháng|"
    r"ngày đêm|ngày|giờ|phút|"
    r"ha|hộ|m2|m²|m3|m³|km2|km|vạn dân|dân|"
    r"biên chế|lao động|tấn|kg|con|sản phẩm|lượt|ca|vụ|đêm|quý|tuần|usd|học sinh|hecta|héc ta|căn|xã|huyện|"
    r"đơn vị|suất|cơ sở|nhân khẩu|khẩu|lít|lượng|chỉ|thùng|"
    r"bao|quả|trái|bó|cặp|đôi|cuốn|buổi|tiết|kwh|mét|m|bình|chai|lon|"
    r"trường hợp|hồ sơ|đảng viên|thôn|bản|ấp|nhiệm kỳ|trẻ|phụ nữ|chu kỳ|mô hình|sào|cây|hội viên|"
    r"thành viên|cán bộ|giáo viên))(?!\w)"
)
# Offices that a text does not count by themselves, but tells in one breath: "14 sở, ngành, địa phương".
_OFFICES = ("bộ", "sở", "ngành", "bộ, ngành", "địa phương", "ban", "đoàn thể")
_JOINED = re.compile(r", (?=[^\W\d])")
_JOINED_AGAIN = re.compile(r"(?:, |,? (?:và|hoặc) )(?=[^\W\d])")
_EACH_ONE = re.compile(r"/(?:\s?0?1 )?")  # "30 triệu đồng/01 phòng học"
_GAP = re.compile(r"[ \u00a0]{0,2}")


class Unit(NamedTuple):
    """A unit read at some place of a text."""

    start: int  # of its first word
    end: int
    symbol: str  # "nghìn tỷ đồng", "%", "sản phẩm"; "" where only a scale stands ("1,1 triệu")
    dimension: str  # percent, money, area, count, times …; "not_counted"; "scale" where only a scale stands
    power: int = 0  # of ten: what the scale words multiply by
    weak: bool = False  # a noun that texts also count for their own order

    @property
    def is_count(self) -> bool:
        return self.dimension == "count"


class UnitReader:
    """Reads the unit after a number; made once for a set of packs."""

    def __init__(self, packs: Packs) -> None:
        forms: dict[str, tuple[str, str, bool]] = {}
        chains: dict[str, str] = {}
        stops: dict[str, tuple[str, ...]] = {}
        for entry in packs.entries("not_counted"):
            forms.update({fold(form): (form, "not_counted", True) for form in entry["forms"]})
        for entry in packs.entries("count_nouns"):
            weak = bool(entry.get("weak"))
            unit = entry.get("unit")  # "hộ gia đình" are counted in "hộ"
            forms.update({fold(form): (unit or fold(form), "count", weak) for form in entry["forms"]})
            if "chain" in entry:
                chains.update({fold(form): str(entry["chain"]) for form in entry["forms"]})
            if entry.get("never_before"):
                stops.update({fold(form): tuple(entry["never_before"]) for form in entry["forms"]})
        for entry in packs.entries("units"):
            for form in entry["forms"]:
                forms[fold(form)] = (entry["symbol"], entry["dimension"], False)
                if entry.get("never_before"):
                    stops[fold(form)] = tuple(entry["never_before"])
        self._forms = forms
        self._stops = stops
        self._chains = {**dict.fromkeys(_OFFICES, "cơ quan"), **chains}
        self._pattern = re.compile(  # "đạt 91,1%KH"
            rf"(?:{trie_pattern(forms)})(?:(?!\w)|(?<=%)(?=(?:kh|dt|ct|so|kế hoạch|dự toán)(?!\w)))"
        )

    def at(self, folded: str, position: int) -> Unit | None:
        """The unit at `position` of a folded text, after at most two spaces; None where none is."""
        gap = _GAP.match(folded, position)
        at = start = gap.end() if gap else position
        scales: list[str] = []
        power = 0
        while (scale := _SCALE.match(folded, at)) is not None:
            said = scale[1] or scale[2]
            name = _SCALE_NAMES.get(said, said)
            scales.append(name)
            power += SCALE_POWERS[name]
            gap = _GAP.match(folded, scale.end())
            at = gap.end() if gap else scale.end()
        scaled_end = stripped_end(folded, at) if scales else at
        match = self._pattern.match(folded, at)
        if match is not None and not scales and self._stopped(folded, match):
            shorter = match[0].rfind(" ")  # "80% điểm du lịch": what is left is "%"
            match = self._pattern.match(folded, at, at + shorter) if shorter > 0 else None
        if match is None:
            if not scales:
                return None
            symbol, end = self._with_per(folded, " ".join(scales), scaled_end)
            return Unit(start, end, symbol, "scale", power)
        symbol, dimension, weak = self._forms[match[0]]
        if (last := self._chained(folded, match)) > match.end():
            symbol = folded[match.start() : last]
            dimension = "not_counted" if match[0] in _OFFICES else dimension
            whole, end = self._with_per(folded, " ".join([*scales, symbol]), last)
            return Unit(start, end, whole, dimension, power, weak)
        if dimension == "not_counted" and scales:
            return Unit(start, scaled_end, " ".join(scales), "scale", power)
        whole, end = self._with_per(folded, " ".join([*scales, symbol]), match.end())
        return Unit(start, end, whole, dimension, power, weak)

    def _chained(self, folded: str, first: re.Match[str]) -> int:
        """Where nouns of one kind end that a comma joins: "cán bộ, công nhân", "cơ quan, tổ chức, đơn vị"."""
        end = first.end()
        chain = self._chains.get(first[0]) or self._chains.get(first[0].rpartition(", ")[2])
        if chain is None:
            return end
        joined = _JOINED.match(folded, end)
        while joined is not None:
            noun = self._pattern.match(folded, joined.end())
            kind = self._chains.get(noun[0]) if noun is not None else None
            if (
                noun is None
                or noun[0] == first[0]
                or not (kind == chain or (chain == "cơ quan" and kind == "tổ chức"))
            ):
                break
            end = noun.end()
            joined = _JOINED_AGAIN.match(folded, end)
        return end

    def _stopped(self, folded: str, match: re.Match[str]) -> bool:
        stops = self._stops.get(match[0])
        if stops is None:
            return False
        following = folded[match.end() : match.end() + 8].split()
        return bool(following) and folded[match.end()] == " " and following[0].strip(".,;:") in stops

    def _with_per(self, folded: str, symbol: str, end: int) -> tuple[str, int]:
        """The symbol with what stands after "/": triệu đồng/người/năm."""
        while (per := _PER.match(folded, end)) is not None:
            noun = per[1].removeprefix("1 ")
            symbol += "/" + {"hecta": "ha", "héc ta": "ha", "m²": "m2", "m³": "m3"}.get(noun, noun)
            end = per.end()
        one = _EACH_ONE.match(folded, end)
        if one is not None and (noun := self._pattern.match(folded, one.end())) is not None:
            form, dimension, _ = self._forms[noun[0]]
            if dimension == "count":
                return self._with_per(folded, f"{symbol}/{form}", noun.end())
        return symbol, end


@lru_cache(maxsize=1_000)  # a document names few units, and each again and again
def power_of(symbol: str | None) -> tuple[int, str]:
    """The power of ten of a unit's scale words, and the unit without them.

    >>> power_of("nghìn tỷ đồng")
    (12, 'đồng')
    """
    words = (symbol or "").split(" ")
    power = 0
    while words and words[0] in SCALE_POWERS:
        power += SCALE_POWERS[words.pop(0)]
    return power, " ".join(words)
