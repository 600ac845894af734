from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "dondoc.web.obligations"
    label = "obligations"
    verbose_name = "Nghĩa vụ thực hiện văn bản"
    default_auto_field = "django.db.models.BigAutoField"
