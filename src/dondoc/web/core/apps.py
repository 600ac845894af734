from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "dondoc.web.core"
    label = "core"
    verbose_name = "Khung"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Triggers stand in every database that has the tables."""
        post_migrate.connect(_install, sender=self)


def _install(**_told: Any) -> None:
    from dondoc.web.core.marks import install

    install()
