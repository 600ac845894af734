"""What a bare measure is of, where an earlier sentence has named it.

"Tỉnh sẽ triển khai dự án bến cá Bình Sơn. Diện tích 60 ha"         diện tích dự án bến cá Bình Sơn
"Cục Hải quan Phú Sơn … Số thu của đơn vị đạt 1.240 tỷ đồng"          số thu của Cục Hải quan Phú Sơn
"Có 60 doanh nghiệp mới. Số vốn đăng ký 400 tỷ đồng"                  số vốn đăng ký doanh nghiệp mới
"Nhà thầu phải đáp ứng: vốn điều lệ từ 50 tỷ đồng trở lên"            vốn điều lệ nhà thầu

Nobody can say what "tổng vốn" is without its project: a name of such words alone is completed with the last
project, office or kind of accident that the text has named.
"""

from __future__ import annotations

import re

from dondoc.extraction import conditions, establishments, votednames
from dondoc.extraction.bodies import clean, last_body
from dondoc.extraction.establishments import Establishment
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.names import Name
from dondoc.extraction.topics import Topics

_REACH = 1500  # characters back to what is meant
_KIND = (
    r"(?:vốn|vốn (?:đầu tư|đăng ký)|đầu tư|diện tích|diện tích (?:sử dụng )?đất|diện tích mặt nước"
    r"|sử dụng đất|quy mô"
    r"|công suất(?: thiết kế)?|chiều dài|kinh phí|vốn góp của nhà đầu tư"
    r"|chi phí|chi phí (?:đầu tư|xây dựng|xây lắp|gpmb|giải phóng mặt bằng)|giá trị"
    r"|giá (?:đất )?(?:đền bù|bồi thường)(?: đất)?"
    r"|ngân sách (?:trung ương|địa phương|tỉnh|huyện))"
)
_WORK = r"(?:dự án|công trình|nhà máy|khu công nghiệp|kcn|cụm công nghiệp|ccn|khu đô thị|tuyến đường)"
_BARE = re.compile(
    rf"(?:{_WORK}(?: này)? (?:có |với )?)?(?:tổng )?(?:số |mức |quy mô |nguồn )?{_KIND}"
    rf"(?: (?:của |cho )?{_WORK}(?: này)?)?",
    re.IGNORECASE,
)
_OF_PROJECT = re.compile(rf" (?:của |cho )?{_WORK}(?: này)?$", re.IGNORECASE)
_HAS = re.compile(rf"^{_WORK}(?: này)? (?:có |với )?", re.IGNORECASE)
# What is told of a firm or of its people, where nothing says whose it is.
_OF_A_FIRM = re.compile(
    r"(?:tổng |quy mô )?(?:doanh thu|doanh số|lợi nhuận|nộp ngân sách|tổng tài sản|vốn điều lệ"
    r"|giá trị xuất khẩu|sản lượng)"
    r"(?: (?:của )?(?:công ty|đơn vị|doanh nghiệp|hợp tác xã|htx|tập đoàn|nhà máy))?"
    r"|số (?:thành viên|công nhân|lao động|cán bộ, công nhân viên|xã viên)",
    re.IGNORECASE,
)
_PROJECT = re.compile(
    r"([Dd]ự án (?<!\d [Dd]ự án )(?<!\b(?:ba|số) [Dd]ự án )(?<!\b(?:hai|các) [Dd]ự án )"
    r"(?<!\bnhiều [Dd]ự án )(?<!\bnhững [Dd]ự án )"
    r"(?!này|trên|đó|đầu tư công|được|đã|có|với|là|và|do|cho|nào|mới|khác|FDI)"
    r"[^,.;:()\n“”\"]{6,110}?)"
    r"(?=[,.;:()\n“”\"]"
    r"| (?:có|với|do|được|là|sẽ|đã|tại|trên|vẫn|chưa|đang|vào|từ|theo|bị|phải|nhằm|để|gồm|thuộc)\b)"
)
# "số thu của đơn vị", "toàn Chi cục nộp 5 tỷ đồng": the office named before
_UNIT_ITSELF = re.compile(
    r"(?<!\w)(?:của |toàn )?(đơn vị|cơ quan|cục|chi cục)(?: này)?"
    r"(?=$| (?:(?:cũng|đã|thực hiện|tiếp tục|ước) )*(?:thu|nộp)(?!\w))",
    re.IGNORECASE,
)
_DOING = re.compile(r"^(?:(?:cũng|đã|thực hiện|tiếp tục|ước) )+")
_HARM = re.compile(r"số (?:vụ|vụ tai nạn|người chết|người bị thương|người tử vong)")
_EVENT = re.compile(r"(?<!\w)(?:tai nạn giao thông|tngt|tai nạn lao động|đuối nước|cháy nổ)(?!\w)")
_RAISED = "huy động"
_PROGRAMME = re.compile(
    r"(?<!\w)((?:chương trình|phong trào|cuộc vận động|đề án|dự án|chiến dịch) (?!này|đó|trên|mục tiêu)"
    r"[^,.;:()\d\n]{4,60}?)"
    r"(?= (?:được|đã|có|là|luôn|tiếp tục|đang|ngày càng|lan|trở|góp|giúp|trên địa bàn|tại|ở|nhận|thu hút"
    r"|cơ bản)(?!\w)|[,.;:])"
)
_LIMITS = frozenset({"at_least", "at_most", "more_than", "less_than", "range"})
_OF_THESE = re.compile(
    r"^(?:(?:(?:tổng )?số(?: lượng)?|tỷ trọng|tỷ lệ|cơ cấu) )?(?:(?:các|những) )?", re.IGNORECASE
)
_LONGEST_WHOM = 14  # words
_PAID_OUT, _PUBLIC = "giải ngân", "đầu tư công"


