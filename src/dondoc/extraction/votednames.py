"""What a vote was on, where its sentence has said it before the number.

"Với Nghị quyết về học phí, 45/46 đại biểu biểu quyết tán thành"     … tán thành Nghị quyết về học phí
"Tờ trình được thông qua với 45/46 đại biểu đồng ý"                   the same, as the subject
"Ông Lê Nam có 50 phiếu tín nhiệm cao"                                số phiếu tín nhiệm cao của ông Lê Nam

Titles are long: what they are about says enough.
"""

from __future__ import annotations

import re

from dondoc.extraction.clauses import FARTHEST
from dondoc.records.source import Span
from dondoc.text.names import LOWER, UPPER

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
    sentence = max(sentence, start - FARTHEST)
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


_PERSON = re.compile(
    rf"(?<!\w)(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí) [{UPPER}][{LOWER}]*(?: [{UPPER}][{LOWER}]*){{0,4}}"
    rf"(?:,? (?:và )?(?:ông|bà) [{UPPER}][{LOWER}]*(?: [{UPPER}][{LOWER}]*){{0,4}})*"
)
_ONE = re.compile(rf"(?<!\w)(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí) [{UPPER}][{LOWER}]*(?: [{UPPER}][{LOWER}]*){{0,4}}")
_OWNERS = re.compile(rf" của ((?:ông|bà|đồng chí) [{UPPER}].*)$")
_WHOSE_VOTE = re.compile(r" ?(?:bầu|đồng ý|tín nhiệm|tán thành|thuận|\(|$|[.,;])")
BALLOTS = "phiếu"
_NEAR = 320  # characters between a name and the first number that may be his


def whose(text: str, sentence: int, start: int, end: int, unit: str | None) -> str:
    """The person, or those named together, that so many ballots are for; "" where nobody is named before."""
    if unit != BALLOTS or _WHOSE_VOTE.match(text, end) is None:
        return ""
    named = list(_PERSON.finditer(text, max(sentence, start - _NEAR), start))
    if not named:
        return ""
    said = " ".join(named[-1][0].split())
    return said[0].lower() + said[1:]


def other(text: str, name: str, at: Span) -> str:
    """“Ông A và ông B lần lượt có 12 và 11 phiếu”: the name of the last count, with the one told before."""
    owners = _OWNERS.search(name)
    if owners is None:
        return name
    near = max(0, at.start - _NEAR)
    low = max(near, *(text.rfind(sign, near, at.start) + 1 for sign in (". ", "\n", "; ")))
    people = [" ".join(found[0].split()) for found in _ONE.finditer(text, low, at.start)]
    place = next((n for n, one in enumerate(people) if one.lower() == owners[1].lower()), 0)
    if not place:
        return name
    return f"{name[: owners.start(1)]}{people[place - 1][0].lower()}{people[place - 1][1:]}"


def says_already(name: str, on: str) -> bool:
    """Whether a name ends with what the vote was on: "số hộ đồng ý sáp nhập thôn"."""
    return " ".join(on.lower().split()[-2:]) in name.lower()
