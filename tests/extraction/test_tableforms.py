"""One table in whatever a file sets it with: bars, tabs, spaces, Word, Excel, a PDF with rules or without."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from dondoc import reading
from dondoc.extraction import extract
from reading import ooxml
from reading.pdffiles import Drawing

# "<" goes on from the left, "^" from above, "_" is empty.
CASES = [
    (
        "years under one head, the plan beside it",
        "BÁO CÁO",
        ["Biểu 1. Một số chỉ tiêu kinh tế", "Đơn vị tính: tỷ đồng"],
        """
        TT | Chỉ tiêu | Thực hiện | < | Kế hoạch 2026
        ^ | ^ | 2024 | 2025 | ^
        1 | Thu ngân sách | 412,5 | 455,2 | 500
        2 | Chi ngân sách | 398 | 440 | 480
        """,
        [
            "thu ngân sách; 412.5 tỷ đồng; actual level; 2024",
            "thu ngân sách; 455.2 tỷ đồng; actual level; 2025",
            "thu ngân sách; 500 tỷ đồng; target level; 2026",
            "chi ngân sách; 398 tỷ đồng; actual level; 2024",
            "chi ngân sách; 440 tỷ đồng; actual level; 2025",
            "chi ngân sách; 480 tỷ đồng; target level; 2026",
        ],
    ),
    (
        "rows that only head others",
        "BÁO CÁO",
        ["Biểu 3. Các chỉ tiêu năm 2025"],
        """
        TT | Chỉ tiêu | ĐVT | Năm 2024 | Năm 2025
        I | Về kinh tế | < | < | <
        1 | Thu ngân sách | tỷ đồng | 300 | 345
        2 | Giá trị sản xuất công nghiệp | tỷ đồng | 5.210 | 5.640
        II | Về xã hội | < | < | <
        3 | Số lao động có việc làm mới | người | 8.400 | 9.150
        """,
        [
            "thu ngân sách; 300 tỷ đồng; actual level; 2024",
            "thu ngân sách; 345 tỷ đồng; actual level; 2025",
            "giá trị sản xuất công nghiệp; 5210 tỷ đồng; actual level; 2024",
            "giá trị sản xuất công nghiệp; 5640 tỷ đồng; actual level; 2025",
            "số lao động có việc làm mới; 8400 người; actual level; 2024",
            "số lao động có việc làm mới; 9150 người; actual level; 2025",
        ],
    ),
    (
        "rows are bodies, a bare rate is of the plan, the sum without a number",
        "BÁO CÁO",
        ["Biểu 4. Kết quả giải ngân vốn đầu tư công năm 2025", "(Đơn vị: tỷ đồng)"],
        """
        STT | Đơn vị | Kế hoạch vốn | Giải ngân | Tỷ lệ (%)
        1 | Sở Giao thông vận tải | 1.250 | 1.020 | 81,6
        2 | UBND huyện Phú An | 340 | 255 | 75
        3 | Ban Quản lý khu kinh tế | 410 | 398,5 | 97,2
        _ | Tổng cộng | 2.000 | 1.673,5 | 83,7
        """,
        [
            "giải ngân vốn đầu tư công [Sở Giao thông vận tải]; 1250 tỷ đồng; target level; 2025",
            "giải ngân vốn đầu tư công [Sở Giao thông vận tải]; 1020 tỷ đồng; actual level; 2025",
            "giải ngân vốn đầu tư công [Sở Giao thông vận tải]; 81.6 %; actual attainment; 2025",
            "giải ngân vốn đầu tư công [UBND huyện Phú An]; 340 tỷ đồng; target level; 2025",
            "giải ngân vốn đầu tư công [UBND huyện Phú An]; 255 tỷ đồng; actual level; 2025",
            "giải ngân vốn đầu tư công [UBND huyện Phú An]; 75 %; actual attainment; 2025",
            "giải ngân vốn đầu tư công [Ban Quản lý khu kinh tế]; 410 tỷ đồng; target level; 2025",
            "giải ngân vốn đầu tư công [Ban Quản lý khu kinh tế]; 398.5 tỷ đồng; actual level; 2025",
            "giải ngân vốn đầu tư công [Ban Quản lý khu kinh tế]; 97.2 %; actual attainment; 2025",
            "giải ngân vốn đầu tư công; 2000 tỷ đồng; target level; 2025",
            "giải ngân vốn đầu tư công; 1673.5 tỷ đồng; actual level; 2025",
            "giải ngân vốn đầu tư công; 83.7 %; actual attainment; 2025",
        ],
    ),
    (
        "heads are places that nothing calls so",
        "BÁO CÁO",
        ["Biểu 5. Kết quả năm 2025 theo địa phương"],
        """
        TT | Chỉ tiêu | ĐVT | Phú An | Bình Sơn | Lộc Hà
        1 | Số hộ nghèo | hộ | 210 | 185 | 342
        2 | Diện tích rừng trồng mới | ha | 120,5 | 98 | 77,3
        """,
        [
            "số hộ nghèo [Phú An]; 210 hộ; actual level; 2025",
            "số hộ nghèo [Bình Sơn]; 185 hộ; actual level; 2025",
            "số hộ nghèo [Lộc Hà]; 342 hộ; actual level; 2025",
            "diện tích rừng trồng mới [Phú An]; 120.5 ha; actual level; 2025",
            "diện tích rừng trồng mới [Bình Sơn]; 98 ha; actual level; 2025",
            "diện tích rừng trồng mới [Lộc Hà]; 77.3 ha; actual level; 2025",
        ],
    ),
    (
        "a comparison over two columns; the plan is of the year, what came of it of the months",
        "BÁO CÁO",
        ["Biểu 7. Thu ngân sách 9 tháng năm 2025", "Đơn vị: triệu đồng"],
        """
        STT | Khoản thu | Dự toán năm 2025 | Thực hiện 9 tháng năm 2025 | So sánh (%) | <
        ^ | ^ | ^ | ^ | So với dự toán | So với cùng kỳ
        1 | Thu nội địa | 850.000 | 702.300 | 82,6 | 109,4
        2 | Thu xuất nhập khẩu | 120.000 | 87.500 | 72,9 | 96,1
        """,
        [
            "thu nội địa; 850000 triệu đồng; target level; 2025",
            "thu nội địa; 702300 triệu đồng; actual level; 2025-01/2025-09",
            "thu nội địa; 82.6 %; actual attainment; 2025-01/2025-09",
            "thu nội địa; 109.4 %; actual ratio; 2025-01/2025-09",
            "thu xuất nhập khẩu; 120000 triệu đồng; target level; 2025",
            "thu xuất nhập khẩu; 87500 triệu đồng; actual level; 2025-01/2025-09",
            "thu xuất nhập khẩu; 72.9 %; actual attainment; 2025-01/2025-09",
            "thu xuất nhập khẩu; 96.1 %; actual ratio; 2025-01/2025-09",
        ],
    ),
    (
        "empty places: a dash, dots, nothing",
        "BÁO CÁO",
        ["Biểu 8. Số công trình hoàn thành trong năm 2025"],
        """
        TT | Địa phương | Trường học | Trạm y tế | Nhà văn hóa
        1 | Xã Phú Lâm | 3 | - | 2
        2 | Xã Đông Hà | … | 1 | 4
        3 | Xã Nam Sơn | 2 | 0 | _
        """,
        [
            "trường học [Xã Phú Lâm]; 3 trường; actual level; 2025",
            "nhà văn hóa [Xã Phú Lâm]; 2 nhà văn hóa; actual level; 2025",
            "trạm y tế [Xã Đông Hà]; 1 trạm y tế; actual level; 2025",
            "nhà văn hóa [Xã Đông Hà]; 4 nhà văn hóa; actual level; 2025",
            "trường học [Xã Nam Sơn]; 2 trường; actual level; 2025",
            "trạm y tế [Xã Nam Sơn]; 0 trạm y tế; actual level; 2025",
        ],
    ),
    (
        "a row that numbers the columns",
        "BÁO CÁO",
        ["Biểu 9. Kết quả các chỉ tiêu năm 2025"],
        """
        STT | Nội dung | ĐVT | Kế hoạch | Thực hiện | Tỷ lệ (%)
        (1) | (2) | (3) | (4) | (5) | (6)=(5)/(4)
        1 | Trồng rừng tập trung | ha | 1.500 | 1.612 | 107,5
        2 | Đàn bò | con | 24.000 | 23.400 | 97,5
        """,
        [
            "trồng rừng tập trung; 1500 ha; target level; 2025",
            "trồng rừng tập trung; 1612 ha; actual level; 2025",
            "trồng rừng tập trung; 107.5 %; actual attainment; 2025",
            "đàn bò; 24000 con; target level; 2025",
            "đàn bò; 23400 con; actual level; 2025",
            "đàn bò; 97.5 %; actual attainment; 2025",
        ],
    ),
    (
        "scores and places, of what the title says",
        "BÁO CÁO",
        ["Biểu 11. Xếp hạng chỉ số cải cách hành chính năm 2025"],
        """
        Xếp hạng | Đơn vị | Điểm số
        1 | Sở Nội vụ | 93,4
        2 | Sở Tài chính | 92,8
        3 | Sở Xây dựng | 90,1
        """,
        [
            "thứ hạng chỉ số cải cách hành chính [Sở Nội vụ]; 1 -; actual rank; 2025",
            "chỉ số cải cách hành chính [Sở Nội vụ]; 93.4 điểm; actual level; 2025",
            "thứ hạng chỉ số cải cách hành chính [Sở Tài chính]; 2 -; actual rank; 2025",
            "chỉ số cải cách hành chính [Sở Tài chính]; 92.8 điểm; actual level; 2025",
            "thứ hạng chỉ số cải cách hành chính [Sở Xây dựng]; 3 -; actual rank; 2025",
            "chỉ số cải cách hành chính [Sở Xây dựng]; 90.1 điểm; actual level; 2025",
        ],
    ),
    (
        "parts of a whole, their order left blank",
        "BÁO CÁO",
        ["Biểu 12. Cơ cấu kinh tế và thu nhập"],
        """
        TT | Chỉ tiêu | ĐVT | Mục tiêu 2025 | Ước thực hiện 2025
        1 | Cơ cấu kinh tế | _ | _ | _
        _ | - Nông nghiệp | % | 18 | 17,6
        _ | - Công nghiệp, xây dựng | % | 45 | 45,4
        _ | - Dịch vụ | % | 37 | 37
        2 | Thu nhập bình quân đầu người | triệu đồng | 62 | 64,5
        """,
        [
            "tỷ trọng nông nghiệp; 18 %; target share; 2025",
            "tỷ trọng nông nghiệp; 17.6 %; estimate share; 2025",
            "tỷ trọng công nghiệp, xây dựng; 45 %; target share; 2025",
            "tỷ trọng công nghiệp, xây dựng; 45.4 %; estimate share; 2025",
            "tỷ trọng dịch vụ; 37 %; target share; 2025",
            "tỷ trọng dịch vụ; 37 %; estimate share; 2025",
            "thu nhập bình quân đầu người; 62 triệu đồng; target level; 2025",
            "thu nhập bình quân đầu người; 64.5 triệu đồng; estimate level; 2025",
        ],
    ),
    (
        "products: a month, the next one foreseen, the months so far",
        "BÁO CÁO",
        ["Biểu 1. Sản xuất công nghiệp tháng 9 và 9 tháng năm 2025"],
        """
        TT | Sản phẩm | ĐVT | Thực hiện tháng 8 | Ước tháng 9 | Lũy kế 9 tháng | So cùng kỳ (%)
        1 | Xi măng | nghìn tấn | 210 | 215 | 1.890 | 106,2
        2 | Điện thương phẩm | triệu kWh | 98,5 | 101 | 880 | 104,7
        """,
        [
            "xi măng; 210 nghìn tấn; actual level; 2025-08",
            "xi măng; 215 nghìn tấn; estimate level; 2025-09",
            "xi măng; 1890 nghìn tấn; actual level; 2025-01/2025-09",
            "xi măng; 106.2 %; actual ratio; 2025-01/2025-09",
            "điện thương phẩm; 98.5 triệu kWh; actual level; 2025-08",
            "điện thương phẩm; 101 triệu kWh; estimate level; 2025-09",
            "điện thương phẩm; 880 triệu kWh; actual level; 2025-01/2025-09",
            "điện thương phẩm; 104.7 %; actual ratio; 2025-01/2025-09",
        ],
    ),
    (
        "no order; what was reached of the plan stands as it does",
        "BÁO CÁO",
        ["Bảng 2. Một số chỉ tiêu năm 2025"],
        """
        Chỉ tiêu | Đơn vị | Kế hoạch | Ước thực hiện | Đạt (%)
        GRDP | tỷ đồng | 61.000 | 61.900 | 101,5
        Vốn đầu tư toàn xã hội | tỷ đồng | 24.000 | 23.200 | 96,7
        """,
        [
            "GRDP; 61000 tỷ đồng; target level; 2025",
            "GRDP; 61900 tỷ đồng; estimate level; 2025",
            "GRDP; 101.5 %; estimate attainment; 2025",
            "vốn đầu tư toàn xã hội; 24000 tỷ đồng; target level; 2025",
            "vốn đầu tư toàn xã hội; 23200 tỷ đồng; estimate level; 2025",
            "vốn đầu tư toàn xã hội; 96.7 %; estimate attainment; 2025",
        ],
    ),
    (
        "a head of years over rows of sums",
        "BÁO CÁO",
        ["Bảng 4. Thu ngân sách giai đoạn 2021 - 2025", "Đơn vị: tỷ đồng"],
        """
        Năm | 2021 | 2022 | 2023 | 2024 | 2025
        Tổng thu | 300 | 320 | 345 | 371 | 402
        Thu nội địa | 250 | 270 | 290 | 318 | 350
        """,
        [
            "tổng thu; 300 tỷ đồng; actual level; 2021",
            "tổng thu; 320 tỷ đồng; actual level; 2022",
            "tổng thu; 345 tỷ đồng; actual level; 2023",
            "tổng thu; 371 tỷ đồng; actual level; 2024",
            "tổng thu; 402 tỷ đồng; actual level; 2025",
            "thu nội địa; 250 tỷ đồng; actual level; 2021",
            "thu nội địa; 270 tỷ đồng; actual level; 2022",
            "thu nội địa; 290 tỷ đồng; actual level; 2023",
            "thu nội địa; 318 tỷ đồng; actual level; 2024",
            "thu nội địa; 350 tỷ đồng; actual level; 2025",
        ],
    ),
    (
        "by how much prices went: below zero with a sign or in brackets",
        "BÁO CÁO",
        ["Biểu 7. Chỉ số giá tháng 11 năm 2025"],
        """
        STT | Nhóm hàng | So với tháng trước (%) | So với cùng kỳ năm trước (%)
        1 | Lương thực | -0,52 | 3,41
        2 | Giao thông | 1,2 | (2,35)
        """,
        [
            "lương thực; 0.52 %; actual change; 2025-11",
            "lương thực; 3.41 %; actual change; 2025-11",
            "giao thông; 1.2 %; actual change; 2025-11",
            "giao thông; 2.35 %; actual change; 2025-11",
        ],
    ),
    (
        "how many of all were done, are under way, are late",
        "BÁO CÁO",
        ["Biểu 9. Tiến độ thực hiện nhiệm vụ được giao năm 2025"],
        """
        TT | Đơn vị | Tổng số nhiệm vụ | Đã hoàn thành | Đang thực hiện | Quá hạn
        1 | Sở Tài chính | 45 | 40 | 4 | 1
        2 | Sở Y tế | 38 | 30 | 6 | 2
        """,
        [
            "tổng số nhiệm vụ [Sở Tài chính]; 45 -; actual level; 2025",
            "số nhiệm vụ đã hoàn thành [Sở Tài chính]; 40 nhiệm vụ; actual level; 2025",
            "số nhiệm vụ đang thực hiện [Sở Tài chính]; 4 nhiệm vụ; actual level; 2025",
            "số nhiệm vụ quá hạn [Sở Tài chính]; 1 nhiệm vụ; actual level; 2025",
            "tổng số nhiệm vụ [Sở Y tế]; 38 -; actual level; 2025",
            "số nhiệm vụ đã hoàn thành [Sở Y tế]; 30 nhiệm vụ; actual level; 2025",
            "số nhiệm vụ đang thực hiện [Sở Y tế]; 6 nhiệm vụ; actual level; 2025",
            "số nhiệm vụ quá hạn [Sở Y tế]; 2 nhiệm vụ; actual level; 2025",
        ],
    ),
    (
        "heads cut short: area, yield, output",
        "BÁO CÁO",
        ["Biểu 10. Kết quả sản xuất vụ mùa năm 2025"],
        """
        TT | Loại cây | DT (ha) | NS (tạ/ha) | SL (tấn)
        1 | Lúa | 12.300 | 58,2 | 71.586
        2 | Ngô | 3.150 | 45 | 14.175
        """,
        [
            "DT lúa; 12300 ha; actual level; 2025",
            "NS lúa; 58.2 tạ/ha; actual level; 2025",
            "SL lúa; 71586 tấn; actual level; 2025",
            "DT ngô; 3150 ha; actual level; 2025",
            "NS ngô; 45 tạ/ha; actual level; 2025",
            "SL ngô; 14175 tấn; actual level; 2025",
        ],
    ),
    (
        "sources of money, their sum and its years",
        "KẾ HOẠCH",
        ["Phụ lục. Nhu cầu vốn giai đoạn 2026 - 2030", "Đơn vị tính: tỷ đồng"],
        """
        STT | Nguồn vốn | Tổng số | Trong đó | < | < | < | <
        ^ | ^ | ^ | 2026 | 2027 | 2028 | 2029 | 2030
        _ | Tổng cộng | 500 | 80 | 100 | 110 | 110 | 100
        1 | Ngân sách trung ương | 200 | 30 | 40 | 45 | 45 | 40
        2 | Ngân sách tỉnh | 300 | 50 | 60 | 65 | 65 | 60
        """,
        [
            "tổng cộng; 500 tỷ đồng; target level; 2026/2030",
            "tổng cộng; 80 tỷ đồng; target level; 2026",
            "tổng cộng; 100 tỷ đồng; target level; 2027",
            "tổng cộng; 110 tỷ đồng; target level; 2028",
            "tổng cộng; 110 tỷ đồng; target level; 2029",
            "tổng cộng; 100 tỷ đồng; target level; 2030",
            "ngân sách trung ương; 200 tỷ đồng; target level; 2026/2030",
            "ngân sách trung ương; 30 tỷ đồng; target level; 2026",
            "ngân sách trung ương; 40 tỷ đồng; target level; 2027",
            "ngân sách trung ương; 45 tỷ đồng; target level; 2028",
            "ngân sách trung ương; 45 tỷ đồng; target level; 2029",
            "ngân sách trung ương; 40 tỷ đồng; target level; 2030",
            "ngân sách tỉnh; 300 tỷ đồng; target level; 2026/2030",
            "ngân sách tỉnh; 50 tỷ đồng; target level; 2026",
            "ngân sách tỉnh; 60 tỷ đồng; target level; 2027",
            "ngân sách tỉnh; 65 tỷ đồng; target level; 2028",
            "ngân sách tỉnh; 65 tỷ đồng; target level; 2029",
            "ngân sách tỉnh; 60 tỷ đồng; target level; 2030",
        ],
    ),
    (
        "the sum stands first; a rate is of what stands before it",
        "BÁO CÁO",
        ["Biểu 6. Tổng hợp hộ nghèo, hộ cận nghèo cuối năm 2025"],
        """
        TT | Đơn vị | Số hộ nghèo | Tỷ lệ (%) | Số hộ cận nghèo | Tỷ lệ (%)
        _ | Toàn huyện | 612 | 2,4 | 830 | 3,3
        1 | Xã An Bình | 35 | 1,8 | 41 | 2,1
        2 | Xã Vĩnh Thuận | 58 | 3,1 | 77 | 4,2
        """,
        [
            "số hộ nghèo; 612 hộ; actual level; 2025",
            "tỷ lệ hộ nghèo; 2.4 %; actual share; 2025",
            "số hộ cận nghèo; 830 hộ; actual level; 2025",
            "tỷ lệ hộ cận nghèo; 3.3 %; actual share; 2025",
            "số hộ nghèo [Xã An Bình]; 35 hộ; actual level; 2025",
            "tỷ lệ hộ nghèo [Xã An Bình]; 1.8 %; actual share; 2025",
            "số hộ cận nghèo [Xã An Bình]; 41 hộ; actual level; 2025",
            "tỷ lệ hộ cận nghèo [Xã An Bình]; 2.1 %; actual share; 2025",
            "số hộ nghèo [Xã Vĩnh Thuận]; 58 hộ; actual level; 2025",
            "tỷ lệ hộ nghèo [Xã Vĩnh Thuận]; 3.1 %; actual share; 2025",
            "số hộ cận nghèo [Xã Vĩnh Thuận]; 77 hộ; actual level; 2025",
            "tỷ lệ hộ cận nghèo [Xã Vĩnh Thuận]; 4.2 %; actual share; 2025",
        ],
    ),
    (
        "what is paid, each with its unit",
        "KẾ HOẠCH",
        ["Phụ lục. Định mức hỗ trợ"],
        """
        STT | Nội dung hỗ trợ | Đơn vị tính | Mức hỗ trợ
        1 | Hỗ trợ giống lúa chất lượng cao | đồng/ha | 2.500.000
        2 | Hỗ trợ xây bể chứa nước | triệu đồng/hộ | 3
        """,
        [
            "hỗ trợ giống lúa chất lượng cao; 2500000 đồng/ha; target level; 2026",
            "hỗ trợ xây bể chứa nước; 3 triệu đồng/hộ; target level; 2026",
        ],
    ),
]  # fmt: skip


def brief(fact):
    """One line of a fact: name [whose]; value unit; status measure; period."""
    named = fact.name + (f" [{fact.body}]" if fact.body else "")
    value = f"{fact.value} {fact.unit or '-'}"
    return f"{named}; {value}; {fact.status} {fact.measure}; {fact.period}"


def lines_above(kind, title):
    what = "Kết quả thực hiện nhiệm vụ năm 2025" if kind == "BÁO CÁO" else "Thực hiện nhiệm vụ năm 2026"
    return ["Bình Sơn, ngày 15 tháng 12 năm 2025", kind, what, *title]


def merged(rows):
    """(row, column, rows, columns, words) of each cell."""
    found = []
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            if words not in {"<", "^"}:
                wide = next((n for n in range(1, len(row) - c) if row[c + n] != "<"), len(row) - c)
                deep = next((n for n in range(1, len(rows) - r) if rows[r + n][c] != "^"), len(rows) - r)
                found.append((r, c, deep, wide, words))
    return found


def plain(rows):
    return [["" if cell in {"<", "^"} else cell for cell in row] for row in rows]


def text_with(mark):
    def made(above, rows):
        return "\n".join([*above, "", *[mark.join(row) for row in plain(rows)], ""]).encode(), "a.txt"

    return made


def stacked(above, rows):
    """One cell a line, empty ones left out."""
    lines = [cell for row in plain(rows) for cell in row if cell]
    return "\n".join([*above, "", *lines, ""]).encode(), "a.txt"


def spaced(above, rows):
    rows = plain(rows)
    widths = [max(len(row[c]) for row in rows) for c in range(len(rows[0]))]
    lines = [
        "   ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([*above, "", *lines, ""]).encode(), "a.txt"


def word(above, rows):
    lines = []
    for r in range(len(rows)):
        cells = []
        for first, c, deep, wide, words in merged(rows):
            if first == r:
                cells.append((c, ooxml.tc(words, span=wide, merge="restart" if deep > 1 else "")))
            elif first < r < first + deep:
                cells.append((c, ooxml.tc(span=wide, merge="continue")))
        lines.append(ooxml.tr(*[cell for _, cell in sorted(cells)]))
    return ooxml.docx(*map(ooxml.p, above), ooxml.table(*lines)), "a.docx"


def excel(above, rows):
    book = openpyxl.Workbook()
    sheet = book.active
    for n, line in enumerate(above, 1):
        sheet.cell(n, 1, line)
    top = len(above) + 1
    for r, c, deep, wide, words in merged(rows):
        number = words.replace(".", "").replace(",", ".")
        figure = re.fullmatch(r"-?\d+(?:\.\d+)?", number) is not None and not re.fullmatch(
            r"(?:19|20)\d\d", words
        )
        sheet.cell(top + r, c + 1, float(number) if figure else words)
        if deep > 1 or wide > 1:
            sheet.merge_cells(
                start_row=top + r, start_column=c + 1, end_row=top + r + deep - 1, end_column=c + wide
            )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), "a.xlsx"


def drawn(above, rows):
    """A ruled table on a page."""
    page = Drawing()
    page.new_page((842.0, 595.0))
    top = 560.0
    for line in above:
        page.words(40, top, line, 10)
        top -= 16
    own = [
        [len(words) for r, k, _, wide, words in merged(rows) if k == c and wide == 1]
        for c in range(len(rows[0]))
    ]
    widths = [max(lengths, default=8) for lengths in own]
    scale = 760 / sum(max(wide, 6) for wide in widths)
    edges = [40.0]
    for wide in widths:
        edges.append(edges[-1] + max(wide, 6) * scale)
    for r, c, deep, wide, words in merged(rows):
        left, right, upper, lower = edges[c], edges[c + wide], top - 20 * r, top - 20 * (r + deep)
        page.words(left + 3, upper - 13 - 10 * (deep - 1), words, 8)
        for x0, y0, x1, y1 in (
            (left, upper, right, upper), (left, lower, right, lower),
            (left, upper, left, lower), (right, upper, right, lower),
        ):  # fmt: skip
            page.rule(x0, y0, x1, y1)
    return page.bytes(), "a.pdf"


FORMS = {
    "bars": text_with(" | "),
    "tabs": text_with("\t"),
    "spaces": spaced,
    "lines": stacked,
    "Word": word,
    "Excel": excel,
    "PDF": drawn,
}


# A table of one cell a line without a column of numbers is left out: nothing says where its head begins.
SETTINGS = [
    pytest.param(form, *case, id=f"{case[0]}-{form}")
    for case in CASES
    for form in FORMS
    if form != "lines" or case[3].lstrip().startswith(("TT", "STT"))
]


@pytest.mark.parametrize(("form", "reason", "kind", "title", "table", "said"), SETTINGS)
def test_a_table_says_the_same_in_every_form(form, reason, kind, title, table, said):
    """What is listed is read, field by field, in the order of the rows, and nothing else."""
    lines = [line.strip().split(" | ") for line in table.strip().split("\n")]
    rows = [["" if cell == "_" else cell for cell in line] for line in lines]
    data, name = FORMS[form](lines_above(kind, title), rows)

    found = extract(reading.read_bytes(data, name, isolate=False))

    assert [brief(fact) for fact in found.indicators] == said
    assert not found.tasks
