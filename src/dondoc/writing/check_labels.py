"""The check's words for people: Vietnamese for each value of the JSON form, sentences for its summary."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from dondoc.text.normalize import opening
from dondoc.writing import labels

LIKENESS = {"verbatim": "nguyên văn", "light": "sửa nhẹ", "heavy": "diễn đạt lại"}
KIND = {"copied": "chép", "taken_down": "nêu lại chỉ tiêu, nhiệm vụ được giao"}
CHANGE = {
    "number": "số khác", "place": "địa danh khác", "spelling": "cách viết khác", "synonym": "từ đồng nghĩa",
    "words": "từ khác", "added": "thêm", "dropped": "bỏ", "moved": "đổi chỗ",
    "formula": "khuôn mẫu, không so",
}  # fmt: skip
STATE = {
    "kept": "giữ nguyên", "changed": "có thay đổi", "missing": "chưa thấy",
    "elsewhere": "không giao cho đơn vị này", "added": "thêm mới",
}  # fmt: skip
COMMITMENT = {"target": "Chỉ tiêu", "task": "Nhiệm vụ"}
WHAT = {
    "value": "mức", "bound": "mức chặn", "due": "thời hạn", "figures": "con số", "lead": "chủ trì",
    "part": "mốc trên đường",
}  # fmt: skip
BOUND = {
    "exact": "bằng", "at_least": "trở lên", "more_than": "trên", "at_most": "không quá", "less_than": "dưới",
    "range": "trong khoảng", "about": "khoảng",
}  # fmt: skip
ROLE = {"parent": "văn bản cấp trên", "neighbour": "văn bản nơi khác"}
COLUMNS = ("TT", "Loại", "Văn bản cấp trên", "Mức, thời hạn", "Văn bản này", "Mức, thời hạn", "Kết quả")


_COUNTED = ("kept", "changed", "missing", "added")
LATER, LESS, NOT_SAID = "muộn hơn", "nhẹ hơn", "không nêu"
_PERIOD = re.compile(r"\(([^()]+)\)$")
_TITLE = 70  # characters of a title that stands for a symbol


def percent(share: float) -> str:
    """A share as people read it.

    >>> percent(0.3894), percent(0.0), percent(0.004)
    ('38,9%', '0%', '0,4%')
    """
    printed = f"{100 * share:.1f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{printed}%"


def compared(made: dict[str, Any]) -> str:
    """What the programme was held against: parents and found sources by name, the others by number."""
    against = [f"{named(made, source['key'])} ({ROLE[source['role']]})" for source in made["sources"]]
    if made["neighbours_searched"]:
        against.append(f"{made['neighbours_searched']} văn bản nơi khác")
    return f"Đối chiếu với: {'; '.join(against)}." if against else "Không đối chiếu với văn bản nào."


def stated(statement: dict[str, Any]) -> str:
    """A task or aim as it is read alone: who, then what, with a capital.

    >>> stated({"lead": "Các xã", "words": "rà soát hộ nghèo"}), stated({"lead": "", "words": "mở lớp"})
    ('Các xã: rà soát hộ nghèo', 'Mở lớp')
    """
    lead, words = statement["lead"], statement["words"]
    said = words if not lead or words.startswith(lead) else f"{lead}: {words}"
    return str(said[:1].upper() + said[1:])


def named(made: dict[str, Any], key: str) -> str:
    """How a source of the result is named."""
    for source in made["sources"]:
        if source["key"] == key:
            return str(source["symbol"]) or opening(str(source["title"]) or key, _TITLE)
    return key


# The sentences of the summary; `say` gives them in the reader's language before they are filled.
SENTENCES = {
    "shares": "Không kể câu khuôn mẫu, {own} nội dung là của riêng văn bản này; {copied} trùng với văn bản "
    "khác ({passages} đoạn); {taken} nêu lại chỉ tiêu, nhiệm vụ cấp trên giao, không tính là chép.",
    "hidden": "Trong đó {share} chỉ trùng với văn bản ngoài phạm vi xem của người đọc: {passages} đoạn và "
    "tên các văn bản ấy không nêu ở đây.",
    "lacking": "Trong {examined} nhiệm vụ, mục tiêu đã xem, số chưa nêu: {items}.",
    "nothing": "không thiếu mục nào",
    "whole": "Cả văn bản: {lacks}",
    "matrix": "So với {source}: chỉ tiêu: {target}; nhiệm vụ: {task}.",
}


def summary(made: dict[str, Any], say: Callable[[str], str] = str) -> list[str]:
    """What the result says, in a few sentences: shares, then what is lacking, then what was forgotten.

    Args:
        made: The result.
        say: Turns a Vietnamese word or sentence into the reader's language.
    """

    def line(name: str, **values: object) -> str:
        return say(SENTENCES[name]).format(**values)

    lines = [
        line(
            "shares",
            own=percent(made["own_share"]),
            copied=percent(made["copied_share"]),
            passages=sum(1 for p in made["passages"] if p["kind"] == "copied"),
            taken=percent(made["taken_down_share"]),
        )
    ]
    hidden = made.get("hidden") or {}
    if hidden.get("passages"):
        lines.append(line("hidden", share=percent(hidden["share"]), passages=hidden["passages"]))
    vague = made["vague"]
    lacking = [f"{item['label']} {item['lacking']}" for item in vague["items"] if item["lacking"]]
    if vague["examined"]:
        items = "; ".join(lacking) or say(SENTENCES["nothing"])
        lines.append(line("lacking", examined=vague["examined"], items=items))
    if vague["document"]:
        lines.append(line("whole", lacks=" ".join(lack["what"] for lack in vague["document"])))
    for one in made["coverage"]:
        counts = {
            kind: ", ".join(f"{one['counts'][kind][state]} {say(STATE[state])}" for state in _COUNTED)
            for kind in ("target", "task")
        }
        lines.append(line("matrix", source=named(made, one["source"]), **counts))
    return lines


def amount(one: dict[str, Any] | None, when: Callable[[str], str] | None = None) -> str:
    """A commitment's level and day: "50%, năm 2030".

    Args:
        one: The commitment.
        when: Says a day or period in the reader's language; in Vietnamese where it is None.
    """
    if one is None:
        return ""
    return ", ".join(filter(None, (value(one), (when or day)(one["due"]) if one["due"] else "")))


def value(one: dict[str, Any]) -> str:
    """A target's number with its unit: "7.500 căn", "30%"; "" of a task."""
    if one["value"] is None:
        return ""
    values = [number(one[key]) for key in ("value", "value_max") if one[key] is not None]
    unit = one["unit"] or ""
    return " – ".join(values) + (unit if unit.startswith("%") else f" {unit}" if unit else "")


