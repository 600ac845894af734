"""What a service says when the row is no longer as the person saw it."""

from __future__ import annotations

from dondoc.errors import DondocError


class Conflict(DondocError):
    """Somebody else was quicker, or the row is in a state that does not allow this. `str()` is Vietnamese.

    A field that cannot be stored as typed is Django's `ValidationError` instead, by field name.
    """
