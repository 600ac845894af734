"""What was done with the things counted: the words of the act that lead to their number."""

from __future__ import annotations

import re

from dondoc.extraction.clauses import Clause
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.names import tidy
from dondoc.extraction.nounphrases import NounPhrases

CHANGED = re.compile(r"(?:tăng|giảm|thêm|vượt)(?: thêm)?$")
_STATED = re.compile(
    r"(?:là|đạt|tăng|giảm|thêm|còn|lên|xuống còn|bằng|ở mức)(?: (?:hơn|gần|khoảng|"
    r"trên))?$"
)
_HAD = re.compile(r"(?:chỉ|mới|đã) có(?: (?:hơn|gần|khoảng|trên))?$")  # "số vụ cháy chỉ có 12 vụ"
_PREDICATE = re.compile(r"(?<!\w)(?:có|là|đạt|còn|cho thấy|cho biết)(?!\w)")
# What an event does to people and things: "làm 12 người chết", "làm chết 12 người, bị thương 8 người".
_EFFECT = re.compile(
    r"(?<!\w)(?:làm|khiến|gây)(?: (?:cho )?(chết|bị thương|thiệt mạng|tử vong|hư hỏng|sập|ngập))? ?$"
)
_STATE = re.compile(r"(?<!\w)(chết|bị thương|thiệt mạng|tử vong|mất tích|hư hỏng) $")
_EVENTS = ("số vụ ", "số ca ", "số trận ", "số đợt ", "số cơn ")
_SO_MANY_TIERS = ("các ", "hai ", "ba ", "mỗi ", "từng ", "nhiều ", "cùng ", "cả ")  # "tòa án hai cấp"
_TIER = re.compile(r"cấp (?:[ivx]{1,4}|\d(?![.,]?\d)|tỉnh|huyện|xã|cơ sở|trên|dưới|ủy|thôn|thiết)(?!\w)")
_DONE = re.compile(
    r"(?<!\w)((?:(?:chưa|không|đang) )?(?:hoàn thành|thực hiện|triển khai)(?: (?:đúng|trước|trong|quá) hạn)?"
    r"|(?:đúng|trước|trong|quá) hạn)(?: được| là| có)? $"
)
_MET = re.compile(r"(?<!\w)((?:thực hiện )?(?:đạt(?: và vượt)?|hoàn thành(?: vượt mức)?|vượt)) $")
_WITH = re.compile(r"(?<!\w)với (?:(?:hơn|gần|trên|khoảng|tổng số) )?$")
_PASSED = re.compile(r"\d| (?:được|cũng|diễn ra) ")
_BODIES = (
    "cuộc ",
    "ban ",
    "nhà ",
    "cơ quan ",
    "đội ",
    "tổ ",
    "ủy ban ",
)  # "ban tổ chức", "cơ quan điều tra": who acts
_ACTED = 60  # characters from an action to the number of what was acted on
_LONGEST_CAUSE = 12  # words
_LONGEST_SUBJECT, _LONGEST_REACHED = 12, 12  # words


