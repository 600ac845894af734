"""Plain text and Markdown: the file's own words, NFC, nothing else changed.

A byte order mark and Windows line ends are the file's, not the text's; the offset map says where they stood.
Text in TCVN3, VNI, VISCII or Windows-1258 becomes Unicode, and a remark says so.
"""

from __future__ import annotations

import codecs
import re
from unicodedata import category

from dondoc.errors import DamagedFile, EmptyFile, FileTooLarge, UnsupportedFile
from dondoc.reading.draft import Draft, Limits
from dondoc.reading.oldfonts import converted
from dondoc.text import legacy
from dondoc.text.normalize import compose, nfc

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4_000  # bytes or characters looked at to see what a file is
_MARKDOWN = re.compile(r"\.(?:md|markdown|mdown)$", re.IGNORECASE)


def load(data: bytes, name: str, limits: Limits) -> Draft:
    """The text of a .txt or .md file.

    Raises:
        EmptyFile: No bytes, or nothing but spaces.
        DamagedFile: A part of the text cannot be decoded.
        UnsupportedFile: The bytes are no text, or text in an encoding older than Unicode.
        FileTooLarge: More characters than `limits` allow.
    """
    if not data:
        raise EmptyFile(name)
    text, skipped, offsets, encoding = _decoded(data, name)
    if len(text) > limits.max_chars:
        raise FileTooLarge(name, f"dài hơn {limits.max_chars:,} ký tự".replace(",", "."))
    if not text or text.isspace():
        raise EmptyFile(name, "không có chữ nào")
    text, composed = nfc(text)
    offsets = compose(offsets, composed)
    if skipped:
        offsets = tuple((made, was + skipped) for made, was in ((0, 0), *offsets))
    media = "md" if _MARKDOWN.search(name) else "txt"
    remarks = (converted(encoding),) if encoding else ()
    return Draft(text=text, media=media, name=name, offsets=offsets, diagnostics=remarks)


def _decoded(data: bytes, name: str) -> tuple[str, int, legacy.Offsets, str]:
    """(text, characters before it, offsets, the old encoding it was in or "")."""
    try:
        text, skipped = _decode(data, name)
    except UnsupportedFile:
        made = None if b"\0" in data else legacy.decode_bytes(data)
        if made is None:
            raise
        return made[0], 0, made[1], made[2]
    encoding = legacy.detect(text)
    if encoding is None:
        return text, skipped, (), ""
    text, offsets = legacy.decode(text, encoding)
    return text, skipped, offsets, encoding


def _decode(data: bytes, name: str) -> tuple[str, int]:
    """The text and how many characters stood before it (the byte order mark)."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), 1
            except UnicodeDecodeError as error:
                raise DamagedFile(
                    name, f"từ byte thứ {error.start + len(mark)} không phải chữ {encoding}"
                ) from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _without_mark(data, name, error), 0
    if "\0" in text:
        return _without_mark(data, name, None), 0
    return text, 0


def _without_mark(data: bytes, name: str, error: UnicodeDecodeError | None) -> str:
    """What is not UTF-8: UTF-16 that lost its mark, else named for what it is not."""
    sample = data[:_SAMPLE]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        # Every second byte of UTF-16 Vietnamese is 0, 1 or 0x1E.
        if len(zeros) and sum(b in (0, 1, 0x1E) for b in zeros) > 0.9 * len(zeros):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                break
    if b"\0" in sample:
        raise UnsupportedFile(name, "nội dung không phải là chữ")
    if error is not None and _mostly_utf8(data, error):
        raise DamagedFile(name, f"từ byte thứ {error.start} không giải mã được chữ UTF-8") from error
    raise UnsupportedFile(
        name,
        "chữ không theo bảng mã Unicode, cũng không phải TCVN3, VNI hay VISCII",
        todo="Mở tệp, lưu lại với bảng mã UTF-8 rồi gửi lại.",
    ) from error


def _mostly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether what stands before the first wrong byte is UTF-8 with letters beyond ASCII."""
    head = data[: error.start][-_SAMPLE:].decode("utf-8", "ignore")
    return any(category(c).startswith("L") for c in head if c > "\x7f")
