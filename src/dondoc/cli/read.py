"""`dondoc read`: files in, facts out, a bad file never stops the rest."""

from __future__ import annotations

import gc
import importlib.util
import os
import shutil
import sys
import time
import unicodedata
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Protocol

from dondoc.cli import packs
from dondoc.cli.messages import tr
from dondoc.cli.workers import Workers
from dondoc.errors import DamagedFile, ReadError, SecondReaderError, SecretDocument
from dondoc.records.document import Document
from dondoc.records.facts import Facts
from dondoc.secondreader import OpenAIBackend, from_environment, second_read
from dondoc.secondreader.endpoint import MODEL, URL
from dondoc.writing import facts_json, html, table

FORMATS = ("json", "table", "xlsx", "html")
WORKBOOK = "dondoc.xlsx"  # one workbook for all documents


@dataclass(frozen=True, slots=True)
class Options:
    """What the reader asked for."""

    format: str
    explain: bool
    text: bool
    versions: Mapping[str, str]


class Sink(Protocol):
    """Where documents go as they are read."""

    def add(self, document: Document, facts: Facts) -> None: ...

    def close(self) -> None: ...


def run(arguments: Namespace) -> int:
    """Read every file; 0 when all were read, 1 when some were not (named on standard error)."""
    packs.put_in_force(arguments.packs, arguments.parser)
    from dondoc import reading

    second = _second_reader(arguments)
    total = sum(1 for _ in reading.expand(arguments.paths))
    sink = _sink(arguments, several=total > 1)
    progress = Progress(total, shown=arguments.progress or (total > 1 and sys.stderr.isatty()))
    workers = min(arguments.jobs or (os.cpu_count() or 1), max(total, 1))
    failures: list[str] = []
    read = 0
    if second is None and workers > 1 and total >= _WORTH_WORKERS and not isinstance(sink, BookSink):
        read = _by_workers(arguments.paths, sink, workers, progress, failures)
    else:
        read = _here(arguments.paths, sink, workers, progress, failures, second)
    try:
        sink.close()
    except BrokenPipeError:
        raise
    except OSError as error:
        failures.append(_not_written(WORKBOOK, error))
    progress.end()
    return _report(read, failures, several=total > 1, nothing=total == 0)


def _here(
    paths: Sequence[Path],
    sink: Sink,
    workers: int,
    progress: Progress,
    failures: list[str],
    second: OpenAIBackend | None,
) -> int:
    """Read in this process, files of other formats than text in children; how many were read."""
    from dondoc import reading
    from dondoc.extraction import extract

    read = 0
    for outcome in reading.read_many(paths, workers=workers, progress=progress.page):
        progress.step(outcome.name)
        if outcome.document is None:
            failures.append(str(outcome.error))
            continue
        try:
            facts = extract(outcome.document)
            if second is not None:
                second_read(outcome.document, facts, second)
            sink.add(outcome.document, facts)
            read += 1
        except BrokenPipeError:
            raise
        except OSError as error:  # the disk is full, the folder may not be written
            failures.append(_not_written(outcome.name, error))
    return read


# --- several processes ----------------------------------------------------------------------------------

_DIED = "chương trình dừng đột ngột khi đọc tệp"
_WORTH_WORKERS = 24  # files; for fewer, starting processes takes longer than they save


@dataclass(frozen=True, slots=True)
class Done:
    """What a worker made of one file."""

    shown: str  # its name for people; "" for a secret document
    name: str = ""  # the document's own
    words: str = ""  # its facts, in the format asked for
    failure: str = ""  # the reason, where it could not be read


def _by_workers(
    paths: Sequence[Path], sink: PrintSink | FolderSink, count: int, progress: Progress, failures: list[str]
) -> int:
    """Read, extract and print in several processes; how many were read."""
    read = 0
    with Workers(partial(prepared, sink.options), count) as workers:
        for (name, _), answer in workers.answers(_jobs(paths)):
            done = answer or Done(
                name, failure=str(DamagedFile(name, "chương trình dừng đột ngột khi đọc tệp"))
            )
            progress.step(done.shown)
            if done.failure:
                failures.append(done.failure)
                continue
            try:
                sink.put(done.name, done.words)
                read += 1
            except BrokenPipeError:
                raise
            except OSError as error:  # the disk is full, the folder may not be written
                failures.append(_not_written(done.shown, error))
    return read


