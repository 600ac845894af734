"""Web pages: the article's words in order, without the page around them; hostile pages end."""

from __future__ import annotations

from datetime import date

import pytest

from dondoc import reading
from dondoc.errors import EmptyFile, FileTooLarge
from dondoc.reading import finish, html
from dondoc.reading.draft import Limits
from dondoc.records.document import BlockKind, DocumentType, Standing

pytest.importorskip("lxml")

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Họp bàn quý III | Báo Bình Sơn</title>
<meta property="article:published_time" content="2026-10-03T08:15:00+07:00">
<style>p{color:red}</style></head><body>
<header><a href="/">Báo Bình Sơn</a><div class="main-menu"><ul><li><a>Chính trị</a></li></ul>
</div></header>
<nav><a>Trang chủ</a></nav>
<div class="wrap"><div class="breadcrumb"><a>Trang chủ</a> / <a>Thời sự</a></div>
<h1>Tỉnh Bình Sơn<br>họp bàn quý III</h1><span class="date">Thứ Bảy, 03/10/2026 08:15</span>
<div class="detail-content">
<p><b>Sáng 2/10, Tỉnh ủy Bình Sơn họp hội nghị lần thứ năm để xem xét
tình hình chín tháng đầu năm của tỉnh.</b></p>
<figure><img alt="ảnh"><figcaption>Quang cảnh hội nghị</figcaption></figure>
<h2>Kết quả</h2>
<p>Thu ngân sách đạt 12.400&nbsp;tỷ đồng, bằng 78,5% dự toán
&amp; tăng 9%.<br>Thu hút 45 dự án mới, gấp rưỡi cùng kỳ.</p>
<ol start="3"><li>Đẩy nhanh giải ngân;</li><li><p>Hoàn thành quy hoạch.</p></li></ol>
<ul><li>Một<ul><li>con</li></ul></li></ul>
<table><caption>Chỉ tiêu</caption>
<tr><th>TT</th><th>Chỉ tiêu</th><th colspan="2">Kết quả</th></tr>
<tr><td rowspan="2">1</td><td>GRDP</td><td>8,1%</td><td>đạt</td></tr>
<tr><td>Thu</td><td>78%</td><td>chưa</td></tr></table>
<p style="display:none">ẩn</p><script>var a = "không đọc";</script>
<div class="tags">Từ khóa: <a>Bình Sơn</a></div></div>
<div class="related-news"><h3>Tin liên quan</h3><ul><li><a>Bình Sơn khánh thành cầu</a></li></ul></div></div>
<aside>Quảng cáo</aside><footer>Giấy phép số 12</footer></body></html>"""


def load(page: str | bytes, **limits):
    data = page.encode() if isinstance(page, str) else page
    return html.load(data, "a.html", Limits(**limits))


def test_the_article_and_nothing_round_it():
    """Blocks are lines, <br> parts them, lists keep their numbers, tables are rows of cells."""
    assert load(PAGE).text.splitlines() == [
        "Tỉnh Bình Sơn họp bàn quý III",
        "Thứ Bảy, 03/10/2026 08:15",
        (
            "Sáng 2/10, Tỉnh ủy Bình Sơn họp hội nghị lần thứ năm để xem xét tình hình chín tháng đầu năm "
            "của tỉnh."
        ),
        "Quang cảnh hội nghị",
        "Kết quả",
        "Thu ngân sách đạt 12.400 tỷ đồng, bằng 78,5% dự toán & tăng 9%.",
        "Thu hút 45 dự án mới, gấp rưỡi cùng kỳ.",
        "3. Đẩy nhanh giải ngân;",
        "4. Hoàn thành quy hoạch.",
        "- Một",
        "- con",
        "Chỉ tiêu",
        "TT | Chỉ tiêu | Kết quả",
        "1 | GRDP | 8,1% | đạt",
        " | Thu | 78% | chưa",
    ]


def test_what_the_page_says_of_itself():
    """Headline, day of publication, and that it is press."""
    found = finish(load(PAGE)).header

    assert found.title == "Tỉnh Bình Sơn họp bàn quý III"
    assert (found.type, found.standing) == (DocumentType.PRESS, Standing.PRESS)
    assert found.date == date(2026, 10, 3)
    assert found.place == "Bình Sơn"


def test_merged_cells_cover_their_places():
    """A cell over two rows is one cell of the grid."""
    draft = load(PAGE)
    (table,) = draft.tables

    assert [[table.text_at(draft.text, r, c) for c in range(4)] for r in range(3)] == [
        ["TT", "Chỉ tiêu", "Kết quả", "Kết quả"],
        ["1", "GRDP", "8,1%", "đạt"],
        ["1", "Thu", "78%", "chưa"],
    ]


def test_kinds_of_lines():
    """Headings, captions and items are known from their tags."""
    kinds = {draft.text[hint.span.slice]: hint.kind for draft in [load(PAGE)] for hint in draft.blocks}

    assert kinds["Kết quả"] is BlockKind.HEADING
    assert kinds["Quang cảnh hội nghị"] is BlockKind.CAPTION
    assert kinds["3. Đẩy nhanh giải ngân;"] is BlockKind.LIST_ITEM


def test_a_heading_set_in_a_table_becomes_columns():
    """Law sites set issuer and motto in a table without borders; it is no table of data."""
    page = """<html><body><table><tr><td>ỦY BAN NHÂN DÂN<br>TỈNH BÌNH SƠN</td>
    <td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</td></tr>
    <tr><td>Số: 12/KH-UBND</td><td>Bình Sơn, ngày 5 tháng 1 năm 2026</td></tr></table>
    <p>KẾ HOẠCH</p><p>Chăm sóc rừng trồng</p>
    <p>Căn cứ nghị quyết của Hội đồng nhân dân tỉnh, Ủy ban nhân dân tỉnh
    ban hành kế hoạch sau đây.</p></body></html>"""

    document = finish(load(page))

    assert document.tables == ()
    assert document.header.issuer == "Ủy ban nhân dân tỉnh Bình Sơn"
    assert document.header.symbol == "12/KH-UBND"
    assert document.header.date == date(2026, 1, 5)
    assert document.header.type is DocumentType.PLAN


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", ""),
        ("utf-8", "iso-8859-1"),
        ("utf-16", ""),
        ("windows-1258", "windows-1258"),
        ("utf-8-sig", ""),
    ],
)
def test_encodings(encoding, said):
    """UTF-8 is believed before what the page says; older ones as it says."""
    words = "Ke hoach" if encoding == "windows-1258" else "Kế hoạch trồng rừng"
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={said}">'
    page = f"<html><head>{head}</head><body><p>{words}</p></body></html>"

    assert load(page.encode(encoding)).text == f"{words}\n"


def test_a_page_without_words_is_named():
    """A page of pictures has nothing to read."""
    for page in (b"", b"  ", b"<html><body><img src=a></body></html>", b"<script>1</script>"):
        with pytest.raises(EmptyFile):
            load(page)


def test_hostile_pages_end():
    """Deep nesting, open tags, huge spans and unknown bytes neither recurse nor run away."""
    words = "Một câu đủ dài để được coi là chữ của bài."
    assert words in load("<div>" * 20_000 + words).text
    assert words in load(f"<p>{words}" * 3).text
    wide = "<td rowspan=99999 colspan=99999>a</td>"
    assert words in load(f"<table><tr><td>{words}</td>{wide}</tr><tr><td>b</td></tr></table>").text
    assert load(b"<p>a\x00b\xff\xfe</p>").text.startswith("a")


def test_a_page_over_the_limit_is_refused():
    """The limit of characters holds while the page is read."""
    with pytest.raises(FileTooLarge):
        load("<p>" + "a " * 500 + "</p>", max_chars=200)


ARTICLE = """<html><body><div class="page"><article class="detail">
<h1>Bình Sơn chốt ba việc của quý cuối năm</h1>
<div class="meta"><span>Thứ Sáu, 16/10/2026 - 17:42</span><div class="share"><a>Chia sẻ Facebook</a></div>
<a href="#">Zalo</a> <a href="#">In bài</a></div>
{summary}
<div class="content"><p>Dự hội nghị có đại diện các sở, ngành, các xã, phường và các hội trong tỉnh.</p>
<p>Tỉnh chia sẻ kinh nghiệm trên trang <a href="#">Facebook</a>, <a href="#">Zalo</a> của mình từ đầu năm.</p>
<p>Hội nghị yêu cầu các sở hoàn thành giải ngân trước ngày 31/12 và báo cáo kết quả về tỉnh hằng tuần,
nơi nào chậm phải nêu rõ người chịu trách nhiệm và cách làm trong thời gian còn lại của năm.</p></div>
<p class="author">Nhật Hạ - Mai Chi</p></article></div></body></html>"""


@pytest.mark.parametrize(
    "summary",
    [
        '<p class="sapo"><b>Sáng 16/10, Tỉnh ủy Bình Sơn họp Hội nghị lần thứ 9.</b></p>',
        "<p>Sáng 16/10, Tỉnh ủy Bình Sơn họp Hội nghị lần thứ 9.</p>",
        '<div class="sapo-lead">Sáng 16/10, Tỉnh ủy Bình Sơn họp Hội nghị lần thứ 9.</div>',
        '<h2 class="summary">Sáng 16/10, Tỉnh ủy Bình Sơn họp Hội nghị lần thứ 9.</h2>',
    ],
)
@pytest.mark.parametrize("tag", ["article", "div"])
def test_the_summary_is_the_articles(summary, tag):
    """What stands between headline and body says what happened and when; the page's buttons say nothing."""
    page = ARTICLE.replace("article", tag).replace("{summary}", summary)

    document = finish(load(page))

    assert document.text.splitlines()[:3] == [
        "Bình Sơn chốt ba việc của quý cuối năm",
        "Thứ Sáu, 16/10/2026 - 17:42",
        "Sáng 16/10, Tỉnh ủy Bình Sơn họp Hội nghị lần thứ 9.",
    ]
    assert "trên trang Facebook, Zalo của mình" in document.text
    assert document.header.title == "Bình Sơn chốt ba việc của quý cuối năm"
    assert document.header.date == date(2026, 10, 16)
    kinds = {document.quote(span): kind for span, kind in document.blocks}
    assert kinds["Thứ Sáu, 16/10/2026 - 17:42"] is BlockKind.FURNITURE
    assert kinds["Nhật Hạ - Mai Chi"] is BlockKind.FURNITURE
    assert not document.sections or document.sections[0].heading != document.header.title


