"""How well dondoc reads: reads a gold folder, compares with its facts, prints the scorer's table.

    python scripts/accuracy.py                     the folder beside this repository, ../shared/gold
    python scripts/accuracy.py GOLD --misses indicator --only doc-011

GOLD holds `text/NAME.txt`, `facts/NAME.json`; the scorer `score.py` stands in it or in the folder above it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dondoc.extraction import extract
from dondoc.reading import read_bytes
from dondoc.writing.facts_json import dumps, to_json

HERE = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, nargs="?", default=HERE.parent / "shared" / "gold" / "dev")
    parser.add_argument("--out", type=Path, help="keep what was read, one NAME.json a document")
    parser.add_argument("--misses", choices=["indicator", "task"], help="list what was missed or extra")
    parser.add_argument("--only", help="read only documents whose name begins with this")
    options = parser.parse_args()
    gold: Path = options.gold
    if not (gold / "text").is_dir():
        print(f"Bỏ qua: không có bộ đối chiếu ở {gold}.")
        return 0
    scorer = next(
        (
            f
            for f in (gold / "score.py", gold.parent / "score.py", HERE.parent / "shared/gold/score.py")
            if f.exists()
        ),
        None,
    )
    if scorer is None:
        print("Bỏ qua: không thấy score.py.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        out = options.out or Path(folder)
        out.mkdir(parents=True, exist_ok=True)
        read = spent = 0.0
        count = 0
        for path in sorted((gold / "text").glob(f"{options.only or ''}*.txt")):
            began = time.perf_counter()
            document = read_bytes(path.read_bytes(), path.name)
            middle = time.perf_counter()
            facts = extract(document)
            spent += time.perf_counter() - middle
            read += middle - began
            count += 1
            (out / f"{path.stem}.json").write_text(dumps(to_json(document, facts)), "utf-8")
        arguments = [sys.executable, str(scorer), str(gold / "facts"), str(out)]
        if options.misses:
            arguments += ["--misses", options.misses]
        code = subprocess.run(arguments, check=False).returncode
    each = 1000 / max(count, 1)
    print(f"\n{count} văn bản; mỗi văn bản đọc {read * each:.1f} ms, rút dữ kiện {spent * each:.1f} ms")
    return code


if __name__ == "__main__":
    sys.exit(main())
