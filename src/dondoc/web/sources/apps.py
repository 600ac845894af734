from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "dondoc.web.sources"
    label = "sources"
    verbose_name = "Văn bản"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dondoc.web.sources import checks  # noqa: F401 - importing registers the check
