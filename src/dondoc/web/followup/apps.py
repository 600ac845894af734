from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "dondoc.web.followup"
    label = "followup"
    verbose_name = "Đôn đốc"
    default_auto_field = "django.db.models.BigAutoField"
