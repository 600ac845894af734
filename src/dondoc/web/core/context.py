"""What every page's frame shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy, pgettext_lazy

from dondoc.web.accounts.access import Access, Action, access_of
from dondoc.web.core.today import fixed_day

THEMES = ("light", "dark")
# (heading, ((name of the address, words, icon, what one must be able to do), …)), …
_PLACES = (
    (
        "",
        (
            ("desk", gettext_lazy("Việc cần làm"), "home", None),
            ("leader-page", gettext_lazy("Trang lãnh đạo"), "meeting", Action.READ),
            ("upload", gettext_lazy("Tải văn bản lên"), "upload", Action.UPLOAD),
        ),
    ),
    (
        gettext_lazy("Nguồn"),
        (
            ("document-list", gettext_lazy("Văn bản"), "documents", Action.READ),
            ("secret-list", gettext_lazy("Văn bản mật"), "lock", Action.DECIDE),
            ("check-list", gettext_lazy("Soát kế hoạch"), "check", Action.READ),
            ("batch-list", gettext_lazy("Lượt tải lên"), "folder", Action.UPLOAD),
            ("import-list", gettext_lazy("Nhập bảng"), "merge", Action.REVIEW),
        ),
    ),
    (
        gettext_lazy("Theo dõi"),
        (
            ("target-list", gettext_lazy("Chỉ tiêu"), "target", Action.READ),
            ("scoreboard-list", gettext_lazy("Bảng chỉ tiêu"), "verdict", Action.READ),
            ("contradiction-list", gettext_lazy("Mâu thuẫn số liệu"), "warning", Action.READ),
            ("task-list", gettext_lazy("Nhiệm vụ"), "task", Action.READ),
            ("programme-list", gettext_lazy("Chương trình công tác"), "meeting", Action.READ),
            ("project-list", gettext_lazy("Dự án, công trình"), "folder", Action.READ),
            ("report-list", gettext_lazy("Báo cáo định kỳ"), "review", Action.READ),
            ("obligation-list", gettext_lazy("Nghĩa vụ"), "documents", Action.READ),
            ("picture-page", gettext_lazy("Biểu đồ"), "indicator", Action.READ),
            ("paper-list", gettext_lazy("Soạn văn bản"), "documents", Action.RECORD),
            ("followup-board", gettext_lazy("Đôn đốc"), "clock", Action.READ),
            ("shortcoming-list", gettext_lazy("Tồn tại, hạn chế"), "warning", Action.READ),
            ("proposal-list", gettext_lazy("Kiến nghị, khó khăn"), "proposal", Action.READ),
            ("tally-list", gettext_lazy("Kết quả kiểm phiếu"), "vote", Action.READ),
            ("indicator-list", gettext_lazy("Danh mục chỉ tiêu"), "indicator", Action.READ),
        ),
    ),
    (
        gettext_lazy("Tổ chức"),
        (
            ("body-list", pgettext_lazy("điều hướng", "Cơ quan"), "body", Action.READ),
            ("reorganisation-list", gettext_lazy("Sắp xếp tổ chức"), "merge", Action.ORGANISE),
            ("charge-list", gettext_lazy("Phân công phụ trách"), "meeting", Action.READ),
            ("person-list", gettext_lazy("Nhân sự"), "people", Action.READ),
            ("calendar", gettext_lazy("Ngày làm việc"), "clock", Action.READ),
            ("schedule", gettext_lazy("Việc máy tự làm"), "clock", Action.ORGANISE),
            ("user-list", gettext_lazy("Người dùng"), "person", Action.MANAGE_PEOPLE),
            ("audit-list", gettext_lazy("Nhật ký"), "history", Action.READ_AUDIT),
        ),
    ),
)


# who keeps bodies and people sees these without reading content
_ALSO = {"body-list": Action.ORGANISE, "audit-list": Action.MANAGE_PEOPLE}


@dataclass(frozen=True, slots=True)
class Place:
    """A link of the rail."""

    address: str
    words: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    heading: str
    places: list[Place]


@cache
def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _rail(path: str, access: Access) -> list[Group]:
    """The places this person may go to, by group."""
    groups = []
    for heading, entries in _PLACES:
        places = []
        for name, words, icon, action in entries:
            address = _address(name)
            enough = [action, _ALSO.get(name, action)]
            if address is None or not any(one is None or access.can(one) for one in enough):
                continue
            current = path == address or (address != "/" and path.startswith(address))
            places.append(Place(address, str(words), icon, current))
        if places:
            groups.append(Group(str(heading), places))
    return groups


def frame(request: HttpRequest) -> dict[str, Any]:
    """Variables of `base.html`; `theme` is "" where it follows the system, `fixed_day` the sample's day."""
    theme = request.COOKIES.get("theme", "")
    context: dict[str, Any] = {
        "theme": theme if theme in THEMES else "",
        "rail": [],
        "search_address": _address("search"),
        "fixed_day": fixed_day(),
    }
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        # lazily: fragments that htmx asks for show no rail and need not pay for it
        context["rail"] = SimpleLazyObject(lambda: _rail(request.path, access_of(request)))
    return context