def number(digits: str) -> str:
    """Digits as Vietnamese prints them.

    >>> number("16900"), number("7.5")
    ('16.900', '7,5')
    """
    whole, _, rest = digits.partition(".")
    sign = "-" if whole.startswith("-") else ""
    grouped = f"{int(whole.lstrip('-') or 0):,}".replace(",", ".")
    return sign + grouped + (f",{rest}" if rest else "")


def day(due: str) -> str:
    """A day or period in words.

    >>> day("2026-04-30"), day("2026-Q3"), day("2026/2030"), day("2030")
    ('30/04/2026', 'quý III/2026', 'giai đoạn 2026–2030', 'năm 2030')
    """
    return f"năm {due}" if due.isdigit() and len(due) == 4 else labels.period(due)


def changes(
    row: dict[str, Any], say: Callable[[str], str] = str, when: Callable[[str], str] | None = None
) -> str:
    """What became another: "mức 30% → 28% (nhẹ hơn)".

    Args:
        row: Of `check_json.matrix`.
        say: Turns a Vietnamese word into the reader's language.
        when: Says a day or period in the reader's language; in Vietnamese where it is None.
    """
    return "; ".join(change(one, say, when) for one in row["changes"])


def change(
    one: dict[str, Any], say: Callable[[str], str] = str, when: Callable[[str], str] | None = None
) -> str:
    """One change of `check_json.change_json`.

    >>> change({"what": "value", "before": "2%", "after": "3%", "weaker": True})
    'mức 2% → 3% (nhẹ hơn)'
    >>> change({"what": "due", "before": "2025", "after": "", "weaker": None})
    'thời hạn năm 2025 → không nêu'
    >>> change({"what": "part", "before": "30% (2030)", "after": "15% (2026-Q3)", "weaker": None})
    'mốc trên đường 30% (năm 2030) → 15% (quý III/2026)'
    """
    told = when or day
    what, before, after = one["what"], str(one["before"]), str(one["after"] or "")
    if what == "due":
        before, after = told(before), told(after) if after else after
    elif what == "bound":
        before, after = say(BOUND.get(before, before)), say(BOUND.get(after, after))
    elif what == "part":
        before, after = (_PERIOD.sub(lambda m: f"({told(m[1])})", said) for said in (before, after))
    tail = f" ({say(LATER if what == 'due' else LESS)})" if one["weaker"] else ""
    return f"{say(WHAT.get(what, what))} {before} → {after or say(NOT_SAID)}{tail}"
