import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("judgement", "0005_kept_signals")]

    operations = [
        migrations.AddField(
            model_name="keptscore",
            name="made_at",
            field=models.DateTimeField(auto_now=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
