from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "dondoc.web.programmes"
    label = "programmes"
    verbose_name = "Chương trình công tác"
    default_auto_field = "django.db.models.BigAutoField"
