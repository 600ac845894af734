from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "dondoc.web.matters"
    label = "matters"
    verbose_name = "Tồn tại, kiến nghị, kết quả kiểm phiếu"
    default_auto_field = "django.db.models.BigAutoField"
