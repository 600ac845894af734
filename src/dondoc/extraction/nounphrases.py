"""How far the words go that say which things are counted, and who acted on them.

"8 xe chở 74 thùng hàng lậu"                     over a number inside the phrase
"Công an xử phạt 120 trường hợp, Thanh tra 40"   clauses that only who acts tells apart
"Quỹ khuyến học đã trao 320 suất"                the activity by which so many were reached
"""

from __future__ import annotations

import re

from dondoc.extraction.clauses import Clause
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.names import tidy
from dondoc.extraction.recipients import Recipients

# Words that end the noun phrase after a counted noun.
ENDS_NAME = re.compile(
    r"/ ?(?:kh|kế hoạch|ct|dt)(?!\w)|(?<!\w)(?:so với|so cùng|so(?= (?:năm|kế hoạch|đầu))|trong đó|"
    r"(?:trong|trên) (?:tổng )?số|tăng \d|giảm \d|(?<!lấn )chiếm|đạt tỷ lệ|"
    r"chủ yếu (?:là|thuộc|trong|tập trung|ở|từ|do|tại)|đồng thời|"
    r"với(?= (?:kinh|chi phí|tổng|chiều dài|số|vốn|diện|giá|mức|doanh|quy|công suất|trọng lượng|lãi suất"
    r"|thời|chiều|hạn mức|sản lượng|thu nhập|lợi nhuận|đơn giá|tỷ lệ|trên|hơn|gần"
    r"|khoảng))|"
    r"tương đương|(?:bao )?gồm|nếu|nhưng|và(?= (?:một số|rất nhiều|nhiều|hàng)(?!\w))|"
    r"(?<!mặt )(?<!đồng )(?<!văn )(?<!công )bằng(?! (?:cấp|chứng|lái|sáng))|"
    r"gấp|vượt \d|(?<!tự )do|nhờ|(?<!việc )làm(?= ?$| (?:chết|bị thương|\d))|khiến|"
    r"nhằm|để|(?<!được )(?<!hồ sơ )đưa|nâng(?! cao)|"
    r"góp phần|theo|trước(?= (?:ngày|tháng|năm|quý|\d))|(?<!trực )thuộc(?= ?$)|dưới(?= \d)|"
    r"hoàn thành(?= (?:trước (?:ngày|tháng|quý|\d)|trong|xong))|"
    r"(?:tới|đến)(?= (?:hộ|người|từng|tận|tay)(?!\w))|kể cả|tính đến|"
    r"nằm (?:ở|tại|trong|trên)|trong(?= (?:quý|tháng|năm|giai đoạn|thời gian|thời hạn|\d))|"
    r"(?<!đi )vào|từ|mà|trị giá|đạt \d|và \d|và không|là|tại|giúp)(?!\w)|[“\"]|"
    # a number, not one within the name of a sort: "xăng RON92", "máy bay F-16"
    r"(?<!\w)(?<![a-z]-)\d"
)
FINITE = re.compile(
    r"(?<!\w)(?:được|bị|có|đạt|là|đã|hoàn thành|không|chưa|phải|sử dụng|dùng|tham gia|thực hiện|đăng ký)"
    r"(?!\w)"
)
# "200 dịch vụ do tỉnh cung cấp": which ones, no reason
BY_WHOM = re.compile(
    r" do (?!vậy|đó|không|chưa|bị|thiếu|mưa|bão)(?:[^\W\d]|[ -]|, (?:ban|bộ|ngành|sở|huyện|xã|thành)){2,50}?"
    r" (?:quản lý|triển khai|cung cấp|làm chủ(?: đầu tư)?|đầu tư|thực hiện|ban hành|chủ trì|sản xuất|xây dựng"
    r"|tài trợ|đề xuất|phụ trách|thành lập|điều hành|giải quyết|thụ lý|hỗ trợ|đăng ký|tổ chức|khai thác"
    r"|vận hành|bảo lãnh|quyết định|phê duyệt|sở hữu|sáng lập|đào tạo|tuyển chọn|giới thiệu)"
    r"(?= ?(?:$|[,;.()]|và \d))"
)
CLAUSE_END = re.compile(r"[,;:()](?!\d)|\.(?=\s|$)")
# What a noun phrase goes on with: the number of those it is of, or of what it acts on.
_INNER_NUMBER = re.compile(r"(?: (thuộc|của|tại|ở|trong|trên(?: địa bàn)?))? \d[\d.,]* (?=[^\W\d_]{2})")
_NOT_INNER = re.compile(
    r"(?<!\w)(?:và|hoặc|hay|với|cùng|là|đến|còn|bằng|năm|tháng|quý|ngày|số|khoản|điều|hơn|gần|trên|khoảng|dưới"
    r"|từ|so với)$"
)
_FEW_MORE = 6  # words of the things themselves
_FEWEST_APART = 2  # clauses told apart by who acts
_WHO_ACTS = re.compile(
    r"(?:các )?(?:lực lượng|công an|cảnh sát|thanh tra|bộ đội|biên phòng|kiểm lâm|hải quan|quản lý thị trường"
    r"|quân đội|chi cục|cục|sở|ban|tòa án|viện kiểm sát|hội|đoàn|liên đoàn|trung tâm|ủy ban|ubnd|ngân hàng"
    r"|kho bạc|bảo hiểm)(?!\w)"
)
_ACTIVITY = re.compile(
    r"\s*((?:đầu tư|phong trào|chương trình|dự án|đề án|cuộc vận động|lễ hội|hội chợ|chiến dịch|mô hình|quỹ"
    r"|hoạt động|hội thi|du lịch|ngày hội)(?!\w) [^,;:.()\d]{2,50}?) (?:đã |cũng |còn |sẽ |mới )*$"
)
_LEVEL = re.compile(r"(?:thành phố|thành|thị xã|phường|thị trấn|xã|huyện|quận)(?!\w)")


