"""What must hold of every reading and every fact: on all documents at hand, and on texts made by chance."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import invariants
from dondoc import reading
from dondoc.errors import ReadError
from dondoc.extraction import extract

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
sys.path.append(str(ROOT / "fuzz"))

import chance  # noqa: E402
import targets  # noqa: E402


def gold():
    """The gold documents that may be opened: all but the twelve whose names have the smallest SHA-256."""
    names = sorted((SHARED / "gold" / "dev" / "text").glob("doc-*.txt"))
    kept_back = sorted(names, key=lambda path: hashlib.sha256(path.stem.encode()).hexdigest())[:12]
    return [path for path in names if path not in kept_back]


DOCUMENTS = [
    *sorted((ROOT / "sample" / "documents").iterdir()),
    *(sorted((SHARED / "seeds").glob("*.txt")) + gold() if SHARED.is_dir() else []),
]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_document_keeps_the_invariants(path):
    """Quotes are verbatim, values are read again from their own words, fields say where they come from."""
    document = reading.read(path)

    invariants.document_holds(document)
    invariants.facts_hold(document, extract(document))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(chance.texts())
def test_any_text_keeps_the_invariants(text):
    """Likely words in an unlikely order."""
    targets.understand(text)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(chance.anything())
def test_any_file_is_read_or_refused(example):
    """Any bytes under any name raise nothing but the documented errors."""
    targets.read(*example)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(chance.texts())
def test_spelling_and_figures_hold(text):
    """Folding keeps places, days and numbers can be read back."""
    targets.spell(text)
    targets.figures(text)


_UNDER_AIMS = (
    "1. Nhiệm vụ\n Thu nội địa 6 tháng/2025 đạt 2.150 tỷ đồng. Chi ngân sách 6 tháng 2025 đạt 3.320 tỷ đồng. "
    "Kết quả, có 11/12 chỉ tiêu đạt; 9/12 xã đạt chuẩn. Sáng 18/11, Ban Chấp hành Đảng bộ tỉnh họp để cho ý "
    "kiến về kế hoạch năm 2027."
)
_AS_BEFORE = (
    "Vốn đầu tư 10 tháng tăng 5% so với cùng kỳ (cùng kỳ năm 2021 tg 3,8%). Trong đó, vốn trong nước tăng 6%."
)
_ANOTHER_YEAR = (
    "/12/2025 về nhiệm vụ năm 2026 và Công văn ngày 05/3/2026 của Sở Xây dựng, các xã thực hiện Nghị quyết "
    "số 01/NQ-CP và Nghị quyết số 02/NQ-CP cùng ngày 08/01/2026. Từ đầu năm đến nay, toàn đảng bộ kết nạp "
    "được 128 đảng viên"
)
FOUND = [
    ("Bình Sơn, ngày      tháng 13 năm 2026\nKẾ HOẠCH\nThu ngân sách đạt 5%.", "a month that does not exist"),
    ("Bình Sơn, ngày      tháng 02 năm 0000\nKẾ HOẠCH\nThu ngân sách đạt 5%.", "a year that does not exist"),
    ("Rà soát kế hoạch.\tRà soát kế hoạch.\nRà soát kế hoạch.\t", "a table whose last cell is empty"),
    ("TT\nChỉ tiêu\nĐVT\n" * 30, "heads of tables without rows"),
    ("Thời gian hoàn thành: tháng 0/2026.\nCó 14/15 chỉ tiêu đạt kế hoạch.", "a report's month that is none"),
    (_UNDER_AIMS, "a count under a heading of aims, of the period of the sentence before"),
    (_AS_BEFORE, "a change against what the sentence before compares with"),
    ("Doanh thu du lịch 950 tỷ1,2 triệu lượt khách.", "a value with a space that is missing"),
    (_ANOTHER_YEAR, "a year so far that a day of the year before cannot end"),
    ("Số tiền 003.000.000 đồng, còn 00.000.000 đồng.", "noughts before the dots of thousands"),
    (
        " | Các xã rà soát lực lượng. Các xã rà soát rừng.\nCác xã rà soát. | ",
        "an empty cell at the start",
    ),
    (
        "Huyện tổ chức 18 phiên giao dịch việc làm. / \n\na ",
        "a sentence over an empty line",
    ),
]


@pytest.mark.parametrize("text", [case[0] for case in FOUND], ids=[case[1] for case in FOUND])
def test_what_chance_has_found_stays_mended(text):
    """Each text has once broken a promise."""
    targets.understand(text)


def test_a_readers_mistake_is_told_from_a_bad_file():
    """The base class stands for a mistake of ours; the fuzzer must not take it for an answer."""
    assert type(ReadError("a.txt")) is ReadError
