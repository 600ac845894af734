"""Every error dondoc raises, with the tree drawn here.

    DondocError
    ├── ReadError            a file could not become a Document; the batch goes on
    │   ├── UnsupportedFile    no reader for this kind of file
    │   ├── WrongEnding        the content is not what the name's ending says
    │   ├── EmptyFile          there is nothing in it
    │   ├── DamagedFile        it starts like its kind, then breaks off or contradicts itself
    │   ├── EncryptedFile      it asks for a password
    │   ├── NoTextLayer        a scan: pages are pictures, and no OCR is installed
    │   ├── FileTooLarge       over the limit of bytes, unpacked bytes, pages or characters
    │   ├── ReadTimeout        the reader did not finish within its seconds or its memory
    │   └── SecretDocument     a mark MẬT, TỐI MẬT or TUYỆT MẬT: nothing of it may be kept
    ├── PackError            a data pack is malformed or one of its examples fails
    ├── SecondReaderError    the optional model endpoint is ill configured, silent, or answers in another form
    ├── QuantityError        a number cannot be stored or converted exactly
    ├── BoundaryError        a file of boundaries that no map can be drawn from
    ├── UnitMismatch         two quantities that cannot be compared or converted
    ├── RollupOverflow       a sum over many bodies does not fit in what is stored
    └── BlockDamaged         stored sums that are no longer what was written

The core raises a code and its parameters; `str(error)` is the Vietnamese sentence for users: what, why,
what to do. Messages are looked up in one place, so that they can be translated (`messages.py` of the web).
"""

from __future__ import annotations

from typing import ClassVar


class DondocError(Exception):
    """Base of everything raised on purpose."""


class ReadError(DondocError):
    """A file could not be read. `what`, `why` and `todo` are Vietnamese sentences for the person who sent it.

    Attributes:
        name: The file's name as given; empty for a secret document.
        code: A stable word for programs, e.g. ``"encrypted"``.
    """

    code: ClassVar[str] = "unreadable"
    what: ClassVar[str] = "Không đọc được tệp"
    todo: ClassVar[str] = "Mở tệp bằng phần mềm soạn thảo, lưu lại rồi gửi lại."

    def __init__(self, name: str, why: str = "", *, todo: str = "") -> None:
        self.name = name
        self.why = why
        self.advice = todo or type(self).todo
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """`what "name": why. todo`, in Vietnamese."""
        subject = f"{self.what} “{self.name}”" if self.name else self.what
        why = f": {self.why.rstrip('.')}" if self.why else ""
        return f"{subject}{why}. {self.advice}".strip()


class UnsupportedFile(ReadError):
    """No reader knows this kind of file."""

    code = "unsupported"
    what = "Chưa hỗ trợ loại tệp"
    todo = "Lưu thành .docx, .pdf, .xlsx, .html, .txt hoặc .md rồi gửi lại."


class WrongEnding(ReadError):
    """The bytes are not what the file's ending says (an .exe renamed .pdf)."""

    code = "wrong_ending"
    what = "Nội dung không đúng với đuôi tệp"
    todo = "Kiểm tra lại tệp gốc và gửi đúng tệp."


class EmptyFile(ReadError):
    """No bytes, or no text at all."""

    code = "empty"
    what = "Tệp rỗng"
    todo = "Kiểm tra lại tệp gốc và gửi lại."


class DamagedFile(ReadError):
    """The file begins as its kind, then breaks."""

    code = "damaged"
    what = "Tệp bị hỏng"


class EncryptedFile(ReadError):
    """The file asks for a password."""

    code = "encrypted"
    what = "Tệp có mật khẩu"
    todo = "Bỏ mật khẩu mở tệp rồi gửi lại."


class NoTextLayer(ReadError):
    """A scan without text."""

    code = "no_text"
    what = "Tệp là bản quét hay ảnh, không có lớp chữ"
    todo = "Gửi bản điện tử của văn bản, hoặc cài phần nhận dạng chữ trên máy chủ (tesseract-ocr-vie)."


class FileTooLarge(ReadError):
    """Over a stated limit."""

    code = "too_large"
    what = "Tệp quá lớn"
    todo = "Chia nhỏ tệp rồi gửi lại."


class ReadTimeout(ReadError):
    """The child process reading the file ran out of time or memory."""

    code = "timeout"
    what = "Đọc tệp quá lâu hoặc quá tốn bộ nhớ nên đã dừng"


class SecretDocument(ReadError):
    """A secrecy mark stands in the heading. Nothing of the file may be kept: not its text, not its name."""

    code = "secret"
    what = "Văn bản có dấu chỉ độ mật nên đã dừng đọc; không lưu tên, nội dung hay chỉ mục"
    todo = "Không đưa bí mật nhà nước vào hệ thống này; xử lý theo quy định về bảo vệ bí mật nhà nước."

    def __init__(self) -> None:  # takes no name: none may be kept
        super().__init__("")


class PackError(DondocError):
    """A data pack is malformed, or one of its own examples does not hold."""


class SecondReaderError(DondocError):
    """The second reader cannot be asked, or its answer cannot be understood; the rules' reading stands."""


class QuantityError(DondocError):
    """A number cannot be stored or converted exactly."""


class UnitMismatch(DondocError):
    """Two quantities in units that cannot be compared."""


class RollupOverflow(DondocError):
    """A sum over bodies, exact as it is, does not fit in what is stored."""


class BlockDamaged(DondocError):
    """Stored sums are cut short or are something else."""


class BoundaryError(DondocError):
    """A file of boundaries is no GeoJSON of places, is too large, or is not in longitude and latitude."""


class PaperError(DondocError):
    """A paper cannot be written: its template is missing, or asks for what there is not."""
