"""Word files: the text is what a reader of the printed page sees."""

from __future__ import annotations

import pytest
from ooxml import deleted, docx, inserted, p, style, t, table, tc, tr

from dondoc import reading
from dondoc.records.document import BlockKind, Document


def read(data: bytes) -> Document:
    return reading.read_bytes(data, "a.docx", isolate=False)


def fld(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def box(*content: str) -> str:
    """A text box as Word writes it: twice, for new and for old readers."""
    inner = f"<w:txbxContent>{''.join(content)}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{inner}</wps:txbx>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


_MARK_DELETED = '<w:rPr><w:del w:id="3" w:author="a"/></w:rPr>'

WORDS = [
    ("runs are joined without a gap", [p("Nghị ", t("quyết"), t(" số 5"))], "Nghị quyết số 5\n"),
    ("a tracked deletion is not printed", [p("đạt ", deleted("7"), inserted("8"), "%")], "đạt 8%\n"),
    (
        "words moved away are left out where they were and kept where they are",
        [
            p("Một ", "<w:moveFrom w:id='1'><w:r><w:t>hai</w:t></w:r></w:moveFrom>"),
            p("<w:moveTo w:id='2'><w:r><w:t>hai</w:t></w:r></w:moveTo>"),
        ],
        "Một\nhai\n",
    ),
    (
        "a paragraph whose end mark is deleted goes on in the next",
        [p("Sở Tài chính ", properties=_MARK_DELETED), p("chủ trì")],
        "Sở Tài chính chủ trì\n",
    ),
    (
        "a last paragraph whose end mark is deleted is not lost",
        [p("Hết.", properties=_MARK_DELETED)],
        "Hết.\n",
    ),
    ("hidden words are not printed", [p("Công khai", t(" ghi chú riêng", "<w:vanish/>"))], "Công khai\n"),
    ("vanish switched off is shown", [p(t("Hiện", '<w:vanish w:val="0"/>'))], "Hiện\n"),
    (
        "a hyperlink keeps its words",
        [p("Xem ", '<w:hyperlink w:anchor="x"><w:r><w:t>phụ lục</w:t></w:r></w:hyperlink>')],
        "Xem phụ lục\n",
    ),
    (
        "of a field the result is printed, not the instruction",
        [p(fld("begin"), t(" TÊN CHƯƠNG "), fld("separate"), t("12"), fld("end"), t(" xã"))],
        "12 xã\n",
    ),
    (
        "a field in a field's instruction prints nothing",
        [
            p(
                fld("begin"),
                fld("begin"),
                fld("separate"),
                t("ẩn"),
                fld("end"),
                fld("separate"),
                t("hiện"),
                fld("end"),
            )
        ],
        "hiện\n",
    ),
    (
        "a field that never ends does not swallow the document",
        [p("Trước", fld("begin")), p("Sau")],
        "Trước\nSau\n",
    ),
    ("a tab stays a tab", [p("Số:", "<w:r><w:tab/></w:r>", "12-KH/TU")], "Số:\t12-KH/TU\n"),
    (
        "a line break ends the line",
        [p("T/M BAN THƯỜNG VỤ", "<w:r><w:br/></w:r>", "BÍ THƯ")],
        "T/M BAN THƯỜNG VỤ\nBÍ THƯ\n",
    ),
    (
        "a non-breaking hyphen is a hyphen",
        [p("46/NQ", "<w:r><w:noBreakHyphen/></w:r>", "HĐND")],
        "46/NQ-HĐND\n",
    ),
    ("soft hyphens are not printed", [p("kinh\u00ad tế", "<w:r><w:softHyphen/></w:r>")], "kinh tế\n"),
    ("no-break spaces are spaces", [p("ngày\u00a05")], "ngày 5\n"),
    ("letters are composed", [p("Nghi\u0323 quye\u0302\u0301t")], "Nghị quyết\n"),
    (
        "capitals by format are printed as capitals",
        [p(t("Ủy ban nhân dân", "<w:caps/>"))],
        "ỦY BAN NHÂN DÂN\n",
    ),
    (
        "a symbol of the Symbol font is the character it shows",
        [p("tỷ lệ ", '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', " 95%")],
        "tỷ lệ ≥ 95%\n",
    ),
    (
        "a text box stands once, after the paragraph it hangs on",
        [p("Tỉnh ủy", box(p("Số 5-NQ/TU"))), p("Nghị quyết")],
        "Tỉnh ủy\nSố 5-NQ/TU\nNghị quyết\n",
    ),
    (
        "content controls are seen through",
        [f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Trích yếu')}</w:sdtContent></w:sdt>"],
        "Trích yếu\n",
    ),
    ("empty paragraphs leave no line", [p("Một"), p(), p("Hai")], "Một\nHai\n"),
]


@pytest.mark.parametrize(("rule", "body", "text"), WORDS, ids=[row[0] for row in WORDS])
def test_words(rule, body, text):
    """What Word would print is the text, and nothing else is."""
    assert read(docx(*body)).text == text


def test_footnotes_stand_at_the_end():
    """A footnote's mark would make 7,5 into 7,51; its words follow after the text, in their order."""
    ref = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    notes = "".join(
        f'<w:footnote w:id="{n}">{p(words)}</w:footnote>' for n, words in ((2, "Giá so sánh."), (3, "Ước."))
    )

    document = read(
        docx(p("Tăng 7,5", ref.format(3), "%; thu 90", ref.format(2), " tỷ đồng."), footnotes=notes)
    )

    assert document.text == "Tăng 7,5%; thu 90 tỷ đồng.\n[1] Ước.\n[2] Giá so sánh.\n"


def test_page_header_is_not_text():
    """Page headers repeat on each page and are no part of what the document says."""
    assert read(docx(p("Thân bài"), header=p("Trang 1"))).text == "Thân bài\n"


def test_strict_files_are_read():
    """Word's "Strict Open XML" differs in namespace only."""
    import io
    import zipfile

    source = zipfile.ZipFile(io.BytesIO(docx(p("Chặt chẽ"))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for member in source.namelist():
            data = source.read(member).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            target.writestr(member, data)

    assert read(out.getvalue()).text == "Chặt chẽ\n"


HEADINGS = [
    ("by outline level", p("Mục tiêu", properties='<w:outlineLvl w:val="1"/>'), "", 2),
    ("by style", p("Mục tiêu", style="H1"), style("H1", "heading 1"), 1),
    ("by a style with a Vietnamese name", p("Mục tiêu", style="TD2"), style("TD2", "Tiêu đề 2"), 2),
    (
        "by the style the style is based on",
        p("Mục tiêu", style="X"),
        style("X", "Của tôi", based="H") + style("H", "x", ppr='<w:outlineLvl w:val="2"/>'),
        3,
    ),
]


@pytest.mark.parametrize(("rule", "body", "styles", "level"), HEADINGS, ids=[row[0] for row in HEADINGS])
def test_headings(rule, body, styles, level):
    """What Word calls a heading is handed on as one, with its level."""
    from dondoc.reading import docx as reader

    draft = reader.load(docx(body, p("Câu thường."), styles=styles), "a.docx", reading.Limits())

    assert [(draft.text[h.span.slice], h.kind, h.level) for h in draft.blocks] == [
        ("Mục tiêu", BlockKind.HEADING, level)
    ]


def test_styles_in_a_circle_end():
    """A style based on itself by way of another does not hang the reader."""
    styles = style("A", based="B") + style("B", based="A")

    assert read(docx(p("Vẫn đọc", style="A"), styles=styles)).text == "Vẫn đọc\n"


def test_the_two_column_heading_is_no_table():
    """Issuer left, quốc hiệu right: each line by itself, left column first, and handed on as columns."""
    from dondoc.reading import docx as reader

    heading = table(
        tr(tc("TỈNH ỦY VÂN SƠN", "*"), tc("ĐẢNG CỘNG SẢN VIỆT NAM")),
        tr(tc("Số 12-NQ/TU"), tc("Vân Sơn, ngày 5 tháng 1 năm 2026")),
    )
    end = table(
        tr(
            tc("Nơi nhận:", "- Các huyện ủy cũ,", "- Lưu."),
            tc("T/M BAN CHẤP HÀNH", "BÍ THƯ", "Trần Văn Sáng"),
        )
    )

    draft = reader.load(docx(heading, p("NGHỊ QUYẾT"), end), "a.docx", reading.Limits())

    first, last = draft.columns
    assert not draft.tables
    assert [draft.text[s.slice] for s in first.left] == ["TỈNH ỦY VÂN SƠN", "*", "Số 12-NQ/TU"]
    assert [draft.text[s.slice] for s in first.right] == [
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Vân Sơn, ngày 5 tháng 1 năm 2026",
    ]
    assert [draft.text[s.slice] for s in last.right] == ["T/M BAN CHẤP HÀNH", "BÍ THƯ", "Trần Văn Sáng"]
    assert draft.text[first.span.slice].count("\n") == 4


def test_the_heading_is_read_as_header_fields():
    """The two columns give symbol, day and issuer, whichever stands left."""
    from datetime import date

    heading = table(
        tr(tc("TỈNH ỦY VÂN SƠN", "*"), tc("ĐẢNG CỘNG SẢN VIỆT NAM")),
        tr(tc("Số 12-NQ/TU"), tc("Vân Sơn, ngày 5 tháng 1 năm 2026")),
    )

    header = read(docx(heading, p("NGHỊ QUYẾT"), p("về phát triển kinh tế số"), p("Nội dung."))).header

    assert (header.symbol, header.date) == ("12-NQ/TU", date(2026, 1, 5))
