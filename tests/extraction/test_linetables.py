"""Task tables in plain text that no rules divide: the cells are lines or parts of lines."""

import orders
import pytest

from dondoc.extraction import tasks

ONE_CELL_A_LINE = """
STT
Việc cần làm
Đơn vị chủ trì
Phối hợp
Hạn hoàn thành
Sản phẩm dự kiến
1
Rà soát quỹ đất công của tỉnh
Sở Xây dựng
Sở Tài chính; UBND các xã
Quý II/2026
Báo cáo của UBND tỉnh
2
Số hóa hồ sơ địa chính
nt
UBND các xã, phường
Trước ngày 30/9/2026
Kho dữ liệu
"""
WRAPPED = """
TT Tên công việc Đơn vị thực hiện Phối hợp Tiến độ
1
Rà soát quy hoạch chợ đầu mối của tỉnh đến
năm 2030, tầm nhìn 2045 gắn với
đường.
Sở Công Thương - Các sở, ngành có liên quan; - UBND các xã. Năm 2026
2 Tổ chức hội chợ hàng Việt.  UBND các xã, phường - Các sở, ngành có liên quan.  Hằng năm
3
Soạn thảo đề án chợ nổi trình
UBND tỉnh xem xét
Sở Văn hóa, Thể thao và
Du lịch
- Các sở, ngành;
- UBND các xã.
Hoàn thành trong tháng
9/2026
Nơi nhận:
- Như trên.
"""
GROUPED = """
STT Nội dung công việc Sản phẩm Đơn vị thực hiện Thời hạn
I. LĨNH VỰC KINH TẾ
1
Xây dựng phương án giá nước
Quyết định của UBND tỉnh
Sở Tài chính
Tháng 6/2026
II. LĨNH VỰC XÃ HỘI
1
Khảo sát nhà ở công nhân
Báo cáo khảo sát
Liên đoàn Lao động tỉnh
Tháng 8/2026
2
Hỗ trợ sửa chữa nhà dột nát
Danh mục hộ được hỗ trợ
Ủy ban MTTQ tỉnh
Thường xuyên
"""


def read(text, kind="plan"):
    ctx = orders.context(text.strip(), kind)
    return [task for task in tasks.find(ctx) if task.rule == "table row"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            ONE_CELL_A_LINE,
            [
                ("Rà soát quỹ đất công của tỉnh", "Sở Xây dựng", "2026-Q2", "Báo cáo của UBND tỉnh"),
                ("Số hóa hồ sơ địa chính", "Sở Xây dựng", "2026-09-30", "Kho dữ liệu"),
            ],
        ),
        (
            WRAPPED,
            [
                (
                    "Rà soát quy hoạch chợ đầu mối của tỉnh đến năm 2030, tầm nhìn 2045 gắn với đường",
                    "Sở Công Thương",
                    "2026",
                    None,
                ),
                ("Tổ chức hội chợ hàng Việt", "UBND các xã, phường", None, None),
                (
                    "Soạn thảo đề án chợ nổi trình UBND tỉnh xem xét",
                    "Sở Văn hóa, Thể thao và Du lịch",
                    "2026-09",
                    None,
                ),
            ],
        ),
        (
            GROUPED,
            [
                ("Xây dựng phương án giá nước", "Sở Tài chính", "2026-06", "Quyết định của UBND tỉnh"),
                ("Khảo sát nhà ở công nhân", "Liên đoàn Lao động tỉnh", "2026-08", "Báo cáo khảo sát"),
                ("Hỗ trợ sửa chữa nhà dột nát", "Ủy ban MTTQ tỉnh", None, "Danh mục hộ được hỗ trợ"),
            ],
        ),
    ],
    ids=["one cell a line", "lines broken by the page", "group rows, the product before the lead"],
)
def test_rows_of_a_table_without_rules(text, wanted):
    """The header tells the columns; offices and deadlines are known by what they are."""
    assert [(t.action, t.lead, t.deadline, t.product) for t in read(text)] == wanted


def test_partners_and_spans():
    """A row's span runs from its work to its last cell; partners are split, with their bullets left out."""
    text = WRAPPED.strip()

    first, _, third = read(WRAPPED)

    assert first.partners == ["Các sở, ngành có liên quan", "UBND các xã"]
    assert third.partners == ["Các sở, ngành", "UBND các xã"]
    assert text[third.span.slice].startswith("Soạn thảo")
    assert text[third.span.slice].endswith("9/2026")


@pytest.mark.parametrize(
    "text",
    [
        "TT Chỉ tiêu Đơn vị tính Kế hoạch 2026\n1\nThu ngân sách\ntỷ đồng\n12.000\n2\nLúa\ntấn\n900",
        "TT liên lạc với nội dung chủ trì hội nghị trong thời gian tới gồm các việc\n1. Sở Y tế báo cáo.",
        "STT: 5\nNội dung: họp\n1\nSở Y tế",
    ],
    ids=["a table of indicators", "running text that begins with TT", "a form"],
)
def test_what_is_no_task_table(text):
    """Without columns of work and of who or when nothing is read as rows."""
    assert read(text) == []


def test_a_document_of_number_lines_stays_cheap():
    """Header after header and number after number cost no more than their length."""
    from time import process_time

    def seconds(copies):
        best = 9.0
        for _ in range(3):
            ctx = orders.context((ONE_CELL_A_LINE + "1\n" * 50) * copies, "plan")
            start = process_time()
            tasks.find(ctx)
            best = min(best, process_time() - start)
        return best

    assert seconds(40) < 40 * seconds(4)
