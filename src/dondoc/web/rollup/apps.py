from django.apps import AppConfig


class RollupConfig(AppConfig):
    name = "dondoc.web.rollup"
    label = "rollup"
    verbose_name = "Tổng hợp theo cây cơ quan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dondoc.web.rollup import changes

        changes.listen()
