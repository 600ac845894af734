from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "dondoc.web.bodies"
    label = "bodies"
    verbose_name = "Cơ quan"
    default_auto_field = "django.db.models.BigAutoField"
