"""Tables whose rows or columns are bodies: what each cell states, and whose it is."""

from __future__ import annotations

import io

import openpyxl
import pytest

from dondoc import reading
from dondoc.extraction import extract
from dondoc.extraction.tables import RULE
from reading import ooxml

REPORT, PLAN, DECISION = "BÁO CÁO", "KẾ HOẠCH", "QUYẾT ĐỊNH"
HEAD = "{kind}\n\nBình Sơn, ngày {day}\n\n"


def whose(fact):
    """[a body], (a group), the total of the rows, the whole they are part of; – where nothing says so."""
    how = fact.fields["body"].how if "body" in fact.fields else ""
    return {
        "row body": f"[{fact.body}]", "head body": f"[{fact.body}]", "row group": f"({fact.body})",
        "row total": "[tổng]", "row whole": "[toàn bộ]", "": "[–]",
    }[how]  # fmt: skip


def brief(fact):
    """One line of a fact: name, whose; value unit; status measure; period; base."""
    words = f"{fact.name} {whose(fact)}; {fact.value} {fact.unit or '-'}; {fact.status} {fact.measure}"
    return f"{words}; {fact.period}" + (f"; {fact.base}" if fact.base else "")


CASES = [
    (
        "rows are places; what the whole province has may be more than they",
        REPORT, "28 tháng 9 năm 2026",
        """
        Biểu 3. Kết quả cấp giấy chứng nhận quyền sử dụng đất 9 tháng năm 2026

        | TT | Địa bàn | Số giấy đã cấp (giấy) | Diện tích (ha) |
        | 1 | Xã Yên Lạc | 1.250 | 45,2 |
        | 2 | Phường Tân Thịnh | 980 | 30,1 |
        | 3 | Đặc khu Hòn Sơn | 12 | 1,4 |
        | | Toàn tỉnh | 2.242 | 76,7 |
        """,
        [
            "số giấy đã cấp [Xã Yên Lạc]; 1250 -; actual level; 2026-01/2026-09",
            "diện tích [Xã Yên Lạc]; 45.2 ha; actual level; 2026-01/2026-09",
            "số giấy đã cấp [Phường Tân Thịnh]; 980 -; actual level; 2026-01/2026-09",
            "diện tích [Phường Tân Thịnh]; 30.1 ha; actual level; 2026-01/2026-09",
            "số giấy đã cấp [Đặc khu Hòn Sơn]; 12 -; actual level; 2026-01/2026-09",
            "diện tích [Đặc khu Hòn Sơn]; 1.4 ha; actual level; 2026-01/2026-09",
            "số giấy đã cấp [toàn bộ]; 2242 -; actual level; 2026-01/2026-09",
            "diện tích [toàn bộ]; 76.7 ha; actual level; 2026-01/2026-09",
        ],
    ),
    (
        "rows are investors, of any length of name; the title says of what, and up to which day",
        REPORT, "5 tháng 10 năm 2026",
        """
        Biểu 1: Giải ngân vốn đầu tư công theo chủ đầu tư đến ngày 30/9/2026
        Đơn vị tính: triệu đồng

        | TT | Chủ đầu tư | Kế hoạch vốn | Giải ngân | Tỷ lệ (%) |
        | 1 | Sở Xây dựng | 120.000 | 60.000 | 50,0 |
        | 2 | Ban QLDA giao thông | 450.000 | 280.000 | 62,2 |
        | 3 | UBND xã Yên Lạc | 15.000 | 12.000 | 80,0 |
        | | Tổng cộng | 585.000 | 352.000 | 60,2 |
        """,
        [
            "giải ngân vốn đầu tư công [Sở Xây dựng]; 120000 triệu đồng; target level; 2026",
            "giải ngân vốn đầu tư công [Sở Xây dựng]; 60000 triệu đồng; actual level; 2026-09-30",
            "giải ngân vốn đầu tư công [Sở Xây dựng]; 50.0 %; actual attainment; 2026-09-30; plan",
            "giải ngân vốn đầu tư công [Ban QLDA giao thông]; 450000 triệu đồng; target level; 2026",
            "giải ngân vốn đầu tư công [Ban QLDA giao thông]; 280000 triệu đồng; actual level; 2026-09-30",
            "giải ngân vốn đầu tư công [Ban QLDA giao thông]; 62.2 %; actual attainment; 2026-09-30; plan",
            "giải ngân vốn đầu tư công [UBND xã Yên Lạc]; 15000 triệu đồng; target level; 2026",
            "giải ngân vốn đầu tư công [UBND xã Yên Lạc]; 12000 triệu đồng; actual level; 2026-09-30",
            "giải ngân vốn đầu tư công [UBND xã Yên Lạc]; 80.0 %; actual attainment; 2026-09-30; plan",
            "giải ngân vốn đầu tư công [tổng]; 585000 triệu đồng; target level; 2026",
            "giải ngân vốn đầu tư công [tổng]; 352000 triệu đồng; actual level; 2026-09-30",
            "giải ngân vốn đầu tư công [tổng]; 60.2 %; actual attainment; 2026-09-30; plan",
        ],
    ),
    (
        "a head that is empty: the cells say that rows are communes",
        PLAN, "5 tháng 1 năm 2026",
        """
        Phụ lục: Phân bổ chỉ tiêu trồng rừng năm 2026

        | TT | | Trồng rừng tập trung (ha) | Trồng cây phân tán (nghìn cây) |
        | 1 | Xã Mường Lát | 320 | 12 |
        | 2 | Xã Tam Văn | 210 | 9 |
        | 3 | Xã Trung Lý | 150 | 7,5 |
        """,
        [
            "trồng rừng tập trung [Xã Mường Lát]; 320 ha; target level; 2026",
            "trồng cây phân tán [Xã Mường Lát]; 12 nghìn cây; target level; 2026",
            "trồng rừng tập trung [Xã Tam Văn]; 210 ha; target level; 2026",
            "trồng cây phân tán [Xã Tam Văn]; 9 nghìn cây; target level; 2026",
            "trồng rừng tập trung [Xã Trung Lý]; 150 ha; target level; 2026",
            "trồng cây phân tán [Xã Trung Lý]; 7.5 nghìn cây; target level; 2026",
        ],
    ),
    (
        "groups are nobody's; the total counts them once",
        REPORT, "28 tháng 9 năm 2026",
        """
        Biểu 2: Số hộ nghèo theo địa bàn

        | TT | Địa bàn | Tổng số hộ (hộ) | Số hộ nghèo (hộ) | Tỷ lệ hộ nghèo (%) |
        | I | Các phường | 5.000 | 50 | 1,0 |
        | 1 | Phường Tân Thịnh | 3.000 | 20 | 0,67 |
        | 2 | Phường Hòa Bình | 2.000 | 30 | 1,5 |
        | II | Các xã | 4.000 | 120 | 3,0 |
        | 1 | Xã Yên Lạc | 4.000 | 120 | 3,0 |
        | | TỔNG SỐ (I+II) | 9.000 | 170 | 1,89 |
        """,
        [
            "tổng số hộ (Các phường); 5000 hộ; actual level; 2026",
            "số hộ nghèo (Các phường); 50 hộ; actual level; 2026",
            "tỷ lệ hộ nghèo (Các phường); 1.0 %; actual level; 2026",
            "tổng số hộ [Phường Tân Thịnh]; 3000 hộ; actual level; 2026",
            "số hộ nghèo [Phường Tân Thịnh]; 20 hộ; actual level; 2026",
            "tỷ lệ hộ nghèo [Phường Tân Thịnh]; 0.67 %; actual level; 2026",
            "tổng số hộ [Phường Hòa Bình]; 2000 hộ; actual level; 2026",
            "số hộ nghèo [Phường Hòa Bình]; 30 hộ; actual level; 2026",
            "tỷ lệ hộ nghèo [Phường Hòa Bình]; 1.5 %; actual level; 2026",
            "tổng số hộ (Các xã); 4000 hộ; actual level; 2026",
            "số hộ nghèo (Các xã); 120 hộ; actual level; 2026",
            "tỷ lệ hộ nghèo (Các xã); 3.0 %; actual level; 2026",
            "tổng số hộ [Xã Yên Lạc]; 4000 hộ; actual level; 2026",
            "số hộ nghèo [Xã Yên Lạc]; 120 hộ; actual level; 2026",
            "tỷ lệ hộ nghèo [Xã Yên Lạc]; 3.0 %; actual level; 2026",
            "tổng số hộ [tổng]; 9000 hộ; actual level; 2026",
            "số hộ nghèo [tổng]; 170 hộ; actual level; 2026",
            "tỷ lệ hộ nghèo [tổng]; 1.89 %; actual level; 2026",
        ],
    ),
    (
        "two rows of a head: the upper one names, the lower one says which",
        REPORT, "2 tháng 7 năm 2026",
        """
        Tiến độ thu ngân sách và giải ngân của các xã 6 tháng đầu năm 2026

        | TT | Đơn vị | Thu ngân sách (triệu đồng) | | | Giải ngân vốn đầu tư công (triệu đồng) | |
        | | | Dự toán 2026 | Thực hiện 6 tháng | So dự toán (%) | Kế hoạch | Thực hiện |
        | 1 | Xã Yên Lạc | 12.000 | 7.000 | 58,3 | 5.000 | 2.100 |
        | 2 | Xã Đồng Tâm | 9.000 | 4.000 | 44,4 | 3.000 | 900 |
        """,
        [
            "thu ngân sách [Xã Yên Lạc]; 12000 triệu đồng; target level; 2026",
            "thu ngân sách [Xã Yên Lạc]; 7000 triệu đồng; actual level; 2026-01/2026-06",
            "thu ngân sách [Xã Yên Lạc]; 58.3 %; actual attainment; 2026-01/2026-06; plan",
            "giải ngân vốn đầu tư công [Xã Yên Lạc]; 5000 triệu đồng; target level; 2026",
            "giải ngân vốn đầu tư công [Xã Yên Lạc]; 2100 triệu đồng; actual level; 2026-H1",
            "thu ngân sách [Xã Đồng Tâm]; 9000 triệu đồng; target level; 2026",
            "thu ngân sách [Xã Đồng Tâm]; 4000 triệu đồng; actual level; 2026-01/2026-06",
            "thu ngân sách [Xã Đồng Tâm]; 44.4 %; actual attainment; 2026-01/2026-06; plan",
            "giải ngân vốn đầu tư công [Xã Đồng Tâm]; 3000 triệu đồng; target level; 2026",
            "giải ngân vốn đầu tư công [Xã Đồng Tâm]; 900 triệu đồng; actual level; 2026-H1",
        ],
    ),
    (
        "bodies stand in the heads, with the whole before them",
        PLAN, "5 tháng 1 năm 2026",
        """
        Phụ lục 2. Chỉ tiêu giao cho các phường, xã năm 2026

        | TT | Chỉ tiêu | Đơn vị tính | Toàn huyện | Phường Tân Thịnh | Xã Yên Lạc | Xã Đồng Tâm |
        | 1 | Thu ngân sách trên địa bàn | tỷ đồng | 120 | 80 | 25 | 15 |
        | 2 | Tỷ lệ hộ nghèo | % | 1,5 | 0,5 | 2,1 | 3,0 |
        | 3 | Số lao động được tạo việc làm mới | người | 1.200 | 700 | 300 | 200 |
        """,
        [
            "thu ngân sách trên địa bàn [toàn bộ]; 120 tỷ đồng; target level; 2026",
            "thu ngân sách trên địa bàn [Phường Tân Thịnh]; 80 tỷ đồng; target level; 2026",
            "thu ngân sách trên địa bàn [Xã Yên Lạc]; 25 tỷ đồng; target level; 2026",
            "thu ngân sách trên địa bàn [Xã Đồng Tâm]; 15 tỷ đồng; target level; 2026",
            "tỷ lệ hộ nghèo [toàn bộ]; 1.5 %; target level; 2026",
            "tỷ lệ hộ nghèo [Phường Tân Thịnh]; 0.5 %; target level; 2026",
            "tỷ lệ hộ nghèo [Xã Yên Lạc]; 2.1 %; target level; 2026",
            "tỷ lệ hộ nghèo [Xã Đồng Tâm]; 3.0 %; target level; 2026",
            "số lao động được tạo việc làm mới [toàn bộ]; 1200 người; target level; 2026",
            "số lao động được tạo việc làm mới [Phường Tân Thịnh]; 700 người; target level; 2026",
            "số lao động được tạo việc làm mới [Xã Yên Lạc]; 300 người; target level; 2026",
            "số lao động được tạo việc làm mới [Xã Đồng Tâm]; 200 người; target level; 2026",
        ],
    ),
    (
        "each body's plan and result stand under it",
        REPORT, "5 tháng 10 năm 2026",
        """
        | TT | Chỉ tiêu | ĐVT | Xã Yên Lạc | | Xã Đồng Tâm | | Toàn tỉnh | |
        | | | | KH 2026 | TH 9 tháng | KH 2026 | TH 9 tháng | KH 2026 | TH 9 tháng |
        | 1 | Sản lượng lương thực | tấn | 5.000 | 4.100 | 6.000 | 5.200 | 11.000 | 9.300 |
        """,
        [
            "sản lượng lương thực [Xã Yên Lạc]; 5000 tấn; target level; 2026",
            "sản lượng lương thực [Xã Yên Lạc]; 4100 tấn; actual level; 2026-01/2026-09",
            "sản lượng lương thực [Xã Đồng Tâm]; 6000 tấn; target level; 2026",
            "sản lượng lương thực [Xã Đồng Tâm]; 5200 tấn; actual level; 2026-01/2026-09",
            "sản lượng lương thực [toàn bộ]; 11000 tấn; target level; 2026",
            "sản lượng lương thực [toàn bộ]; 9300 tấn; actual level; 2026-01/2026-09",
        ],
    ),
    (
        "people with the bodies they work in are no figures",
        REPORT, "5 tháng 10 năm 2026",
        """
        | TT | Họ và tên | Đơn vị | Năm sinh | Số điện thoại |
        | 1 | Nguyễn Văn An | Sở Xây dựng | 1975 | 0912345678 |
        | 2 | Trần Thị Bình | Sở Tài chính | 1980 | 0912345679 |
        """,
        [
        ],
    ),
    (
        "works are part of the name, whoever builds them",
        PLAN, "5 tháng 10 năm 2026",
        """
        | TT | Tên dự án | Chủ đầu tư | Tổng mức đầu tư (tỷ đồng) | Kế hoạch vốn 2026 (tỷ đồng) |
        | 1 | Trụ sở UBND xã Yên Lạc | Ban QLDA tỉnh | 35 | 12 |
        | 2 | Đường liên xã Yên Lạc - Đồng Tâm | Sở Xây dựng | 80 | 40 |
        """,
        [
            "tổng mức đầu tư trụ sở UBND xã Yên Lạc [–]; 35 tỷ đồng; target level; 2026",
            "kế hoạch vốn 2026 trụ sở UBND xã Yên Lạc [–]; 12 tỷ đồng; target level; 2026",
            "tổng mức đầu tư đường liên xã Yên Lạc - Đồng Tâm [–]; 80 tỷ đồng; target level; 2026",
            "kế hoạch vốn 2026 đường liên xã Yên Lạc - Đồng Tâm [–]; 40 tỷ đồng; target level; 2026",
        ],
    ),
    (
        "what has a total investment is built: a clinic there owns nothing",
        PLAN, "5 tháng 10 năm 2026",
        """
        Danh mục đầu tư công năm 2026 (ĐVT: tỷ đồng)

        | TT | Danh mục đầu tư | Địa điểm | Tổng mức đầu tư | Kế hoạch 2026 |
        | 1 | Trường Tiểu học Yên Lạc | Xã Yên Lạc | 35 | 12 |
        | 2 | Trạm Y tế xã Đồng Tâm | Xã Đồng Tâm | 8 | 4 |
        | 3 | Cầu Bến Đá | Phường Tân Thịnh | 80 | 40 |
        """,
        [
        ],
    ),
    (
        "works stand in communes: the figures are the works'",
        PLAN, "5 tháng 10 năm 2026",
        """
        | TT | Xã, phường | Tên công trình | Kinh phí (triệu đồng) |
        | 1 | Xã Yên Lạc | Đường nội đồng | 900 |
        | 2 | Xã Yên Lạc | Kênh N5 | 600 |
        | 3 | Phường Tân Thịnh | Vỉa hè đường 20/10 | 700 |
        """,
        [
            "kinh phí đường nội đồng [–]; 900 triệu đồng; target level; 2026",
            "kinh phí Kênh N5 [–]; 600 triệu đồng; target level; 2026",
            "kinh phí vỉa hè đường 20/10 [–]; 700 triệu đồng; target level; 2026",
        ],
    ),
    (
        "numbers of papers and who signed them are no figures",
        REPORT, "5 tháng 10 năm 2026",
        """
        | TT | Cơ quan | Người ký | Số văn bản | Ngày |
        | 1 | Sở Xây dựng | Lê Văn Bách | 120 | 12/9/2026 |
        | 2 | Sở Tài chính | Hồ Thị Mai | 98 | 13/9/2026 |
        """,
        [
        ],
    ),
    (
        "names without their kind, where the head says what they are",
        REPORT, "5 tháng 10 năm 2026",
        """
        Bảng 4. Tỷ lệ hồ sơ giải quyết đúng hạn quý III/2026

        | TT | Xã, phường | Số hồ sơ tiếp nhận (hồ sơ) | Tỷ lệ đúng hạn (%) |
        | 1 | Yên Lạc | 1.020 | 99,1 |
        | 2 | Tân Thịnh | 3.400 | 97,5 |
        | | Chung toàn tỉnh | 4.420 | 97,9 |
        """,
        [
            "số hồ sơ tiếp nhận [Yên Lạc]; 1020 hồ sơ; actual level; 2026-Q3",
            "tỷ lệ đúng hạn [Yên Lạc]; 99.1 %; actual level; 2026-Q3",
            "số hồ sơ tiếp nhận [Tân Thịnh]; 3400 hồ sơ; actual level; 2026-Q3",
            "tỷ lệ đúng hạn [Tân Thịnh]; 97.5 %; actual level; 2026-Q3",
            "số hồ sơ tiếp nhận [toàn bộ]; 4420 hồ sơ; actual level; 2026-Q3",
            "tỷ lệ đúng hạn [toàn bộ]; 97.9 %; actual level; 2026-Q3",
        ],
    ),
    (
        "a district heads its communes",
        REPORT, "5 tháng 5 năm 2024",
        """
        | TT | Đơn vị | Diện tích gieo cấy (ha) | Sản lượng (tấn) |
        | I | Huyện Yên Thế | 500 | 2.900 |
        | 1 | Xã Đồng Lạc | 300 | 1.800 |
        | 2 | Xã Tiến Thắng | 200 | 1.100 |
        | II | Huyện Tân Yên | 400 | 2.300 |
        | 1 | Xã Cao Xá | 400 | 2.300 |
        | | Tổng cộng | 900 | 5.200 |
        """,
        [
            "diện tích gieo cấy (Huyện Yên Thế); 500 ha; actual level; 2024",
            "sản lượng (Huyện Yên Thế); 2900 tấn; actual level; 2024",
            "diện tích gieo cấy [Xã Đồng Lạc]; 300 ha; actual level; 2024",
            "sản lượng [Xã Đồng Lạc]; 1800 tấn; actual level; 2024",
            "diện tích gieo cấy [Xã Tiến Thắng]; 200 ha; actual level; 2024",
            "sản lượng [Xã Tiến Thắng]; 1100 tấn; actual level; 2024",
            "diện tích gieo cấy (Huyện Tân Yên); 400 ha; actual level; 2024",
            "sản lượng (Huyện Tân Yên); 2300 tấn; actual level; 2024",
            "diện tích gieo cấy [Xã Cao Xá]; 400 ha; actual level; 2024",
            "sản lượng [Xã Cao Xá]; 2300 tấn; actual level; 2024",
            "diện tích gieo cấy [tổng]; 900 ha; actual level; 2024",
            "sản lượng [tổng]; 5200 tấn; actual level; 2024",
        ],
    ),
    (
        "kinds in short",
        REPORT, "5 tháng 5 năm 2026",
        """
        | STT | Tên đơn vị hành chính | Dân số (người) | Diện tích tự nhiên (km2) |
        | 1 | P. Tân Thịnh | 32.000 | 12,5 |
        | 2 | X. Yên Lạc | 14.100 | 41 |
        | 3 | TT. Neo | 9.000 | 6,2 |
        """,
        [
            "dân số [P. Tân Thịnh]; 32000 người; actual level; 2026",
            "diện tích tự nhiên [P. Tân Thịnh]; 12.5 km2; actual level; 2026",
            "dân số [X. Yên Lạc]; 14100 người; actual level; 2026",
            "diện tích tự nhiên [X. Yên Lạc]; 41 km2; actual level; 2026",
            "dân số [TT. Neo]; 9000 người; actual level; 2026",
            "diện tích tự nhiên [TT. Neo]; 6.2 km2; actual level; 2026",
        ],
    ),
    (
        "a corporation is no total",
        REPORT, "5 tháng 5 năm 2026",
        """
        | STT | Doanh nghiệp | Doanh thu (tỷ đồng) | Nộp ngân sách (tỷ đồng) |
        | 1 | Tổng công ty Lương thực miền Bắc | 320 | 12,5 |
        | 2 | Công ty Cổ phần Thái Sơn | 140 | 4 |
        """,
        [
            "doanh thu [Tổng công ty Lương thực miền Bắc]; 320 tỷ đồng; actual level; 2026",
            "nộp ngân sách [Tổng công ty Lương thực miền Bắc]; 12.5 tỷ đồng; actual level; 2026",
            "doanh thu [Công ty Cổ phần Thái Sơn]; 140 tỷ đồng; actual level; 2026",
            "nộp ngân sách [Công ty Cổ phần Thái Sơn]; 4 tỷ đồng; actual level; 2026",
        ],
    ),
    (
        "points by department",
        REPORT, "30 tháng 6 năm 2026",
        """
        Kết quả cải cách hành chính 6 tháng đầu năm 2026

        | STT | Sở, ban, ngành | Chỉ số CCHC (điểm) | Xếp hạng |
        | 1 | Sở Nội vụ | 92,5 | 1 |
        | 2 | Thanh tra tỉnh | 90,1 | 2 |
        | 3 | Văn phòng UBND tỉnh | 88 | 3 |
        """,
        [
            "chỉ số CCHC [Sở Nội vụ]; 92.5 điểm; actual level; 2026-H1",
            "thứ hạng cải cách hành chính [Sở Nội vụ]; 1 -; actual rank; 2026-H1",
            "chỉ số CCHC [Thanh tra tỉnh]; 90.1 điểm; actual level; 2026-H1",
            "thứ hạng cải cách hành chính [Thanh tra tỉnh]; 2 -; actual rank; 2026-H1",
            "chỉ số CCHC [Văn phòng UBND tỉnh]; 88 điểm; actual level; 2026-H1",
            "thứ hạng cải cách hành chính [Văn phòng UBND tỉnh]; 3 -; actual rank; 2026-H1",
        ],
    ),
    (
        "tasks by body are no figures",
        PLAN, "30 tháng 6 năm 2026",
        """
        | STT | Cơ quan chủ trì | Nhiệm vụ | Thời hạn | Số lượng |
        | 1 | Sở Nội vụ | Trình đề án vị trí việc làm | 2026 | 1 |
        | 2 | Sở Y tế | Xây dựng kế hoạch tiêm chủng | 2026 | 2 |
        """,
        [
        ],
    ),
    (
        "other provinces",
        REPORT, "30 tháng 6 năm 2026",
        """
        | Hạng | Tỉnh, thành phố | Tăng trưởng GRDP 6 tháng năm 2026 (%) |
        | 1 | Bắc Ninh | 10,2 |
        | 2 | Hải Phòng | 9,8 |
        """,
        [
        ],
    ),
    (
        "what was done, by Party organisation, is of what the title names",
        REPORT, "30 tháng 11 năm 2026",
        """
        Kết quả kết nạp đảng viên mới năm 2026

        | TT | Đảng bộ | Chỉ tiêu năm 2026 | Đã kết nạp | Tỷ lệ (%) |
        | 1 | Đảng bộ xã Yên Lạc | 30 | 24 | 80,0 |
        | 2 | Đảng bộ phường Tân Thịnh | 45 | 46 | 102,2 |
        | 3 | Đảng bộ Quân sự tỉnh | 60 | 51 | 85,0 |
        | | Cộng | 135 | 121 | 89,6 |
        """,
        [
            "kết nạp đảng viên mới [Đảng bộ xã Yên Lạc]; 30 -; target level; 2026",
            "kết nạp đảng viên mới [Đảng bộ xã Yên Lạc]; 24 -; actual level; 2026",
            "kết nạp đảng viên mới [Đảng bộ xã Yên Lạc]; 80.0 %; actual attainment; 2026; plan",
            "kết nạp đảng viên mới [Đảng bộ phường Tân Thịnh]; 45 -; target level; 2026",
            "kết nạp đảng viên mới [Đảng bộ phường Tân Thịnh]; 46 -; actual level; 2026",
            "kết nạp đảng viên mới [Đảng bộ phường Tân Thịnh]; 102.2 %; actual attainment; 2026; plan",
            "kết nạp đảng viên mới [Đảng bộ Quân sự tỉnh]; 60 -; target level; 2026",
            "kết nạp đảng viên mới [Đảng bộ Quân sự tỉnh]; 51 -; actual level; 2026",
            "kết nạp đảng viên mới [Đảng bộ Quân sự tỉnh]; 85.0 %; actual attainment; 2026; plan",
            "kết nạp đảng viên mới [tổng]; 135 -; target level; 2026",
            "kết nạp đảng viên mới [tổng]; 121 -; actual level; 2026",
            "kết nạp đảng viên mới [tổng]; 89.6 %; actual attainment; 2026; plan",
        ],
    ),
    (
        "parts of a row are the row's body's; what nobody owns is the document's own",
        PLAN, "5 tháng 1 năm 2026",
        """
        Phân bổ dự toán chi năm 2026
        (ĐVT: triệu đồng)

        | TT | Đơn vị | Dự toán giao |
        | 1 | Sở Y tế | 9.000 |
        | | - Chi thường xuyên | 7.000 |
        | | Trong đó: Chi lương | 5.000 |
        | 2 | Sở Nội vụ | 4.000 |
        | | Tổng cộng | 13.000 |
        """,
        [
            "dự toán chi [Sở Y tế]; 9000 triệu đồng; target level; 2026",
            "dự toán chi thường xuyên [Sở Y tế]; 7000 triệu đồng; target level; 2026",
            "dự toán chi Chi lương [Sở Y tế]; 5000 triệu đồng; target level; 2026",
            "dự toán chi [Sở Nội vụ]; 4000 triệu đồng; target level; 2026",
            "dự toán chi [tổng]; 13000 triệu đồng; target level; 2026",
        ],
    ),
    (
        "a reserve under a head that does not say what rows are is no body's",
        PLAN, "5 tháng 1 năm 2026",
        """
        | TT | Nơi nhận vốn | Kế hoạch vốn năm 2026 (triệu đồng) |
        | 1 | Xã Yên Lạc | 900 |
        | 2 | Xã Đồng Tâm | 800 |
        | 3 | Chưa phân bổ chi tiết | 300 |
        | | Tổng cộng | 2.000 |
        """,
        [
            "kế hoạch vốn [Xã Yên Lạc]; 900 triệu đồng; target level; 2026",
            "kế hoạch vốn [Xã Đồng Tâm]; 800 triệu đồng; target level; 2026",
            "kế hoạch vốn chưa phân bổ chi tiết [–]; 300 triệu đồng; target level; 2026",
            "kế hoạch vốn [toàn bộ]; 2000 triệu đồng; target level; 2026",
        ],
    ),
    (
        "the total stands first; names in capitals; footnotes and old names in brackets",
        REPORT, "28 tháng 9 năm 2026",
        """
        Tình hình trồng rừng 9 tháng năm 2026

        | STT | Đơn vị | Diện tích rừng trồng mới (ha) |
        | | TỔNG SỐ | 1.250 |
        | 1 | XÃ MƯỜNG LÁT | 700 |
        | 2 | Xã Tam Chung (huyện Mường Lát cũ) | 550* |
        """,
        [
            "diện tích rừng trồng mới [tổng]; 1250 ha; actual level; 2026-01/2026-09",
            "diện tích rừng trồng mới [XÃ MƯỜNG LÁT]; 700 ha; actual level; 2026-01/2026-09",
            "diện tích rừng trồng mới [Xã Tam Chung]; 550 ha; actual level; 2026-01/2026-09",
        ],
    ),
    (
        "a table of regional bodies with long names",
        REPORT, "2 tháng 10 năm 2026",
        """
        | TT | | Số vụ án đã giải quyết (vụ) |
        | 1 | Tòa án nhân dân khu vực 1 | 320 |
        | 2 | Tòa án nhân dân khu vực 2 | 280 |
        | 3 | Viện Kiểm sát nhân dân tỉnh | 45 |
        """,
        [
            "số vụ án đã giải quyết [Tòa án nhân dân khu vực 1]; 320 vụ; actual level; 2026",
            "số vụ án đã giải quyết [Tòa án nhân dân khu vực 2]; 280 vụ; actual level; 2026",
            "số vụ án đã giải quyết [Viện Kiểm sát nhân dân tỉnh]; 45 vụ; actual level; 2026",
        ],
    ),
    (
        "groups stand in a merged column on the left",
        REPORT, "2 tháng 10 năm 2026",
        """
        | Khu vực | Địa bàn | Số hộ nghèo (hộ) |
        | Miền núi | Xã Yên Lạc | 120 |
        | Miền núi | Xã Đồng Tâm | 80 |
        | Đồng bằng | Phường Tân Thịnh | 30 |
        | Đồng bằng | Phường Hòa Bình | 20 |
        """,
        [
            "số hộ nghèo [Xã Yên Lạc]; 120 hộ; actual level; 2026",
            "số hộ nghèo [Xã Đồng Tâm]; 80 hộ; actual level; 2026",
            "số hộ nghèo [Phường Tân Thịnh]; 30 hộ; actual level; 2026",
            "số hộ nghèo [Phường Hòa Bình]; 20 hộ; actual level; 2026",
        ],
    ),
    (
        "plan and result stand under each body; the whole is last",
        REPORT, "5 tháng 10 năm 2026",
        """
        | TT | Chỉ tiêu | ĐVT | Sở Công Thương | | Sở Du lịch | |
        | | | | KH 2026 | Ước TH 2026 | KH 2026 | Ước TH 2026 |
        | 1 | Số doanh nghiệp được hỗ trợ | doanh nghiệp | 120 | 131 | 60 | 58 |
        | 2 | Tỷ lệ hồ sơ trực tuyến | % | 90 | 95,5 | 85 | 80 |
        """,
        [
            "số doanh nghiệp được hỗ trợ [Sở Công Thương]; 120 doanh nghiệp; target level; 2026",
            "số doanh nghiệp được hỗ trợ [Sở Công Thương]; 131 doanh nghiệp; estimate level; 2026",
            "số doanh nghiệp được hỗ trợ [Sở Du lịch]; 60 doanh nghiệp; target level; 2026",
            "số doanh nghiệp được hỗ trợ [Sở Du lịch]; 58 doanh nghiệp; estimate level; 2026",
            "tỷ lệ hồ sơ trực tuyến [Sở Công Thương]; 90 %; target level; 2026",
            "tỷ lệ hồ sơ trực tuyến [Sở Công Thương]; 95.5 %; estimate level; 2026",
            "tỷ lệ hồ sơ trực tuyến [Sở Du lịch]; 85 %; target level; 2026",
            "tỷ lệ hồ sơ trực tuyến [Sở Du lịch]; 80 %; estimate level; 2026",
        ],
    ),
    (
        "an organ's name in a row of works names no body",
        PLAN, "5 tháng 10 năm 2026",
        """
        | TT | Công trình | Kế hoạch vốn (triệu đồng) | Giải ngân (triệu đồng) |
        | 1 | UBND xã Yên Lạc (nhà một cửa) | 900 | 400 |
        | 2 | Trường THCS Đồng Tâm | 600 | 300 |
        """,
        [
            "kế hoạch vốn UBND xã Yên Lạc (nhà một cửa) [–]; 900 triệu đồng; target level; 2026",
            "giải ngân UBND xã Yên Lạc (nhà một cửa) [–]; 400 triệu đồng; actual level; 2026",
            "kế hoạch vốn Trường THCS Đồng Tâm [–]; 600 triệu đồng; target level; 2026",
            "giải ngân Trường THCS Đồng Tâm [–]; 300 triệu đồng; actual level; 2026",
        ],
    ),
    (
        "criteria that begin with the word for a commune are no communes",
        REPORT, "5 tháng 10 năm 2026",
        """
        | TT | Chỉ tiêu | ĐVT | Thực hiện 9 tháng 2026 |
        | 1 | Xã đạt chuẩn nông thôn mới | xã | 45 |
        | 2 | Xã nông thôn mới nâng cao | xã | 12 |
        | 3 | Phường đạt chuẩn đô thị văn minh | phường | 8 |
        """,
        [
            "xã đạt chuẩn nông thôn mới [–]; 45 xã; actual level; 2026-01/2026-09",
            "xã nông thôn mới nâng cao [–]; 12 xã; actual level; 2026-01/2026-09",
            "phường đạt chuẩn đô thị văn minh [–]; 8 phường; actual level; 2026-01/2026-09",
        ],
    ),
    (
        "people with the bodies they work in",
        DECISION, "5 tháng 10 năm 2026",
        """
        | TT | Họ và tên | Chức vụ, đơn vị | Mức thưởng (triệu đồng) |
        | 1 | Lò Văn Pún | Chủ tịch UBND xã Yên Lạc | 5 |
        | 2 | Hà Thị Sen | Giám đốc Sở Y tế | 7 |
        """,
        [
        ],
    ),
    (
        "documents with the bodies that issued them",
        REPORT, "5 tháng 10 năm 2026",
        """
        | TT | Cơ quan ban hành | Số, ký hiệu | Số trang |
        | 1 | UBND xã Yên Lạc | 12/BC-UBND | 8 |
        | 2 | Sở Y tế | 340/BC-SYT | 15 |
        """,
        [
        ],
    ),
    (
        "work with a body's name in it is no body's row",
        REPORT, "5 tháng 10 năm 2026",
        """
        | TT | Nội dung công việc | Số lượng |
        | 1 | Kiểm tra Sở Y tế | 2 |
        | 2 | Sở Y tế báo cáo quý | 3 |
        """,
        [
        ],
    ),
    (
        "places with numbers as names",
        REPORT, "5 tháng 10 năm 2026",
        """
        | TT | Phường, xã | Số thuê bao (thuê bao) | Tổng thu (tỷ đồng) |
        | 1 | Phường 5 | 3.200 | 12 |
        | 2 | Phường 12 | 4.100 | 19,5 |
        """,
        [
            "số thuê bao [Phường 5]; 3200 thuê bao; actual level; 2026",
            "tổng thu [Phường 5]; 12 tỷ đồng; actual level; 2026",
            "số thuê bao [Phường 12]; 4100 thuê bao; actual level; 2026",
            "tổng thu [Phường 12]; 19.5 tỷ đồng; actual level; 2026",
        ],
    ),
    (
        "no head of the second page",
        REPORT, "5 tháng 10 năm 2026",
        """
        | TT | Xã, phường | Số hộ nghèo (hộ) | Tỷ lệ hộ nghèo (%) |
        | 1 | Xã Yên Lạc | 120 | 2,1 |
        | 2 | Xã Đồng Tâm | 80 | 1,9 |

        | 3 | Phường Tân Thịnh | 30 | 0,3 |
        | 4 | Phường Hòa Bình | 20 | 0,2 |
        """,
        [
            "số hộ nghèo [Xã Yên Lạc]; 120 hộ; actual level; 2026",
            "tỷ lệ hộ nghèo [Xã Yên Lạc]; 2.1 %; actual level; 2026",
            "số hộ nghèo [Xã Đồng Tâm]; 80 hộ; actual level; 2026",
            "tỷ lệ hộ nghèo [Xã Đồng Tâm]; 1.9 %; actual level; 2026",
            "số hộ nghèo [Phường Tân Thịnh]; 30 hộ; actual level; 2026",
            "tỷ lệ hộ nghèo [Phường Tân Thịnh]; 0.3 %; actual level; 2026",
            "số hộ nghèo [Phường Hòa Bình]; 20 hộ; actual level; 2026",
            "tỷ lệ hộ nghèo [Phường Hòa Bình]; 0.2 %; actual level; 2026",
        ],
    ),

]  # fmt: skip


