"""How own fields were filled in before: from the trail, which has each change by the field's name."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def from_the_trail(apps, schema_editor):
    OwnFields, OwnValues, OwnHeld, Entry = (
        apps.get_model(*name)
        for name in (("taskwork", "OwnFields"), ("taskwork", "OwnValues"), ("taskwork", "OwnHeld"), ("audit", "Entry"))
    )
    keys = {}  # document → name → key; a field that was renamed is known by all its names
    for document, fields in OwnFields.objects.order_by("version").values_list("document_id", "fields"):
        keys.setdefault(document, {}).update({field["label"]: field["key"] for field in fields})
    for row in OwnValues.objects.select_related("task"):
        names, held, made = keys.get(row.task.document_id, {}), dict(row.values), []
        entries = Entry.objects.filter(table="plans.Task", row=row.task_id, action="task.own")
        for entry in entries.order_by("-at", "-pk"):
            made.append(OwnHeld(task=row.task, values=dict(held), at=entry.at))
            back = {names.get(name, name): value for name, value in entry.before.items()}
            held = {key: value for key, value in {**held, **back}.items() if value}
        OwnHeld.objects.bulk_create(reversed(made))


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("taskwork", "0002_own_fields")]

    operations = [
        migrations.CreateModel(
            name="OwnHeld",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("values", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="own_held", to="plans.task"
                    ),
                ),
            ],
            options={"ordering": ["task", "id"]},
        ),
        migrations.RunPython(from_the_trail, migrations.RunPython.noop),
    ]