def test_a_day_beside_a_headline_far_from_the_article():
    """The headline's box may be another than the article's; its day is still the day of publication."""
    page = """<html><body><div class="top"><h1>Bình Sơn bàn việc quý IV</h1>
    <div>17/10/2026 08:05 <a>In bài</a></div></div>
    <div class="x"><div><p>Chiều 12/10, thường trực hội đồng nhân dân tỉnh Bình Sơn làm việc với các xã vùng
    ven biển để nghe tình hình chín tháng và những việc phải làm đến hết năm của từng nơi.</p></div></div>
    </body></html>"""

    document = finish(load(page))

    assert document.text.splitlines()[1] == "17/10/2026 08:05"
    assert document.header.date == date(2026, 10, 17)


ROWS = "".join(f"<tr><td>{n}</td><td>Chỉ tiêu {n}</td><td>{n * 12}</td></tr>" for n in range(1, 4))
TABLE = f"<table><tr><th>TT</th><th>Chỉ tiêu</th><th>Kế hoạch</th></tr>{ROWS}</table>"


@pytest.mark.parametrize(
    "page",
    [
        f"<h2>Biểu 1. Các chỉ tiêu chủ yếu về thu ngân sách của tỉnh (tỷ đồng)</h2>{TABLE}",
        f"<div><p>Ủy ban nhân dân tỉnh giao các chỉ tiêu sau đây cho các xã, phường.</p></div>{TABLE}",
    ],
    ids=["below a long heading", "beside the text's own part"],
)
def test_a_table_is_the_page_s_matter_though_its_cells_are_no_prose(page):
    document = reading.read_bytes(f"<html><body>{page}</body></html>".encode(), "a.html", isolate=False)

    assert [len(table.grid) for table in document.tables] == [4]
