from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportingConfig(AppConfig):
    name = "dondoc.web.reporting"
    label = "reporting"
    verbose_name = "Báo cáo định kỳ"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The shipped calendars are in every database that has the tables."""
        post_migrate.connect(_load, sender=self)


def _load(**_kwargs: Any) -> None:
    from dondoc.web.reporting.calendars import calendars_load

    calendars_load()
