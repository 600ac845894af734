"""How often what pages are made of has changed, counted by the database itself, so that no writer can forget.

A trigger on each table of `TABLES` counts up the marks of what its rows belong to, in the transaction of the
change. Whoever keeps a result keeps beside it the marks it was made of (`core.kept`): the same marks, the
same data, on both databases and in every process.

On SQLite, where one writes at a time, a mark is one row. On PostgreSQL each statement adds a row and the mark
is their sum: two writers never wait for one another, and of two that end in another order than they began
none is missed. The worker folds the rows together (`fold`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from django.db import connection

# kinds; by body: "figures" (figures, targets, plans of the body), by document: "set_by" (its numbers)
FIGURES, SET_BY, TARGETS, RULES, TASKS = "figures", "set_by", "targets", "rules", "tasks"
DOCUMENTS, FACTS, BODIES, MEETINGS, BOARDS = "documents", "facts", "bodies", "meetings", "boards"
KEYED = (FIGURES, SET_BY)

_OF_TARGET = "(SELECT body_id FROM plans_target WHERE id = {row}.target_id)"
_OF_VERSION = """(SELECT t.body_id FROM plans_target t JOIN plans_targetversion v ON v.target_id = t.id
    WHERE v.id = {row}.version_id)"""
_OF_PATH = """(SELECT t.body_id FROM plans_target t JOIN plans_targetversion v ON v.target_id = t.id
    JOIN plans_planpath p ON p.version_id = v.id WHERE p.id = {row}.path_id)"""
_ALL = ("insert", "update", "delete")
_CHANGED = ("update", "delete")  # a new row of it says nothing yet


@dataclass(frozen=True, slots=True)
class Counted:
    """What a change of a table counts up."""

    marks: Mapping[str, str]  # kind → SQL of the key, of {row}
    verbs: tuple[str, ...] = _ALL


TABLES: Mapping[str, Counted] = {
    "results_observation": Counted({FIGURES: "{row}.body_id"}),
    "plans_target": Counted({FIGURES: "{row}.body_id", TARGETS: "0"}),
    "plans_targetversion": Counted(
        {FIGURES: _OF_TARGET, SET_BY: "COALESCE({row}.document_id, 0)", TARGETS: "0"}
    ),
    "plans_planpath": Counted({FIGURES: _OF_VERSION}),
    "plans_planpoint": Counted({FIGURES: _OF_PATH}),
    "judgement_decision": Counted({FIGURES: _OF_VERSION}),
    "judgement_ruleset": Counted({RULES: "0"}),
    "judgement_scenario": Counted({RULES: "0"}),
    "judgement_scenariostep": Counted({RULES: "0"}),
    "judgement_yardstick": Counted({RULES: "0"}),
    "judgement_forecastswitch": Counted({RULES: "0"}),
    "judgement_frozenboard": Counted({BOARDS: "0"}),
    "plans_indicator": Counted({RULES: "0"}, _CHANGED),
    "plans_task": Counted({TASKS: "0"}),
    "plans_taskpartner": Counted({TASKS: "0"}),
    "plans_taskevent": Counted({TASKS: "0"}),
    "plans_taskspan": Counted({TASKS: "0"}),
    "reorganisations_passage": Counted({TARGETS: "0", TASKS: "0"}),
    "sources_document": Counted({DOCUMENTS: "0"}),
    "sources_fact": Counted({FACTS: "0"}),
    "sources_mention": Counted({FACTS: "0"}),
    "bodies_body": Counted({BODIES: "0"}),
    "bodies_bodyname": Counted({BODIES: "0"}),
    "bodies_bodylink": Counted({BODIES: "0"}),
    "bodies_succession": Counted({BODIES: "0"}),
    "bodies_charge": Counted({BODIES: "0"}),
    "accounts_grant": Counted({BODIES: "0"}),  # who sees which
    "accounts_membership": Counted({BODIES: "0"}),
    "pictures_boundaryset": Counted({BODIES: "0"}),
    "programmes_session": Counted({MEETINGS: "0"}),
}  # fmt: skip


# --- reading --------------------------------------------------------------------------------------------


def marks(kinds: Iterable[str]) -> dict[tuple[str, int], int]:
    """The marks of some kinds, by kind and key: one query. What was never changed has none."""
    wanted = sorted(kinds)
    places = ",".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT kind, key, sum(n) FROM core_mark WHERE kind IN ({places}) GROUP BY kind, key",  # noqa: S608 - placeholders only
            wanted,
        )
        return {(kind, key): int(n) for kind, key, n in cursor.fetchall()}


def version(*kinds: str) -> int:
    """A number that grows with every change of any of the kinds: one query."""
    return sum(marks(kinds).values())


def fold() -> None:
    """Put the rows of each mark together; what the worker does between two files. Nothing on SQLite."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH gone AS (DELETE FROM core_mark RETURNING kind, key, n)"
                " INSERT INTO core_mark (kind, key, n) SELECT kind, key, sum(n) FROM gone GROUP BY kind, key"
            )


