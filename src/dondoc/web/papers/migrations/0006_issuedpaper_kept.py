"""The database itself refuses to change or delete a letter, notice or slip that went out."""

from django.db import migrations

TABLE = "papers_issuedpaper"
SQLITE = [
    f"""CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, 'an issued paper is never changed'); END"""
    for verb in ("update", "delete")
]
SQLITE_BACK = [f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}" for verb in ("update", "delete")]
POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION papers_paper_issued() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'an issued paper is never changed'; END $$""",
    f"""CREATE TRIGGER {TABLE}_kept BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION papers_paper_issued()""",
]
POSTGRESQL_BACK = [
    f"DROP TRIGGER IF EXISTS {TABLE}_kept ON {TABLE}",
    "DROP FUNCTION IF EXISTS papers_paper_issued()",
]


def _run(schema_editor, sqlite, postgresql):
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement)


def install(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRESQL)


def remove(apps, schema_editor):
    _run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("papers", "0005_issuedpaper")]
    operations = [migrations.RunPython(install, remove)]
