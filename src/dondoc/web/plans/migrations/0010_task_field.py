"""The field (lĩnh vực) of a task; no task has one yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0009_span_index")]

    operations = [
        migrations.AddField(
            model_name="task",
            name="field",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="lĩnh vực"),
            preserve_default=False,
        ),
    ]
