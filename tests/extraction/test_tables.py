"""Tables of targets: what each value cell states, whatever form the table is printed in."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest

from dondoc import reading
from dondoc.extraction import extract
from dondoc.extraction.tables import RULE
from reading import ooxml

HEAD = "{kind}\n\nBình Sơn, ngày {day}\n\n"


def facts(text, kind="KẾ HOẠCH", day="15 tháng 01 năm 2026", name="a.md"):
    data = (HEAD.format(kind=kind, day=day) + text).encode()
    return extract(reading.read_bytes(data, name)).indicators


def brief(fact):
    """One line of a fact: name [whose]; value unit; status measure; period; base."""
    value = f"{fact.value}" + (f"-{fact.value_max}" if fact.value_max is not None else "")
    value += f"/{fact.out_of}" if fact.out_of is not None else ""
    named = fact.name + (f" [{fact.body}]" if fact.body else "")
    words = f"{named}; {value} {fact.unit or '-'}; {fact.status} {fact.measure}; {fact.period}"
    return (
        words + (f"; {fact.base}" if fact.base else "") + ("" if fact.bound == "exact" else f"; {fact.bound}")
    )


REPORT = "BÁO CÁO"
CASES = [
    (
        "rows are bodies; what heads leave open the title says, with its day; a bare rate is of the plan",
        REPORT, "28 tháng 9 năm 2026",
        """
        PHỤ LỤC 2: NHÀ Ở XÃ HỘI HOÀN THÀNH THEO ĐỊA BÀN ĐẾN NGÀY 30/9/2026

        | TT | Địa phương | Chỉ tiêu giao (căn) | Đã hoàn thành (căn) | Tỷ lệ |
        | 1 | Phường Tân Thịnh | 320 | 240 | 75,0 % |
        | 2 | Xã Yên Lạc | 80 | 36 | 45,0 % |
        | | Tổng cộng | 400 | 276 | 69,0 % |
        """,
        [
            "nhà ở xã hội hoàn thành [Phường Tân Thịnh]; 320 căn; target level; 2026",
            "nhà ở xã hội hoàn thành [Phường Tân Thịnh]; 240 căn; actual level; 2026-09-30",
            "nhà ở xã hội hoàn thành [Phường Tân Thịnh]; 75.0 %; actual attainment; 2026-09-30; plan",
            "nhà ở xã hội hoàn thành [Xã Yên Lạc]; 80 căn; target level; 2026",
            "nhà ở xã hội hoàn thành [Xã Yên Lạc]; 36 căn; actual level; 2026-09-30",
            "nhà ở xã hội hoàn thành [Xã Yên Lạc]; 45.0 %; actual attainment; 2026-09-30; plan",
            "nhà ở xã hội hoàn thành; 400 căn; target level; 2026",
            "nhà ở xã hội hoàn thành; 276 căn; actual level; 2026-09-30",
            "nhà ở xã hội hoàn thành; 69.0 %; actual attainment; 2026-09-30; plan",
        ],
    ),
    (
        "a cumulated column is of the months from January; estimates stand under a head of two rows",
        REPORT, "25 tháng 8 năm 2026",
        """
        | TT | Chỉ tiêu | Đơn vị | Kế hoạch 2026 | Ước thực hiện | | So sánh (%) | |
        | | | | | Tháng 8/2026 | Lũy kế 8 tháng | So kế hoạch | So cùng kỳ |
        | 1 | Kim ngạch xuất khẩu | Triệu USD | 1.900 | 160 | 1.230 | 64,7 | 108,1 |
        """,
        [
            "kim ngạch xuất khẩu; 1900 triệu USD; target level; 2026",
            "kim ngạch xuất khẩu; 160 triệu USD; estimate level; 2026-08",
            "kim ngạch xuất khẩu; 1230 triệu USD; estimate level; 2026-01/2026-08",
            "kim ngạch xuất khẩu; 64.7 %; estimate attainment; 2026-01/2026-08; plan",
            "kim ngạch xuất khẩu; 108.1 %; estimate ratio; 2026-01/2026-08; same_period",
        ],
    ),
    (
        "columns without a time are of what the heading above tells; a comparison stands as its column does",
        REPORT, "26 tháng 6 năm 2026",
        """
        I. KẾT QUẢ 6 THÁNG ĐẦU NĂM

        Kết quả một số chỉ tiêu như sau:

        | TT | Chỉ tiêu | Đơn vị tính | Kế hoạch năm 2026 | Ước thực hiện | So kế hoạch (%) |
        | 1 | Giải quyết việc làm | Lao động | 21.000 | 10.290 | 49,0 |
        """,
        [
            "giải quyết việc làm; 21000 lao động; target level; 2026",
            "giải quyết việc làm; 10290 lao động; estimate level; 2026-H1",
            "giải quyết việc làm; 49.0 %; estimate attainment; 2026-H1; plan",
        ],
    ),
    (
        "status and period come from the head; a comparison says its base",
        REPORT, "20 tháng 12 năm 2025",
        """
        | TT | Chỉ tiêu | ĐVT | TH 2024 | KH năm 2025 | Ước TH 2025 | So với KH (%) | ƯTH 2025/TH 2024 (%) |
        | 1 | Thu ngân sách | tỷ đồng | 15.200 | 16.900 | 17.350 | 102,7 | 114,1 |
        """,
        [
            "thu ngân sách; 15200 tỷ đồng; actual level; 2024",
            "thu ngân sách; 16900 tỷ đồng; target level; 2025",
            "thu ngân sách; 17350 tỷ đồng; estimate level; 2025",
            "thu ngân sách; 102.7 %; estimate attainment; 2025; plan",
            "thu ngân sách; 114.1 %; estimate ratio; 2025; year:2024",
        ],
    ),
    (
        "two rows of a head are read together",
        REPORT, "20 tháng 6 năm 2026",
        """
        | TT | Chỉ tiêu | Đơn vị | Năm 2025 | | So sánh (%) | |
        | | | | KH | Thực hiện | Cùng kỳ | KH năm |
        | 1 | Sản lượng thủy sản | 1000 tấn | 41 | 42,5 | 104 | 103,7 |
        """,
        [
            "sản lượng thủy sản; 41 nghìn tấn; target level; 2025",
            "sản lượng thủy sản; 42.5 nghìn tấn; actual level; 2025",
            "sản lượng thủy sản; 104 %; actual ratio; 2025; same_period",
            "sản lượng thủy sản; 103.7 %; actual attainment; 2025; plan",
        ],
    ),
    (
        "a part is named by the row above it, unless it says itself what is measured; nt repeats the unit",
        "NGHỊ QUYẾT", "10 tháng 12 năm 2025",
        """
        | TT | Chỉ tiêu | ĐVT | KH 2026 |
        | I | KINH TẾ | | |
        | 1 | Tốc độ tăng trưởng GRDP | % | 10 |
        | | - Dịch vụ | nt | 8,5 |
        | | + Trong đó: Du lịch | -nt- | 12 |
        | 2 | Thu ngân sách nhà nước | Tỷ đồng | 18.500 |
        | | Trong đó: Thu nội địa | " | 14.500 |
        | 3 | Cơ cấu kinh tế | | |
        | | Công nghiệp - xây dựng | % | 39,5 |
        """,
        [
            "tốc độ tăng trưởng GRDP; 10 %; target level; 2026",
            "tốc độ tăng trưởng GRDP dịch vụ; 8.5 %; target level; 2026",
            "tốc độ tăng trưởng GRDP dịch vụ du lịch; 12 %; target level; 2026",
            "thu ngân sách nhà nước; 18500 tỷ đồng; target level; 2026",
            "thu nội địa; 14500 tỷ đồng; target level; 2026",
            "tỷ trọng công nghiệp - xây dựng; 39.5 %; target share; 2026",
        ],
    ),
    (
        "an old budget annex: unit above the table, rows A, I, 1, a, columns numbered",
        "NGHỊ QUYẾT", "10 tháng 12 năm 2004",
        """
        Biểu 1: CÂN ĐỐI NGÂN SÁCH NĂM 2005
        Đơn vị tính: triệu đồng

        STT | NỘI DUNG | Dự toán 2004 | Dự toán 2005 | % DT05/DT04
        A | B | 1 | 2 | 3=2/1
        I | Thu cân đối | 600.000 | 720.000 | 120
        1 | Thu từ doanh nghiệp nhà nước | 120.000 | 140.000 | 116,7
        a | Trung ương quản lý | 80.000 | - | x
        """,
        [
            "thu cân đối; 600000 triệu đồng; target level; 2004",
            "thu cân đối; 720000 triệu đồng; target level; 2005",
            "thu cân đối; 120 %; target ratio; 2005; year:2004",
            "thu từ doanh nghiệp nhà nước; 120000 triệu đồng; target level; 2004",
            "thu từ doanh nghiệp nhà nước; 140000 triệu đồng; target level; 2005",
            "thu từ doanh nghiệp nhà nước; 116.7 %; target ratio; 2005; year:2004",
            "thu từ doanh nghiệp nhà nước trung ương quản lý; 80000 triệu đồng; target level; 2004",
        ],
    ),
    (
        "bounds, ranges, changes, tallies, ranks and remarks stand in cells",
        "KẾ HOẠCH", "15 tháng 01 năm 2026",
        """
        | Chỉ tiêu | Đơn vị tính | Mục tiêu đến năm 2030 |
        | Tỷ lệ đô thị hóa | % | 50 - 55 |
        | Tỷ lệ hộ nghèo | % | dưới 1 |
        | Tỷ lệ nước sạch | % | ≥ 98 |
        | Tỷ lệ bao phủ BHYT | % | 97 trở lên |
        | Mức giảm tỷ suất sinh | %o | giảm 0,1 |
        | Xã đạt chuẩn nông thôn mới | Xã | 60/65 |
        | Chỉ số PCI | Thứ hạng | 15 |
        | Trường đạt chuẩn quốc gia | % | 75 (cả tỉnh) |
        | Xây dựng đô thị thông minh | | Hoàn thành |
        """,
        [
            "tỷ lệ đô thị hóa; 50-55 %; target level; 2030; range",
            "tỷ lệ hộ nghèo; 1 %; target level; 2030; less_than",
            "tỷ lệ nước sạch; 98 %; target level; 2030; at_least",
            "tỷ lệ bao phủ BHYT; 97 %; target level; 2030; at_least",
            "mức giảm tỷ suất sinh; 0.1 ‰; target change; 2030",
            "xã đạt chuẩn nông thôn mới; 60/65 xã; target tally; 2030",
            "chỉ số PCI; 15 -; target rank; 2030",
            "trường đạt chuẩn quốc gia; 75 %; target level; 2030",
        ],
    ),
    (
        "a row without numbers that names a time rules the rows below it, whatever the column is called",
        "KẾ HOẠCH", "15 tháng 01 năm 2026",
        """
        | TT | Chỉ tiêu | Đơn vị | Kết quả | Cơ quan theo dõi |
        | --- | --- | --- | --- | --- |
        | **I** | **Đến năm 2030** | | | |
        | 1 | Tỷ lệ hồ sơ trực tuyến | % | ≥ 80 | Văn phòng UBND tỉnh |
        | 2 | Số doanh nghiệp số | doanh nghiệp | 40 - 50 | Sở Khoa học và Công nghệ |
        | **II** | **Mục tiêu đến năm 2045** | | | |
        | 3 | Tỷ lệ hồ sơ trực tuyến | % | 100 | Văn phòng UBND tỉnh |
        | **III** | **Kết quả năm 2025** | | | |
        | 4 | Tỷ lệ hồ sơ trực tuyến | % | 61,5 | Văn phòng UBND tỉnh |
        """,
        [
            "tỷ lệ hồ sơ trực tuyến; 80 %; target level; 2030; at_least",
            "số doanh nghiệp số; 40-50 doanh nghiệp; target level; 2030; range",
            "tỷ lệ hồ sơ trực tuyến; 100 %; target level; 2045",
            "tỷ lệ hồ sơ trực tuyến; 61.5 %; actual level; 2025",
        ],
    ),
    (
        "cumulative columns: the comparison is of the same months",
        REPORT, "22 tháng 9 năm 2025",
        """
        ĐVT: tỷ đồng

        | Chỉ tiêu | Kế hoạch năm | Ước tháng 9 | Lũy kế 9 tháng 2025 | Lũy kế so cùng kỳ (%) | % so KH |
        | Tổng mức bán lẻ | 62.000 | 5.230 | 46.150 | 111,2 | 74,4 |
        """,
        [
            "tổng mức bán lẻ; 62000 tỷ đồng; target level; 2025",
            "tổng mức bán lẻ; 5230 tỷ đồng; estimate level; 2025-09",
            "tổng mức bán lẻ; 46150 tỷ đồng; actual level; 2025-01/2025-09",
            "tổng mức bán lẻ; 111.2 %; actual ratio; 2025-01/2025-09; same_period",
            "tổng mức bán lẻ; 74.4 %; actual attainment; 2025-01/2025-09; plan",
        ],
    ),
    (
        "rows are bodies: the head names the indicator",
        "KẾ HOẠCH", "3 tháng 3 năm 2026",
        """
        | TT | Địa phương | Thu ngân sách năm 2026 (tỷ đồng) | Tỷ lệ hộ nghèo (%) | Ghi chú |
        | 1 | Xã An Lạc | 12,5 | 1,2 | |
        | | Tổng cộng | 52,5 | 1,0 | |
        """,
        [
            "thu ngân sách [Xã An Lạc]; 12.5 tỷ đồng; target level; 2026",
            "tỷ lệ hộ nghèo [Xã An Lạc]; 1.2 %; target level; 2026",
            "thu ngân sách; 52.5 tỷ đồng; target level; 2026",
            "tỷ lệ hộ nghèo; 1.0 %; target level; 2026",
        ],
    ),
    (
        "the head of the second column is a plan, not a second name; units stand in the cells",
        REPORT, "22 tháng 12 năm 2025",
        """
        | TT | Nội dung | Chỉ tiêu giao | Kết quả thực hiện | Đánh giá |
        | 1 | Tốc độ tăng trưởng | 8 - 8,5% | 8,21% | Đạt |
        | 2 | Thu ngân sách | 16.900 tỷ đồng | 17.350 tỷ đồng | Vượt |
        """,
        [
            "tốc độ tăng trưởng; 8-8.5 %; target level; 2025; range",
            "tốc độ tăng trưởng; 8.21 %; actual level; 2025",
            "thu ngân sách; 16900 tỷ đồng; target level; 2025",
            "thu ngân sách; 17350 tỷ đồng; actual level; 2025",
        ],
    ),
    (
        "years alone are targets from the plan's own year on",
        "KẾ HOẠCH", "15 tháng 01 năm 2026",
        """
        | TT | Chỉ tiêu | ĐVT | Năm 2025 | Năm 2026 | Giai đoạn 2026 - 2030 |
        | 1 | Số xã đạt chuẩn | Xã | 50 | 52 | 60 |
        """,
        [
            "số xã đạt chuẩn; 50 xã; actual level; 2025",
            "số xã đạt chuẩn; 52 xã; target level; 2026",
            "số xã đạt chuẩn; 60 xã; target level; 2026/2030",
        ],
    ),
    (
        "rows are years: each cell is of its row's year, named by its head and the title over two lines",
        REPORT, "20 tháng 6 năm 2026",
        """
        Bảng 2: Kết quả xếp hạng chuyển đổi số tỉnh
        Bình Sơn giai đoạn 2023 - 2025

        | Năm | Điểm số | Thứ hạng so với cả nước | Nhóm |
        | 2023 | 58,4 | 31 | Khá |
        | 2024 | 61,9 | 22 | Khá |
        | 2025 | 66,2 | 12 | Tốt |
        """,
        [
            "điểm số xếp hạng chuyển đổi số tỉnh bình sơn; 58.4 điểm; actual level; 2023",
            "thứ hạng so với cả nước xếp hạng chuyển đổi số tỉnh bình sơn; 31 -; actual rank; 2023; country",
            "điểm số xếp hạng chuyển đổi số tỉnh bình sơn; 61.9 điểm; actual level; 2024",
            "thứ hạng so với cả nước xếp hạng chuyển đổi số tỉnh bình sơn; 22 -; actual rank; 2024; country",
            "điểm số xếp hạng chuyển đổi số tỉnh bình sơn; 66.2 điểm; actual level; 2025",
            "thứ hạng so với cả nước xếp hạng chuyển đổi số tỉnh bình sơn; 12 -; actual rank; 2025; country",
        ],
    ),
    (
        "lists of people, of tasks and of dates are no indicators",
        "KẾ HOẠCH", "15 tháng 01 năm 2026",
        """
        | TT | Họ và tên | Năm sinh | Chức vụ |
        | 1 | Trần Văn An | 1975 | Giám đốc |
        | 2 | Lê Thị Bình | 1980 | Phó Giám đốc |

        | TT | Nội dung | Chủ trì | Hoàn thành |
        | 1 | Rà soát quy hoạch | Sở Xây dựng | 30/6/2026 |
        | 2 | Xây dựng đề án | Sở Y tế | 2026 |
        """,
        [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "kind", "day", "table", "found"), CASES, ids=[case[0] for case in CASES])
def test_what_a_table_states(reason, kind, day, table, found):
    """What is listed is found, field by field; what is not listed is not found."""
    text = "\n".join(line.strip() for line in table.strip().split("\n"))

    assert [brief(fact) for fact in facts(text, kind, day)] == found


ROWS = [
    ["TT", "Chỉ tiêu", "ĐVT", "Ước TH 2025", "KH 2026"],
    ["1", "Tốc độ tăng trưởng GRDP", "%", "8,2", "10"],
    ["2", "Thu ngân sách nhà nước", "Tỷ đồng", "17.350", "18.500"],
]
SAID = [
    "tốc độ tăng trưởng GRDP; 8.2 %; estimate level; 2025",
    "tốc độ tăng trưởng GRDP; 10 %; target level; 2026",
    "thu ngân sách nhà nước; 17350 tỷ đồng; estimate level; 2025",
    "thu ngân sách nhà nước; 18500 tỷ đồng; target level; 2026",
]


def as_word():
    return ooxml.docx(ooxml.table(*(ooxml.tr(*row) for row in ROWS))), "a.docx"


def as_excel():
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active["D2"], book.active["D3"], book.active["E3"] = 8.2, 17350, 18500
    book.active["D3"].number_format = book.active["E3"].number_format = "#,##0"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), "a.xlsx"


def as_lines(bar):
    """One cell a line, with lines of "|" between them or without."""
    pieces = [f"|\n{cell}\n" if bar else f"{cell}\n" for row in ROWS for cell in row]
    if bar:
        pieces = [piece + ("|\n" if n % 5 == 4 else "") for n, piece in enumerate(pieces)]
    return ("PHỤ LỤC\n\n" + "".join(pieces)).encode(), "a.txt"


def as_pdf():
    from reading.pdffiles import Drawing

    drawing = Drawing()
    drawing.new_page()
    xs, ys = [50, 90, 270, 350, 450, 545], [700, 670, 640, 610]
    for row, y in zip(ROWS, ys, strict=False):
        for x, cell in zip(xs, row, strict=False):
            drawing.words(x + 5, y - 20, cell)
    for x in xs:
        drawing.rule(x, ys[-1], x, ys[0])
    for y in ys:
        drawing.rule(xs[0], y, xs[-1], y)
    return drawing.bytes(), "a.pdf"


FORMS = {
    "Word": as_word,
    "Excel": as_excel,
    "bars": lambda: as_lines(bar=True),
    "lines": lambda: as_lines(bar=False),
    "PDF": as_pdf,
}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_table_in_every_form(form):
    """Word, Excel, ruled PDF, one cell a line with bars or without: the same statements, each in its cell."""
    document = reading.read_bytes(*FORMS[form]())

    found = extract(document).indicators

    assert [brief(fact) for fact in found] == SAID
    for fact in found:
        assert fact.rule == RULE
        assert fact.fields["value"].note.startswith("hàng ")
        inside = [
            cell
            for cell in document.tables[0].cells
            if cell.span.start <= fact.value_span.start < cell.span.end
        ]
        assert len(inside) == 1
        assert f"hàng {inside[0].row + 1}, cột {inside[0].column + 1}" == fact.fields["value"].note


def test_merged_names_and_units_hold_for_all_their_rows():
    """A cell merged downwards names every row it covers; its unit is theirs."""
    cells = [
        ooxml.tr("TT", "Chỉ tiêu", "ĐVT", "Phân loại", "KH 2026"),
        ooxml.tr(
            "1", ooxml.tc("Số lao động", merge="restart"), ooxml.tc("Người", merge="restart"), "Nam", "1.200"
        ),
        ooxml.tr("", ooxml.tc(merge="continue"), ooxml.tc(merge="continue"), "Nữ", "1.100"),
    ]

    found = extract(reading.read_bytes(ooxml.docx(ooxml.table(*cells)), "a.docx")).indicators

    assert [(fact.value, fact.unit) for fact in found] == [(Decimal(1200), "người"), (Decimal(1100), "người")]
    assert all(fact.name.startswith("số lao động") for fact in found)


def test_a_table_that_goes_on_keeps_its_head():
    """The second part, after a page break, has no head or the same one again; neither is data."""
    first = [ooxml.tr(*row) for row in ROWS[:2]]
    bare = [ooxml.tr(*ROWS[2]), ooxml.tr("3", "Tỷ lệ hộ nghèo", "%", "1,75", "1,2")]
    again = [ooxml.tr(*ROWS[0]), *bare]

    for second in (bare, again):
        body = ooxml.docx(ooxml.table(*first), ooxml.p(""), ooxml.table(*second))
        found = extract(reading.read_bytes(body, "a.docx")).indicators
        assert [brief(fact) for fact in found][:4] == SAID
        assert len(found) == 6


BAR_ROWS = [
    ["STT", "Chỉ tiêu", "Dự toán 2005", "Dự toán 2006"],
    ["I", "Thu nội địa", "800.000", "900.000"],
    ["1", "Thu từ doanh nghiệp nhà nước", "110.000", "120.500"],
    ["", "- Thuế tài nguyên", "39.000", "40.500"],
    ["2", "Thu xổ số kiến thiết", "", "36.000"],
]
BARS = {
    "a bar before each row": "".join(
        "|\n" + "".join(f"{cell}\n|\n" if cell else "|\n" for cell in row) for row in BAR_ROWS
    ),
    "a bar after each cell": "".join(f"{cell}\n|\n" if cell else "|\n" for row in BAR_ROWS for cell in row),
    "an empty line for an empty cell": "".join(f"{cell}\n|\n" for row in BAR_ROWS for cell in row),
    "a line a row": "".join(" | ".join(row) + " |\n" for row in BAR_ROWS),
}


@pytest.mark.parametrize("form", BARS)
def test_bars_part_cells_in_many_ways(form):
    """Copies of one page differ in where their bars stand; empty cells keep the others in their columns."""
    found = facts("ĐVT: triệu đồng\n" + BARS[form], "NGHỊ QUYẾT", "10 tháng 12 năm 2005", "a.txt")

    assert [(fact.name, str(fact.value), fact.period) for fact in found] == [
        ("thu nội địa", "800000", "2005"),
        ("thu nội địa", "900000", "2006"),
        ("thu từ doanh nghiệp nhà nước", "110000", "2005"),
        ("thu từ doanh nghiệp nhà nước", "120500", "2006"),
        ("thuế tài nguyên", "39000", "2005"),
        ("thuế tài nguyên", "40500", "2006"),
        ("thu xổ số kiến thiết", "36000", "2006"),
    ]
    assert {fact.unit for fact in found} == {"triệu đồng"}
