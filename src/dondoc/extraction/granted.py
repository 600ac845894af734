"""What a decision told of in the press grants: sums that are to be paid, not sums that have been.

UBND tỉnh vừa phê duyệt kế hoạch dạy nghề năm 2026. Theo đó, tổng kinh phí là 7,5 tỷ đồng, …
HĐND thông qua nghị quyết quy định mức quà tặng. … - Người từ đủ 100 tuổi: 2.000.000 đồng/người.
"""

from __future__ import annotations

import re

from dondoc.extraction.clauses import Clause
from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity
from dondoc.records.document import DocumentType
from dondoc.records.facts import IndicatorStatement

_TOLD = frozenset({DocumentType.PRESS, DocumentType.OTHER})
_LEAD = 1500  # characters in which a page says what was decided
_DECIDES = re.compile(
    r"(?<!\w)(?:ban hành|thông qua|phê duyệt|ký)(?!\w)[^.;:\d]{0,60}(?<!\w)"
    r"(?:quyết định|nghị quyết|kế hoạch|đề án|phương án|chính sách|quy định)(?!\w)"
    r"|(?<!\w)(?:hđnd|ubnd|hội đồng nhân dân|ủy ban nhân dân|chính phủ|thủ tướng)(?!\w)[^.;:\d]{0,40}"
    r" quyết định (?:chi|hỗ trợ|bố trí|cấp|dành|phân bổ|trích)(?!\w)"
)
_RULED = re.compile(
    r"(?<!\w)(?:quy định (?:về )?(?:mức|chế độ|chính sách)|mức (?:chi|quà|hỗ trợ|thưởng))(?!\w)"
)
_SUM = re.compile(r"(?<!\w)(?:kinh phí|quyết định chi|nguồn vốn|vốn ngân sách|dự toán)(?!\w)")
_PAID = re.compile(
    r"(?<!\w)(?:đã|giải ngân|thực hiện được|huy động|đạt|so với|thu được|quyết toán|lũy kế|vừa qua)(?!\w)"
)


def granted(context: Context, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> bool:
    """Whether a sum of money is one that the decision which the page tells of grants."""
    if quantity.dimension != "money" or context.document.header.type not in _TOLD:
        return False
    if _PAID.search(context.flat, clause.sentence[0], quantity.start):
        return False
    decides, ruled = _of_page(context)
    each = "/" in (fact.unit or "")
    named = _SUM.search(fact.name.lower()) is not None
    return (decides and named) or (ruled and each)


def _of_page(context: Context) -> tuple[bool, bool]:
    """Whether the page tells of a decision; whether of one that sets what each is given."""
    made = context.compiled.get("granted")
    if made is None:
        decides = _DECIDES.search(context.flat, 0, _LEAD) is not None
        made = decides, decides and _RULED.search(context.flat, 0, _LEAD) is not None
        context.compiled["granted"] = made
    assert isinstance(made, tuple)
    return made
