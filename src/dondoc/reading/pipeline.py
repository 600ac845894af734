"""Reading files: one, or many of which a bad one never stops the rest."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from dondoc.errors import (
    DamagedFile,
    FileTooLarge,
    NoTextLayer,
    ReadError,
    ReadTimeout,
    SecretDocument,
    UnsupportedFile,
)
from dondoc.reading import ocr, office, pictures, scans
from dondoc.reading.draft import Limits, Load
from dondoc.reading.finish import finish
from dondoc.reading.ocr import SeenPage
from dondoc.reading.sniff import sniff
from dondoc.reading.source import Source, expand, load_file
from dondoc.records.document import Document
from dondoc.records.source import Diagnostic, Severity

_INSIDE = {"txt", "md"}  # read in this process: decoding cannot be attacked as an unpacker or parser can


_SCAN_DPI = 200  # more costs time and reads no better
_RESCAN = "Quét lại rõ hơn, hoặc gửi bản điện tử của văn bản."
_EXTRAS = {"lxml", "openpyxl", "pypdfium2", "charset_normalizer"}
_INSTALL = 'Cài thêm phần đọc tệp: pip install "dondoc[files]".'
_REPORT = "Báo cho nhóm phát triển dondoc, kèm một tệp mẫu không có nội dung nội bộ."


Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file of many: a document or the reason why not."""

    position: int  # in the order given, from 0
    name: str  # as `Source.name`; "" for a secret document, of which no name may be kept
    document: Document | None = None
    error: ReadError | None = None


def read(
    path: str | os.PathLike[str],
    *,
    limits: Limits | None = None,
    isolate: bool = True,
    progress: Progress | None = None,
) -> Document:
    """Read one file.

    Args:
        path: A file; folders and zips are for `expand` or `read_many`.
        limits: How much it may cost.
        isolate: Read all formats but plain text in a child process with limits on memory and time. Without
            it only the limits of bytes and characters hold.
        progress: Told of each page of a scan: how many are read, of how many.

    Raises:
        ReadError: It could not be read; the class says why, `str(error)` says it in Vietnamese.
    """
    limits = limits or Limits()
    path = Path(path)
    data = load_file(path, path.name, limits)
    return read_bytes(data, path.name, limits=limits, isolate=isolate, progress=progress)


def read_bytes(
    data: bytes,
    name: str,
    *,
    limits: Limits | None = None,
    isolate: bool = True,
    progress: Progress | None = None,
) -> Document:
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
    if media == "image":
        return _picture(data, name, limits)
    if media == "pdf":
        return _pdf(data, name, limits, progress, isolate=isolate)
    return _read(data, name, media, limits, isolate=isolate)


def _read(
    data: bytes, name: str, media: str, limits: Limits, seen: Sequence[SeenPage] = (), *, isolate: bool
) -> Document:
    if isolate and media not in _INSIDE:
        from dondoc.reading import sandbox

        return sandbox.read(data, name, media, limits, seen)
    return read_here(data, name, media, limits, seen)


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


# --- scans --------------------------------------------------------------------------------------------


def _pdf(data: bytes, name: str, limits: Limits, progress: Progress | None, *, isolate: bool) -> Document:
    """A PDF; its pages that are pictures are read by Tesseract, where that is installed."""
    document: Document | None = None
    refusal: NoTextLayer | None = None
    try:
        document = _read(data, name, "pdf", limits, isolate=isolate)
    except NoTextLayer as error:
        refusal = error
    if document is not None and not any(d.code == "page_without_text" for d in document.diagnostics):
        return document
    if not ocr.installed():
        if document is None:
            raise refusal or ocr.missing(name)
        return document
    seen, remarks = _seen(data, name, limits, progress, isolate=isolate)
    if not any(page.words for page in seen):
        if document is None:
            raise NoTextLayer(name, "không nhận ra chữ nào trên ảnh", todo=_RESCAN)
        return document
    made = _read(data, name, "pdf", limits, seen, isolate=isolate)
    return replace(made, diagnostics=(*made.diagnostics, *remarks))


def _seen(
    data: bytes, name: str, limits: Limits, progress: Progress | None, *, isolate: bool
) -> tuple[list[SeenPage], list[Diagnostic]]:
    """The words on the pages that are pictures, one page in memory at a time, and what to say of them."""
    from dondoc.reading import sandbox

    blank = (sandbox.without_text if isolate else without_text_here)(data, name, limits)
    numbers, rest = blank[: limits.max_scan_pages], blank[limits.max_scan_pages :]
    seen: list[SeenPage] = []
    failed: list[int] = []
    for n, number in enumerate(numbers, 1):
        try:
            if isolate:
                picture = sandbox.render(data, name, limits, number, _SCAN_DPI, grey=True)
            else:
                picture = render_here(data, name, number, _SCAN_DPI, grey=True)
            seen += ocr.read(picture, name, limits, first=number)
        except (ReadTimeout, DamagedFile):
            failed.append(number)
        if progress is not None:
            progress(n, len(numbers))
    remarks = []
    if failed:
        pages = ", ".join(map(str, failed))
        remarks.append(Diagnostic("page_unreadable", f"Không nhận dạng được chữ ở trang {pages}."))
    if rest:
        words = f"Chỉ nhận dạng {len(numbers)} trang ảnh đầu; còn {len(rest)} trang chưa đọc."
        remarks.append(Diagnostic("pages_left_out", words))
    return seen, remarks


