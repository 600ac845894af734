from django.apps import AppConfig


class TaskworkConfig(AppConfig):
    name = "dondoc.web.taskwork"
    label = "taskwork"
    verbose_name = "Tổ chức thực hiện nhiệm vụ"
    default_auto_field = "django.db.models.BigAutoField"