def _jobs(paths: Sequence[Path]) -> Iterator[tuple[str, bytes | str]]:
    """Each file's name with its bytes, or with the reason why it has none."""
    from dondoc import reading

    for source in reading.expand(paths):
        try:
            yield source.name, source.load()
        except ReadError as error:
            yield source.name, str(error)


def prepared(options: Options) -> Callable[[tuple[str, bytes | str]], Done]:
    """In a worker: what reads a file, with everything loaded that all files need."""
    from dondoc import reading
    from dondoc.extraction import default_lexicon, extract

    def work(job: tuple[str, bytes | str]) -> Done:
        name, data = job
        if isinstance(data, str):
            return Done(name, failure=data)
        try:
            document = reading.read_bytes(data, name)
        except SecretDocument as error:
            return Done("", failure=str(error))
        except ReadError as error:
            return Done(name, failure=str(error))
        return Done(name, document.name, rendered(document, extract(document), options))

    default_lexicon().together()
    gc.collect()
    gc.freeze()  # the vocabularies stay: no need to look through them for garbage again and again
    return work


def _second_reader(arguments: Namespace) -> OpenAIBackend | None:
    """The model named on the command line or in the environment; a wrong address is a usage error."""
    said = {URL: arguments.second_reader, MODEL: arguments.model}
    try:
        return from_environment(os.environ | {name: value for name, value in said.items() if value})
    except SecondReaderError as error:
        arguments.parser.error(str(error))
        raise  # never reached: `error` ends the command


def _not_written(name: str, error: OSError) -> str:
    return tr("Không ghi được kết quả của “{name}”: {why}.").format(name=name, why=error.strerror or error)


def _report(read: int, failures: list[str], *, several: bool, nothing: bool) -> int:
    """The count, and every file that failed by name with its reason."""
    sys.stdout.flush()
    if nothing:
        print(tr("Không tìm thấy tệp nào để đọc."), file=sys.stderr)
        return 1
    if several:
        counts = tr("Đã đọc {read} văn bản; {failed} tệp không đọc được.")
        print(counts.format(read=read, failed=len(failures)), file=sys.stderr)
    for sentence in failures:
        print(f"✗ {table.clean(sentence)}", file=sys.stderr)
    return 1 if failures else 0


def _sink(arguments: Namespace, *, several: bool) -> PrintSink | FolderSink | BookSink:
    """Where the results go; a choice that makes no sense is a usage error."""
    from dondoc.extraction import RULES_VERSION
    from dondoc.packs import load
    from dondoc.reading import READER_VERSION

    versions = {"reader": READER_VERSION, "rules": RULES_VERSION, "packs": load().hash}
    chosen = arguments.format or ("json" if arguments.out else "table")
    options = Options(chosen, arguments.explain, arguments.text, versions)
    out: Path | None = arguments.out
    if chosen == "xlsx" and importlib.util.find_spec("xlsxwriter") is None:
        arguments.parser.error(tr("Chưa cài phần ghi Excel. Cài bằng: pip install 'dondoc[files]'"))
    if out is not None:
        if out.exists() and not out.is_dir():
            arguments.parser.error(tr("--out: “{out}” là một tệp, cần một thư mục.").format(out=out))
        return BookSink(out) if chosen == "xlsx" else FolderSink(out, options)
    if several and chosen != "table":
        arguments.parser.error(tr("Có nhiều văn bản: thêm --out THƯ_MỤC để ghi mỗi văn bản một tệp."))
    if chosen == "xlsx":
        if sys.stdout.isatty():
            arguments.parser.error(tr("Tệp Excel không in ra màn hình được: thêm --out THƯ_MỤC."))
        return BookSink(None)
    return PrintSink(options)


