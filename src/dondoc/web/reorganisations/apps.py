"""Reorganisations of bodies."""

from django.apps import AppConfig


class ReorganisationsConfig(AppConfig):
    name = "dondoc.web.reorganisations"
    label = "reorganisations"
    verbose_name = "Sắp xếp tổ chức"
    default_auto_field = "django.db.models.BigAutoField"
