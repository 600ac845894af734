from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    name = "dondoc.web.schedule"
    label = "schedule"
    verbose_name = "Việc máy tự làm"
    default_auto_field = "django.db.models.BigAutoField"
