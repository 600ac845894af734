from django.apps import AppConfig


class JudgementConfig(AppConfig):
    name = "dondoc.web.judgement"
    label = "judgement"
    verbose_name = "Kết luận chỉ tiêu"
    default_auto_field = "django.db.models.BigAutoField"
