from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "dondoc.web.exchange"
    label = "exchange"
    verbose_name = "Nhập, xuất bảng"
    default_auto_field = "django.db.models.BigAutoField"
