"""`dondoc packs check`: does every vocabulary still read its own examples?"""

from __future__ import annotations

import sys
from argparse import Namespace

from dondoc.cli.messages import tr
from dondoc.errors import PackError


def run(arguments: Namespace) -> int:
    """0 when every example holds, 1 with one sentence for each that does not."""
    from dondoc import packs
    from dondoc.extraction.countpacks import COUNT_PACK_READERS
    from dondoc.extraction.orderpacks import ORDER_PACK_READERS
    from dondoc.extraction.packcheck import PACK_READERS

    readers = {**PACK_READERS, **ORDER_PACK_READERS, **COUNT_PACK_READERS}
    folder = arguments.folder
    if folder is not None and not folder.is_dir():
        arguments.parser.error(tr("Không có thư mục “{folder}”.").format(folder=folder))
    try:
        loaded = packs.load(folder)
        wrong = packs.check(loaded, readers)
    except PackError as error:
        wrong = [str(error)]
    if wrong:
        print("\n".join(f"✗ {sentence}" for sentence in wrong), file=sys.stderr)
        return 1
    entries = sum(map(len, loaded.families.values()))
    examples = sum(1 for _ in packs.examples(loaded))
    done = tr("Đúng cả: {families} bộ từ vựng, {entries} mục, {examples} ví dụ.")
    print(done.format(families=len(loaded.families), entries=entries, examples=examples))
    return 0
