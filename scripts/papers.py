#!/usr/bin/env python3
"""Makes the shipped templates of papers: `python scripts/papers.py` writes src/dondoc/writing/papers/*.docx.

Each paper is described once here and written twice, in the form of Party and of State documents; what differs
stands in `paperforms.py`. The files are ordinary Word files: an office that wants another wording downloads
one, edits it in Word and sends it back (page "Mẫu văn bản"). The fields a paper may use are those of
`dondoc.writing.paperkinds`.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm
from paperforms import Paper

OUT = Path(__file__).resolve().parents[1] / "src" / "dondoc" / "writing" / "papers"
TASK_COLUMNS = [
    ("TT", "{{ row.number }}", 1.2),
    ("Nội dung nhiệm vụ", "{{ row.content }}", 6.0),
    ("Cơ quan phối hợp", "{{ row.partners }}", 3.2),
    ("Thời hạn", "{{ row.due }}", 3.0),
    ("Sản phẩm", "{{ row.product }}", 3.1),
]


def work_programme(form: str) -> None:
    """Chương trình công tác."""
    paper = Paper(form)
    paper.head()
    paper.title("CHƯƠNG TRÌNH")
    paper.body(
        "Căn cứ quy chế làm việc và nhiệm vụ được giao, {{ body }} ban hành chương trình công tác "
        "{{ period }} gồm {{ total }} nội dung, như sau:"
    )
    paper.grid(
        [
            ("TT", "{{ row.number }}", 1.0),
            ("Nội dung", "{{ row.content }}", 4.9),
            ("Cơ quan chuẩn bị", "{{ row.preparing }}", 3.1),
            ("Cấp quyết định", "{{ row.level }}", 2.5),
            ("Kỳ họp", "{{ row.session }}", 2.6),
            ("Ngày trình hồ sơ", "{{ row.due }}", 2.4),
        ],
        group="groups",
        rows="rows",
    )
    paper.body(
        "Cơ quan chuẩn bị gửi đủ hồ sơ đúng ngày ghi trong chương trình. Nội dung xin lùi, đổi kỳ họp phải "
        "nêu rõ lý do bằng văn bản trước ngày trình hồ sơ.",
        before=8,
    )
    paper.body(
        "{{ office_name }} theo dõi, đôn đốc việc chuẩn bị và báo cáo kết quả thực hiện chương trình.",
        after=12,
    )
    paper.signature()
    paper.save(OUT, "chuong-trinh-cong-tac")


def notice_of_conclusions(form: str) -> None:
    """Thông báo kết luận of a meeting: what was decided of each matter, then who does what."""
    paper = Paper(form)
    paper.head()
    paper.title("THÔNG BÁO")
    paper.body(
        "{% if day %}Ngày {{ day }}, tại{% else %}Tại{% endif %} {{ session }}"
        "{% if chair %} do {{ chair }} chủ trì{% endif %}, sau khi xem xét {{ total }} nội dung, "
        "{{ body }} kết luận như sau:"
    )
    paper.line(paper.doc, "{%p for one in conclusions %}", size=2)
    paper.body("{{ loop.index }}. {{ one.matter }}", bold=True, keep=True)
    paper.body("{{ one.decision }}")
    paper.when("one.preparing")
    paper.body("Cơ quan trình: {{ one.preparing }}.", italic=True)
    paper.end()
    paper.end("for")
    paper.when("groups")
    paper.body("Các nhiệm vụ giao sau cuộc họp:", bold=True, keep=True)
    paper.grid(TASK_COLUMNS, group="groups", rows="rows")
    paper.end()
    paper.body(
        "{{ office_name }} thông báo để các cơ quan, đơn vị biết, thực hiện; theo dõi và báo cáo kết quả.",
        before=8,
        after=12,
    )
    paper.signature()
    paper.save(OUT, "thong-bao-ket-luan")


def letter_of_tasks(form: str) -> None:
    """Công văn giao nhiệm vụ, with the tasks of each body in an annex."""
    paper = Paper(form)
    paper.head(about=True)
    paper.addressees()
    paper.body(
        "Thực hiện {{ document }}, {{ body }} giao các cơ quan, đơn vị {{ total }} nhiệm vụ nêu tại Phụ lục "
        "kèm theo và yêu cầu:"
    )
    paper.body(
        "1. Cơ quan chủ trì tiếp nhận nhiệm vụ ngay khi nhận được công văn này, phân công người thực hiện và "
        "hoàn thành đúng thời hạn, đủ sản phẩm ghi tại Phụ lục."
    )
    paper.body(
        "2. Nhiệm vụ không thuộc chức năng hoặc cần điều chỉnh thời hạn thì báo cáo bằng văn bản, nêu rõ lý "
        "do và đề xuất, trước khi đến hạn."
    )
    paper.body("3. {{ office_name }} theo dõi, đôn đốc, tổng hợp kết quả báo cáo {{ body }}.", after=12)
    paper.signature()
    paper.annex("PHỤ LỤC NHIỆM VỤ")
    paper.grid(TASK_COLUMNS, group="groups", rows="rows")
    paper.save(OUT, "cong-van-giao-nhiem-vu")


def submission(form: str) -> None:
    """Phiếu trình of a matter to whoever decides it, with room for the decision."""
    paper = Paper(form)
    paper.head()
    paper.title("PHIẾU TRÌNH")
    paper.line(paper.doc, "Kính trình: {{ addressee }}", before=4, after=8, left=3.5)
    for label, field in (
        ("1. Nội dung trình", "content"),
        ("2. Cơ quan chuẩn bị", "preparing"),
        ("3. Căn cứ", "basis"),
        ("4. Quá trình chuẩn bị", "course"),
        ("5. Hồ sơ kèm theo", "papers"),
        ("6. Đề xuất", "proposal"),
    ):
        paper.when(field)
        paper.body(f"{label}:", bold=True, keep=True)
        paper.paragraphs(field)
        paper.end()
    paper.body("Ý kiến của {{ addressee }}:", bold=True, keep=True, before=6)
    for _ in range(3):
        paper.body("." * 96, indent=False)
    paper.signature()
    paper.save(OUT, "phieu-trinh")


def periodic_report(form: str) -> None:
    """Báo cáo định kỳ: prose by field, tasks, shortcomings, proposals, what comes next; tables in annexes."""
    paper = Paper(form)
    paper.head()
    paper.title("BÁO CÁO")
    paper.body("{{ body }} báo cáo kết quả thực hiện nhiệm vụ {{ period }} như sau:")
    paper.body("I. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", bold=True, keep=True, indent=False)
    paper.line(paper.doc, "{%p for one in sections %}", size=2)
    paper.body("{{ one.heading }}", bold=True, keep=True)
    paper.body("{{ one.text }}")
    paper.end("for")
    paper.body("Kết quả từng chỉ tiêu tại Phụ lục 1.")
    paper.body("II. THỰC HIỆN NHIỆM VỤ ĐƯỢC GIAO", bold=True, keep=True, indent=False)
    paper.paragraphs("tasks")
    paper.when("shortcomings")
    paper.body("III. TỒN TẠI, HẠN CHẾ", bold=True, keep=True, indent=False)
    paper.dashes("shortcomings")
    paper.end()
    paper.when("next")
    number = "{% if shortcomings %}IV{% else %}III{% endif %}"
    paper.body(f"{number}. NHIỆM VỤ THỜI GIAN TỚI", bold=True, keep=True, indent=False)
    paper.paragraphs("next")
    paper.end()
    paper.when("proposals")
    paper.body("KHÓ KHĂN, KIẾN NGHỊ", bold=True, keep=True, indent=False)
    paper.dashes("proposals")
    paper.end()
    paper.signature()
    paper.annex("PHỤ LỤC 1. KẾT QUẢ THỰC HIỆN CHỈ TIÊU")
    paper.grid(
        [
            ("TT", "{{ row.number }}", 1.1),
            ("Chỉ tiêu", "{{ row.name }}", 4.5),
            ("Kế hoạch", "{{ row.plan }}", 2.7),
            ("Thực hiện", "{{ row.actual }}", 2.6),
            ("So kế hoạch", "{{ row.percent }}", 1.9),
            ("So cùng kỳ", "{{ row.same_period }}", 2.0),
            ("Đánh giá", "{{ row.verdict }}", 2.1),
        ],
        group="target_groups",
        rows="rows",
        right=2,
    )
    paper.when("late_groups")
    paper.annex("PHỤ LỤC 2. NHIỆM VỤ QUÁ HẠN")
    paper.grid(
        [
            ("TT", "{{ row.number }}", 1.2),
            ("Nội dung nhiệm vụ", "{{ row.content }}", 7.3),
            ("Văn bản giao", "{{ row.document }}", 3.2),
            ("Thời hạn", "{{ row.due }}", 2.8),
            ("Số ngày quá hạn", "{{ row.age }}", 2.0),
        ],
        group="late_groups",
        rows="rows",
        right=4,
    )
    paper.end()
    paper.when("coming_groups")
    paper.annex("PHỤ LỤC 3. NHIỆM VỤ ĐẾN HẠN THỜI GIAN TỚI")
    paper.grid(TASK_COLUMNS, group="coming_groups", rows="rows")
    paper.end()
    paper.when("pictures")
    paper.annex("PHỤ LỤC: BIỂU ĐỒ")
    paper.pictures()
    paper.end()
    paper.save(OUT, "bao-cao-dinh-ky")


LATE_COLUMNS = [
    ("TT", "{{ row.number }}", 1.1),
    ("Nội dung nhiệm vụ", "{{ row.content }}", 7.4),
    ("Văn bản giao", "{{ row.source }}", 3.4),
    ("Thời hạn", "{{ row.due }}", 2.6),
    ("Số ngày quá hạn", "{{ row.days }}", 2.0),
]


def reminder(form: str) -> None:
    """Công văn đôn đốc to one body, with everything it owes late."""
    paper = Paper(form)
    paper.head(about=True)
    paper.addressees()
    paper.body(
        "Qua theo dõi, tính đến ngày {{ as_of }}, {{ addressee }} còn {{ total }} nhiệm vụ, nghĩa vụ đã quá "
        "hạn chưa hoàn thành, gồm:"
    )
    paper.table(LATE_COLUMNS, rows="rows")
    paper.body(
        "{{ body }} đôn đốc {{ addressee }} tập trung hoàn thành các nội dung trên"
        "{% if answer_by %}; báo cáo kết quả, nêu rõ nguyên nhân chậm và ngày hoàn thành của từng việc, gửi "
        "{{ office_name }} trước ngày {{ answer_by }}{% endif %}.",
        before=8,
    )
    paper.body(
        "Việc đã hoàn thành mà chưa được ghi nhận thì gửi kèm sản phẩm; việc vướng mắc vượt thẩm quyền thì "
        "nêu rõ kiến nghị và cơ quan giải quyết.",
        after=12,
    )
    paper.signature()
    paper.save(OUT, "cong-van-don-doc")


def explanation(form: str) -> None:
    """Công văn yêu cầu giải trình to one body, about tasks that are late."""
    paper = Paper(form)
    paper.head(about=True)
    paper.addressees()
    paper.body(
        "Tính đến ngày {{ as_of }}, {{ addressee }} được giao chủ trì {{ total }} nhiệm vụ sau đây đã quá "
        "hạn:"
    )
    paper.table(LATE_COLUMNS, rows="rows")
    paper.body(
        "{{ body }} yêu cầu {{ addressee }} giải trình bằng văn bản về từng nhiệm vụ: kết quả đến nay, "
        "nguyên nhân chậm, trách nhiệm của tập thể, cá nhân, giải pháp và ngày cam kết hoàn thành.",
        before=8,
    )
    paper.when("answer_by")
    paper.body("Văn bản giải trình gửi {{ office_name }} trước ngày {{ answer_by }}.", after=12)
    paper.end()
    paper.signature()
    paper.save(OUT, "cong-van-giai-trinh")


def weekly_list(form: str) -> None:
    """Danh sách giao ban: two pages for whoever chairs the weekly meeting."""
    paper = Paper(form)
    section = paper.doc.sections[0]
    section.top_margin = section.bottom_margin = Cm(1.3)
    section.left_margin, section.right_margin = Cm(2), Cm(1.5)
    paper.head()
    paper.title("DANH SÁCH GIAO BAN TUẦN")
    paper.body("{{ counts }}", indent=False, size=11, after=4)
    paper.grid(
        [
            ("TT", "{{ row.number }}", 1.0),
            ("Nội dung", "{{ row.content }}", 8.2),
            ("Cơ quan", "{{ row.body }}", 3.4),
            ("Thời hạn", "{{ row.due }}", 2.2),
            ("Ghi chú", "{{ row.days }}", 2.8),
        ],
        group="groups",
        rows="rows",
        size=10,
    )
    paper.line(paper.doc, "", size=4)
    paper.signature()
    paper.save(OUT, "danh-sach-giao-ban")


def task_annex(form: str) -> None:
    """Phụ lục nhiệm vụ of one body, on its side, to be sent with a letter."""
    paper = Paper(form)
    paper.landscape()
    centre = ALIGN.CENTER
    paper.line(paper.doc, "Phụ lục" if paper.party else "PHỤ LỤC", centre, bold=True, keep=True)
    paper.line(paper.doc, "{{ subject }}", centre, bold=True, keep=True)
    belongs = "(Kèm theo Công văn {{ symbol }} ngày      tháng      năm {{ year }} của {{ issuer }})"
    paper.line(paper.doc, belongs, centre, italic=True, size=13, after=4, keep=True)
    counts = "Tính đến ngày {{ as_of }}: {{ total }} nhiệm vụ, {{ late }} quá hạn chưa hoàn thành."
    paper.line(paper.doc, counts, centre, size=13, after=8, keep=True)
    paper.grid(
        [
            ("TT", "{{ row.number }}", 1.1),
            ("Nội dung nhiệm vụ", "{{ row.content }}", 8.6),
            ("Cơ quan phối hợp", "{{ row.partners }}", 4.2),
            ("Thời hạn", "{{ row.due }}", 2.6),
            ("Sản phẩm", "{{ row.product }}", 4.0),
            ("Trạng thái", "{{ row.state }}", 2.7),
            ("Ghi chú", "{{ row.notes }}", 2.0),
        ],
        group="groups",
        rows="rows",
    )
    paper.save(OUT, "phu-luc-nhiem-vu")


def briefing(form: str) -> None:
    """Phiếu tóm tắt: a leader's page on one sheet, smaller than other papers so that it fits."""
    paper = Paper(form)
    paper.head()
    paper.title("PHIẾU TÓM TẮT")
    small = {"size": 12, "after": 2, "indent": False}
    paper.body("Kính gửi: {{ leader }}. Phụ trách: {{ charge }}.", **small)
    paper.body("{{ summary }}", **small)
    for title, field in (
        ("Mới đỏ {{ since }}", "fresh"),
        ("Cơ quan còn nhiệm vụ quá hạn", "bodies"),
        ("Chỉ tiêu chậm hoặc không đạt", "targets"),
    ):
        paper.when(field)
        paper.body(title, bold=True, keep=True, size=12, after=1, before=3, indent=False)
        paper.line(paper.doc, f"{{%p for one in {field} %}}", size=2)
        paper.body("- {{ one }}.", **small)
        paper.end("for")
        paper.end()
    paper.when("questions")
    paper.body(
        "Hỏi tại cuộc họp tới{% if meeting %} ({{ meeting }}){% endif %}",
        bold=True, keep=True, size=12, after=1, before=3, indent=False,
    )  # fmt: skip
    paper.line(paper.doc, "{%p for one in questions %}", size=2)
    paper.body("- {{ one.body }}: {{ one.words }}", **small)
    paper.end("for")
    paper.end()
    paper.signature()
    paper.when("pictures")
    paper.line(
        paper.doc, "BIỂU ĐỒ KÈM THEO", ALIGN.CENTER, bold=True
    ).paragraph_format.page_break_before = True
    paper.pictures()
    paper.end()
    paper.save(OUT, "phieu-tom-tat")


PAPERS = (
    work_programme,
    notice_of_conclusions,
    letter_of_tasks,
    submission,
    periodic_report,
    reminder,
    explanation,
    weekly_list,
    task_annex,
    briefing,
)


def main() -> int:
    """Write every template."""
    for form in ("party", "state"):
        for paper in PAPERS:
            paper(form)
    return 0


if __name__ == "__main__":
    sys.exit(main())