# --- the triggers ---------------------------------------------------------------------------------------


def install() -> None:
    """Set the triggers that are missing and drop those that say something else; after every `migrate`.

    SQLite drops a table's triggers when a migration writes the table anew, so no migration can set them once
    and for all.
    """
    wanted, there = _wanted(), _there()
    with connection.cursor() as cursor:
        for name in sorted(there.keys() - wanted.keys()):
            on = "" if connection.vendor == "sqlite" else f" ON {there[name]}"
            cursor.execute(f"DROP TRIGGER {name}{on}")
        for name in sorted(wanted.keys() - there.keys()):
            for statement in wanted[name].statements:
                cursor.execute(statement)


def missing() -> list[str]:
    """Names of the triggers that should be there and are not."""
    return sorted(_wanted().keys() - _there().keys())


def _wanted() -> dict[str, _Trigger]:
    made = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    tables = set(connection.introspection.table_names())
    return {name: one for name, one in made.items() if {one.table, "core_mark"} <= tables}


def _there() -> dict[str, str]:
    """Our triggers, with their tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " WHERE pg_table_is_visible(c.oid)"
            )
        return {name: table for name, table in cursor.fetchall() if name.startswith("mark_")}


@dataclass(frozen=True, slots=True)
class _Trigger:
    table: str
    statements: tuple[str, ...]


def _name(table: str, verb: str, text: str) -> str:
    """With what it does in its name, so that another text is another trigger."""
    return f"mark_{table}_{verb}_{blake2b(text.encode(), digest_size=4).hexdigest()}"


def _sqlite() -> dict[str, _Trigger]:
    made = {}
    for table, counted in TABLES.items():
        for verb in counted.verbs:
            parts = []
            for kind, key in counted.marks.items():
                new, old = key.format(row="NEW"), key.format(row="OLD")
                if verb == "update" and new != old:
                    parts.append(_count_one(kind, old, f"{old} IS NOT {new}"))
                parts.append(_count_one(kind, old if verb == "delete" else new))
            text = f"AFTER {verb.upper()} ON {table} BEGIN {' '.join(parts)} END"
            name = _name(table, verb, text)
            made[name] = _Trigger(table, (f"CREATE TRIGGER {name} {text}",))
    return made


def _count_one(kind: str, key: str, where: str = "1") -> str:
    """An update, and where there was nothing to update, a new row."""
    return (
        f"UPDATE core_mark SET n = n + 1 WHERE kind = '{kind}' AND key = {key} AND {where};"  # noqa: S608 - our own words
        f" INSERT INTO core_mark (kind, key, n) SELECT '{kind}', {key}, 1"
        f" WHERE changes() = 0 AND {where} AND {key} IS NOT NULL;"
    )


def _postgresql() -> dict[str, _Trigger]:
    """One function a table, called once a statement with all its rows."""
    made = {}
    for table, counted in TABLES.items():
        for verb in counted.verbs:
            seen = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}[verb]
            rows = " UNION ".join(
                f"SELECT '{kind}', {key.format(row='r')}, 1 FROM {which}_rows r"  # noqa: S608 - our own words
                for kind, key in counted.marks.items()
                for which in seen
            )
            body = (
                # a mark counts statements, not rows: of an import of thousands each mark gets one row
                f"INSERT INTO core_mark (kind, key, n) SELECT DISTINCT * FROM ({rows}) AS m (kind, key, n)"  # noqa: S608 - our own words
                " WHERE m.key IS NOT NULL"
            )
            name = _name(table, verb, body)
            told = " ".join(f"{which.upper()} TABLE AS {which}_rows" for which in seen)
            function = (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN {body}; RETURN NULL; END $$"
            )
            trigger = (
                f"CREATE TRIGGER {name} AFTER {verb.upper()} ON {table} REFERENCING {told}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )
            made[name] = _Trigger(table, (function, trigger))
    return made
