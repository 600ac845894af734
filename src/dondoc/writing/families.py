"""What tells the two families of papers apart: their marks, and who signs on whose behalf.

    State   "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"
    Party   "T/M BAN THƯỜNG VỤ / PHÓ BÍ THƯ"

The words are data (`families.toml`), with the rule they come from and whether an office has confirmed them.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from dondoc.writing.paper import Form

_FILE = Path(__file__).with_name("families.toml")


class Signing(StrEnum):
    """In what capacity somebody signs."""

    COLLECTIVE = "collective"  # the head, on behalf of a collective body
    DEPUTY = "deputy"  # a deputy in the head's place
    ORDER = "order"  # the head of the office, by order
    OWN = "own"  # a head in their own name


@dataclass(frozen=True, slots=True)
class Family:
    """One family's words."""

    name: str
    basis: str  # the rule it follows
    verified: bool  # False: shipped without an office having confirmed it
    collective: str
    deputy: str
    order: str
    marks: tuple[str, ...]  # regular expressions of what only this family prints


@cache
def family(form: Form) -> Family:
    """The words of a family."""
    row = tomllib.loads(_FILE.read_text("utf-8"))[form.value]
    return Family(**{**row, "marks": tuple(row["marks"])})


def foreign_marks(text: str, form: Form) -> list[str]:
    """What a paper of this family prints that belongs to the other one, as it stands there.

    >>> foreign_marks("Số: 12/BC-UBND. TM. ỦY BAN NHÂN DÂN", Form.PARTY)
    ['Số:', 'TM.']
    """
    other = family(Form.STATE if form is Form.PARTY else Form.PARTY)
    found = (re.search(mark, text) for mark in other.marks)
    return [" ".join(match.group().split()) for match in found if match]


def signature(form: Form, signing: Signing, *, organ: str, head: str, signer: str = "") -> list[str]:
    """The lines above a signature, without the name.

    Args:
        form: The family.
        signing: In what capacity it is signed.
        organ: The collective, "Ủy ban nhân dân"; "" where a head leads alone.
        head: Who heads it, "Chủ tịch".
        signer: Who signs, where it is not the head: "Phó Chủ tịch", "Chánh Văn phòng".

    >>> signature(Form.STATE, Signing.DEPUTY, organ="Ủy ban nhân dân", head="Chủ tịch", signer="Phó Chủ tịch")
    ['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH']
    >>> signature(Form.PARTY, Signing.ORDER, organ="Ban Thường vụ", head="Bí thư", signer="Chánh Văn phòng")
    ['T/L BAN THƯỜNG VỤ', 'CHÁNH VĂN PHÒNG']
    """
    words = family(form)
    whole = [f"{words.collective} {organ}"] if organ else []
    if signing is Signing.ORDER:
        # By order of the committee in the Party, of the chairman in the State.
        by = (organ or head) if form is Form.PARTY else head
        lines = [f"{words.order} {by}", signer]
    elif signing is Signing.DEPUTY:
        # A deputy secretary signs for the standing committee itself.
        lines = (
            [*whole, signer] if form is Form.PARTY and organ else [*whole, f"{words.deputy} {head}", signer]
        )
    else:
        lines = [*whole, head]
    return [line.upper() for line in lines if line.strip()]
