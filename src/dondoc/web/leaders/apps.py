from django.apps import AppConfig


class LeadersConfig(AppConfig):
    name = "dondoc.web.leaders"
    label = "leaders"
    verbose_name = "Trang lãnh đạo"
    default_auto_field = "django.db.models.BigAutoField"
