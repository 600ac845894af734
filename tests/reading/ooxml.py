"""Small .docx files for tests, written part by part: `docx(p("Mục tiêu", style="Heading1"), table(...))`."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{_R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_PART_TYPES = {
    "styles": "styles.xml",
    "numbering": "numbering.xml",
    "footnotes": "footnotes.xml",
    "header": "header1.xml",
}


def t(text: str, properties: str = "") -> str:
    """A run of text."""
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content: str, style: str = "", number: tuple[int, int] | None = None, properties: str = "") -> str:
    """A paragraph; plain strings that are no XML become runs."""
    ppr = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    if number is not None:
        ppr += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    runs = "".join(part if part.startswith(("<w:", "<mc:")) else t(part) for part in content)
    return f"<w:p><w:pPr>{ppr}{properties}</w:pPr>{runs}</w:p>"


def tc(*content: str, span: int = 1, merge: str = "", properties: str = "") -> str:
    """A cell; `merge` is "restart" or "continue" of a cell merged downwards."""
    tcpr = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    tcpr += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    body = "".join(part if part.startswith("<w:") else p(part) for part in content) or p()
    return f"<w:tc><w:tcPr>{tcpr}{properties}</w:tcPr>{body}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row; plain strings become cells."""
    trpr = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{trpr}{''.join(c if c.startswith('<w:') else tc(c) for c in cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def deleted(text: str) -> str:
    return f'<w:del w:id="1" w:author="a"><w:r><w:delText>{escape(text)}</w:delText></w:r></w:del>'


def inserted(text: str) -> str:
    return f'<w:ins w:id="1" w:author="a">{t(text)}</w:ins>'


def level(ilvl: int, form: str, text: str, *, start: int = 1, more: str = "") -> str:
    """One level of a list's definition."""
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f"<w:lvlText w:val={quoteattr(text)}/>{more}</w:lvl>"
    )


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def style(
    key: str, name: str = "", *, based: str = "", ppr: str = "", rpr: str = "", kind: str = "paragraph"
) -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{escape(name or key)}"/>{base}'
        f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
    )


def docx(*body: str, **parts: str) -> bytes:
    """A .docx of these blocks; `parts` are the inner XML of styles, numbering, footnotes, header."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        package.writestr("_rels/.rels", _relations(("officeDocument", "word/document.xml")))
        package.writestr("word/document.xml", _part("document", f"<w:body>{''.join(body)}</w:body>"))
        package.writestr(
            "word/_rels/document.xml.rels", _relations(*((kind, _PART_TYPES[kind]) for kind in parts))
        )
        for kind, inner in parts.items():
            root = "hdr" if kind == "header" else kind
            package.writestr(f"word/{_PART_TYPES[kind]}", _part(root, inner))
    return out.getvalue()


def _part(root: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {_NAMESPACES}>{inner}</w:{root}>'


def _relations(*pairs: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{_R}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(pairs, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'
