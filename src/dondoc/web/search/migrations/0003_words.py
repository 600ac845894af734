"""An index of words, kept in step by the database: FTS5 on SQLite, GIN on PostgreSQL.

The folded column holds letters and digits without marks, one space between words, so both split it alike:
SQLite's tokenizer at what is no letter or digit, PostgreSQL here at the spaces.
"""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE search_words USING fts5(
        folded, content='search_entry', content_rowid='id', tokenize="unicode61 remove_diacritics 0")""",
    "INSERT INTO search_words(search_words) VALUES('rebuild')",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_words(rowid, folded) VALUES (new.id, new.folded); END""",
    """CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_words(search_words, rowid, folded) VALUES ('delete', old.id, old.folded); END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_words(search_words, rowid, folded) VALUES ('delete', old.id, old.folded);
        INSERT INTO search_words(rowid, folded) VALUES (new.id, new.folded); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER IF EXISTS search_entry_added",
    "DROP TRIGGER IF EXISTS search_entry_gone",
    "DROP TRIGGER IF EXISTS search_entry_changed",
    "DROP TABLE IF EXISTS search_words",
]
POSTGRESQL = [
    """CREATE INDEX search_entry_words ON search_entry
        USING gin (array_to_tsvector(string_to_array(folded, ' '))) WITH (fastupdate = off)"""
]
POSTGRESQL_BACK = ["DROP INDEX IF EXISTS search_entry_words"]

# PostgreSQL sorts by the database's language unless told otherwise; the key is made to be sorted by its bytes.
SORTED = ["bodies_body", "bodies_person", "plans_indicator", "plans_task", "sources_document", "search_entry"]


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            schema_editor.execute(statement)
        return
    for statement in POSTGRESQL:
        schema_editor.execute(statement)
    for table in SORTED:
        schema_editor.execute(f'ALTER TABLE {table} ALTER COLUMN sort_key TYPE varchar(400) COLLATE "C"')


def remove(apps, schema_editor):
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE_BACK if on_sqlite else POSTGRESQL_BACK:
        schema_editor.execute(statement)
    if not on_sqlite:
        for table in SORTED:
            schema_editor.execute(f'ALTER TABLE {table} ALTER COLUMN sort_key TYPE varchar(400) COLLATE "default"')


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_title_folded"),
        ("bodies", "0002_position_withdrawn"),
        ("plans", "0002_initial"),
        ("sources", "0002_mentions_of_positions"),
    ]
    operations = [migrations.RunPython(install, remove)]
