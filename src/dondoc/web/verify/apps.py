from django.apps import AppConfig


class VerifyConfig(AppConfig):
    name = "dondoc.web.verify"
    label = "verify"
    verbose_name = "Đối chiếu số liệu"
