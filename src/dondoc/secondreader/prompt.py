"""What the model is asked, and how its answer is understood. A change of either raises PROMPT_VERSION."""

from __future__ import annotations

import json
import re
from typing import Any

from dondoc.errors import SecondReaderError
from dondoc.secondreader.blocks import Block
from dondoc.secondreader.claims import Claim

PROMPT_VERSION = "1"
_FIELDS = {
    "indicator": ("name", "value", "unit", "status", "indicator_id"),
    "task": ("lead", "deadline"),
}
_MOST = 50  # claims of one block
_FENCE = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$")

_TASK = (
    "Bạn đọc một đoạn văn bản hành chính và chỉ ra điều còn thiếu. "
    "Chỉ chép chữ có trong đoạn, không viết lại, không tính.\n"
    "- indicator: một con số đo kết quả hay mục tiêu. quote: chép nguyên con số kèm đơn vị. "
    "name: chép nguyên cụm từ nói con số đo cái gì. value, unit: như trong đoạn. "
    "status: actual, estimate hoặc target.\n"
    "- task: một câu giao việc. quote: chép nguyên cả câu. lead: chép tên cơ quan phải làm. "
    "deadline: ngày dạng 2026-09-30, quý dạng 2026-Q3, năm dạng 2026.\n"
    "- occurrence: chữ trong quote xuất hiện lần thứ mấy trong đoạn. Trường không có thì để chuỗi rỗng.\n"
    "Không chắc thì bỏ qua. Trả lời bằng JSON: "
    '{"claims": [{"kind", "quote", "occurrence", "fields": {...}}]}.'
)

_STRING = {"type": "string"}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["claims"],
    "properties": {
        "claims": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["kind", "quote", "occurrence", "fields"],
                "properties": {
                    "kind": {"type": "string", "enum": list(_FIELDS)},
                    "quote": _STRING,
                    "occurrence": {"type": "integer"},
                    "fields": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["name", "value", "unit", "status", "indicator_id", "lead", "deadline"],
                        "properties": {name: _STRING for names in _FIELDS.values() for name in names},
                    },
                },
            },
        }
    },
}


def messages(block: Block) -> list[dict[str, str]]:
    """The conversation that asks about one block: its sentences numbered, what is known, what is not."""
    sentences = "\n".join(
        f"{number}. {words}" for number, words in enumerate(block.sentences or (block.text,), 1)
    )
    known = "\n".join(f"- {line}" for line in block.known) or "- (chưa có)"
    doubts = "\n".join(f"- {line}" for line in block.doubts)
    asked = f"Đoạn văn bản:\n{sentences}\n\nĐã đọc được:\n{known}\n\nCòn chưa rõ:\n{doubts}"
    return [{"role": "system", "content": _TASK}, {"role": "user", "content": asked}]


def understood(answer: str) -> list[Claim]:
    """The claims in a model's answer; entries of another form are left out.

    Raises:
        SecondReaderError: The answer is no JSON object with a list of claims.
    """
    try:
        claims = json.loads(_FENCE.sub("", answer))["claims"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SecondReaderError("Trình đọc thứ hai trả lời không phải JSON đã thỏa thuận.") from error
    if not isinstance(claims, list):
        raise SecondReaderError("Trình đọc thứ hai trả lời không phải JSON đã thỏa thuận.")
    return [claim for claim in map(_claim, claims[:_MOST]) if claim is not None]


def _claim(raw: object) -> Claim | None:
    if not isinstance(raw, dict):
        return None
    kind, quote, occurrence = raw.get("kind"), raw.get("quote"), raw.get("occurrence", 1)
    fields = raw.get("fields")
    if kind not in _FIELDS or not isinstance(quote, str) or not isinstance(occurrence, int):
        return None
    said = fields if isinstance(fields, dict) else {}
    kept = {
        name: said[name] for name in _FIELDS[kind] if isinstance(said.get(name), str) and said[name].strip()
    }
    return Claim(kind, quote, max(occurrence, 1), kept)
