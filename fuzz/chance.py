"""What chance is made of: our own documents and phrases, cut, joined, garbled; files with broken parts."""

from __future__ import annotations

import io
import tomllib
import zipfile
from functools import cache

from hypothesis import strategies as st
from targets import ROOT

from dondoc import packs

NAMES = ["a.txt", "a.md", "a.html", "a.docx", "a.xlsx", "a.pdf", "a"]


@cache
def files() -> list[tuple[str, bytes]]:
    """The sample province's documents."""
    paths = sorted((ROOT / "sample" / "documents").iterdir())
    return [
        (path.name, path.read_bytes()) for path in paths if path.suffix in {".docx", ".xlsx", ".pdf", ".html"}
    ]


@cache
def phrases() -> list[str]:
    """The texts of the tests' corpora, and the words that decide."""
    found: list[str] = []
    for path in sorted((ROOT / "tests").rglob("*.toml")):
        for entries in tomllib.loads(path.read_text("utf-8")).values():
            if isinstance(entries, list):
                found += [entry["text"] for entry in entries if isinstance(entry, dict) and "text" in entry]
    return found + _PIECES


def words() -> set[str]:
    """The forms of the packs' families and the pieces below, the longest left out."""
    loaded = packs.load()
    forms = {form for family in loaded.families for form in loaded.forms(family)}
    return {word for word in forms.union(_PIECES) if len(word) < 60}


_PIECES = [
    "thu ngân sách đạt ", "16.900 tỷ đồng", "tăng 7,5%", "so với cùng kỳ", "25/28 chỉ tiêu",
    "đứng thứ 2/63", "quý III", "9 tháng đầu năm", "trước ngày 30/6/2026", "từ 50-55%", "|", "\n|\n",
    "\t", " | ", "TT\nChỉ tiêu\nĐVT\nKH 2026\n1\n", "giao Sở Tài chính", "số 05-NQ/TU", "Điều 1. ",
    "I. ", "a) ", "- ", "Nơi nhận:", "TM. ", "MẬT", "³", "٣", "１２", "İ", "\u0301", "\u00a0", "\u200b",
    "\ufeff", "(", ")", "[", "“", "%", ";", ":", ".", "…", "Céng hßa", "Coäng hoøa", "-nt-",
    "ĐVT: triệu đồng", "hai mươi mốt", "tỷ", "triệu", "/người/năm", "trở lên", "không quá ",
    "lần lượt là ",
]  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Likely words in an unlikely order."""
    pieces = draw(
        st.lists(st.one_of(st.sampled_from(phrases()), st.text(max_size=8)), min_size=1, max_size=14)
    )
    marks = st.sampled_from([" ", "\n", "\n\n", "", ", ", "; ", ". ", " | ", "\t", ": "])
    text = "".join(piece + draw(marks) for piece in pieces)
    low, high = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    return text[low:high] if high - low > 20 else text


@st.composite
def broken(draw: st.DrawFn) -> tuple[bytes, str]:
    """A document of ours with bytes changed, cut or put in; of a zip, inside one of its parts."""
    name, data = draw(st.sampled_from(files()))
    if data.startswith(b"PK") and draw(st.booleans()):
        return _part_broken(draw, data), name
    return _garbled(draw, data), draw(st.sampled_from([name, *NAMES]))


def _part_broken(draw: st.DrawFn, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as made:
        members = package.namelist()
        chosen = draw(st.sampled_from(members))
        for member in members:
            content = package.read(member)
            made.writestr(member, _garbled(draw, content) if member == chosen else content)
    return out.getvalue()


def _garbled(draw: st.DrawFn, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(0, len(changed) - 1)))
        match draw(st.integers(0, 4)):
            case 0:
                changed[at : at + 1] = draw(st.binary(max_size=4))
            case 1:
                del changed[at : at + draw(st.integers(1, 400))]
            case 2:
                there = draw(st.integers(0, max(0, len(changed) - 1)))
                changed[at:at] = changed[there : there + draw(st.integers(1, 300))]
            case 3:
                changed[at:at] = draw(st.sampled_from(_TAGS))
            case _:
                del changed[at:]
    return bytes(changed)


_TAGS = [
    b"<w:tbl>", b"</w:tc>", b'<w:gridSpan w:val="99999999"/>', b"<w:vMerge/>", b"<w:p>", b"&#0;",
    b"&#xFFFF;", b"\xff", b'r="XFD1048576"', b"<v>1e999</v>", b"<v>-0</v>",
    b'<numFmt numFmtId="164" formatCode="[$-42A]0.0;;"/>', b"<table>", b"<td colspan=9999>", b"<tr>",
    b"<!--", b"]]>", b"<br>", b"stream", b"endobj", b"/Rotate 90", b"/Kids[",
]  # fmt: skip


def anything() -> st.SearchStrategy[tuple[bytes, str]]:
    """Any bytes under any name, and texts under the names of texts."""
    named = st.sampled_from(NAMES)
    return st.one_of(
        st.tuples(st.binary(max_size=600), named),
        st.tuples(texts().map(lambda text: text.encode("utf-8", "ignore")), st.sampled_from(NAMES[:3])),
        st.tuples(texts().map(lambda text: text.encode("utf-16")), st.just("a.txt")),
        st.tuples(texts().map(lambda text: text.encode("latin-1", "replace")), st.just("a.txt")),
        broken(),
    )
