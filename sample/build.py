"""Write sample/documents from sample/sources, and the tables of sample/mirrored beside their sources.

python sample/build.py [--out FOLDER] [--pdf]

The PDF is made only when asked for, by LibreOffice (`soffice`) from a Word file that is not kept: it stamps
the hour into it, and needs a font with all Vietnamese letters as wide as Times New Roman (fonts-liberation2).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

from builder import markup, page, sheet, word  # noqa: E402

WRITERS = {".docx": word.write, ".xlsx": sheet.write, ".html": page.write}


def sources(folder: Path = HERE / "sources") -> list[markup.Source]:
    """Every source, in the order of its number."""
    return [markup.read(path) for path in sorted(folder.glob("*.md"))]


def word_notes(source: markup.Source) -> list[str]:
    """The footnotes of a source."""
    lines = [block.text for part in source.parts for block in part.blocks if isinstance(block, markup.Line)]
    return [run.note for line in lines for run in markup.runs(line) if run.note]


def build(out: Path, *, pdf: bool = False) -> list[Path]:
    """Write the documents into `out`; returns the files written."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sources():
        target = out / source.front["file"]
        if target.suffix != ".pdf":
            WRITERS[target.suffix](source, target)
        elif pdf:
            _pdf(source, target)
        else:
            continue
        written.append(target)
    return written


def build_mirrored(out: Path) -> list[Path]:
    """Write what the invented central system sends out: tables that are brought in, not read."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sources(HERE / "mirrored"):
        written.append(out / source.front["file"])
        sheet.write(source, written[-1])
    return written


def _pdf(source: markup.Source, target: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        raise SystemExit("Không thấy LibreOffice (soffice): cài rồi chạy lại, hoặc bỏ --pdf.")
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / f"{target.stem}.docx"
        word.write(source, draft)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(draft)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603
        shutil.copyfile(draft.with_suffix(".pdf"), target)


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the sample province's documents.")
    parser.add_argument("--out", type=Path, default=HERE / "documents")
    parser.add_argument("--pdf", action="store_true", help="make the PDF anew, too")
    args = parser.parse_args()
    for path in [*build(args.out, pdf=args.pdf), *build_mirrored(args.out.parent / "mirrored")]:
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
