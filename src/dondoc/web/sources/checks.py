"""What Django asks before it starts: can documents be read as the office has set it up?

Reader and extraction are loaded when it asks, not when the application is set up: a process that only adds
up figures starts in half the time.
"""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from dondoc.errors import PackError, SecondReaderError


@register
def packs_are_sound(**_: Any) -> list[CheckMessage]:
    """One error with the file and the mistake where the packs in force do not load."""
    from dondoc import packs

    try:
        packs.load()
    except PackError as error:
        return [Error(str(error), id="dondoc.E001")]
    return []


@register
def second_reader_is_sound(**_: Any) -> list[CheckMessage]:
    """One error where a second reader is named but cannot be asked."""
    from dondoc import secondreader

    try:
        secondreader.from_environment()
    except SecondReaderError as error:
        return [Error(str(error), id="dondoc.E002")]
    return []
