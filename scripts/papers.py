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
TASK_COLUMNS = [  # on a page that stands
    ("TT", "{{ row.number }}", 1.0),
    ("Nội dung nhiệm vụ", "{{ row.content }}", 6.6),
    ("Cơ quan phối hợp", "{{ row.partners }}", 3.3),
    ("Thời hạn", "{{ row.due }}", 2.4),
    ("Sản phẩm", "{{ row.product }}", 3.2),
]
WIDE_TASK_COLUMNS = [  # on one that lies
    ("TT", "{{ row.number }}", 1.2),
    ("Nội dung nhiệm vụ", "{{ row.content }}", 10.6),
    ("Cơ quan phối hợp", "{{ row.partners }}", 5.2),
    ("Thời hạn", "{{ row.due }}", 2.6),
    ("Sản phẩm", "{{ row.product }}", 5.4),
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
    paper.last("{{ office_name }} theo dõi, đôn đốc việc chuẩn bị và báo cáo kết quả thực hiện chương trình.")
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
        "{{ concluded_by }} kết luận như sau:"
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
    paper.last(
        "{{ office_name }} thông báo để các cơ quan, đơn vị biết, thực hiện; theo dõi và báo cáo kết quả.",
        before=8,
    )
    paper.signature()
    paper.save(OUT, "thong-bao-ket-luan")


def letter_of_tasks(form: str) -> None:
    """Công văn giao nhiệm vụ, with the tasks of each body in an annex."""
    paper = Paper(form)
    paper.head(about=True)
    paper.addressees()
    paper.body(
        "Thực hiện {{ document }}, {{ body }} giao {{ whom }} {{ total }} nhiệm vụ nêu tại Phụ lục kèm theo "
        "và yêu cầu:"
    )
    paper.body(
        "1. Cơ quan chủ trì tiếp nhận nhiệm vụ ngay khi nhận được công văn này, phân công người thực hiện và "
        "hoàn thành đúng thời hạn, đủ sản phẩm ghi tại Phụ lục."
    )
    paper.body(
        "2. Nhiệm vụ không thuộc chức năng hoặc cần điều chỉnh thời hạn thì báo cáo bằng văn bản, nêu rõ lý "
        "do và đề xuất, trước khi đến hạn."
    )
    paper.last("3. {{ office_name }} theo dõi, đôn đốc, tổng hợp kết quả báo cáo {{ body }}.")
    paper.signature()
    paper.annexes()
    paper.annex("PHỤ LỤC NHIỆM VỤ")
    paper.grid(WIDE_TASK_COLUMNS, group="groups", rows="rows")
    paper.save(OUT, "cong-van-giao-nhiem-vu")


def submission(form: str) -> None:
    """Phiếu trình of a matter to whoever decides it, with room for the decision."""
    paper = Paper(form)
    paper.head()
    paper.title("PHIẾU TRÌNH")
    paper.line(paper.doc, "Kính trình: {{ addressee }}", before=4, after=8, left=3.5)
    for label, field in (
        ("Nội dung trình", "content"),
        ("Cơ quan chuẩn bị", "preparing"),
        ("Căn cứ", "basis"),
        ("Quá trình chuẩn bị", "course"),
        ("Hồ sơ kèm theo", "papers"),
        ("Hình thức xem xét, ban hành", "outcome"),
        ("Đề xuất", "proposal"),
    ):
        paper.when(field)
        paper.body(f"{{{{ places.{field} }}}}. {label}:", bold=True, keep=True, after=2)
        paper.paragraphs(field, after=3)
        paper.end()
    paper.body("Ý kiến của {{ addressee }}:", bold=True, keep=True, before=6)
    for _ in range(2):
        paper.body("." * 96, indent=False, after=4)
    paper.signature(room=2)
    paper.save(OUT, "phieu-trinh")


def periodic_report(form: str) -> None:
    """Báo cáo định kỳ: prose by field, tasks, shortcomings, proposals, what comes next; tables in annexes."""
    paper = Paper(form)
    paper.head()
    paper.title("BÁO CÁO")
    paper.body("{{ body }} báo cáo kết quả thực hiện nhiệm vụ {{ period }} như sau:")
    heading = {"bold": True, "keep": True, "indent": False, "before": 4}
    paper.when("places.results")
    paper.body("{{ places.results }}. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", **heading)
    paper.line(paper.doc, "{%p for one in sections %}", size=2)
    paper.body("{{ one.heading }}", bold=True, keep=True)
    paper.body("{{ one.text }}")
    paper.end("for")
    paper.when("annexes.targets")
    paper.body("Kết quả từng chỉ tiêu tại Phụ lục {{ annexes.targets }}.")
    paper.end()
    paper.end()
    paper.body("{{ places.tasks }}. THỰC HIỆN NHIỆM VỤ ĐƯỢC GIAO", **heading)
    paper.paragraphs("tasks")
    for field, title, lines in (
        ("shortcomings", "TỒN TẠI, HẠN CHẾ", paper.dashes),
        ("next", "NHIỆM VỤ THỜI GIAN TỚI", paper.paragraphs),
        ("proposals", "KHÓ KHĂN, KIẾN NGHỊ", paper.dashes),
    ):
        paper.when(field)
        paper.body(f"{{{{ places.{field} }}}}. {title}", **heading)
        lines(field)
        paper.end()
    paper.signature()
    paper.annexes()
    paper.when("annexes.targets")
    paper.annex("PHỤ LỤC {{ annexes.targets }}. KẾT QUẢ THỰC HIỆN CHỈ TIÊU")
    paper.grid(
        [
            ("TT", "{{ row.number }}", 1.2),
            ("Chỉ tiêu", "{{ row.name }}", 5.3),
            ("Kế hoạch", "{{ row.plan }}", 3.4),
            ("Thực hiện", "{{ row.actual }}", 3.1),
            ("So kế hoạch", "{{ row.percent }}", 3.0),
            ("So cùng kỳ", "{{ row.same_period }}", 2.6),
            ("Đánh giá", "{{ row.verdict }}", 2.9),
            ("Văn bản giao, nguồn số liệu", "{{ row.document }}", 3.5),
        ],
        group="target_groups",
        rows="rows",
        numbers=(2, 6),
    )
    paper.end()
    paper.when("annexes.late")
    paper.annex("PHỤ LỤC {{ annexes.late }}. NHIỆM VỤ QUÁ HẠN")
    paper.grid(
        [
            ("TT", "{{ row.number }}", 1.2),
            ("Nội dung nhiệm vụ", "{{ row.content }}", 10.4),
            ("Cơ quan phối hợp", "{{ row.partners }}", 4.8),
            ("Văn bản giao", "{{ row.document }}", 3.6),
            ("Thời hạn", "{{ row.due }}", 2.6),
            ("Số ngày quá hạn", "{{ row.age }}", 2.4),
        ],
        group="late_groups",
        rows="rows",
    )
    paper.end()
    paper.when("annexes.coming")
    paper.annex("PHỤ LỤC {{ annexes.coming }}. NHIỆM VỤ ĐẾN HẠN THỜI GIAN TỚI")
    paper.grid(WIDE_TASK_COLUMNS, group="coming_groups", rows="rows")
    paper.end()
    paper.when("pictures")
    paper.annex("PHỤ LỤC {{ annexes.pictures }}. BIỂU ĐỒ")
    paper.pictures()
    paper.end()
    paper.save(OUT, "bao-cao-dinh-ky")


LATE_COLUMNS = [
    ("TT", "{{ row.number }}", 1.0),
    ("Nội dung", "{{ row.content }}", 7.8),
    ("Văn bản giao", "{{ row.source }}", 3.1),
    ("Thời hạn", "{{ row.due }}", 2.4),
    ("Số ngày quá hạn", "{{ row.days }}", 2.2),
]


def reminder(form: str) -> None:
    """Công văn đôn đốc to one body, with everything it owes late."""
    paper = Paper(form)
    paper.head(about=True)
    paper.addressees()
    paper.body(
        "Qua theo dõi, tính đến ngày {{ as_of }}, {{ addressee }} còn {{ total }} {{ what }} đã quá hạn chưa "
        "hoàn thành, gồm:"
    )
    paper.table(LATE_COLUMNS, rows="rows")
    paper.body(
        "{{ body }} đề nghị {{ addressee }} tập trung hoàn thành "
        "{% if total == 1 %}nội dung{% else %}các nội dung{% endif %} trên"
        "{% if answer_by %}; báo cáo kết quả, nêu rõ nguyên nhân chậm và ngày hoàn thành của từng việc, gửi "
        "{{ office_name }} trước ngày {{ answer_by }}{% endif %}.",
        before=8,
    )
    paper.last(
        "Việc đã hoàn thành mà chưa được ghi nhận thì gửi kèm sản phẩm; việc vướng mắc vượt thẩm quyền thì "
        "nêu rõ kiến nghị và cơ quan giải quyết."
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
        "hạn chưa hoàn thành:"
    )
    paper.table(LATE_COLUMNS, rows="rows")
    paper.body(
        "{{ body }} yêu cầu {{ addressee }} giải trình bằng văn bản về từng nhiệm vụ: kết quả đến nay, "
        "nguyên nhân chậm, trách nhiệm của tập thể, cá nhân, giải pháp và ngày cam kết hoàn thành.",
        before=8,
    )
    paper.last(
        "Văn bản giải trình gửi {{ office_name }}{% if answer_by %} trước ngày {{ answer_by }}{% endif %}."
    )
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
    paper.line(paper.doc, "{{ annex_of }}", centre, italic=True, size=13, after=4, keep=True)
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
    paper.signature(room=2)
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