class Acts(NounPhrases):
    """Finds the acts of one document's counts."""

    def _action(self, clause: Clause, end: int) -> tuple[int, int] | None:
        """The words of an action that lead to the number: from its verb to what only leads on."""
        low = max(clause.chunk, clause.start)
        if (
            clause.adjacent
        ):  # "100% thôn được phủ sóng và 100% hộ có Internet": acts before "và" are the other's
            low = max(low, self.flat.rfind(" và ", low, end))
        low = max(low, self.flat.rfind("(", low, end) + 1)  # "20 dự án do tỉnh quản lý (12 dự án mới, …)"
        stop = self._back(low, end)
        verbs = [
            verb
            for verb in self._words_of("actions", low, end)
            if verb[0] < stop
            and not _TIER.match(self.flat, verb[0])
            and not self.flat.endswith(_BODIES, low, verb[0])
            and not (
                self.flat.startswith("cấp ", verb[0]) and self.flat.endswith(_SO_MANY_TIERS, low, verb[0])
            )
        ]
        if not verbs or _PREDICATE.search(self.flat, verbs[-1][1], stop) or stop - verbs[-1][0] > _ACTED:
            return None
        first, stop = verbs[-1][0], max(stop, verbs[-1][1])
        if _WITH.search(self.flat, low, end) is not None and (
            self.flat.endswith("được ", low, first) or _PASSED.search(self.flat, first, stop) is not None
        ):
            return None  # "việc rà soát được triển khai rộng khắp với 45 cuộc kiểm tra": of the whole
        if not self.flat[low:first].strip() and clause.start < low:  # "đào tạo, | bồi dưỡng 3.000 lượt người"
            verbs = [*self._words_of("actions", max(clause.start, low - _ACTED), low), verbs[-1]]
        for start, after in reversed(verbs[:-1]):  # "phát hiện và xử lý"
            if self.flat[after:first].strip() not in {"", "và", ","}:
                break
            first = start
        return first, stop

    def _did(self, quantity: Quantity, clause: Clause) -> str:
        """“đã hoàn thành 812 nhiệm vụ”, "quá hạn 12 nhiệm vụ": what was done with them."""
        done = _DONE.search(self.flat, max(clause.chunk, quantity.start - 40), quantity.start)
        return done[1] if done is not None else ""

    def _of_work(
        self, words: str, noun: str, quantity: Quantity, clause: Clause, *, bare: bool
    ) -> str | None:
        """“đạt và vượt 16/18 chỉ tiêu”, "quá hạn 12 nhiệm vụ": told by their standing."""
        if quantity.unit is not None and quantity.unit.endswith(("chỉ tiêu", "mục tiêu")):
            met = _MET.search(self.flat, max(clause.start, quantity.start - 32), quantity.start)
            return f"{words} {met[1]}" if met is not None and met[1] not in noun else None
        did = self._did(quantity, clause) if bare and quantity.unit == "nhiệm vụ" else ""
        return f"{words} {did}" if did else None

    def _changes(self, quantity: Quantity, clause: Clause) -> bool:
        """Whether a verb of change leads to the number: "tăng 8%"."""
        return CHANGED.search(self.flat[clause.chunk : quantity.start].rstrip()) is not None

    def _cause(self, left: tuple[int, int], verb: int) -> str:
        """“mưa lũ, sạt lở đất đã làm 19 người chết”: what did it."""
        words = tidy(self._text(left[0], min(left[1], self._back(left[0], verb))))
        return words if 0 < len(words.split()) <= _LONGEST_CAUSE else ""

    def _effect(
        self, quantity: Quantity, clause: Clause, words: str, left: tuple[int, int], *, bare: bool
    ) -> str | None:
        """“làm 12 người chết”: the effect of the event that was counted before."""
        flat = self.flat
        low = max(clause.sentence[0], quantity.start - 24)
        made = _EFFECT.search(flat, low, quantity.start)
        state = made[1] if made is not None else None
        if made is None and self.memory.event:
            found = _STATE.search(flat, low, quantity.start)
            state = found[1] if found is not None else None
            last = self.memory.last
            goes_on = flat[max(low, quantity.start - 3) : quantity.start].endswith(("và ", ", "))
            if state is None and not (
                goes_on and last is not None and last.words.endswith(self.memory.event)
            ):
                return None
        elif made is None:
            return None
        if made is not None:
            things = self.memory.things
            event = things.words if things is not None else ""
            start = next((lead for lead in _EVENTS if event.startswith(lead)), "")
            self.memory.event = event.removeprefix(start) if start else self._cause(left, made.start())
        said = f"{words} {state}" if state and bare else words
        return f"{said} do {self.memory.event}" if self.memory.event else said

    def _roomy(self, quantity: Quantity) -> int:
        """How many words a subject may have: more where the verb says that it reached so many."""
        reached = _STATED.search(self.flat[max(0, quantity.start - 24) : quantity.start].rstrip())
        return _LONGEST_REACHED if reached is not None else _LONGEST_SUBJECT
