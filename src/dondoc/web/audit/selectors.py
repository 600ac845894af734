"""Reading the trail."""

from __future__ import annotations

from django.db import models
from django.db.models import QuerySet

from dondoc.web.accounts.access import Access
from dondoc.web.audit.models import Entry


def entries_seen(access: Access) -> QuerySet[Entry]:
    """Entries of the bodies whose trail the person may read; of accounts for who manages people."""
    raise NotImplementedError


def entries_of(row: models.Model, access: Access) -> QuerySet[Entry]:
    """What happened to one row, newest first."""
    raise NotImplementedError
