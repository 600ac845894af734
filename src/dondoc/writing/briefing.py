"""What a leader may ask whom at the next meeting, drafted from what is late, waiting or at risk.

    Sở Xây dựng: 3 nhiệm vụ quá hạn, lâu nhất 81 ngày (“Lập phương án …”). Vướng ở đâu, ngày nào xong?

A question names facts of the register and asks; it blames nobody and proposes no measure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SHORT = 90  # characters of a task's words in a question


@dataclass(frozen=True, slots=True)
class OwedTask:
    """A task somebody is asked about."""

    words: str
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class OwedTarget:
    """A target at risk, in the words of its verdict."""

    name: str
    verdict: str
    reason: str  # its first sentence; "" where there is none


@dataclass(frozen=True, slots=True)
class OwedBy:
    """What one body may be asked about."""

    body: str
    late: Sequence[OwedTask] = ()  # the oldest first
    waiting: Sequence[OwedTask] = ()  # on a higher authority
    transfers: Sequence[OwedTask] = ()  # it asked another to take over
    untaken: Sequence[OwedTask] = ()  # not acknowledged
    targets: Sequence[OwedTarget] = ()


def questions(owed: OwedBy) -> list[str]:
    """The questions to one body, what is worst first; [] where there is nothing to ask."""
    asked = []
    if owed.late:
        first = owed.late[0]
        many = (
            f"{len(owed.late)} nhiệm vụ quá hạn, lâu nhất" if len(owed.late) > 1 else "Một nhiệm vụ quá hạn"
        )
        asked.append(f"{many} {first.days_late} ngày ({short(first.words)}). Vướng ở đâu, ngày nào xong?")
    for target in owed.targets:
        reason = f" {target.reason}" if target.reason else ""
        asked.append(f"Chỉ tiêu {target.name}: {target.verdict.lower()}.{reason} Cần làm gì để đạt?")
    if owed.transfers:
        words = "; ".join(short(one.words) for one in owed.transfers[:2])
        asked.append(f"Đề nghị chuyển {len(owed.transfers)} nhiệm vụ ({words}). Giữ hay chuyển cho ai?")
    if owed.waiting:
        words = "; ".join(short(one.words) for one in owed.waiting[:2])
        asked.append(
            f"{len(owed.waiting)} nhiệm vụ chờ cấp trên ({words}). Đã báo cáo ai, khi nào có ý kiến?"
        )
    if owed.untaken:
        asked.append(f"{len(owed.untaken)} nhiệm vụ chưa tiếp nhận. Vì sao chưa nhận?")
    return asked


def short(words: str) -> str:
    """A task's words in quotation marks, cut at a word."""
    words = " ".join(words.split())
    words = words[:1].upper() + words[1:]
    if len(words) > SHORT:
        words = words[:SHORT].rsplit(" ", 1)[0].rstrip(",;.") + "…"
    return f"“{words.rstrip('.')}”"
