from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "dondoc.web.papers"
    label = "papers"
    verbose_name = "Soạn văn bản"
    default_auto_field = "django.db.models.BigAutoField"
