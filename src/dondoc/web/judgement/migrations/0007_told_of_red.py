from django.db import migrations, models


def forget(apps, _editor):
    """What is kept says nothing in short yet: the worker reckons it anew."""
    apps.get_model("judgement", "KeptSignals").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("judgement", "0006_scores_made_at")]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop, elidable=True),
        migrations.AddField(
            model_name="keptsignals",
            name="told",
            field=models.JSONField(default=dict),
        ),
    ]