def rendered(document: Document, facts: Facts, options: Options) -> str:
    """One document's facts as text, in the format asked for."""
    match options.format:
        case "json":
            made = facts_json.to_json(
                document, facts, explain=options.explain, text=options.text, versions=options.versions
            )
            return facts_json.dumps(made) + "\n"
        case "html":
            return html.page(document, facts, explain=True)
        case _:
            columns = shutil.get_terminal_size((100, 24)).columns
            return table.render(document, facts, columns=columns, explain=options.explain)


@dataclass(slots=True)
class PrintSink:
    """To standard output, one document after the other."""

    options: Options
    _printed: int = 0

    def add(self, document: Document, facts: Facts) -> None:
        self.put(document.name, rendered(document, facts, self.options))

    def put(self, _name: str, words: str) -> None:
        """Print what was made of one document."""
        if self._printed:
            print("\n" + "═" * 60)
        print(words, end="", flush=True)
        self._printed += 1

    def close(self) -> None:
        sys.stdout.flush()


class Names:
    """File names for documents: their own without the ending, never twice, also where case does not count."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str) -> str:
        """A name that is still free.

        >>> names = Names()
        >>> names.take("a/bao-cao.docx"), names.take("b/Bao-cao.pdf")
        ('bao-cao', 'Bao-cao-2')
        """
        stem = PurePosixPath(name).stem.strip(". ")
        base = "".join("_" if unicodedata.category(c)[0] == "C" or c in '<>:"/\\|?*' else c for c in stem)
        base = base[:80] or "van-ban"  # at most 240 bytes: what a file system takes, with an ending
        free, number = base, 1
        while free.casefold() in self._taken:
            number += 1
            free = f"{base}-{number}"
        self._taken.add(free.casefold())
        return free


@dataclass(slots=True)
class FolderSink:
    """One file a document, named after it; a name taken already gets a number."""

    folder: Path
    options: Options
    names: Names = field(default_factory=Names)

    def add(self, document: Document, facts: Facts) -> None:
        self.put(document.name, rendered(document, facts, self.options))

    def put(self, name: str, words: str) -> None:
        """Write what was made of one document."""
        ending = "txt" if self.options.format == "table" else self.options.format
        _write(self.folder / f"{self.names.take(name)}.{ending}", words.encode("utf-8", "replace"))

    def close(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)


@dataclass(slots=True)
class BookSink:
    """One workbook for all; on standard output where there is no folder."""

    folder: Path | None
    read: list[tuple[Document, Facts]] = field(default_factory=list)

    def add(self, document: Document, facts: Facts) -> None:
        self.read.append((document, facts))

    def close(self) -> None:
        from dondoc.writing import xlsx

        made = xlsx.workbook(self.read)
        if self.folder is None:
            sys.stdout.buffer.write(made)
        else:
            _write(self.folder / WORKBOOK, made)


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: an interrupted run leaves no half file under the real name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


class Progress:
    """Which file of how many, on standard error: one line that changes in a terminal, else a line in 5 s."""

    def __init__(self, total: int, *, shown: bool) -> None:
        self._total = total
        self._shown = shown
        self._live = sys.stderr.isatty()
        self._done = 0
        self._last = float("-inf")

    def step(self, name: str) -> None:
        self._done += 1
        now = time.monotonic()
        if not self._shown or (now - self._last < (0.1 if self._live else 5) and self._done < self._total):
            return
        self._last = now
        line = f"[{self._done}/{self._total}] {table.clean(name)}"
        if self._live:
            width = shutil.get_terminal_size((80, 24)).columns - 1
            line = "".join(islice(line, width))
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
        else:
            print(line, file=sys.stderr, flush=True)

    def page(self, name: str, page: int, pages: int) -> None:
        """A page of a scan was read, which takes seconds: said in a terminal even of a single file."""
        if self._live:
            words = tr("nhận dạng trang {page}/{pages}").format(page=page, pages=pages)
            line = f"[{self._done + 1}/{self._total}] {table.clean(name)}: {words}"
            width = shutil.get_terminal_size((80, 24)).columns - 1
            print(f"\r\x1b[K{''.join(islice(line, width))}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._shown and self._live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
