"""How the figures of several bodies make one: what the catalogue says, held against the name and the unit."""

from __future__ import annotations

from dondoc.records.plan import UnitRule
from dondoc.web.plans.models import Indicator, NatureChoice

# Words of a name that is a rate or a mean whatever its nature says: adding them would be wrong.
_PER = ("bình quân", "tỷ lệ", "tỉ lệ", "mật độ", "trên một", "trên 1", "/1.000", "tỷ trọng")


def rule_of(indicator: Indicator) -> UnitRule:
    """How the figures of several bodies make one, as the catalogue says; only plain amounts are added."""
    usual = indicator.rules[1]
    if indicator.unit_rule or usual not in (UnitRule.SUM, UnitRule.NONE):
        return usual
    if usual is UnitRule.NONE:  # a level in percent is a rate whose sums nobody entered yet
        level = indicator.nature in (NatureChoice.STOCK, NatureChoice.ANNUAL, NatureChoice.FLOW)
        return UnitRule.RATIO if level and indicator.unit in ("%", "‰") else usual
    name = indicator.name.casefold()
    return UnitRule.NONE if any(word in name for word in _PER) else usual
