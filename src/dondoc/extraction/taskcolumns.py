"""What the columns of task tables, and labels before a colon, hold: the words of the packs `columns`.

"Cơ quan chủ trì" → lead      "Thời gian hoàn thành" → deadline
"""

from __future__ import annotations

import re

from dondoc.extraction.bodies import clean
from dondoc.extraction.context import Context
from dondoc.text.matcher import PhraseMatcher
from dondoc.text.normalize import fold

# A cell that repeats the one above, folded.
REPEATS = re.compile(r"^[-–\s]*(?:nt|n/t|như trên|-nt-|″|\"|〃|”|“)[-–.\s]*$")


def column_of(ctx: Context, header: str) -> str | None:
    """What a column (or a label before ":") holds, by its words; None where they are not known."""
    words = fold(clean(header))
    words = re.sub(r"\s+", " ", re.sub(r"\s*/\s*", "/", words))
    found = columns_in(ctx, words)
    if not found or found[0][0] > 4:
        return None
    return found[0][2]


def columns_in(ctx: Context, words: str) -> list[tuple[int, int, str]]:
    """`(start, end, what it holds)` of the column headings in folded words, in order."""
    matcher = ctx.lexicon.compiled.get("columns")
    if matcher is None:
        forms = {
            fold(form): str(entry["id"])
            for family in ("columns", "task_columns")
            for entry in ctx.lexicon.packs.entries(family)
            for form in entry.get("forms", ())
        }
        matcher = ctx.lexicon.compiled["columns"] = PhraseMatcher(forms)
    assert isinstance(matcher, PhraseMatcher)
    return matcher.find(words)
