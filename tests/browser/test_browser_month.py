"""One month of an office, lived in the browser by those who work in it, on SQLite and on PostgreSQL.

October 2026 in tỉnh Lam Sơn. A programme arrives in Word: its annex enters the register as it stands, a
collective order is resolved into bodies; tasks are acknowledged, one is sent back for transfer, one report is
confirmed and one returned, one day is put off, one task waits for a higher authority; the quarter's work
programme is registered and approved; a shortcoming is answered; two bodies are merged in the middle. At the
end every count, sum and trace is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest

from conftest import PASSWORD, chromium, fill, own_database, running, signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEED = f"""
import django; django.setup()
from datetime import date
from dondoc.web.accounts.services import grant_add, user_add
from dondoc.web.bodies.services import body_add
root = body_add(code="lam-son", name="Tỉnh Lam Sơn", kind="province", parent=None, by=None)
body_add(code="tinh-uy", name="Tỉnh ủy Lam Sơn", kind="party", parent=root, by=None, names=["Tỉnh ủy"])
ubnd = body_add(code="ubnd", name="Ủy ban nhân dân tỉnh", kind="state", parent=root, by=None)
made = {{}}
for code, name in [("so-xay-dung", "Sở Xây dựng"), ("so-tai-chinh", "Sở Tài chính"), ("so-y-te", "Sở Y tế"),
                   ("bql-kkt", "Ban Quản lý Khu kinh tế"), ("bql-kcn", "Ban Quản lý các khu công nghiệp")]:
    made[code] = body_add(code=code, name=name, kind="state", parent=ubnd, by=None)
for code, name in [("xa-dong-son", "Xã Đông Sơn"), ("phuong-tay-ho", "Phường Tây Hồ")]:
    made[code] = body_add(code=code, name=name, kind="commune", parent=root, by=None)
for username, name, role, body in [
    ("hoa", "Nguyễn Thị Hoa", "analyst", root), ("binh", "Trần Văn Bình", "officer", made["so-xay-dung"]),
    ("lan", "Phạm Thị Lan", "officer", made["so-tai-chinh"]),
    ("son", "Vũ Hồng Sơn", "officer", made["xa-dong-son"]),
]:
    user = user_add(username=username, full_name=name, password="{PASSWORD}", by=None)
    grant_add(user=user, role=role, body=body, valid_from=date(2025, 7, 1), by=None)
"""
TODAY = "2026-10-31"  # the days on which things happen are entered; none lies ahead of this one
HEADING = [
    "TỈNH ỦY LAM SƠN",
    "Số 14-CTr/TU",
    "Lam Sơn, ngày 01 tháng 10 năm 2026",
    "CHƯƠNG TRÌNH HÀNH ĐỘNG",
    "phát triển công nghiệp quý IV năm 2026",
    "I. TỒN TẠI, HẠN CHẾ",
    "- Tiến độ giải ngân vốn đầu tư công còn chậm.",
    "II. NHIỆM VỤ",
    "Nhiệm vụ giao các cơ quan theo phụ lục kèm theo.",
]
COLUMNS = ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành", "Sản phẩm"]
PLAN, BUDGET, RULES, LIST, LEAVE, PORT = (
    "Lập quy hoạch khu công nghiệp phía đông",
    "Xây dựng kế hoạch thu ngân sách quý IV",
    "Công khai thủ tục đầu tư tại trụ sở",
    "Lập danh mục dự án kêu gọi đầu tư",
    "Trình cơ chế đặc thù cho khu công nghiệp",
    "Rà soát quỹ đất cảng cạn",
)
ROWS = [
    ["1", PLAN, "Sở Xây dựng", "20/10/2026", "Quy hoạch"],
    ["2", BUDGET, "Sở Tài chính", "12/10/2026", "Kế hoạch"],
    ["3", RULES, "các xã, phường", "25/10/2026", ""],
    ["4", LIST, "Sở Tài chính", "30/10/2026", "Danh mục"],
    ["5", LEAVE, "Sở Tài chính", "15/10/2026", ""],
    ["6", PORT, "Ban Quản lý các khu công nghiệp", "15/11/2026", ""],
]


def programme(path: Path) -> Path:
    """The programme as it arrives: a Word file with its annex."""
    document = docx.Document()
    for line in HEADING:
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=len(COLUMNS))
    table.style = "Table Grid"
    for row in [COLUMNS, *ROWS]:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.save(str(path))
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The office on either database."""
    chromium()
    with ExitStack() as stack:
        settings = {"DONDOC_TODAY": TODAY}
        if request.param == "postgresql":
            settings["DATABASE_URL"] = stack.enter_context(own_database("month"))
        yield stack.enter_context(running(tmp_path, SEED, **settings))


