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
_CROP = re.compile(
    r"(?:tổng )?(?:diện tích|năng suất|sản lượng)(?: gieo \w+| thu hoạch)?(?: bình quân)?"
    r" (\S+(?: \S+){0,3})",
    re.IGNORECASE,
)


class Owners(Subjects):
    """Finds the owner of a bare measure."""

    def _whose(self, said: str, left: tuple[int, int]) -> Name | None:
        """A measure without its thing belongs to what was counted or named as its owner before."""
        words = said.lower().split()
        if len(words) > _LONGEST or not all(word in self.words.general for word in words):
            return None
        things = self.memory.things
        if things is not None:
            return Name(f"{said} {things.words.removeprefix('số ')}", "part", *left, 0.7)
        last = self.memory.last
        if last is None or not self.memory.unit:
            return None
        if (owner := _OWNS.match(last.words)) is not None:
            return Name(f"{said} {owner[1]}", "part", *left, 0.6)
        crop = _CROP.fullmatch(last.words) if _CROP.match(f"{said} x") else None
        if crop is not None:
            return Name(f"{said} {crop[1]}", "part", *left, 0.7)
        return None