@pytest.mark.parametrize(("reason", "kind", "day", "table", "found"), CASES, ids=[case[0] for case in CASES])
def test_whose_the_figures_of_a_table_are(reason, kind, day, table, found):
    """What is listed is found, field by field; what is not listed is not found."""
    text = "\n".join(line.strip() for line in table.strip().split("\n"))
    data = (HEAD.format(kind=kind, day=day) + text).encode()

    assert [brief(fact) for fact in extract(reading.read_bytes(data, "a.md")).indicators] == found


ROWS = [
    ["TT", "Địa bàn", "Chỉ tiêu giao (căn)", "Đã hoàn thành (căn)"],
    ["1", "Phường Tân Thịnh", "320", "240"],
    ["2", "Xã Yên Lạc", "80", "36"],
    ["", "Tổng cộng", "400", "276"],
]
ACROSS = [
    ["TT", "Chỉ tiêu", "ĐVT", "Phường Tân Thịnh", "Xã Yên Lạc", "Tổng số"],
    ["1", "Số hộ thoát nghèo", "hộ", "12", "30", "42"],
    ["2", "Diện tích trồng rừng", "ha", "5", "120", "125"],
]


def as_word(rows):
    return ooxml.docx(ooxml.table(*(ooxml.tr(*row) for row in rows))), "a.docx"


