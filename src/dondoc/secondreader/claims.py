"""What a second reader claims, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

from dondoc.records.source import Span
from dondoc.secondreader.blocks import Block

ClaimKind = Literal["indicator", "task"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of the model, all of it words: nothing here is believed before it is found in the text.

    `fields` of an indicator: name, value, unit, status, indicator_id; of a task: lead, deadline.
    """

    kind: ClaimKind
    quote: str  # of an indicator the number with its unit, of a task its sentence
    occurrence: int = 1  # which of several equal quotes in the block, from 1
    fields: dict[str, str] = field(default_factory=dict)  # only those that are said


class Reason(StrEnum):
    """Why a claim was dropped."""

    NOT_IN_TEXT = "quote is not in the block"
    NO_QUANTITY = "our reader finds no quantity in the quote"
    OTHER_VALUE = "value differs from the words"
    OTHER_UNIT = "unit differs from the words"
    NAME_NOT_IN_TEXT = "name is not in the block"
    LEAD_NOT_IN_TEXT = "lead is not in the block"
    UNKNOWN_INDICATOR = "indicator is not in the catalogue"
    OTHER_DEADLINE = "deadline differs from the words"
    NOT_A_SENTENCE = "quote is not one whole sentence"
    RULES_READ_IT = "the rules have read it already"
    NOTHING_NEW = "it fills nothing"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A claim that was dropped."""

    block: Span
    claim: Claim
    reason: Reason


class Backend(Protocol):
    """Whoever proposes. It gives quotes, never offsets."""

    @property
    def name(self) -> str:
        """Stands in every fact it helped to read: "llm:qwen3"."""
        ...

    def propose(self, block: Block) -> Sequence[Claim]:
        """What it reads in a block.

        Raises:
            SecondReaderError: It does not answer, or not in the agreed form.
        """
        ...
