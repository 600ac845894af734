"""A number or day that văn thư entered wrongly: corrected by a row of its own, which is never changed either.

Of an issued letter the database lets only number and day change, and only to what its last correction says.
"""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEPT = import_module("dondoc.web.followup.migrations.0006_letters_kept")
LETTER, MADE = "followup_letter", "followup_lettercorrection"
OTHERS = (
    "id", "kind", "body_id", "issuer_id", "as_of", "answer_by", "state", "drafted_by_id", "drafted_at",
    "entered_by_id", "entered_at", "withdrawn_by_id", "withdrawn_at",
)
_SAME = " AND ".join(f"OLD.{name} IS {{not_distinct}} NEW.{name}" for name in OTHERS)
_CORRECTED = f"""EXISTS (SELECT 1 FROM {MADE} c WHERE c.letter_id = OLD.id
    AND c.id = (SELECT MAX(id) FROM {MADE} WHERE letter_id = OLD.id)
    AND c.was_symbol = OLD.symbol AND c.was_issued_on = OLD.issued_on
    AND c.symbol = NEW.symbol AND c.issued_on = NEW.issued_on)"""
_NO = "SELECT RAISE(ABORT, 'an issued letter is never changed')"
SQLITE = [
    f"DROP TRIGGER {LETTER}_no_update",
    f"CREATE TRIGGER {LETTER}_no_update BEFORE UPDATE ON {LETTER} WHEN OLD.state = 'issued' "
    f"AND NOT ({_SAME.format(not_distinct='')} AND {_CORRECTED}) BEGIN {_NO}; END",
    *(
        f"CREATE TRIGGER {MADE}_no_{verb} BEFORE {verb} ON {MADE} BEGIN {_NO}; END"
        for verb in ("update", "delete")
    ),
]
SQLITE_BACK = [
    *(f"DROP TRIGGER IF EXISTS {MADE}_no_{verb}" for verb in ("update", "delete")),
    f"DROP TRIGGER IF EXISTS {LETTER}_no_update",
    KEPT.SQLITE[0],
]
POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION followup_letter_issued() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF {_SAME.format(not_distinct='NOT DISTINCT FROM')} AND {_CORRECTED} THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'an issued letter is never changed';
    END $$""",
    f"""CREATE OR REPLACE FUNCTION followup_correction_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'an issued letter is never changed'; END $$""",
    f"""CREATE TRIGGER {MADE}_kept BEFORE UPDATE OR DELETE ON {MADE}
    FOR EACH ROW EXECUTE FUNCTION followup_correction_kept()""",
]
POSTGRESQL_BACK = [
    f"DROP TRIGGER IF EXISTS {MADE}_kept ON {MADE}",
    "DROP FUNCTION IF EXISTS followup_correction_kept()",
    KEPT.POSTGRESQL[0],
]


def _run(schema_editor, sqlite, postgresql):
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement)


def install(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRESQL)


def remove(apps, schema_editor):
    _run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [
        ("followup", "0006_letters_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="LetterCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was_symbol", models.CharField(max_length=60)),
                ("was_issued_on", models.DateField()),
                ("symbol", models.CharField(max_length=60)),
                ("issued_on", models.DateField()),
                ("reason", models.CharField(max_length=500)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="followup.letter",
                    ),
                ),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.RunPython(install, remove),
    ]
