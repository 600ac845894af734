from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "dondoc.web.plans"
    label = "plans"
    verbose_name = "Chỉ tiêu và nhiệm vụ"
    default_auto_field = "django.db.models.BigAutoField"
