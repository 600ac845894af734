"""`dondoc packs check`: does every vocabulary still read its own examples, and what does it cost?"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from dondoc.cli.messages import tr
from dondoc.errors import PackError

if TYPE_CHECKING:
    from dondoc.packs import Packs

_SHOWN = 5  # of the dearest families


def put_in_force(folder: Path | None, parser: ArgumentParser) -> None:
    """Read with the packs of `folder` in this process and its children, else with those DONDOC_PACKS names.

    Packs that cannot be read are a usage error: said before a document is touched.
    """
    from dondoc.packs import VARIABLE, load

    named = os.environ.get(VARIABLE)
    chosen = folder or (Path(named) if named else None)
    if chosen is None:
        return
    try:
        load(chosen)
    except PackError as error:
        parser.error(str(error))
    os.environ[VARIABLE] = str(chosen.resolve())


def run(arguments: Namespace) -> int:
    """0 when every example holds, 1 with one sentence for each that does not."""
    from dondoc.packs import VARIABLE, load

    if arguments.folder is not None and not arguments.folder.is_dir():
        arguments.parser.error(tr("Không có thư mục “{folder}”.").format(folder=arguments.folder))
    try:
        loaded = load(arguments.folder)
    except PackError as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    if arguments.folder is not None:
        os.environ[VARIABLE] = str(arguments.folder.resolve())
    from dondoc.extraction.lexicon import Lexicon
    from dondoc.packs.checking import check
    from dondoc.programmecheck.packcheck import all_readers

    wrong = check(loaded, all_readers(Lexicon(loaded)))
    if wrong:
        print("\n".join(f"✗ {sentence}" for sentence in wrong), file=sys.stderr)
        return 1
    _report(loaded)
    return 0


def _report(loaded: Packs) -> None:
    from dondoc.extraction.packreport import collisions, costs
    from dondoc.packs.checking import examples

    entries = sum(map(len, loaded.families.values()))
    count = sum(1 for _ in examples(loaded))
    done = tr("Đúng cả: {families} bộ từ vựng, {entries} mục, {examples} ví dụ.")
    print(done.format(families=len(loaded.families), entries=entries, examples=count))
    shared = collisions(loaded)
    if shared:
        print(tr("Chữ đứng ở hai mục; câu quanh nó quyết định nghĩa, nên thêm ví dụ “not” nếu đọc lẫn:"))
        for collision in shared:
            print(f"  “{collision.form}”: {collision.first}, {collision.second}")
    dear = costs(loaded)
    print(tr("Thời gian tìm chữ trong một văn bản 5 kB, tốn nhất trước:"))
    for cost in dear[:_SHOWN]:
        line = tr("{family}: {forms} cách viết, {cost:.0f} µs")
        print("  " + line.format(family=cost.family, forms=cost.forms, cost=cost.microseconds))
