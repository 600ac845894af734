"""A name of what a number measures, and what is remembered of those before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dondoc.extraction.establishments import Establishment

LONGEST_NAME = 160  # characters

_DATELINE = re.compile(r"\((?:[A-ZĐ]{2,6}|[\w.-]+\.(?:vn|com|net))\)\s?[-–:]?\s?")  # "(TTXVN) - Tổng thu …"
_DIGIT = re.compile(r"\d")
_INNER_DATE = re.compile(
    r"\s?(?:(?:trong|của|cả|giai đoạn|đến|vào|tính đến)\s)*(?:(?:hết|cuối|đầu)\s)?(?:năm|giai đoạn|"
    r"quý (?:[IViv]+|[1-4])(?:/| năm)?|tháng \d{1,2}(?:/| năm)?)\s?"
    r"(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?|\s?(?:trong )?\d{1,2} tháng(?: đầu năm| qua)?(?!\w)",
    re.IGNORECASE,
)  # fmt: skip
# "tổng đàn vào thời điểm 6 giờ", "mực nước lúc 7 giờ": a time of day; "vốn đầu tư 2" of two stages
_AT_HOUR = re.compile(
    r" (?:tính |tính đến |vào |tại )?(?:(?:lúc|thời điểm) (?:\d{1,2} ?(?:giờ|h))?|\d{1,2} giờ)$"
)
_SO_MANY_STAGES = re.compile(r"(?:(?<= đầu tư)|(?<= dự toán)|(?<= chi phí)|(?<= kinh phí)) \d$")
_THIS_YEAR = re.compile(r"\s?(?:trong |của )?năm nay(?!\w)")
_TALLY_BEFORE = re.compile(r"(?:,? (?:là|đạt|được))?:?\s*\d[\d.,]*\s?/\s?\d[\d.,]*\s*=$")
_YEARS_OF = re.compile(r"(?<= bình quân) \d{1,2}(?! ?năm)(?!\w)")
_ROOMY = 40  # characters of a name that may hold an aside worth leaving out
_LONG_ASIDE = re.compile(r"\s*\([^()]{26,}\)")
_LIST_MARK = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}[.)]|(?:19|20)\d\d)\s*[-–]?\s+(?=[^\W\d])")
# Nouns before a proper name that are capitals only where a sentence begins.
_KINDS = frozenset(["Xã", "Phường", "Thôn", "Huyện", "Tỉnh", "Tuyến", "Đoạn", "Dự"])
# The last words of the loose ends: what ends with none of them has none.
_COUNTRIES = frozenset(["Mỹ", "Anh", "Nga", "Đức", "Ý", "Pháp", "Nhật", "Hàn", "Lào", "Úc", "Bỉ", "EU"])
_MORE_THAN_THEN = re.compile(r" hơn (?:so với )?(?:cùng kỳ|kế hoạch|dự toán|năm (?:trước|ngoái))(?!\w).*$")
# "mới giải ngân được 97 tỷ đồng": the adverb is no part of what is done
_ADVERB_FIRST = re.compile(r"(?:mới|chỉ|cũng|vẫn) (?=giải ngân|thu(?! nhập| hút)|chi(?!\w))", re.IGNORECASE)
# "tỉnh đặt chỉ tiêu GRDP tăng 8,5%", "để GRDP cả năm đạt mục tiêu tăng 8%": what is aimed at, and no more
_AIM_FIRST = re.compile(r"^(?:[^\W\d]+ ){0,3}(?:đặt|đề) (?:ra )?(?:chỉ tiêu|mục tiêu) (?=[^\W\d])")
_AIM_END = re.compile(r"(?: cả năm)? (?:đạt|theo|như) (?:mục tiêu|chỉ tiêu)$")
_ADVERBS_BEGIN = ("mớ", "Mớ", "ch", "Ch", "cũ", "Cũ", "vẫ", "Vẫ")
_LOOSE_WORDS = frozenset(
    ["và", "hoặc", "hay", "với", "cùng", "của", "cho", "là", "thì", "mà", "đó", "đã", "sẽ", "vào", "đến",
     "trong", "nhưng", "được"]
)  # fmt: skip
_LOOSE_END = re.compile(
    r"(?<!bên)(?<!ra)(?<!bản)(?<!khách)(?<!đầu)[\s,;][\s,;]*(?:và|hoặc|hay|với|cùng|của|cho|là|thì|mà|"
    r"trong đó|đã|sẽ|vào|đến|trong|so với|nhưng|được)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Name:
    """A name, the step that found it, and where its words stand (None where they are put together)."""

    words: str
    how: str
    start: int = -1
    end: int = -1
    confidence: float = 0.9


@dataclass(slots=True)
class Memory:
    """What was named before: a clause may leave out what another has said."""

    last: Name | None = None  # of the quantity before
    last_at: int = -1  # where that quantity stands
    whole: Name | None = None  # of the last quantity that is no part of another
    whole_unit: str = ""
    wholes: dict[str, Name] = field(default_factory=dict)  # unit → the same in it
    counted: dict[str, Name] = field(default_factory=dict)  # unit → what was counted in it last
    parent: Name | None = None  # the last label that says what it measures: "- Chi thường xuyên: …"
    totals: dict[str, Name] = field(default_factory=dict)  # unit → the last sum of all: "tổng kinh phí …"
    topics: dict[str, str] = field(default_factory=dict)  # "thu" → what the document means by it
    measures: dict[str, Name] = field(default_factory=dict)  # unit → the last name that says what it measures
    index: tuple[int, int] | None = None  # where a text of scores names its index; None: not looked for yet
    of_all: dict[str, str] = field(default_factory=dict)  # unit → what was counted last, of no one's own
    # Of the sentence being read:
    told: dict[str, str] = field(default_factory=dict)  # of `of_all` what it has put another for
    things: Name | None = None  # what was counted last
    unit: str = ""  # of the last quantity, without its scale
    by_unit: dict[str, Name] = field(default_factory=dict)  # what was named last in each unit
    event: str = ""  # what happened, so that its effects may be named: "tai nạn giao thông"
    queue: list[str] = field(default_factory=list)  # "A và B lần lượt đạt x và y": the subjects still to come
    action: str = ""  # what was done to what was counted last
    prefix: str = ""  # what the last part was completed with
    names: list[Name] = field(default_factory=list)
    side_of: str = ""  # the subject whose sides are told one by one
    bracket: tuple[int, str, str] = (-1, "", "")  # where one opened, what was named before it, in which unit
    works: list[Establishment] | None = (
        None  # where the text names a project or a firm; None: not gathered yet
    )
    conditioned: list[tuple[int, str]] | None = None  # whom conditions are for; None: not gathered yet
    given: str = ""  # what was done to people: "khen thưởng 12 tập thể, 7 cá nhân và 6 hộ …"
    given_end: int = 0  # where the last number of them ended
    item_label: str = ""  # the label of the item whose values follow, each with its own scope
    series: str = ""  # the unit of a measure told of one after the other: "Đông Sơn 12 tỷ, Phú Hải 9 tỷ"
    into: str = ""  # what the shares told are contributed to: "vào mức tăng trưởng chung"
    listed: str = ""  # what the sentence has counted last: "có 8 tiêu chí tăng là: …"
    bare: Name | None = None  # things counted by a number without its noun: "Số trường đạt chuẩn là 141"
    owner: str = ""  # who "có" said has what was named
    paid: str = ""  # what is paid to each: "hỗ trợ mỗi xã 300 triệu đồng, thôn 50 triệu đồng"
    growth: tuple[str, str] = ("", "")  # the growth that was compared, and what grew
    lead: str = ""  # a measure named before ":" whose items follow

    def begin(self, lead: str) -> None:
        """A new sentence begins; `lead` is what it names before a ":"."""
        self.things = self.bare = None
        self.unit = self.event = self.side_of = self.prefix = self.action = self.item_label = self.owner = (
            self.given
        ) = self.series = self.listed = self.into = ""
        self.told = {}
        self.growth = ("", "")
        self.paid = ""
        self.queue = []
        self.names = []
        self.by_unit = {}
        self.lead = lead

    def count_all(self, unit: str, words: str) -> None:
        """What was counted last in a unit, of no one's own."""
        self.told.setdefault(unit, self.of_all.get(unit, ""))
        self.of_all[unit] = words

    def counted_before(self, unit: str) -> str:
        """The same before the sentence began."""
        return self.told.get(unit, self.of_all.get(unit, ""))


