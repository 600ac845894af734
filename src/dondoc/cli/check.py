"""`dondoc check`: a programme before it is issued, held against its parents and its neighbours."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dondoc.cli import packs
from dondoc.cli.messages import tr
from dondoc.errors import ReadError

if TYPE_CHECKING:
    from dondoc.programmecheck import Index
    from dondoc.records.check import CheckSource, SourceRole
    from dondoc.records.document import Document

FORMATS = ("table", "json", "html", "docx")
CORPUS = "corpus"  # the word for the index that is kept


def run(arguments: Namespace) -> int:
    """Check one programme; 0 when it was checked, 1 when a file could not be read."""
    packs.put_in_force(arguments.packs, arguments.parser)
    from dondoc import reading
    from dondoc.programmecheck import check_programme
    from dondoc.records.check import SourceRole
    from dondoc.writing import check_json

    chosen = arguments.format or "table"
    if chosen == "docx" and arguments.out is None and sys.stdout.isatty():
        arguments.parser.error(tr("Tệp Word không in ra màn hình được: thêm --out TỆP."))
    if arguments.programme.resolve() in {path.resolve() for path in arguments.against}:
        arguments.parser.error(tr("Văn bản không thể là cấp trên của chính nó: bỏ nó khỏi --against."))
    try:
        programme = reading.read(arguments.programme)
        parents = [_named(path, reading.read(path), SourceRole.PARENT) for path in arguments.against]
    except ReadError as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    with _index(arguments) as index:
        failures = _bring_in(index, arguments)
        known = {str(path.resolve()) for path in (arguments.programme, *arguments.against)}
        later = _later(index, programme.header.date)
        found = check_programme(
            programme, parents, index=index if len(index) else None, named=_others(index, known | later)
        )
    if later:
        said = tr("{n} văn bản ra sau ngày của chương trình không đem so: không thể chép từ chúng.")
        print(said.format(n=len(later)), file=sys.stderr)
    made = check_json.to_json(found, programme)
    for sentence in failures:
        print(f"✗ {sentence}", file=sys.stderr)
    _write(_rendered(made, chosen), arguments.out)
    return 1 if failures else 0


def _named(path: Path, document: Document, role: SourceRole) -> tuple[CheckSource, Document]:
    from dondoc.records.check import CheckSource

    header = document.header
    source = CheckSource(
        key=str(path),
        title=header.title or document.name,
        role=role,
        symbol=header.symbol or "",
        issuer=header.issuer or "",
        date=header.date,
    )
    return source, document


def _index(arguments: Namespace) -> Index:
    """The index that is kept (`--index`, or beside the data), else one of this run alone."""
    from dondoc.programmecheck import Index

    if arguments.index is not None:
        arguments.index.parent.mkdir(parents=True, exist_ok=True)
        return _kept_index(arguments.index, arguments.parser)
    if arguments.neighbours == CORPUS:
        arguments.parser.error(tr("--neighbours corpus cần --index TỆP: chỉ mục đã lập từ trước."))
    return Index("")


def _kept_index(path: Path, parser: ArgumentParser) -> Index:
    """The index of a file; a broken one is put aside and made anew, another kind of file is left alone."""
    from dondoc.programmecheck import Index, is_broken, is_one

    if path.exists() and not is_one(path):
        parser.error(tr("“{path}” không phải tệp chỉ mục của dondoc. Chọn tên khác.").format(path=path))
    try:
        return Index(path, verify=True)
    except sqlite3.DatabaseError as error:
        if not is_broken(error):
            raise
    print(tr("Chỉ mục “{path}” bị hỏng, được lập lại từ đầu.").format(path=path), file=sys.stderr)
    return Index.anew(path)


def _bring_in(index: Index, arguments: Namespace) -> list[str]:
    """Put the files of the neighbours' folder that are new or changed into the index; what failed."""
    from dondoc import reading

    if arguments.neighbours in (None, CORPUS):
        return []
    folder = Path(arguments.neighbours)
    if not folder.exists():
        arguments.parser.error(tr("Không có thư mục “{folder}”.").format(folder=folder))
    stamps = index.stamps()
    files = _files(folder)
    for key in stamps.keys() - {str(path.resolve()) for path in files}:
        if Path(key).is_relative_to(folder.resolve()):
            index.remove(key)  # the file is gone
    fresh = [path for path in files if _state(stamps.get(str(path.resolve()), "")) != _stamp(path)]
    failures: list[str] = []

    def read() -> Iterator[tuple[str, str, str, str]]:
        for path in fresh:
            try:
                document = reading.read(path)
            except ReadError as error:
                failures.append(str(error))
                continue
            header = document.header
            title = " ".join(filter(None, (header.symbol, header.title or document.name)))
            issued = header.date.isoformat() if header.date else ""
            yield str(path.resolve()), document.text, title, f"{_stamp(path)} {issued}"

    index.add_many(read())
    return failures


