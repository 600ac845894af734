from django.apps import AppConfig


class ChainsConfig(AppConfig):
    name = "dondoc.web.chains"
    label = "chains"
    verbose_name = "Chuỗi văn bản"
    default_auto_field = "django.db.models.BigAutoField"
