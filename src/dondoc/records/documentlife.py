"""What happens to a document from its draft to its end, and what the register knows of it on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Relation(StrEnum):
    """What one document is to another, said of the later one."""

    CARRIES_OUT = "carries_out"  # thực hiện, triển khai, cụ thể hóa
    AMENDS = "amends"  # sửa đổi, bổ sung
    REPLACES = "replaces"  # thay thế, bãi bỏ


class DocumentEventKind(StrEnum):
    """One thing that can happen to a document."""

    DRAFTED = "drafted"  # dự thảo
    COMMENTS_ASKED = "comments_asked"  # lấy ý kiến
    ISSUED = "issued"  # ban hành
    IN_FORCE = "in_force"  # có hiệu lực, where that is another day
    AMENDED = "amended"  # được sửa đổi, bổ sung
    INTERIM_REVIEWED = "interim_reviewed"  # sơ kết
    FINAL_REVIEWED = "final_reviewed"  # tổng kết
    REPLACED = "replaced"  # bị thay thế
    REPEALED = "repealed"  # bãi bỏ, hết hiệu lực


class DocumentStage(StrEnum):
    """Where a document stands on a day."""

    UNKNOWN = "unknown"  # nothing had happened yet
    DRAFT = "draft"
    COMMENTS = "comments"  # đang lấy ý kiến
    ISSUED = "issued"  # issued, not in force yet
    IN_FORCE = "in_force"
    ENDED = "ended"  # replaced or repealed


@dataclass(frozen=True, slots=True)
class DocumentEvent:
    """An event. Those of one day count in the order they were entered."""

    kind: DocumentEventKind
    on: date  # the day it happened
    recorded: date | None = None  # the day it was entered; None where that was the same day


@dataclass(frozen=True, slots=True)
class DocumentStanding:
    """A document as it stands on a day."""

    stage: DocumentStage
    since: date | None  # the day it came to this stage
    issued: date | None = None
    in_force: date | None = None
    ended: date | None = None
    amended: tuple[date, ...] = ()
    interim_reviews: tuple[date, ...] = ()
    final_review: date | None = None
