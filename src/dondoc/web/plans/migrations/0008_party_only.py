"""Which indicators are of Party work alone: those of the shipped catalogue, then as the office says."""

from django.db import migrations, models

CODES = ("party_members", "party_organisations")


def fill(apps, schema_editor):
    apps.get_model("plans", "Indicator").objects.filter(code__in=CODES).update(party_only=True)


class Migration(migrations.Migration):
    dependencies = [("plans", "0007_reminded")]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="party_only",
            field=models.BooleanField(default=False, verbose_name="chỉ của công tác Đảng"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
