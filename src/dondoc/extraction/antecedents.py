"""What a bare measure is of, where an earlier sentence has named it.

"Tỉnh sẽ triển khai dự án bến cá Bình Sơn. Diện tích 60 ha"         diện tích dự án bến cá Bình Sơn
"Cục Hải quan Phú Sơn … Số thu của đơn vị đạt 1.240 tỷ đồng"          số thu của Cục Hải quan Phú Sơn

Nobody can say what "tổng vốn" is without its project: a name of such words alone is completed with the last
project, office or kind of accident that the text has named.
"""

from __future__ import annotations

import re

from dondoc.extraction.bodies import clean, last_body
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.names import Name
from dondoc.extraction.sums import Sums

_REACH = 1500  # characters back to what is meant
_KIND = (
    r"(?:vốn|vốn đầu tư|đầu tư|diện tích|diện tích đất|diện tích mặt nước|quy mô|công suất|chiều dài|kinh phí"
    r"|chi phí|chi phí (?:đầu tư|xây dựng|xây lắp|gpmb|giải phóng mặt bằng)|giá trị"
    r"|giá (?:đất )?(?:đền bù|bồi thường)(?: đất)?"
    r"|ngân sách (?:trung ương|địa phương|tỉnh|huyện))"
)
_BARE = re.compile(
    rf"(?:tổng )?(?:số |mức |quy mô |nguồn )?{_KIND}(?: (?:của |cho )?dự án(?: này)?)?", re.IGNORECASE
)
_OF_PROJECT = re.compile(r" (?:của |cho )?dự án(?: này)?$", re.IGNORECASE)
_PROJECT = re.compile(
    r"(?<!\d )(?<!\bhai )(?<!\bcác )(?<!\bba )(?<!\bnhiều )(?<!\bnhững )(?<!\bsố )"
    r"([Dd]ự án (?!này|trên|đó|đầu tư công|được|đã|có|với|là|và|do|cho|nào|mới|khác|FDI)"
    r"[^,.;:()\n“”\"]{6,110}?)"
    r"(?=[,.;:()\n“”\"]"
    r"| (?:có|với|do|được|là|sẽ|đã|tại|trên|vẫn|chưa|đang|vào|từ|theo|bị|phải|nhằm|để|gồm|thuộc)\b)"
)
_UNIT_ITSELF = re.compile(r"(?<!\w)(?:của )?(?:đơn vị|cơ quan|cục|chi cục)(?: này)?$", re.IGNORECASE)
_HARM = re.compile(r"số (?:vụ|vụ tai nạn|người chết|người bị thương|người tử vong)")
_EVENT = re.compile(r"(?<!\w)(?:tai nạn giao thông|tngt|tai nạn lao động|đuối nước|cháy nổ)(?!\w)")
_RAISED = "huy động"
_PAID_OUT, _PUBLIC = "giải ngân", "đầu tư công"


class Antecedents(Sums):
    """Completes names that say only what kind of measure it is."""

    def _meant(self, found: Name, quantity: Quantity) -> None:
        """Adds the project, the office or the event that a bare measure belongs to."""
        if _HARM.fullmatch(found.words) is not None:
            self._of_event(found, quantity)
        elif found.words.lower() == _PAID_OUT and self.flat.find(_PUBLIC, 0, quantity.start) >= 0:
            found.words = f"{_PAID_OUT} vốn {_PUBLIC}"
        elif quantity.dimension == "money" and found.words.lower() == _RAISED:
            found.words = f"vốn {_RAISED}"
        elif quantity.dimension == "money" and _UNIT_ITSELF.search(found.words) is not None:
            self._of_office(found, quantity)
        elif _BARE.fullmatch(found.words) is not None and quantity.dimension not in {"percent", "rank"}:
            self._of_project(found, quantity)

    def _of_project(self, found: Name, quantity: Quantity) -> None:
        projects = self._projects()
        named = [end for end, _ in projects if quantity.start - _REACH <= end <= quantity.start]
        if not named:
            return
        project = dict(projects)[named[-1]]
        found.words = f"{_OF_PROJECT.sub('', found.words)} {project}"

    def _projects(self) -> list[tuple[int, str]]:
        """Where the text has named a project, and its name; looked for once a document."""
        if self.memory.projects is None:
            self.memory.projects = [
                (m.end(1), f"dự án {' '.join(m[1].split()[2:])}")
                for m in _PROJECT.finditer(self.context.text)
            ]
        return self.memory.projects

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
        if said is not None and office is not None:
            found.words = (
                f"{found.words[: said.start()].rstrip()} của {clean(self.context.text[office.slice])}"
            )
