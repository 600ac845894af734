"""Reading files: one, or many of which a bad one never stops the rest."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from dondoc.errors import DamagedFile, FileTooLarge, ReadError, ReadTimeout, SecretDocument, UnsupportedFile
from dondoc.reading import office
from dondoc.reading.draft import Limits, Load
from dondoc.reading.finish import finish
from dondoc.reading.sniff import sniff
from dondoc.reading.source import Source, expand, load_file
from dondoc.records.document import Document
from dondoc.records.source import Diagnostic, Severity

_INSIDE = {"txt", "md"}  # read in this process: decoding cannot be attacked as an unpacker or parser can


_EXTRAS = {"lxml", "openpyxl", "pypdfium2", "charset_normalizer"}
_INSTALL = 'Cài thêm phần đọc tệp: pip install "dondoc[files]".'
_REPORT = "Báo cho nhóm phát triển dondoc, kèm một tệp mẫu không có nội dung nội bộ."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file of many: a document or the reason why not."""

    position: int  # in the order given, from 0
    name: str  # as `Source.name`; "" for a secret document, of which no name may be kept
    document: Document | None = None
    error: ReadError | None = None


def read(path: str | os.PathLike[str], *, limits: Limits | None = None, isolate: bool = True) -> Document:
    """Read one file.

    Args:
        path: A file; folders and zips are for `expand` or `read_many`.
        limits: How much it may cost.
        isolate: Read all formats but plain text in a child process with limits on memory and time. Without
            it only the limits of bytes and characters hold.

    Raises:
        ReadError: It could not be read; the class says why, `str(error)` says it in Vietnamese.
    """
    limits = limits or Limits()
    path = Path(path)
    return read_bytes(load_file(path, path.name, limits), path.name, limits=limits, isolate=isolate)


def read_bytes(data: bytes, name: str, *, limits: Limits | None = None, isolate: bool = True) -> Document:
    """Read a file's bytes, e.g. of an upload; as `read`."""
    limits = limits or Limits()
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    if len(data) > limits.max_file_bytes:
        raise FileTooLarge(name, f"lớn hơn giới hạn {limits.max_file_bytes // 1_000_000} MB")
    media = sniff(data, name, limits=limits)
    if media == "zip":
        raise UnsupportedFile(
            name, "tệp nén chứa nhiều tệp", todo="Giải nén, hoặc gửi cả tệp nén để đọc từng tệp."
        )
    if media in office.BECOMES:
        return _converted(data, name, media, limits, isolate=isolate)
    if isolate and media not in _INSIDE:
        from dondoc.reading import sandbox

        return sandbox.read(data, name, media, limits)
    return read_here(data, name, media, limits)


def _converted(data: bytes, name: str, media: str, limits: Limits, *, isolate: bool) -> Document:
    """A file that LibreOffice opens for us; the record is of the file as it was sent."""
    made, becomes = office.convert(data, name, media, limits)
    document = read_bytes(made, f"{name}.{becomes}", limits=limits, isolate=isolate)
    remark = Diagnostic(
        "converted", f"Đã mở bằng LibreOffice từ tệp .{media}; nên so với bản gốc.", severity=Severity.INFO
    )
    return replace(
        document,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media=media,
        diagnostics=(*document.diagnostics, remark),
    )


def read_here(data: bytes, name: str, media: str, limits: Limits) -> Document:
    """Read in this process; whatever a reader trips over is a ReadError, so that the batch goes on."""
    try:
        draft = _loader(media)(data, name, limits)
        draft = replace(draft, name=name, media=media, sha256=hashlib.sha256(data).hexdigest())
        return finish(draft, limits=limits)
    except ReadError:
        raise
    except MemoryError as error:
        raise ReadTimeout(name, "cần nhiều bộ nhớ hơn giới hạn") from error
    except RecursionError as error:
        raise DamagedFile(name, "các phần lồng nhau quá sâu") from error
    except Exception as error:
        missing = error.name if isinstance(error, ModuleNotFoundError) and error.name else ""
        if missing.split(".")[0] in _EXTRAS:
            raise UnsupportedFile(name, f"chưa cài thư viện {missing}", todo=_INSTALL) from error
        # a mistake of ours; its trace is the cause
        raise ReadError(name, "bộ đọc gặp lỗi ngoài dự kiến", todo=_REPORT) from error


def _loader(media: str) -> Load:
    """The format's reader; its libraries are imported only now."""
    match media:
        case "docx":
            from dondoc.reading import docx

            return docx.load
        case "xlsx":
            from dondoc.reading import xlsx

            return xlsx.load
        case "pdf":
            from dondoc.reading import pdf

            return pdf.load
        case "html":
            from dondoc.reading import html

            return html.load
        case _:
            from dondoc.reading import plain

            return plain.load


def read_many(
    paths: Iterable[str | os.PathLike[str]],
    *,
    limits: Limits | None = None,
    workers: int = 1,
    isolate: bool = True,
) -> Iterator[Outcome]:
    """Read files, folders and zips; one outcome a file, in their order.

    Args:
        paths: As for `expand`.
        limits: For each file.
        workers: Files read at the same time, each in a child process of its own (plain text is not helped).
        isolate: As for `read`.
    """
    limits = limits or Limits()

    def one(position: int, name: str, load: Callable[[], bytes]) -> Outcome:
        try:
            document = read_bytes(load(), name, limits=limits, isolate=isolate)
        except SecretDocument as error:
            return Outcome(position, "", error=error)
        except ReadError as error:
            return Outcome(position, name, error=error)
        return Outcome(position, name, document=document)

    yield from _in_order(one, expand(paths, limits=limits), workers)


def _in_order(
    one: Callable[[int, str, Callable[[], bytes]], Outcome], sources: Iterable[Source], workers: int
) -> Iterator[Outcome]:
    """Map with at most `workers` files in flight, so that memory does not grow with the batch.

    Bytes are loaded here, one file after the other: the members of a zip share one open file.
    """
    if workers <= 1:
        for position, source in enumerate(sources):
            yield one(position, source.name, source.load)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[Outcome]] = deque()
        for position, source in enumerate(sources):
            waiting.append(pool.submit(one, position, source.name, _loaded(source)))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _loaded(source: Source) -> Callable[[], bytes]:
    """The source's bytes, or its error, taken now."""
    try:
        data = source.load()
    except ReadError as error:
        kept = error

        def fail() -> bytes:
            raise kept

        return fail
    return lambda: data
