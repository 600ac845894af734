"""How well dondoc reads: reads gold documents, compares what it read with their facts, prints tables.

    python scripts/accuracy.py                     the folder beside this repository, all tables: the open
                                                   documents, the held-out twelve, the kinds of fact that
                                                   score.py does not know, what the last commit read otherwise
    python scripts/accuracy.py --open              the same without reading the twelve
    python scripts/accuracy.py --list              … naming every fact that was gained or lost
    python scripts/accuracy.py --page              write the generated part of docs/accuracy.md
    python scripts/accuracy.py --record-held-out   read the twelve once, keep the figures for that page
    python scripts/accuracy.py GOLD --misses indicator --only doc-011    one folder's table, and its misses

The twelve are never listed fact by fact: rules that are mended by looking at them would tell nothing of
documents that nobody has seen.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import accuracy_gold
import accuracy_kinds
import accuracy_page
import accuracy_parent
from accuracy_gold import Gold


def main() -> int:
    options = _parser().parse_args()
    default = options.gold is None
    gold = accuracy_gold.find(options.gold or accuracy_gold.DEV)
    if gold is None:
        print(f"Bỏ qua: không có bộ đối chiếu hoặc score.py ở {options.gold or accuracy_gold.DEV}.")
        return 0
    count = options.held_out if options.held_out is not None else accuracy_gold.HELD_OUT if default else 0
    held_out = gold.held_out(count)
    names = [name for name in gold.names if name not in held_out and name.startswith(options.only or "")]
    with tempfile.TemporaryDirectory() as folder:
        out = options.out or Path(folder)
        out.mkdir(parents=True, exist_ok=True)
        if options.record_held_out:
            return _record(gold, held_out, out)
        if options.page or options.check_page:
            gold.read(names, out)
            return accuracy_page.write(gold.score(names, out), len(names), check=options.check_page)
        return _report(gold, names, [] if options.open else held_out, out, options, everything=default)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, nargs="?", help="a gold folder; prints only its table")
    parser.add_argument("--out", type=Path, help="keep what was read, one NAME.json a document")
    parser.add_argument("--misses", choices=["indicator", "task"], help="list what was missed or extra")
    parser.add_argument("--only", help="read only documents whose name begins with this")
    parser.add_argument(
        "--held-out", type=int, metavar="N", help="keep back N documents (the folder's own: 12)"
    )
    parser.add_argument("--open", action="store_true", help="leave the held-out documents unread")
    parser.add_argument("--list", action="store_true", help="name the facts that were gained and lost")
    parser.add_argument("--page", action="store_true", help="write the generated part of docs/accuracy.md")
    parser.add_argument("--check-page", action="store_true", help="fail where that part is not up to date")
    parser.add_argument("--record-held-out", action="store_true", help="measure the held-out for the page")
    return parser


def _report(
    gold: Gold,
    names: Sequence[str],
    held_out: Sequence[str],
    out: Path,
    options: argparse.Namespace,
    *,
    everything: bool,
) -> int:
    began = time.process_time()
    gold.read(names, out)
    each = 1000 * (time.process_time() - began) / max(len(names), 1)
    if options.misses:
        with gold.facts_of(names) as facts:
            gold.scorer.score(facts, out, options.misses)
    print(accuracy_gold.table(gold.score(names, out)))
    print(f"\n{len(names)} văn bản; mỗi văn bản {each:.1f} ms")
    if held_out:
        gold.read(held_out, out)
        print(f"\nVăn bản để riêng, không ai mở khi viết quy tắc ({len(held_out)}):")
        print(accuracy_gold.table(gold.score(held_out, out)))
        every = [*names, *held_out]
        print(f"\nTất cả ({len(every)}):")
        print(accuracy_gold.table(gold.score(every, out)))
    if everything and not options.only:
        print("\nCác loại dữ kiện khác (tests/extraction/gold):")
        print(accuracy_kinds.table(accuracy_kinds.scores()))
        _changes(gold, names, out, listed=options.list)
    return 0


def _changes(gold: Gold, names: Sequence[str], now: Path, *, listed: bool) -> None:
    """What was gained and lost against the last commit, on the open documents and the kinds of our own."""
    commit = accuracy_parent.last_commit()
    if commit is None:
        print("\nBỏ qua phần so với lần trước: không có git hoặc lịch sử của kho.")
        return
    with tempfile.TemporaryDirectory() as folder, accuracy_parent.sources(commit) as source:
        before = Path(folder)
        texts = [(gold.folder / "text" / f"{name}.txt", before / f"{name}.json") for name in names]
        others = [(path, before / f"{path.name}.kinds.json") for path in accuracy_kinds.files()]
        failed = accuracy_parent.read(source, [*texts, *others])
        if failed:
            print(f"\nBỏ qua phần so với lần trước: mã ở {commit[:7]} không chạy được ({failed}).")
            return
        made = accuracy_parent.changes(gold, names, before, now)
        made |= accuracy_parent.kind_changes(before)
    print(f"\nSo với {commit[:7]}: dữ kiện đúng thêm được và mất đi:")
    print(accuracy_parent.table(made, listed=listed))


def _record(gold: Gold, held_out: Sequence[str], out: Path) -> int:
    if not held_out:
        print("Không có văn bản nào để riêng ở đây.")
        return 1
    gold.read(held_out, out)
    scores = gold.score(held_out, out)
    accuracy_page.record(scores)
    print(accuracy_gold.table(scores))
    return 0


if __name__ == "__main__":
    sys.exit(main())