_LONGEST = 12  # words behind an inner number, or of who acts


class NounPhrases(Recipients):
    """What completes the phrase of a counted noun."""

    def _past_number(self, quantity: Quantity, end: int, noun: str, clause: Clause) -> str:
        """“8 xe chở 74 thùng hàng lậu”, "28 đơn vị thuộc 12 xã đã được công nhận": the words go on."""
        flat = self.flat
        inner = _INNER_NUMBER.match(flat, end, clause.sentence[1])
        if inner is None or len(noun.split()) > _FEW_MORE or (end <= quantity.end and inner[1] is None):
            return ""
        if FINITE.search(noun) or _NOT_INNER.search(flat, quantity.end, end):
            return ""
        closed = CLAUSE_END.search(flat, inner.end(), clause.sentence[1])
        stop = closed.start() if closed is not None else clause.sentence[1]
        while flat.startswith(", ", stop) and _LEVEL.match(flat, stop + 2):  # "58 tỉnh, thành phố đã …"
            closed = CLAUSE_END.search(flat, stop + 1, clause.sentence[1])
            stop = closed.start() if closed is not None else clause.sentence[1]
        if inner[1] is not None:
            done = FINITE.search(flat, inner.end(), stop)
            if done is None:
                return ""
            low = done.start()
        else:
            low = inner.end()
        cut = ENDS_NAME.search(flat, low + 1, stop)
        said = tidy(self._text(low, cut.start() if cut is not None else stop))
        return f" {said}" if 0 < len(said.split()) <= _LONGEST else ""

    def _by_activity(self, clause: Clause, act: int) -> str:
        """“Phong trào hiến đất vận động được 80 hộ”: what it was that got so many."""
        activity = _ACTIVITY.fullmatch(self.flat, clause.chunk, act)
        return tidy(self._text(*activity.span(1))) if activity is not None else ""

    def _told_apart(self, quantity: Quantity, clause: Clause, action: tuple[int, int]) -> str | None:
        """“Công an đã xử phạt 120 trường hợp, Thanh tra Sở đã xử phạt 40 trường hợp”: who did it."""
        flat, act = self.flat, self._text(*action).lower()
        same = [other for other in self.group if other.unit == quantity.unit]
        if len(same) < _FEWEST_APART or flat.count(act, *clause.sentence) < _FEWEST_APART:
            return None
        start = self._forward(clause.chunk, action[0])
        agent = tidy(self._text(start, self._back(start, action[0])))
        return agent if _WHO_ACTS.match(agent.lower()) and len(agent.split()) <= _LONGEST else None
