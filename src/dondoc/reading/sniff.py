"""What kind of file these bytes are: the content decides, and the ending must not contradict it."""

from __future__ import annotations

import io
import re
from pathlib import PurePath

from dondoc.errors import DamagedFile, EmptyFile, EncryptedFile, UnsupportedFile, WrongEnding
from dondoc.reading.draft import Limits
from dondoc.reading.package import open_zip, read_member
from dondoc.reading.pictures import media_of

_ENDINGS = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".zip": "zip",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
    ".tif": "image",
    ".tiff": "image",
    ".doc": "doc",
    ".dot": "doc",
    ".xls": "xls",
    ".rtf": "rtf",
    ".odt": "odt",
    ".ods": "ods",
}
_BINARY = {"docx", "pdf", "xlsx", "zip", "doc", "xls", "rtf", "odt", "ods", "image"}
# Endings under which another readable kind is commonly sent, and harmless.
_SIBLINGS = {
    ".doc": {"docx", "html", "rtf", "odt"},
    ".xls": {"xlsx", "html"},
    ".dot": {"docx", "rtf"},
    ".rtf": {"doc", "docx"},
    "": {"docx", "pdf", "xlsx", "doc", "xls", "rtf", "odt", "ods", "image"},
}
_FOREIGN = (  # first bytes of what no reader reads, and its name in the message
    (b"MZ", "chương trình Windows"),
    (b"\x7fELF", "chương trình Linux"),
    (b"\xcf\xfa\xed\xfe", "chương trình macOS"),
    (b"GIF8", "ảnh GIF"),
    (b"BM", "ảnh BMP"),
    (b"7z\xbc\xaf\x27\x1c", "tệp nén 7z"),
    (b"Rar!", "tệp nén RAR"),
    (b"\x1f\x8b", "tệp nén gzip"),
    (b"BZh", "tệp nén bzip2"),
    (b"\xfd7zXZ", "tệp nén xz"),
    (b"ID3", "âm thanh MP3"),
    (b"OggS", "âm thanh Ogg"),
    (b"SQLite format 3", "cơ sở dữ liệu SQLite"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "Mở bằng Word hoặc LibreOffice, lưu thành {} rồi gửi lại."


_TITLES = {
    "pdf": "PDF",
    "docx": "Word (.docx)",
    "xlsx": "Excel (.xlsx)",
    "zip": "tệp nén zip",
    "image": "ảnh",
    "html": "trang web",
    "doc": "Word đời cũ (.doc)",
    "xls": "Excel đời cũ (.xls)",
    "rtf": "RTF",
    "odt": "LibreOffice (.odt)",
    "ods": "LibreOffice (.ods)",
}
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_BLANK = b" \t\r\n\x00\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def sniff(data: bytes, name: str, *, limits: Limits | None = None) -> str:
    """One of txt, md, html, docx, pdf, xlsx, image, zip; or doc, xls, rtf, odt, ods, which LibreOffice opens.

    Args:
        data: The file's bytes, all of them.
        name: The file's name; only its ending is looked at.
        limits: How large a zip's directory may be.

    Raises:
        EmptyFile: No bytes, or nothing but blanks.
        EncryptedFile: An Office file with a password.
        WrongEnding: The content is of another kind than the ending says.
        DamagedFile: The ending names a kind whose beginning is missing.
        UnsupportedFile: A kind nobody reads.
    """
    if not data[:4096].strip(_BLANK) and not data.strip(_BLANK):
        raise EmptyFile(name)
    ending = PurePath(name).suffix.lower()
    claimed = _ENDINGS.get(ending)
    found = _binary_kind(data, name, limits or Limits())
    if found is None:
        return _text_kind(data, name, ending, claimed)
    if claimed == found or found in _SIBLINGS.get(ending, ()):
        return found
    if found == "zip" and claimed in {"docx", "xlsx"}:
        raise DamagedFile(name, "bên trong không có phần chính của văn bản")
    if claimed or found != "zip":
        raise WrongEnding(name, f"nội dung là {_TITLES[found]}")
    return found


def _binary_kind(data: bytes, name: str, limits: Limits) -> str | None:
    if data.startswith(_OLE):
        return _ole_kind(data, name)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if media_of(data) is not None:
        return "image"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:4] not in {b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"}:
        return None
    with open_zip(io.BytesIO(data), name, limits) as package:
        names = {member.filename.lstrip("/").lower() for member in package.infolist()}
    if "[content_types].xml" not in names:
        if "mimetype" in names and "content.xml" in names:
            return _open_document(data, name, limits)
        return "zip"
    folders = {path.split("/", 1)[0] for path in names}
    if "word" in folders:
        return "docx"
    if "xl" in folders:
        if "xl/workbook.bin" in names:
            raise UnsupportedFile(name, "tệp Excel nhị phân (.xlsb)", todo=_SAVE_AS.format(".xlsx"))
        return "xlsx"
    if "ppt" in folders:
        raise UnsupportedFile(name, "tệp trình chiếu PowerPoint", todo=_SAVE_AS.format(".pdf"))
    return "zip"


def _open_document(data: bytes, name: str, limits: Limits) -> str:
    """LibreOffice's own formats, by the word each keeps in its first part."""
    with open_zip(io.BytesIO(data), name, limits) as package:
        said = (
            read_member(package, package.getinfo("mimetype"), name, limits)
            if "mimetype" in package.namelist()
            else b""
        )
    if said.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    if said.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    raise UnsupportedFile(name, "tệp LibreOffice (OpenDocument)", todo=_SAVE_AS.format(".docx hoặc .xlsx"))


def _ole_kind(data: bytes, name: str) -> str:
    """Office before 2007, or today's Office behind a password: both come in the same container."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedFile(name)
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    if any(word.encode("utf-16-le") in data for word in ("Workbook", "Book")):
        return "xls"
    raise UnsupportedFile(name, "tệp Office đời cũ", todo=_SAVE_AS.format(".docx, .xlsx hoặc .pdf"))


def _text_kind(data: bytes, name: str, ending: str, claimed: str | None) -> str:
    what = next((title for magic, title in _FOREIGN if data.startswith(magic)), "")
    if not what and _looks_binary(data):
        what = "dữ liệu nhị phân"
    if what and claimed:
        if claimed in _BINARY and what == "dữ liệu nhị phân":
            raise DamagedFile(name, f"phần đầu không còn là của tệp {ending}")
        raise WrongEnding(name, f"nội dung là {what}")
    if what:
        raise UnsupportedFile(name, what)
    found = "html" if _HTML.match(data[:4096]) else "txt"
    if claimed in _BINARY:
        raise WrongEnding(name, f"nội dung là {_TITLES.get(found, 'chữ thường')}")
    if claimed:
        return claimed
    if ending == "" or found in _SIBLINGS.get(ending, ()):
        return found
    raise UnsupportedFile(name, f"không biết đuôi {ending}")


def _looks_binary(data: bytes) -> bool:
    """No text in any encoding has a NUL or many control characters; UTF-16 and 32 begin with a mark."""
    if data.startswith(_WIDE):
        return False
    sample = data[:65536]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return b"\x00" in sample or controls * 50 > len(sample)


_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x1b")
