"""Where a document tells what is wrong or what is asked for, and who is speaking there.

III. HẠN CHẾ, KHÓ KHĂN                 a heading: every item under it says what is wrong
Tuy nhiên, vẫn còn một số hạn chế.     a sentence that opens such a passage in running text
V. KIẾN NGHỊ / Đối với Chính phủ:      a heading under which things are asked for, and of whom
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Literal

from dondoc.extraction.context import Context
from dondoc.extraction.units import Unit, units
from dondoc.records.source import Span
from dondoc.text.normalize import fold

Frame = Literal["", "shortcoming", "difficulty", "cause", "proposal", "work"]
Word = tuple[int, int, str]  # start, end, class

_PROPOSAL = re.compile(r"kiến nghị|đề xuất")
_NOT_PROPOSAL = re.compile(
    r"giải quyết|trả lời|tiếp thu|xử lý|kết quả|tình hình|của (?:tỉnh|thành phố|địa phương|cử tri)"
)
_CAUSE = re.compile(r"nguyên nhân")
_WRONG = re.compile(
    r"hạn chế|tồn tại|khuyết điểm|yếu kém|bất cập|chưa (?:làm được|đạt|tốt|bền vững)|việc chậm"
    r"|còn (?:chậm|thấp)|không đạt|nút thắt|điểm nghẽn"
)
_MIXED = re.compile(r"tình hình|kết quả|thuận lợi|ưu điểm|đánh giá chung")  # what is good stands there too
_DIFFICULTY = re.compile(r"khó khăn|vướng mắc|thách thức")
_MENDS = re.compile(
    r"giải pháp|khắc phục|tháo gỡ|nhiệm vụ|phương hướng|tổ chức thực hiện|mục tiêu|yêu cầu|quyết tâm"
    r"|tập trung|vượt|chỉ tiêu|kết quả đạt được|căn cứ|quan điểm"
)


@dataclass(slots=True)
class Passage:
    """A stretch of the text under one heading that bears on remarks."""

    span: Span
    frame: Frame


@dataclass(slots=True)
class Scene:
    """A document prepared for finding remarks: its sentences, its passages, its words by class."""

    ctx: Context
    units: list[Unit]
    passages: list[Passage] = field(default_factory=list)
    _words: list[Word] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _next: int = 0  # the first passage that has not begun yet
    _open: list[Passage] = field(default_factory=list)

    def words(self, start: int, end: int) -> list[Word]:
        """The words of the pack in `[start, end)`."""
        low = bisect_left(self._starts, start)
        high = bisect_left(self._starts, end, low)
        if low == high:
            return []
        if self._words[high - 1][1] > end:  # words do not overlap: only the last can reach further
            high -= 1
        return self._words[low:high]

    def holds(self, classes: Container[str]) -> bool:
        """Whether a word of one of the classes stands anywhere in the document."""
        return any(kind in classes for _, _, kind in self._words)

    def frame_at(self, position: int) -> Frame:
        """The frame of the innermost passage a position stands in; ask for positions in ascending order."""
        while self._next < len(self.passages) and self.passages[self._next].span.start <= position:
            self._open.append(self.passages[self._next])
            self._next += 1
        while self._open and self._open[-1].span.end <= position:
            self._open.pop()
        return self._open[-1].frame if self._open else ""

    def rewind(self) -> None:
        """Begin again at the document's first passage."""
        self._next = 0
        self._open.clear()


def scene(ctx: Context) -> Scene:
    """Prepare a document."""
    words = [
        (start, end, str(payloads[0].entry["class"])) for start, end, payloads in ctx.hits("remark_words")
    ]
    made = Scene(ctx, units(ctx) if words else [], _passages(ctx), words)
    made._starts = [word[0] for word in words]
    return made


def _passages(ctx: Context) -> list[Passage]:
    """The sections whose heading says what stands in them; a section within keeps it unless it says else."""
    found: list[Passage] = []
    for section in ctx.document.walk_sections():
        words = fold(section.heading)
        if not words or words[:12] not in ctx.folded[section.heading_span.slice]:
            continue  # a numbered paragraph: what it begins with is no heading
        frame = frame_of(words)
        if frame:
            found.append(Passage(section.span, frame))
    return found


def frame_of(heading: str) -> Frame:
    """What a heading (folded) announces; "" where it says nothing of the kind.

    >>> frame_of("hạn chế, khó khăn"), frame_of("giải pháp khắc phục hạn chế"), frame_of("kiến nghị, đề xuất")
    ('shortcoming', 'work', 'proposal')
    """
    if _PROPOSAL.search(heading) and not _NOT_PROPOSAL.search(heading):
        return "proposal"
    if _MENDS.search(heading):
        return "work"
    if _MIXED.search(heading):
        return ""
    if heading.startswith("bài học"):
        return "work"
    if _WRONG.search(heading):
        return "shortcoming"
    if _CAUSE.search(heading):
        return "cause"
    if _DIFFICULTY.search(heading):
        return "difficulty"
    return ""