def inside_a_name(words: str, kinds: frozenset[str] = _KINDS) -> str:
    """Words that began a sentence, as they stand within one: "Cầu Bến Lội dài 420 m" → cầu Bến Lội."""
    first, space, rest = words.partition(" ")
    return f"{first.lower()}{space}{rest}" if first in kinds else words


def tidy(name: str) -> str:
    """A name without the dates inside it, in lower case where only its first letter is a capital."""
    if name.startswith("("):
        name = _DATELINE.sub("", name)
    if _DIGIT.search(name):
        name = _SO_MANY_STAGES.sub("", _AT_HOUR.sub("", _INNER_DATE.sub("", name)))
    if len(name) > _ROOMY:
        name = _LONG_ASIDE.sub("", name)
    if name[:2] in _ADVERBS_BEGIN:
        name = _ADVERB_FIRST.sub("", name)
    if " mục tiêu" in name or " chỉ tiêu " in name:
        name = _AIM_END.sub("", _AIM_FIRST.sub("", name))
    if " hơn " in name:
        name = _MORE_THAN_THEN.sub("", name)
    if "năm nay" in name:
        name = _THIS_YEAR.sub("", name)
    name = _YEARS_OF.sub("", name) if "bình quân " in name else name
    if name.endswith("="):  # "tiêm phòng cho đàn bò là 971/876 = 110,8%"
        name = _TALLY_BEFORE.sub("", name)
    name = " ".join(name.split()).strip(" ,;:.-–“”\"'•*+/…")
    if name[:1].isdigit() and (mark := _LIST_MARK.match(name)) is not None:
        name = name[mark.end() :]
    while name[max(name.rfind(" "), name.rfind(","), name.rfind(";")) + 1 :].lower() in _LOOSE_WORDS and (
        loose := _LOOSE_END.search(name)
    ):
        name = name[: loose.start()]
    if name.count("“") > name.count("”"):
        name += "”"
    if name.count("(") != name.count(")"):
        name = name.replace("(", " ").replace(")", " ").replace("  ", " ").strip()
    if len(name) > LONGEST_NAME:
        name = name[:LONGEST_NAME].rpartition(" ")[0]
    first, _, rest = name.partition(" ")
    if name in _COUNTRIES:
        return name
    if (first[:1].isupper() and first[1:].islower() and not rest[:1].isupper()) or (
        len(first) == 1 and first.isupper()
    ):
        name = name[:1].lower() + name[1:]
    return name


def small(name: str) -> str:
    """A name's beginning in lower case, unless it is a name or an abbreviation."""
    first, _, rest = name.partition(" ")
    return (
        name
        if first.isupper() or (rest[:1].isupper() and first[:1].isupper())
        else name[:1].lower() + name[1:]
    )
