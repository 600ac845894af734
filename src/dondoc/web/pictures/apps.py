from django.apps import AppConfig


class PicturesConfig(AppConfig):
    name = "dondoc.web.pictures"
    label = "pictures"
    verbose_name = "Biểu đồ"
    default_auto_field = "django.db.models.BigAutoField"
