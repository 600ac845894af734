from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "dondoc.web.core"
    label = "core"
    verbose_name = "Khung"
    default_auto_field = "django.db.models.BigAutoField"
