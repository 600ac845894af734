"""Messages at the foot of the page, with the way back where there is one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo:"


def toast(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Say what was done.

    Args:
        request: Whose next page shows it.
        text: One Vietnamese sentence.
        undo: Address to POST to that takes it back; "" where nothing can be.
    """
    messages.success(request, text, extra_tags=f"{UNDO}{undo}" if undo else "")


def toast_problem(request: HttpRequest, text: str) -> None:
    """Say what could not be done, and what to do."""
    messages.error(request, text)