def _picture(data: bytes, name: str, limits: Limits) -> Document:
    """A picture of a page, or of several in a TIFF."""
    seen = ocr.read(data, name, limits)[: limits.max_scan_pages]
    if not any(page.words for page in seen):
        raise NoTextLayer(name, "không nhận ra chữ nào trên ảnh", todo=_RESCAN)
    draft = scans.pages(name, seen, limits)
    return finish(replace(draft, name=name, sha256=hashlib.sha256(data).hexdigest()), limits=limits)


def render_page(
    data: bytes,
    name: str,
    page: int,
    *,
    dpi: int = 110,
    widest: int = 0,
    limits: Limits | None = None,
    isolate: bool = True,
) -> tuple[bytes, str]:
    """The picture of a page, to be shown beside its text, and its media type.

    Args:
        data: The file as it was sent: a PDF, or a picture, which is given as it is unless it is too wide.
        name: Its name, for messages.
        page: From 1.
        dpi: Dots an inch; `Scan.width` and `height` say what the words' boxes count.
        widest: Most pixels of a row; 0: any.
        limits: How much it may cost.
        isolate: As for `read`.

    Raises:
        UnsupportedFile: It is of a kind that has no pages to draw.
        ReadError: As for `read`.
    """
    limits = limits or Limits()
    kind = pictures.media_of(data)
    if kind in {"image/png", "image/jpeg"} and page == 1:
        width, height = pictures.size_of(data) or (0, 0)
        if not widest or max(width, height / 4) <= widest:
            return data, kind
        dpi = 72  # a picture's page has as many points as it has pixels
    elif b"%PDF-" not in data[:1024]:
        raise UnsupportedFile(name, "không có trang ảnh để xem", todo="Tải tệp gốc về để xem.")
    if not isolate:
        return render_here(data, name, page, dpi, grey=False, widest=widest), "image/png"
    from dondoc.reading import sandbox

    return sandbox.render(data, name, limits, page, dpi, grey=False, widest=widest), "image/png"


def render_here(
    data: bytes,
    name: str,
    page: int,
    dpi: int,
    grey: bool,  # noqa: FBT001  # a pipe's
    widest: int = 0,
) -> bytes:
    """A page of a PDF as PNG, drawn in this process."""
    with _as_read_errors(name):
        return pictures.render(data, name, page, dpi, grey=grey, widest=widest)


def without_text_here(data: bytes, name: str, limits: Limits) -> tuple[int, ...]:
    """The pages of a PDF that are pictures, looked at in this process."""
    from dondoc.reading import pdf

    with _as_read_errors(name):
        return pdf.without_text(data, name, limits)


# --- in this process ----------------------------------------------------------------------------------


def read_here(data: bytes, name: str, media: str, limits: Limits, seen: Sequence[SeenPage] = ()) -> Document:
    """Read in this process; whatever a reader trips over is a ReadError, so that the batch goes on."""
    with _as_read_errors(name):
        if seen:
            from dondoc.reading import pdf

            draft = pdf.load(data, name, limits, seen)
        else:
            draft = _loader(media)(data, name, limits)
        draft = replace(draft, name=name, media=media, sha256=hashlib.sha256(data).hexdigest())
        return finish(draft, limits=limits)


@contextmanager
def _as_read_errors(name: str) -> Iterator[None]:
    """Whatever a reader trips over becomes a ReadError."""
    try:
        yield
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
    progress: Callable[[str, int, int], None] | None = None,
) -> Iterator[Outcome]:
    """Read files, folders and zips; one outcome a file, in their order.

    Args:
        paths: As for `expand`.
        limits: For each file.
        workers: Files read at the same time, each in a child process of its own (plain text is not helped).
        isolate: As for `read`.
        progress: Told of each page of a scan: the file's name, how many pages are read, of how many.
    """
    limits = limits or Limits()

    def one(position: int, name: str, load: Callable[[], bytes]) -> Outcome:
        try:
            told = partial(progress, name) if progress is not None else None
            document = read_bytes(load(), name, limits=limits, isolate=isolate, progress=told)
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
