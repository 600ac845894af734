"""Which template an issued paper was filled with.

SQLite makes the tables anew for a column, and their triggers go with the old ones: they are put back.
"""

from importlib import import_module

from django.db import migrations, models

KEPT = [import_module(f"dondoc.web.papers.migrations.{name}") for name in ("0004_issued_kept", "0006_issuedpaper_kept")]


def install(apps, schema_editor):
    for one in KEPT:
        one.install(apps, schema_editor)


def remove(apps, schema_editor):
    for one in KEPT:
        one.remove(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("papers", "0006_issuedpaper_kept")]

    operations = [
        migrations.RunPython(remove, install),
        *(
            migrations.AddField(
                model_name=model,
                name="template",
                field=models.CharField(blank=True, default="", max_length=400, verbose_name="mẫu"),
                preserve_default=False,
            )
            for model in ("issuedreport", "issuedpaper")
        ),
        migrations.RunPython(install, remove),
    ]
