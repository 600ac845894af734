"""The fields of a task as a table has them, and which column of somebody's table holds which.

The titles are the headings of the template that the register exports, so that an export can be brought back
as it is. Other headings are known by the packs (`columns`, `task_columns`, `exchange_columns`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dondoc import packs
from dondoc.text.matcher import PhraseMatcher
from dondoc.text.normalize import fold


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a row."""

    key: str
    title: str  # heading in the template
    width: int  # of its column in the template, in characters
    says: str  # what may stand in it, for the template's second sheet


TASK_FIELDS = (
    Field("code", "Mã việc", 12, "Mã của hệ thống này hoặc của hệ thống gửi; để trống với việc mới"),
    Field("document_symbol", "Số, ký hiệu văn bản giao", 20, "14-CTr/TU; để trống nếu đã chọn văn bản"),
    Field("document_date", "Ngày văn bản", 12, "31/12/2026"),
    Field("document_title", "Trích yếu văn bản", 40, "Chỉ dùng khi văn bản chưa có trong sổ"),
    Field("action", "Nội dung nhiệm vụ", 60, "Bắt buộc: làm việc gì"),
    Field("lead", "Cơ quan chủ trì", 28, "Một cơ quan; tên tập thể thì việc chờ xác định chủ trì"),
    Field("partners", "Cơ quan phối hợp", 28, "Nhiều cơ quan cách nhau bằng dấu chấm phẩy"),
    Field("deadline", "Thời hạn", 16, "31/12/2026, tháng 9/2026, quý IV/2026, 2026, thường xuyên"),
    Field(
        "extended", "Thời hạn điều chỉnh", 16, "Ngày mới của việc đã được gia hạn; thời hạn đầu ở cột trước"
    ),
    Field("product", "Sản phẩm", 28, "Văn bản, kết quả phải có"),
    Field("field", "Lĩnh vực", 18, "Một lĩnh vực của bộ chỉ tiêu"),
    Field("status", "Trạng thái", 18, "Hoàn thành, đang thực hiện, chưa tiếp nhận …"),
    Field("done_on", "Ngày hoàn thành", 14, "Ngày có kết quả; bắt buộc khi trạng thái là hoàn thành"),
    Field("level", "Cấp quyết định", 18, "Cấp ban hành hoặc quyết định kết quả"),
    Field("resources", "Nguồn lực", 28, "Kinh phí, nhân lực đã bố trí"),
    Field("handler", "Người thực hiện", 22, "Họ tên hoặc tên đăng nhập của người ở cơ quan chủ trì"),
    Field("supervisor", "Người theo dõi", 22, "Họ tên hoặc tên đăng nhập của người theo dõi, đôn đốc"),
    Field(
        "steps",
        "Các bước",
        44,
        "Việc | người | hạn 15/09/2026 | xong 10/09/2026; bước sau cách bằng dấu chấm phẩy",
    ),
    Field(
        "parts",
        "Phần việc phối hợp",
        44,
        "Cơ quan | phần việc | hạn 30/09/2026; phần sau cách bằng dấu chấm phẩy",
    ),
    Field("recurrence", "Định kỳ", 24, "hằng quý | hạn +10 ngày | từ 01/01/2026 | đến 31/12/2026"),
    Field("trigger", "Hạn theo sự kiện", 30, "Bộ ban hành hướng dẫn | 30 ngày làm việc"),
    Field("waits", "Chờ việc", 14, "Mã của những việc phải xong trước: 12-3; 14-2"),
    Field("review", "Chu kỳ rà soát", 12, "6 tháng; chỉ cho việc không có hạn"),
    Field("note", "Ghi chú", 30, "Không đổi gì ở nhiệm vụ; giữ cùng lần nhập"),
)
OWN = "own:"  # begins what a column is called that an office added itself (`ownfields`)
NEEDED = ("action",)  # without these columns there is nothing to bring in
# What the packs call a column, and what an import calls it.
_PACK_COLUMNS = {
    "content": "action",
    "support": "partners",
    "lead": "lead",
    "deadline": "deadline",
    "product": "product",
    "note": "note",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a column seems to hold; `key` is "" where it is not known, or not used."""

    key: str
    reason: str


UNDER = " – "  # between the rows of a heading of several rows (`sheets`)
UNKNOWN = Suggestion("", "chưa rõ cột này ghi gì")


@dataclass(frozen=True)
class Layout:
    """The fields of one kind of table, and how its headings are known."""

    fields: tuple[Field, ...]
    needed: tuple[str, ...]
    forms: Callable[[], PhraseMatcher[str]]  # folded form → field; "" for a column that is left out
    many: frozenset[str] = frozenset()  # fields that several columns may hold

    def title_of(self, key: str) -> str:
        """A field's heading in the template; an office's own may have another name by now."""
        named = (field.title for field in self.fields if field.key == key)
        return next(named, key.removeprefix(OWN))

    def suggest(
        self, headings: Sequence[str], remembered: Mapping[str, str] | None = None
    ) -> tuple[Suggestion, ...]:
        """One suggestion a column.

        Args:
            headings: As printed.
            remembered: Folded heading → field, as somebody decided before for a table with these headings.
        """
        known = remembered or {}
        heads = Counter(heading.rpartition(UNDER)[0] for heading in headings)
        found: dict[int, Suggestion] = {}
        taken: set[str] = set()
        for n, heading in enumerate(
            headings
        ):  # "Cơ quan thực hiện" over "Chủ trì", "Phối hợp": the lower one says
            head, _, own = heading.rpartition(UNDER)
            if head and heads[head] > 1 and fold(" ".join(heading.split())) not in known:
                said = self._suggest(own, {})
                if said is not UNKNOWN and said.key not in taken - self.many:
                    found[n] = said
                    taken |= {said.key} - {""}
        for n, heading in enumerate(headings):
            if n in found:
                continue
            said = self._suggest(heading, known)
            if said.key in taken - self.many:
                said = Suggestion("", f"cột khác đã là “{self.title_of(said.key)}”")
            if said.key:
                taken.add(said.key)
            found[n] = said
        return tuple(found[n] for n in range(len(headings)))

    def _suggest(self, heading: str, remembered: Mapping[str, str]) -> Suggestion:
        words = fold(" ".join(heading.split()))
        if words in remembered:
            return Suggestion(remembered[words], "như lần nhập trước")
        if not words:
            return Suggestion("", "cột không có tiêu đề")
        exact = next((field for field in self.fields if fold(field.title) == words), None)
        if exact is not None:
            return Suggestion(exact.key, "đúng tiêu đề của mẫu")
        found = [hit for hit in self.forms().find(words) if not any(map(str.isalpha, words[: hit[0]]))]
        if not found:
            return UNKNOWN
        start, end, key = found[0]
        return Suggestion(
            key, f"tiêu đề có chữ “{heading[start:end].strip() or heading}”" if key else "cột không dùng"
        )


@lru_cache(maxsize=1)
def _forms() -> PhraseMatcher[str]:
    """Of a table of tasks."""
    known = packs.load()
    forms: dict[str, str] = {}
    for family in ("columns", "task_columns"):
        for entry in known.entries(family):
            key = _PACK_COLUMNS.get(str(entry["id"]), "" if entry["id"] == "number" else None)
            if key is not None:
                forms |= {fold(form): key for form in entry.get("forms", ())}
    for entry in known.entries("exchange_columns"):
        forms |= {fold(form): str(entry["field"]) for form in entry["forms"]}
    return PhraseMatcher(forms)


TASKS = Layout(TASK_FIELDS, NEEDED, _forms)


def title_of(key: str) -> str:
    """A task field's heading in the template."""
    return TASKS.title_of(key)


def suggest(
    headings: Sequence[str], remembered: Mapping[str, str] | None = None, *, layout: Layout = TASKS
) -> tuple[Suggestion, ...]:
    """One suggestion a column of a table of tasks; an annex's "Ngày hoàn thành" is the day due.

    Args:
        headings: As printed.
        remembered: As of `Layout.suggest`.
        layout: The fields of tasks, with those that the office added.
    """
    made = list(layout.suggest(headings, remembered))
    taken = {found.key for found in made}
    if "done_on" in taken and not taken & {"deadline", "status"}:
        place = next(n for n, found in enumerate(made) if found.key == "done_on")
        made[place] = Suggestion("deadline", "bảng không có cột thời hạn khác")
    return tuple(made)


def fingerprint(headings: Sequence[str]) -> str:
    """What a table's headings have in common with another table's that is filled in the same way."""
    return "\n".join(fold(" ".join(heading.split())) for heading in headings)
