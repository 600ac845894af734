"""What was made of a sentence: its mood, whom it addresses, where the action begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dondoc.records.source import Span

Mood = Literal["order", "obligation", "imperative", "duty", "told"]


@dataclass(slots=True)
class Reading:
    """What was made of a sentence."""

    mood: Mood
    lead: Span | None = None
    action: int = 0  # where the action begins
    cue: Span | None = None  # the word that decided
    authority: bool = False  # who speaks may give orders
    verb_first: bool = False
    told: bool = False  # begins like a command, but a predicate follows: "Tổ chức bộ máy được kiện toàn"
