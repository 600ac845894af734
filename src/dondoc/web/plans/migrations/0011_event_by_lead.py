from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0010_task_field")]

    operations = [
        migrations.AddIndex(
            model_name="taskevent",
            index=models.Index(fields=["lead", "-on"], name="event_by_lead"),
        ),
    ]
