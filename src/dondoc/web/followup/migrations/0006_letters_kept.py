"""The database itself refuses to change or delete an issued letter and what it lists.

Only whether a line could be entered on its matter is told after the letter has its number.
"""

from django.db import migrations

LETTER, LINE = "followup_letter", "followup_letterline"
SAID = (
    "letter_id", "position", "matter", "task_id", "obligation_id", "item_id", "question_id", "words", "source",
    "due", "days_late",
)
_ISSUED = f"(SELECT state FROM {LETTER} WHERE id = OLD.letter_id) = 'issued'"
_NO = "SELECT RAISE(ABORT, 'an issued letter is never changed')"
SQLITE = [
    f"CREATE TRIGGER {LETTER}_no_update BEFORE UPDATE ON {LETTER} WHEN OLD.state = 'issued' BEGIN {_NO}; END",
    f"CREATE TRIGGER {LETTER}_no_delete BEFORE DELETE ON {LETTER} WHEN OLD.state = 'issued' BEGIN {_NO}; END",
    f"CREATE TRIGGER {LINE}_no_update BEFORE UPDATE OF {', '.join(SAID)} ON {LINE} "
    f"WHEN {_ISSUED} BEGIN {_NO}; END",
    f"CREATE TRIGGER {LINE}_no_delete BEFORE DELETE ON {LINE} WHEN {_ISSUED} BEGIN {_NO}; END",
    f"CREATE TRIGGER {LINE}_no_insert BEFORE INSERT ON {LINE} "
    f"WHEN {_ISSUED.replace('OLD', 'NEW')} BEGIN {_NO}; END",
]
SQLITE_BACK = [
    f"DROP TRIGGER IF EXISTS {name}"
    for name in (
        f"{LETTER}_no_update", f"{LETTER}_no_delete", f"{LINE}_no_update", f"{LINE}_no_delete",
        f"{LINE}_no_insert",
    )
]
POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION followup_letter_issued() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'an issued letter is never changed'; END $$""",
    f"""CREATE OR REPLACE FUNCTION followup_line_issued() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (SELECT state FROM {LETTER} WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.letter_id
            ELSE OLD.letter_id END) = 'issued' THEN
            RAISE EXCEPTION 'an issued letter is never changed';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END $$""",
    f"""CREATE TRIGGER {LETTER}_kept BEFORE UPDATE OR DELETE ON {LETTER}
    FOR EACH ROW WHEN (OLD.state = 'issued') EXECUTE FUNCTION followup_letter_issued()""",
    f"""CREATE TRIGGER {LINE}_kept BEFORE INSERT OR DELETE OR UPDATE OF {', '.join(SAID)} ON {LINE}
    FOR EACH ROW EXECUTE FUNCTION followup_line_issued()""",
]
POSTGRESQL_BACK = [
    f"DROP TRIGGER IF EXISTS {LETTER}_kept ON {LETTER}",
    f"DROP TRIGGER IF EXISTS {LINE}_kept ON {LINE}",
    "DROP FUNCTION IF EXISTS followup_letter_issued()",
    "DROP FUNCTION IF EXISTS followup_line_issued()",
]


def _run(schema_editor, sqlite, postgresql):
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement)


def install(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRESQL)


def remove(apps, schema_editor):
    _run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("followup", "0005_answers")]
    operations = [migrations.RunPython(install, remove)]
