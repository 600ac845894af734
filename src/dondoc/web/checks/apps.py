from django.apps import AppConfig


class ChecksConfig(AppConfig):
    name = "dondoc.web.checks"
    label = "checks"
    verbose_name = "Soát chương trình, kế hoạch"
    default_auto_field = "django.db.models.BigAutoField"