def _files(folder: Path) -> list[Path]:
    return [folder] if folder.is_file() else sorted(path for path in folder.rglob("*") if path.is_file())


def _stamp(path: Path) -> str:
    state = path.stat()
    return f"{state.st_size}:{state.st_mtime_ns}"


def _state(stamp: str) -> str:
    return stamp.partition(" ")[0]


def _later(index: Index, day: date | None) -> set[str]:
    """The documents issued after the programme: nobody copies from what came later."""
    if day is None:
        return set()
    return {key for key, stamp in index.stamps().items() if stamp.partition(" ")[2] > day.isoformat()}


def _others(index: Index, known: set[str]) -> Callable[[str], CheckSource | None]:
    """Every document of the index but those the command was given by name."""
    from dondoc.records.check import CheckSource, SourceRole

    titles = index.titles()

    def named(key: str) -> CheckSource | None:
        return None if key in known else CheckSource(key, titles.get(key, key), SourceRole.NEIGHBOUR)

    return named


def _rendered(made: dict[str, object], chosen: str) -> bytes:
    from dondoc.writing import check_docx, check_html, check_table, facts_json

    match chosen:
        case "json":
            return (facts_json.dumps(made) + "\n").encode("utf-8", "replace")
        case "html":
            return check_html.page(made).encode("utf-8", "replace")
        case "docx":
            return check_docx.document(made, on=date.today())  # noqa: DTZ011 - the day on the office's wall
        case _:
            columns = shutil.get_terminal_size((100, 24)).columns
            return check_table.render(made, columns=columns).encode("utf-8", "replace")


def _write(data: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(data)


def add_arguments(parser: ArgumentParser) -> None:
    """The words after `dondoc check`."""
    parser.add_argument(
        "programme", type=Path, metavar=tr("CHƯƠNG_TRÌNH"), help=tr("chương trình, kế hoạch cần soát")
    )
    parser.add_argument(
        "--against", nargs="+", type=Path, default=[], metavar=tr("CẤP_TRÊN"),
        help=tr("văn bản cấp trên mà nó thực hiện"),
    )  # fmt: skip
    parser.add_argument(
        "--neighbours", metavar=tr("THƯ_MỤC"),
        help=tr("thư mục văn bản của nơi khác; corpus: mọi văn bản trong chỉ mục đã có"),
    )  # fmt: skip
    parser.add_argument(
        "--index", type=Path, metavar=tr("TỆP"),
        help=tr("giữ chỉ mục của các văn bản nơi khác ở tệp này, lần sau chỉ đọc tệp mới"),
    )  # fmt: skip
    parser.add_argument("--format", choices=FORMATS, help=tr("table, json, html hoặc docx (mặc định: table)"))
    parser.add_argument("--out", type=Path, metavar=tr("TỆP"), help=tr("ghi kết quả vào tệp này"))
    parser.set_defaults(run=run)
