"""An optional second reader: a language model that the province runs itself proposes, the words decide.

It is off unless somebody names an endpoint. It sees only the blocks the rules are unsure about; what it
claims must stand in the block word for word, and numbers, days and numbers of documents are read again from
those words by our own reader. What does not hold is dropped and counted. Where the rules have read something,
they win: the model may only fill what they left empty.

    backend = OpenAIBackend(Endpoint("http://127.0.0.1:8080/v1", "qwen3"))
    result = second_read(document, facts, backend)       # `facts` is completed in place
    result.filled, result.added, Counter(r.reason for r in result.rejected)
"""

from __future__ import annotations

from dondoc.secondreader.blocks import Block, doubtful
from dondoc.secondreader.claims import Backend, Claim, Rejection
from dondoc.secondreader.endpoint import Endpoint, OpenAIBackend, from_environment
from dondoc.secondreader.reading import SecondReading, second_read

__all__ = [
    "Backend",
    "Block",
    "Claim",
    "Endpoint",
    "OpenAIBackend",
    "Rejection",
    "SecondReading",
    "doubtful",
    "from_environment",
    "second_read",
]
