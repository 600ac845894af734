"""Before a programme is issued: what in it is copied, what is vague, what of its parent it forgot.

>>> from dondoc import reading
>>> parent = "Mỗi xã bố trí một công chức chuyên trách về dữ liệu và báo cáo kết quả hằng quý."
>>> child = "Mỗi xã bố trí một công chức chuyên trách về số liệu và báo cáo kết quả hằng quý."
>>> text = lambda words: reading.read_bytes(words.encode(), "a.txt")
>>> (passage,) = find_passages(text(child), text(parent), key="parent")
>>> passage.likeness, round(float(passage.kept), 2)
(<Likeness.LIGHT: 'light'>, 0.95)

It shows sentences and where they stand, and never a verdict: whether a repetition is right is for people.
"""

from __future__ import annotations

from dondoc.programmecheck.check import check_programme
from dondoc.programmecheck.index import Index, is_broken, is_one
from dondoc.programmecheck.passages import find_passages

__all__ = ["Index", "check_programme", "find_passages", "is_broken", "is_one"]
