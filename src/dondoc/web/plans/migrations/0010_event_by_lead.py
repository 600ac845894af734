from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0009_span_index")]

    operations = [
        migrations.AddIndex(
            model_name="taskevent",
            index=models.Index(fields=["lead", "-on"], name="event_by_lead"),
        ),
    ]
