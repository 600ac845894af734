"""PostgreSQL keeps a block's bytes as they are: compressing them takes longer than all else of writing one."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def keep(how: str) -> Any:
    def apply(_apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"ALTER TABLE rollup_yearblock ALTER COLUMN data SET STORAGE {how}")

    return apply


class Migration(migrations.Migration):
    dependencies = [("rollup", "0001_initial")]

    operations = [migrations.RunPython(keep("EXTERNAL"), keep("EXTENDED"))]