class Antecedents(Topics):
    """Completes names that say only what kind of measure it is."""

    def _meant(self, found: Name, quantity: Quantity) -> None:
        """Adds the project, the office or the event that a bare measure belongs to."""
        if quantity.dimension in {"count", "tally"} and (on := self._voted_on(found, quantity)):
            found.words = f"{found.words} {on}"
        elif _HARM.fullmatch(found.words) is not None:
            self._of_event(found, quantity)
        elif found.words.lower() == _PAID_OUT and self.flat.find(_PUBLIC, 0, quantity.start) >= 0:
            found.words = f"{_PAID_OUT} vốn {_PUBLIC}"
        elif quantity.dimension == "money" and found.words.lower() == _RAISED:
            found.words = f"vốn {_RAISED}{self._programme(quantity)}"
        elif self._of_conditioned(found, quantity):
            pass
        elif quantity.dimension in {"money", "percent"} and _UNIT_ITSELF.search(found.words) is not None:
            self._of_office(found, quantity)
        elif _BARE.fullmatch(found.words) is not None and quantity.dimension not in {"percent", "rank"}:
            self._of_project(found, quantity)
        elif _OF_A_FIRM.fullmatch(found.words) is not None and quantity.dimension not in {"percent", "rank"}:
            self._of_firm(found, quantity)

    def _voted_on(self, found: Name, quantity: Quantity) -> str:
        """“Với Nghị quyết về học phí, 45/46 đại biểu tán thành”: what the vote was on, or whom."""
        if "nghị quyết" in found.words.lower() or not quantity.noun_start:
            return ""
        low = self.context.sentence_at(quantity.at)[0]
        if whose := votednames.whose(self.context.text, low, quantity.start, quantity.end, quantity.unit):
            return "" if whose in found.words.lower() else f"của {whose}"
        on = votednames.matter(self.flat, self.context.text, low, quantity.start, quantity.end, quantity.unit)
        return "" if votednames.says_already(found.words, on) else on

    def _of_conditioned(self, found: Name, quantity: Quantity) -> bool:
        """“Điều kiện đối với nhà thầu: vốn điều lệ từ 50 tỷ đồng”: whom the conditions are for."""
        if quantity.bound not in _LIMITS or quantity.dimension in {"percent", "rank"}:
            return False
        if _BARE.fullmatch(found.words) is None and _OF_A_FIRM.fullmatch(found.words) is None:
            return False
        if self.memory.conditioned is None:
            self.memory.conditioned = conditions.find(self.flat)
        low = quantity.start - _REACH
        whom = [said for at, said in self.memory.conditioned if low <= at <= quantity.start]
        if not whom:
            return False
        found.words = f"{found.words} {whom[-1]}"
        return True

    def _programme(self, quantity: Quantity) -> str:
        """“Chương trình … được triển khai. Toàn huyện huy động 100 tỷ đồng”: what its paragraph is on."""
        low = self.context.line_at(quantity.start)[0]
        if low > 1 and self.flat[low - 2] != "\n":
            low = self.context.line_at(low - 2)[0]  # a page of one sentence a line
        named = _PROGRAMME.findall(self.flat, low, quantity.start)
        return f" {' '.join(named[-1].split())}" if named else ""

    def _of_project(self, found: Name, quantity: Quantity) -> None:
        low = quantity.start - _REACH
        named = [work for work in self._works() if low <= work.end <= quantity.start and not work.firm]
        measure = _HAS.sub("", _OF_PROJECT.sub("", found.words))
        told = self._told_before(quantity) if measure == found.words else None
        if told is not None and (not named or named[-1].end < told[0]):
            found.words = f"{measure} {told[1]}"
        elif named:
            found.words = f"{measure} {named[-1].name}"

    def _told_before(self, quantity: Quantity) -> tuple[int, str] | None:
        """Where the sentence before begins and whom it counts, where it counts some: "60 hợp tác xã mới"."""
        start = self.context.sentence_at(quantity.at)[0]
        last, at = self.memory.last, self.memory.last_at
        if last is None or at < 0 or at >= start or "\n" in self.flat[at:start].replace("\n", "", 1):
            return None
        before = self.context.sentence_at(at)
        if self.context.sentence_at(max(0, start - 3)) != before:
            return None
        whom = _OF_THESE.sub("", last.words)
        whom = whom[:1].lower() + whom[1:]
        if self.words.noun.match(whom) is None or len(whom.split()) > _LONGEST_WHOM:
            return None
        return before[0], whom

    def _of_firm(self, found: Name, quantity: Quantity) -> None:
        """“Hợp tác xã Tân Mỹ có 64 thành viên. Doanh thu đạt 11 tỷ đồng”: the firm its paragraph is about."""
        low = self.context.line_at(quantity.start)[0]
        if found.how == "unit":
            low = max(low, self.context.sentence_at(quantity.start)[0])
        named = [work for work in self._works() if low <= work.end <= quantity.start]
        if named:
            found.words = f"{_UNIT_ITSELF.sub('', found.words).rstrip()} {named[-1].name}"

    def _works(self) -> list[Establishment]:
        """The projects, sites and firms that the text names; looked for once a document."""
        if self.memory.works is None:
            projects = [
                Establishment(m.end(1), f"dự án {' '.join(m[1].split()[2:])}", firm=False)
                for m in _PROJECT.finditer(self.context.text)
            ]
            works = [*projects, *establishments.find(self.context.text)]
            self.memory.works = sorted(works, key=lambda work: work.end)
        return self.memory.works

    def _of_event(self, found: Name, quantity: Quantity) -> None:
        """“số người chết tăng 7 người” in a text on accidents."""
        events = list(_EVENT.finditer(self.flat, max(0, quantity.start - _REACH), quantity.start))
        if not events:
            return
        event = self._text(*events[-1].span())
        event = event if event.isupper() else event.lower()
        if found.words == "số vụ" or (found.words == "số vụ tai nạn" and event.startswith("tai nạn ")):
            found.words = f"số vụ {event}"
        elif found.words != "số vụ tai nạn":
            found.words = f"{found.words} do {event}"

    def _of_office(self, found: Name, quantity: Quantity) -> None:
        said = _UNIT_ITSELF.search(found.words)
        low = max(0, quantity.start - _REACH)
        office = last_body(self.context, low, found.start if found.start >= low else quantity.start)
        if said is None or office is None:
            return
        named = clean(self.context.text[office.slice])
        if said[1].lower() in {"cục", "chi cục"} and said[1].lower() not in named.lower():
            return
        before, does = found.words[: said.start()].rstrip(), _DOING.sub("", found.words[said.end() :].strip())
        again = before.lower().startswith(does.lower())  # "thu ngân sách", then "cục thu"
        measure = before if again else does or before
        found.words = f"{measure} của {named}"
