"""What a vote was on, where its sentence has said it before the number.

"Với Nghị quyết về học phí, 45/46 đại biểu biểu quyết tán thành"     … tán thành Nghị quyết về học phí
"Tờ trình được thông qua với 45/46 đại biểu đồng ý"                   the same, as the subject

Titles are long: what they are about says enough.
"""

from __future__ import annotations

import re

_PAPER = (
    r"(?:(?:dự thảo|nội dung|các) )?"
    r"(?:nghị quyết|tờ trình|báo cáo|quyết định|dự án luật|luật|kế hoạch|đề án|phương án|quy hoạch|quy chế"
    r"|chủ trương|nội quy|điều lệ|dự toán)(?!\w)"
)
_ON = re.compile(rf"(?:(?:với|đối với|về|thông qua) )({_PAPER}[^\n;:]*?)\s*[,:]\s*(?:có |đã có )?$")
_SUBJECT = re.compile(
    rf"\W*(?:\d+[.)] )?({_PAPER}[^\n;:]*?),? (?:đã )?được [^\n;:]{{0,60}}?(?:thông qua|tán thành|nhất trí"
    r"|đồng ý)[^\n;:\d]{0,40}$"
)
_VOTED = re.compile(r"(?<!\w)(?:biểu quyết|tán thành|thông qua|đồng ý|nhất trí|bỏ phiếu)(?!\w)")
_VOTERS = frozenset(
    ["đại biểu", "phiếu", "thành viên", "ủy viên", "người", "ý kiến", "xã viên", "cổ đông", "hộ"]
)
_ABOUT = re.compile(r" về (?:việc |ban hành |phê duyệt )*")
_LONG_KIND = 3  # words of "nghị quyết số"
_MOST = 12  # words of a title


def matter(flat: str, text: str, sentence: int, start: int, end: int, unit: str | None) -> str:
    """The paper that so many voted for; "" where the sentence does not say it before them."""
    if unit not in _VOTERS:
        return ""
    said = _ON.search(flat, sentence, start) or _SUBJECT.match(flat, sentence, start)
    if said is None:
        return ""
    if _VOTED.search(flat, end, end + 60) is None and _VOTED.search(flat, said.end(1), start) is None:
        return ""
    title = " ".join(text[slice(*said.span(1))].split())
    kind = title.split(" về ")[0]
    about = _ABOUT.split(title)
    if len(kind.split()) > _LONG_KIND and len(about) > 1:
        first = re.match(_PAPER, title.lower())
        assert first is not None
        title = f"{title[: first.end()]} về {about[-1]}"
    return " ".join(title.split()[:_MOST])


def says_already(name: str, on: str) -> bool:
    """Whether a name ends with what the vote was on: "số hộ đồng ý sáp nhập thôn"."""
    return " ".join(on.lower().split()[-2:]) in name.lower()
