"""The database itself refuses to change or delete what was frozen at a conference."""

from django.db import migrations

TABLES = ("judgement_frozenboard", "judgement_frozenrow")
SQLITE = [
    f"""CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
    BEGIN SELECT RAISE(ABORT, 'a frozen scoreboard is never changed'); END"""
    for table in TABLES
    for verb in ("update", "delete")
]
SQLITE_BACK = [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for table in TABLES for verb in ("update", "delete")]
POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION judgement_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'a frozen scoreboard is never changed'; END $$""",
    *[
        f"""CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION judgement_frozen()"""
        for table in TABLES
    ],
]
POSTGRESQL_BACK = [
    *[f"DROP TRIGGER IF EXISTS {table}_frozen ON {table}" for table in TABLES],
    "DROP FUNCTION IF EXISTS judgement_frozen()",
]


def _run(schema_editor, sqlite, postgresql):
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement)


def install(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRESQL)


def remove(apps, schema_editor):
    _run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("judgement", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
