"""Units after numbers: one spelling whatever the text's, and not the words that only look alike."""

from __future__ import annotations

import pytest

from dondoc.packs import load
from dondoc.text.normalize import fold
from dondoc.text.units import UnitReader, power_of

READER = UnitReader(load())

UNITS = [
    ("%", "%", "percent"),
    (" điểm phần trăm", "điểm %", "percent_point"),
    (" nghìn tỷ đồng so với", "nghìn tỷ đồng", "money"),
    (" tỉ đồng", "tỷ đồng", "money"),
    (" ngàn tấn", "nghìn tấn", "mass"),
    (" đô la Mỹ", "USD", "money"),
    (" triệu hecta", "triệu ha", "area"),
    (" triệu đồng/người/năm", "triệu đồng/người/năm", "money"),
    (" tỷ đồng/hợp tác xã", "tỷ đồng/hợp tác xã", "money"),
    ("%/năm", "%/năm", "percent"),
    (" triệu/người/tháng", "triệu/người/tháng", "scale"),
    (" tỷ cho hộ nghèo", "tỷ", "scale"),
    (" sản phẩm OCOP", "sản phẩm", "count"),
    (" lượt khách quốc tế", "lượt khách", "count"),
    (" nhà văn hoá", "nhà văn hóa", "count"),
    (" tổ chức đảng cấp dưới", "tổ chức đảng", "count"),
    (" nghị quyết", "nghị quyết", "not_counted"),
    (" đồng chí", "đồng chí", "not_counted"),
    (" điểm nghẽn", "điểm nghẽn", "not_counted"),
    (" tỷ đồng bằng 95%", "tỷ đồng", "money"),  # bằng is a verb here: no "đồng bằng" after a scale
]


@pytest.mark.parametrize(("words", "symbol", "dimension"), UNITS, ids=[case[0].strip() for case in UNITS])
def test_a_unit_is_written_one_way(words, symbol, dimension):
    """Spelling, scale and parts are evened out; the rest of the text is left."""
    unit = READER.at(fold(words), 0)

    assert unit is not None
    assert (unit.symbol, unit.dimension) == (symbol, dimension)
    assert unit.end <= len(words)


@pytest.mark.parametrize(
    "words", [" tỷ lệ hộ nghèo", " tỷ trọng", " haha", " đồng bằng sông", "", "   tỷ đồng", ", tấn"]
)
def test_words_that_look_like_a_unit_are_none(words):
    """A unit stands right after its number, as whole words."""
    assert READER.at(fold(words), 0) is None


def test_the_power_of_a_unit():
    """Scale words multiply."""
    assert power_of("nghìn tỷ đồng") == (12, "đồng")
    assert power_of("sản phẩm") == (0, "sản phẩm")
    assert power_of(None) == (0, "")
