"""What Django asks before it starts: can the words that documents are read with be read themselves?"""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from dondoc import packs
from dondoc.errors import PackError


@register
def packs_are_sound(**_: Any) -> list[CheckMessage]:
    """One error with the file and the mistake where the packs in force do not load."""
    try:
        packs.load()
    except PackError as error:
        return [Error(str(error), id="dondoc.E001")]
    return []
