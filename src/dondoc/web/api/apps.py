from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "dondoc.web.api"
    label = "api"
    verbose_name = "Giao diện lập trình"
    default_auto_field = "django.db.models.BigAutoField"
