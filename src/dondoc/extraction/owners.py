"""Whose a measure is that stands without its thing: "với tổng vốn đăng ký …", "dân số khoảng 24.000 người".

A measure of nothing but general words belongs to what was counted before in the sentence, to the owner that
"có" has named, or to the crop whose area was told.
"""

from __future__ import annotations

import re

from dondoc.extraction.names import Name
from dondoc.extraction.subjects import Subjects

_LONGEST = 7  # words of a measure that may stand without its thing
_OWNS = re.compile(r"(.{3,70}?) (?:hiện |sẽ |phải |đã |cần )*có (?=\S)", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"(?:con số|mức|số|chỉ số|tỷ lệ|chỉ tiêu|kết quả|khoản|nguồn)(?: tiền| vốn| thu)? (?:này|đó|trên)|"
    r"đây|(?:so với )?kết quả|(?:thực tế )?lũy kế|thực tế(?: lũy kế)?"
)
_RATES = ("tỷ lệ ", "tỉ lệ ", "tỷ trọng ")
_CUT_OFF = (" thu", " chi")
_STANDS_ALONE = re.compile(
    r"(?:mức|định mức) (?:hỗ trợ|chi|thưởng|trợ cấp|khoán|thu|vay)(?: tối đa| tối thiểu)?"
    r"|diện tích(?: tối thiểu| tối đa)?|thời gian (?:hỗ trợ|vay|thực hiện)|quy mô(?: tối thiểu| tối đa)?"
    r"|trọng lượng|khối lượng|số lượng(?: tối đa| tối thiểu)?|kinh phí|tổng kinh phí|số tiền|tổng số tiền"
)
_RATE_PAID = re.compile(r"tỷ lệ (.{3,}) được (?:hỗ trợ|thưởng|trợ cấp)(?: một lần)?(?: đối với .*)?")
_MEASURED = re.compile(r"^(?:tỷ lệ|số(?: lượt| lượng)?|tổng số|mức) ")
_FEWEST = 6  # characters
_VISITS = ("số lượt khách", "số khách", "số du khách", "tổng lượt khách")
_OTHER = ("thu nhập", "thu hút")  # no revenue
_EACH_DAY = re.compile(r"((?:mỗi|một) (?:ngày|tháng|năm|tuần)) (.{2,40}?) (thu|chi)", re.IGNORECASE)
_DUTY = re.compile(r" (?:phải|cần|sẽ|đã|chỉ)$")
_OPEN = (" từ", " cho", " khác")
_CUT_SHORT = frozenset(["thu", "chi"])
_CLASSIFIERS = frozenset(["căn", "chiếc", "bộ", "suất", "cái", "ngôi", "con", "mũi", "liều", "ca"])
_CROP = re.compile(
    r"(?:tổng )?(?:diện tích|năng suất|sản lượng)(?: gieo \w+| thu hoạch)?(?: bình quân)?"
    r" (\S+(?: \S+){0,3})",
    re.IGNORECASE,
)


_ACROSS = (" qua ", " tại ", " ở ", " trên ", " đến ", " giữa ")
_SAYS_WHAT = ("đầu tư công",)  # of general words all the same
SHEET = ("số chỉ tiêu", "số tiêu chí", "số mục tiêu", "chỉ tiêu")