@dataclass
class Person:
    """Somebody at work in the browser."""

    page: Page

    def task(self, words: str) -> None:
        """Open a task by its words, from the board."""
        self.page.goto(f"/nhiem-vu/?q={words}")
        self.page.click(f".table a:has-text('{words}')")
        self.page.wait_for_selector("h1")

    def record(self, kind: str, on: str, **typed: Any) -> None:
        """Record an act on the page that is open: a task's, a matter's, a programme's."""
        act = self.page.locator(f"#act-{kind}")
        if act.get_attribute("open") is None:
            act.locator("summary").click()
        fill(act, {"on": on, **typed})
        with self.page.expect_navigation():
            act.locator("button").click()
        assert self.page.locator(".errorlist").count() == 0, self.page.inner_text("main")


def counts(page: Page) -> dict[str, int]:
    """The board's counts by their words."""
    page.goto("/nhiem-vu/")
    found = {}
    for tab in page.locator(".state-tabs a").all():
        words, number = tab.locator("span").all_inner_texts()[:2]
        found[words] = int(number.replace(".", ""))
    return found


def test_a_month(address: str, browser: Browser, tmp_path: Path) -> None:
    """Everybody does their part; nobody's work is lost, and everything adds up."""
    with ExitStack() as stack:
        hoa, binh, lan, son = (
            Person(stack.enter_context(signed_in(browser, address, name)))
            for name in ("hoa", "binh", "lan", "son")
        )
        bring_in(hoa, programme(tmp_path / "14-ctr-tu.docx"))
        resolve(hoa)
        first_half(hoa, binh, lan)
        work_programme(hoa, binh)
        merge(hoa)
        second_half(hoa, binh, lan, son)
        shortcoming(hoa)
        all_adds_up(hoa)


def bring_in(hoa: Person, file: Path) -> None:
    """The document is read and registered; its annex enters the register as it stands."""
    page = hoa.page
    page.goto("/tai-len/")
    page.check("#id_no_secret")
    page.set_input_files("#id_files", str(file))
    page.click("[data-send]")
    page.wait_for_selector("#batch .status-ok", timeout=60_000)
    page.goto("/nhap-bang/moi/")
    page.check("#id_no_secret")
    page.set_input_files("#id_file", str(file))
    page.fill("#id_document", "14-CTr/TU")
    page.click("form button.btn-primary")
    page.wait_for_selector("h2:has-text('Từng dòng sẽ thành gì')")
    assert "Ban Quản lý các khu công nghiệp" in page.inner_text("main")
    page.click("button:has-text('Nhập 6 dòng vào sổ')")
    page.wait_for_selector("h2:has-text('Hoàn tác cả bảng')", timeout=30_000)
    assert counts(page)["Chưa rõ chủ trì"] == 1, "the collective order has no lead yet"


def resolve(hoa: Person) -> None:
    """The order to "các xã, phường" becomes one task a body."""
    hoa.task(RULES)
    act = hoa.page.locator("#act-resolve")
    act.locator("summary").click()
    for name in ("Xã Đông Sơn", "Phường Tây Hồ"):
        act.get_by_label(name).check()
    with hoa.page.expect_navigation():
        act.locator("button.btn-primary").click()
    assert "Đã chia cho" in hoa.page.inner_text("main")


def first_half(hoa: Person, binh: Person, lan: Person) -> None:
    """Acknowledged, reported, returned; one sent back for transfer; one waits for a higher authority."""
    binh.task(PLAN)
    binh.record("acknowledged", "2026-10-02")
    for words in (BUDGET, LEAVE):
        lan.task(words)
        lan.record("acknowledged", "2026-10-02")
    lan.task(LIST)
    lan.record("transfer_asked", "2026-10-03", note="Danh mục dự án thuộc lĩnh vực của Sở Xây dựng")
    hoa.task(LIST)
    hoa.record("transferred", "2026-10-05", lead="Sở Xây dựng", note="Đồng ý chuyển")
    binh.task(LIST)
    binh.record("acknowledged", "2026-10-06")
    lan.task(BUDGET)
    lan.record("reported", "2026-10-10", note="Báo cáo 211/BC-STC ngày 10/10/2026")
    hoa.task(BUDGET)
    hoa.record("done", "2026-10-11", day="2026-10-10", note="Kế hoạch số 212/KH-STC")
    hoa.task(LEAVE)
    hoa.record("waiting", "2026-10-12", stops_clock=True, note="Chờ ý kiến của Chính phủ")
    binh.task(PLAN)
    binh.record("reported", "2026-10-14", note="Báo cáo 305/BC-SXD ngày 14/10/2026")
    hoa.task(PLAN)
    hoa.record("returned", "2026-10-15", note="Thiếu bản đồ kèm theo")