def as_excel(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), "a.xlsx"


def as_lines(rows):
    """One cell a line; a cell that is empty has no line."""
    return ("PHỤ LỤC\n\n" + "".join(f"{cell}\n" for row in rows for cell in row if cell)).encode(), "a.txt"


def as_bars(rows):
    return "".join("| " + " | ".join(row) + " |\n" for row in rows).encode(), "a.md"


def as_pdf(rows):
    from reading.pdffiles import Drawing

    drawing = Drawing()
    drawing.new_page()
    xs = [40 + 510 // len(rows[0]) * n for n in range(len(rows[0]) + 1)]
    ys = [700 - 30 * n for n in range(len(rows) + 1)]
    for row, y in zip(rows, ys, strict=False):
        for x, cell in zip(xs, row, strict=False):
            drawing.words(x + 3, y - 20, cell, 7)
    for x in xs:
        drawing.rule(x, ys[-1], x, ys[0])
    for y in ys:
        drawing.rule(xs[0], y, xs[-1], y)
    return drawing.bytes(), "a.pdf"


@pytest.mark.parametrize("rows", [ROWS, ACROSS], ids=["rows", "columns"])
@pytest.mark.parametrize("form", [as_word, as_excel, as_bars, as_lines, as_pdf])
def test_the_same_bodies_in_every_form(form, rows):
    """Word, Excel, bars, one cell a line, ruled PDF: each number is the same body's, by its own words."""
    document = reading.read_bytes(*form(rows))

    found = extract(document).indicators

    assert {fact.rule for fact in found} == {RULE}
    assert [(str(fact.value), fact.body) for fact in found] == (
        [
            ("320", "Phường Tân Thịnh"), ("240", "Phường Tân Thịnh"), ("80", "Xã Yên Lạc"),
            ("36", "Xã Yên Lạc"), ("400", None), ("276", None),
        ]
        if rows is ROWS
        else [
            ("12", "Phường Tân Thịnh"), ("30", "Xã Yên Lạc"), ("42", None),
            ("5", "Phường Tân Thịnh"), ("120", "Xã Yên Lạc"), ("125", None),
        ]
    )  # fmt: skip
    for fact in found:
        source = fact.fields["body"]
        assert document.text[source.span.start : source.span.end].strip() == fact.body or fact.body is None