class Owners(Subjects):
    """Finds the owner of a bare measure."""

    def _whose(self, said: str, left: tuple[int, int]) -> Name | None:
        """A measure without its thing belongs to what was counted or named as its owner before."""
        words = said.lower().split()
        daily = _EACH_DAY.fullmatch(said)
        if daily is not None and (full := self._topic([daily[3]])) is not None:
            who = _DUTY.sub("", daily[2]).strip()
            return Name(f"{full} {who} {daily[1].lower()}", "subject", *left, 0.6)
        if said.endswith(_CUT_OFF) and said[:-4].strip() and said[0].isupper() and len(words) <= _LONGEST:
            full = self._topic(words[-1:])  # "Phú An thu 450 tỷ đồng"
            return Name(f"{full} {said[:-4].strip()}", "subject", *left, 0.6) if full else None
        if len(words) > _LONGEST or not all(word in self.words.general for word in words):
            return None
        if said.lower().endswith(_SAYS_WHAT):
            return None
        things = self.memory.things
        if things is not None and 0 <= things.end <= left[0] and ";" in self.flat[things.end : left[0]]:
            things = None
        if things is not None and words[0] == "doanh" and things.words.startswith(_VISITS):
            return Name(f"{said} du lịch", "part", *left, 0.6)
        if things is not None and self.flat.endswith(_ACROSS, 0, things.start):
            things = None  # "đi qua 5 huyện, tổng vốn 900 tỷ đồng": of what goes there
        if words[:2] == ["dân", "số"] and not self.flat.endswith("với ", 0, left[0]):
            things = None  # "… có 146 xã; dân số 840.000 người": not the communes'
        if things is not None and things.words.startswith(SHEET):
            things = None  # "12 chỉ tiêu đạt kế hoạch, trong đó vốn thực hiện …": aims own nothing
        if things is not None:
            return Name(f"{said} {things.words.removeprefix('số ')}", "part", *left, 0.7)
        if (topic := self._topic(words)) is not None:
            return Name(topic, "subject", *left, 0.6)
        last = self.memory.last
        if last is None or not self.memory.unit:
            return None
        if not last.words.startswith(_RATES):
            owner = _OWNS.match(last.words)
            whose = owner[1] if owner is not None else self.memory.owner
            if whose and (owner is not None or last.words.endswith(whose)):
                return Name(f"{said} {whose}", "part", *left, 0.6)
        crop = _CROP.fullmatch(last.words) if _CROP.match(f"{said} x") else None
        if crop is not None:
            return Name(f"{said} {crop[1]}", "part", *left, 0.7)
        return None

    def _of_before(self, said: str, left: tuple[int, int], previous: Name | None) -> Name | None:
        """“hỗ trợ 100% chi phí chứng nhận, mức hỗ trợ không quá 60 triệu đồng”: of the same thing."""
        if (
            previous is None
            or previous.words.startswith("thời gian ")
            or _STANDS_ALONE.fullmatch(said.lower()) is None
        ):
            return None
        paid = _RATE_PAID.fullmatch(previous.words)
        thing = _MEASURED.sub("", previous.words) if paid is None else paid[1]
        last = said.rpartition(" ")[2]
        if len(thing) < _FEWEST or thing.lower().startswith(said.lower()):
            return None
        if said.lower().startswith("mức") and thing.lower().startswith(said.lower()[4:]):
            return Name(f"mức {thing}", "part", *left, 0.65)
        joined = thing if thing.split(" ")[0] != last else thing.partition(" ")[2]
        return Name(f"{said} {joined}", "part", *left, 0.6)

    def _kind_of(self, noun: str, left: tuple[int, int]) -> str:
        """“hoàn thành 1.360 căn nhà ở xã hội; … 8.840 căn”: a word that only counts takes its thing again."""
        own = self.flat[slice(*left)]
        if own and not own.startswith("hoàn thành") and self.words.action.match(own) is None:
            return noun
        if noun.lower() not in _CLASSIFIERS or (same := self.memory.counted.get(noun.lower())) is None:
            return noun
        whole = self.memory.of_all.get(noun.lower(), "")  # not "ca cộng đồng", told as a part of all
        said = (whole or same.words).removeprefix("số ")
        return said if said.lower().startswith(f"{noun.lower()} ") else noun

    def _back_to(self, start: int, end: int) -> bool:
        """Whether the words point back: "con số này", "mức đó"."""
        return _POINTS_BACK.fullmatch(self.flat, start, end) is not None

    def _topic(self, words: list[str]) -> str | None:
        """“năm 2011 thu 224.989 tỷ đồng” in a text about thu ngân sách: what it says in full elsewhere."""
        bare = words[-1]
        if bare not in _CUT_SHORT:
            return None
        full = self.memory.topics.get(bare)
        if full is None:
            heads = self.context.hits("heads")
            within = [self.flat.find(f"{bare} ", start, end) for start, end, _ in heads]
            places = [at for at in within if at >= 0 and self.flat[at - 1 : at] in {"", " ", "\n"}]
            places += [end - len(bare) for _, end, _ in heads if self.flat.endswith(f" {bare}", 0, end)]
            found = [self.words.head.match(self.flat, place) for place in places]
            said = [
                head[0]
                for head in found
                if head is not None and not head[0].startswith(_OTHER) and not head[0].endswith(_OPEN)
            ]
            full = max(dict.fromkeys(said), key=said.count) if said else ""
            self.memory.topics[bare] = full
        return " ".join((*words[:-1], full)) if full else None
