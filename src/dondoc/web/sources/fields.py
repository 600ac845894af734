"""Fields that several forms ask for: an issued document by its symbol."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dondoc.web.accounts.access import Access
from dondoc.web.sources.models import Document, StandingChoice
from dondoc.web.sources.selectors import documents_seen


def symbol_typed(text: str) -> str:
    """A symbol as people type it, as documents print it: "Số 142 – TB / TU" → "142-TB/TU"."""
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", " ".join(text.split()))
    return re.sub(r" ?([-/]) ?", r"\1", re.sub(r"(?i)^số\s*:?\s*", "", plain))


class DocumentField(forms.CharField):
    """An issued document by its symbol, "14-CTr/TU"; where several bear it, with its day after it."""

    def __init__(self, *, access: Access, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.access = access

    def clean(self, value: Any) -> Any:
        typed = " ".join(super().clean(value).split())
        if not typed:
            return None
        seen = documents_seen(self.access).filter(standing=StandingChoice.ISSUED)
        match = re.fullmatch(r"(.+?) (\d{1,2})/(\d{1,2})/(\d{4})", typed)
        symbol, when = typed, None
        if match:
            try:
                symbol, when = match[1], date(int(match[4]), int(match[3]), int(match[2]))
            except ValueError as error:
                raise ValidationError(
                    _("Ngày sau số, ký hiệu không đúng: viết 14-CTr/TU 09/01/2026.")
                ) from error
        found = seen.filter(symbol__iexact=symbol_typed(symbol))
        if when is not None:
            found = found.filter(date=when)
        rows: list[Document] = list(found[:2])
        if not rows:
            raise ValidationError(
                _("Không thấy văn bản đã ban hành nào có số, ký hiệu “%(symbol)s”. Tải văn bản lên trước."),
                params={"symbol": symbol},
            )
        if len(rows) > 1:
            raise ValidationError(
                _("Nhiều văn bản mang số, ký hiệu này. Viết thêm ngày: 14-CTr/TU 09/01/2026.")
            )
        return rows[0]