def work_programme(hoa: Person, binh: Person) -> None:
    """The quarter's programme: opened, a unit registers a matter, the office takes it in and approves."""
    page = hoa.page
    page.goto("/chuong-trinh-cong-tac/mo/")
    fill(page.locator("main form"), {"body": "Ủy ban nhân dân tỉnh", "span": "Quý", "day": "2026-10-01"})
    with page.expect_navigation():
        page.click("main form button.btn-primary")
    where = page.url
    binh.page.goto(where)
    binh.page.click("a:has-text('Đăng ký nội dung')")
    fill(
        binh.page.locator("main form"),
        {"content": "Quy hoạch chi tiết khu công nghiệp", "level": "UBND", "due": "2026-11-20"},
    )
    with binh.page.expect_navigation():
        binh.page.click("main form button.btn-primary")
    page.goto(where)
    page.click("#board a:has-text('Quy hoạch chi tiết khu công nghiệp')")
    hoa.record("approved", TODAY)
    page.goto(where)
    hoa.record("closed", TODAY)
    hoa.record("approved", TODAY)
    assert "Đã duyệt" in page.inner_text("h1 + p")


def merge(hoa: Person) -> None:
    """On the sixteenth two boards become one: what is open passes over, with its trace."""
    page = hoa.page
    page.goto("/sap-xep/them/")
    form = page.locator("main form").first
    boards = ["Ban Quản lý các khu công nghiệp", "Ban Quản lý Khu kinh tế"]
    fill(form, {"before": boards, "after": boards[1:]})
    fill(form, {"on": "2026-10-16", "paper": "Quyết định 900/QĐ-UBND ngày 14/10/2026"})
    with page.expect_navigation():
        form.locator("button.btn-primary").click()
    assert "1 việc chưa xong" in page.inner_text("main")
    with page.expect_navigation():
        page.click("button:has-text('Ghi việc sắp xếp')")
    hoa.task(PORT)
    assert "Ban Quản lý Khu kinh tế" in page.inner_text("main aside")


def second_half(hoa: Person, binh: Person, lan: Person, son: Person) -> None:
    """Mended and confirmed in time; one day put off; one commune done, the other silent."""
    binh.task(PLAN)
    binh.record("reported", "2026-10-18", note="Đã bổ sung bản đồ, báo cáo 311/BC-SXD")
    hoa.task(PLAN)
    hoa.record("done", "2026-10-21", day="2026-10-19", note="Quyết định phê duyệt quy hoạch")
    hoa.task(LIST)
    hoa.record("extended", "2026-10-28", due="2026-11-20", note="Chờ số liệu đất đai")
    son.task(RULES)
    son.record("acknowledged", "2026-10-20")
    son.record("reported", "2026-10-27", note="Đã niêm yết, báo cáo 15/BC-UBND")
    hoa.page.goto(son.page.url)
    hoa.record("done", "2026-10-28", day="2026-10-27", note="Báo cáo 15/BC-UBND")


def shortcoming(hoa: Person) -> None:
    """What the programme itself calls wrong is confirmed, given to somebody, and fixed."""
    page = hoa.page
    page.goto("/van-ban/?q=14-CTr")
    page.click(".table tbody a >> nth=0")
    page.click(".page-actions a:has-text('Duyệt')")
    fact = page.locator(".fact", has_text="giải ngân").first
    fact.click()
    page.keyboard.press("a")
    page.wait_for_selector(f"#{fact.get_attribute('id')}[data-state=confirmed]")
    page.goto("/ton-tai/")
    page.click(".table a:has-text('giải ngân')")
    hoa.record("assigned", "2026-10-05", body="Sở Tài chính", due="2026-10-30", note="Nêu giải pháp")
    hoa.record("fixed", "2026-10-29", day="2026-10-28", note="Báo cáo 240/BC-STC: đã giải ngân đủ")
    assert "Đã khắc phục" in page.inner_text("main")


def all_adds_up(hoa: Person) -> None:
    """The board at the month's end, and as it stood in the middle of it."""
    page = hoa.page
    found = counts(page)
    assert found["Hoàn thành đúng hạn"] == 2, "the plan on the 19th, the budget on the 10th"
    assert found["Hoàn thành quá hạn"] == 1, "one commune, two days late"
    assert found["Chưa xong, trong hạn"] == 3, "the list put off, the leave whose clock stands, the port"
    assert found["Chưa xong, quá hạn"] == 1, "the silent commune"
    assert found["Chờ cấp trên"] == 1
    states = [name for name in found if name.startswith(("Hoàn thành", "Chưa xong"))]
    assert sum(found[name] for name in states) == found["Tất cả"] == 7
    hoa.task(PORT)
    assert "900/QĐ-UBND" in page.inner_text("main"), "the trace says by what the task passed over"
    hoa.task(PLAN)
    trace = page.inner_text("main")
    for words in ("Tiếp nhận", "Báo cáo hoàn thành", "Trả lại", "Xác nhận hoàn thành"):
        assert words in trace
    hoa.task(LIST)
    assert "hạn ban đầu: 30/10/2026" in page.inner_text("main aside")
