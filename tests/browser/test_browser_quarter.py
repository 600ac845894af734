"""One quarter's reporting, lived in the browser day by day, on SQLite and on PostgreSQL.

Quarter III of 2026 in tỉnh Lam Sơn, on the province's own calendar: figures until 14 September, due on the
18th, locked after five working days. Six bodies owe one form. Three report in time: by the grid (returned
once by its head), by a workbook, by a signed report's number and file; one is late; two stay silent and are
written to, the letters numbered by văn thư afterwards. A figure is corrected after the lock by the rule, a
difficulty is answered, the giao ban list is looked at every week and made ready by itself. At the end every
count and sum is right, and every mail stands once in the outbox and once in the mail server.
"""

from __future__ import annotations

import email
import io
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pytest
from aiosmtpd.controller import Controller

from conftest import PASSWORD, chromium, fill, own_database, running, signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BODIES = {
    "so-xay-dung": "Sở Xây dựng",
    "so-tai-chinh": "Sở Tài chính",
    "xa-dong-son": "Xã Đông Sơn",
    "so-y-te": "Sở Y tế",
    "so-noi-vu": "Sở Nội vụ",
    "phuong-tay-ho": "Phường Tây Hồ",
}
# Who reports for each body, and who confirms.
OFFICERS = dict(zip(BODIES, ["binh", "lan", "son", "yen", "noi", "tay"], strict=True))
HEADS = dict(zip(BODIES, ["td.xd", "td.tc", "td.ds", "td.yt", "td.nv", "td.th"], strict=True))
SEED = f"""
import django; django.setup()
from datetime import date
from dondoc.web.accounts.services import grant_add, user_add
from dondoc.web.bodies.services import body_add
from dondoc.web.plans.models import Indicator
from dondoc.web.reporting.models import ReportCalendar
from dondoc.web.reporting.reportforms import LineWanted, form_add
def person(username, name, role, body):
    user = user_add(username=username, full_name=name, password="{PASSWORD}", by=None,
                    email=f"{{username}}@lam-son.example")
    grant_add(user=user, role=role, body=body, valid_from=date(2025, 7, 1), by=None)
    return user
root = body_add(code="lam-son", name="Tỉnh Lam Sơn", kind="province", parent=None, by=None)
ubnd = body_add(code="ubnd", name="Ủy ban nhân dân tỉnh", kind="state", parent=root, by=None)
hoa = person("hoa", "Nguyễn Thị Hoa", "analyst", root)
person("van", "Lê Thị Văn", "clerk", root)
bodies = []
officers, heads = {OFFICERS!r}, {HEADS!r}
for code, name in {BODIES!r}.items():
    kind = "state" if code.startswith("so-") else "commune"
    body = body_add(code=code, name=name, kind=kind, parent=ubnd, by=None)
    bodies.append(body)
    person(officers[code], f"Cán bộ {{name}}", "officer", body)
    person(heads[code], f"Thủ trưởng {{name}}", "head", body)
capital = Indicator.objects.create(name="Vốn đầu tư công đã giải ngân", unit="tỷ đồng", nature="flow",
                                   unit_rule="sum")
houses = Indicator.objects.create(name="Nhà ở xã hội hoàn thành", unit="căn", nature="flow", unit_rule="sum")
form_add(code="02-ĐTC", name="Báo cáo đầu tư công", office=root, kinds=["quarter"],
         calendar=ReportCalendar.objects.get(code="office"),
         valid_from=date(2026, 7, 1), valid_to=date(2026, 9, 30),
         lines=[LineWanted(capital, unit="tỷ đồng", decimals=1), LineWanted(houses, unit="căn")],
         bodies=bodies, by=hoa)
"""
SILENT = ["so-noi-vu", "phuong-tay-ho"]
PROBLEM = "Vướng giải phóng mặt bằng tuyến ven sông"


class MailServer(Controller):
    """A mail server on this machine; keeps what it takes."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        super().__init__(self, hostname="127.0.0.1", port=0)

    def _trigger_server(self) -> None:
        """Knock where it really listens: port 0 was any free one."""
        with socket.create_connection(("127.0.0.1", self.port_taken), 10) as knock:
            knock.recv(100)

    @property
    def port_taken(self) -> int:
        assert self.server is not None
        port: int = self.server.sockets[0].getsockname()[1]
        return port

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken.append(envelope.content)
        return "250 OK"

    @property
    def message_ids(self) -> list[str]:
        return [str(email.message_from_bytes(words)["Message-ID"]) for words in self.taken]


@dataclass
class Office:
    """The office, opened on one day after the other."""

    browser: Browser
    data: Path
    mails: MailServer
    settings: dict[str, str] = field(default_factory=dict)
    fresh: bool = True
    address: str = ""
    known: dict[str, Any] = field(default_factory=dict)  # the cookies each was left with

    @contextmanager
    def on(self, day: str) -> Iterator[None]:
        """Server and worker as of a day."""
        port = str(self.mails.port_taken)
        mail = {"DONDOC_MAIL_HOST": "127.0.0.1", "DONDOC_MAIL_PORT": port, "DONDOC_TODAY": day,
                "DONDOC_WEEKLY_DAY": "1"}  # fmt: skip
        seed = SEED if self.fresh else None
        with running(self.data, seed, **self.settings, **mail) as self.address:
            self.fresh = False
            yield

    @contextmanager
    def at_work(self, username: str) -> Iterator[Page]:
        with signed_in(self.browser, self.address, username, known=self.known) as page:
            page.on("dialog", lambda dialog: dialog.accept())
            page.set_default_timeout(9000)
            yield page


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Office]:
    """An empty office on either database, with a mail server beside it."""
    chromium()
    mails = MailServer()
    mails.start()
    try:
        with ExitStack() as stack:
            made = Office(browser, tmp_path, mails)
            if request.param == "postgresql":
                made.settings["DATABASE_URL"] = stack.enter_context(own_database("quarter"))
            yield made
    finally:
        mails.stop()


def test_a_quarter(office: Office, tmp_path: Path) -> None:
    """Who reports, who is late, who is silent; nothing is lost and everything adds up."""
    with office.on("2026-09-07"):  # a Monday; the quarter's reports are due on Friday the 18th
        obligations(office)
        assert giao_ban(office) == 0, "due in eleven days"
    with office.on("2026-09-17"):
        by_grid(office)
        by_workbook(office, tmp_path)
        by_signed_report(office, tmp_path)
        assert giao_ban(office) == 4, "three have not reported, one was returned"
    with office.on("2026-09-18"):
        again_after_return(office)
    with office.on("2026-09-23"):
        late(office)
        assert giao_ban(office) == 2
        letters(office)
    with office.on("2026-09-29"):
        numbered(office)
        corrected_after_the_lock(office)
        answered(office)
        assert giao_ban(office) == 2
        all_adds_up(office)


def obligations(office: Office) -> None:
    """Six reports are owed: the machine made them by itself; asked for by hand it makes no other."""
    with office.at_work("hoa") as page:
        page.goto("/bieu/")
        page.click(".table a:has-text('Báo cáo đầu tư công')")
        for _ in range(60):
            if "6 báo cáo đã tạo" in page.inner_text("main"):
                break
            page.wait_for_timeout(1000)
            page.reload()
        with page.expect_navigation():
            page.click("button:has-text('Tạo báo cáo phải gửi')")
        assert "6 báo cáo đã tạo" in page.inner_text("main")
        page.goto("/nghia-vu/")
        assert tab(page, "Tất cả") == 6


def report(page: Page, body: str) -> None:
    """Open a body's report."""
    page.goto("/bao-cao/?state=")
    page.locator("#board tbody tr", has_text=BODIES[body]).locator("a").first.click()
    page.wait_for_selector(".report-grid")


def act(page: Page, kind: str, **typed: Any) -> None:
    """Do one act of the page that is open."""
    box = page.locator(f"#act-{kind}")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    fill(box, typed)
    with page.expect_navigation():
        box.locator("button").click()
    assert page.locator(".errorlist").count() == 0, page.inner_text("main")


def type_in(page: Page, *figures: str) -> None:
    cells = page.locator('[data-key^="v"]')
    for n, text in enumerate(figures):
        cells.nth(n).fill(text)
    page.wait_for_selector("[data-draft-state]:has-text('Đã lưu nháp')")


def by_grid(office: Office) -> None:
    """Typed, sent, and returned by the head with a reason."""
    with office.at_work(OFFICERS["so-xay-dung"]) as page:
        report(page, "so-xay-dung")
        type_in(page, "1.250,5", "38")
        act(page, "submitted")
    with office.at_work(HEADS["so-xay-dung"]) as page:
        report(page, "so-xay-dung")
        act(page, "returned", note="Thiếu số của Ban Quản lý dự án")
        assert "Bị trả lại" in page.inner_text("main h1 ~ p")


def by_workbook(office: Office, folder: Path) -> None:
    """Taken away, filled, brought back; a wrong cell is named and nothing enters until it is right."""
    with office.at_work(OFFICERS["so-tai-chinh"]) as page:
        report(page, "so-tai-chinh")
        with page.expect_download() as waiting:
            page.click("a:has-text('Excel')")
        book = openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
        sheet = book.worksheets[0]
        head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Số báo cáo")
        figures = [sheet.cell(head.row + n, head.column) for n in (1, 2)]
        for cell, value in zip(figures, ("một nghìn", 12), strict=True):
            cell.value = value
        file = folder / "02-dtc.xlsx"
        book.save(file)
        bring(page, file)
        assert f"{figures[0].coordinate}" in page.inner_text(".notice-bad")
        figures[0].value = 402.25
        book.save(file)
        bring(page, file)
        assert "1 chữ số thập phân" in page.inner_text("main"), "told at the cell, to a tenth"
        figures[0].value = 402.2
        book.save(file)
        bring(page, file)
        assert [c.input_value() for c in page.locator('[data-key^="v"]').all()] == ["402,2", "12"]
        act(page, "submitted")
    with office.at_work(HEADS["so-tai-chinh"]) as page:
        report(page, "so-tai-chinh")
        act(page, "confirmed")


def bring(page: Page, file: Path) -> None:
    page.set_input_files("#workbook", str(file))
    with page.expect_navigation():
        page.click("button:has-text('Nạp')")


def by_signed_report(office: Office, folder: Path) -> None:
    """The focal officer enters number, day and file; the office checks it; a difficulty goes with it."""
    file = folder / "bao-cao-da-ky.docx"
    document = docx.Document()
    document.add_paragraph("Báo cáo số 47/BC-UBND của xã Đông Sơn")
    document.save(str(file))
    with office.at_work(OFFICERS["xa-dong-son"]) as page:
        report(page, "xa-dong-son")
        type_in(page, "15,3", "–")
        page.locator('[data-key^="n"]').nth(1).fill("không có dự án")
        page.wait_for_selector("[data-draft-state]:has-text('Đã lưu nháp')")
        page.click("#difficulties summary")
        fill(page.locator("#difficulties form").last, {
            "nature": "Khó khăn", "words": PROBLEM, "to": "Sở Tài chính", "due": "2026-09-30",
        })  # fmt: skip
        with page.expect_navigation():
            page.locator("#difficulties form").last.locator("button").click()
        act(page, "signed", symbol="47/BC-UBND", day="2026-09-16", file=str(file))
        assert page.locator("#act-confirmed, #act-checked").count() == 0, "nobody checks their own"
    with office.at_work("hoa") as page:
        report(page, "xa-dong-son")
        act(page, "checked")
        assert "Đã xác nhận" in page.inner_text("main h1 ~ p")


def again_after_return(office: Office) -> None:
    """Mended and confirmed on the day it is due: in time."""
    with office.at_work(OFFICERS["so-xay-dung"]) as page:
        report(page, "so-xay-dung")
        type_in(page, "1.300", "40")
        act(page, "submitted")
    with office.at_work(HEADS["so-xay-dung"]) as page:
        report(page, "so-xay-dung")
        act(page, "confirmed")


def late(office: Office) -> None:
    """Sent three working days late: confirmed all the same, the mark stays."""
    with office.at_work(OFFICERS["so-y-te"]) as page:
        report(page, "so-y-te")
        type_in(page, "88,8", "0")
        act(page, "submitted")
    with office.at_work(HEADS["so-y-te"]) as page:
        report(page, "so-y-te")
        act(page, "confirmed")
        assert "chậm 5 ngày" in page.inner_text("main")


def letters(office: Office) -> None:
    """A letter is drafted for each silent body, by a named person; its number and day are blank."""
    with office.at_work("hoa") as page:
        for body in SILENT:
            page.goto("/don-doc/")
            page.click(f"#board a:has-text('{BODIES[body]}'), .table a:has-text('{BODIES[body]}')")
            with page.expect_navigation():
                page.click("button:has-text('Soạn công văn')")
            assert page.locator(".errorlist").count() == 0, page.inner_text("main")
            with page.expect_download() as waiting:
                page.click("button:has-text('Tải bản Word')")
            words = words_of(waiting.value.path())
            assert BODIES[body] in words
            assert "02-ĐTC" in words or "Báo cáo đầu tư công" in words


def words_of(path: Path) -> str:
    """All that a Word file says."""
    document = docx.Document(io.BytesIO(Path(path).read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def numbered(office: Office) -> None:
    """Văn thư enters the numbers of the signed letters; then each stands in the trail of what it lists."""
    with office.at_work("van") as page:
        for n, body in enumerate(SILENT, 318):
            page.goto("/don-doc/cong-van/")
            page.locator(".table tr", has_text=BODIES[body]).locator("a").first.click()
            fill(page.locator("main"), {"symbol": f"{n}/UBND-TH", "issued_on": "2026-09-24"})
            with page.expect_navigation():
                page.click("button:has-text('Ghi số')")
            assert page.locator(".errorlist").count() == 0, page.inner_text("main")
    with office.at_work("hoa") as page:
        page.goto("/nghia-vu/")
        page.locator("#board tr, .table tr", has_text=BODIES["so-noi-vu"]).locator("a").first.click()
        page.wait_for_selector("h1")
        assert "318/UBND-TH" in page.inner_text("main")


def corrected_after_the_lock(office: Office) -> None:
    """Locked since 26 September: the body asks, the office opens it until a day, the new figure counts."""
    with office.at_work(OFFICERS["so-xay-dung"]) as page:
        report(page, "so-xay-dung")
        assert "khóa từ 26/09/2026" in page.inner_text("main")
        assert page.locator("#act-amending").count() == 0
    with office.at_work("hoa") as page:
        report(page, "so-xay-dung")
        act(page, "reopened", until="2026-09-30", note="Công văn 77/SXD-KH đề nghị sửa số")
    with office.at_work(OFFICERS["so-xay-dung"]) as page:
        report(page, "so-xay-dung")
        act(page, "amending", note="Bổ sung số của Ban Quản lý dự án")
        type_in(page, "1.320,5", "40")
        act(page, "submitted")
    with office.at_work(HEADS["so-xay-dung"]) as page:
        report(page, "so-xay-dung")
        act(page, "confirmed")


def answered(office: Office) -> None:
    """The difficulty of the signed report waits for the body it asked, and is answered there."""
    with office.at_work(OFFICERS["so-tai-chinh"]) as page:
        page.goto("/")
        assert PROBLEM in page.inner_text("main"), "it stands on the desk of who is to answer"
        page.goto("/kien-nghi/")
        page.click(f".table a:has-text('{PROBLEM}')")
        page.wait_for_selector("h1")
        act(page, "answered", note="Đã bố trí 12 tỷ đồng từ dự phòng", on="2026-09-29")
        assert "Đã bố trí 12 tỷ đồng" in page.inner_text("main")


def giao_ban(office: Office) -> int:
    """How many reports the week's list says are overdue or fall due; its Word paper names who owes them."""
    with office.at_work("hoa") as page:
        page.goto("/don-doc/giao-ban/")
        part = page.locator("section", has=page.locator("h2", has_text="Nghĩa vụ báo cáo"))
        number = int(part.locator("h2 .count").inner_text().replace(".", ""))
        with page.expect_download() as waiting:
            page.click("button:has-text('Bản Word')")
        words = words_of(waiting.value.path())
        assert all(BODIES[body] in words for body in SILENT) == (number > 0), words
        return number


def tab(page: Page, words: str) -> int:
    """The count of a list's tab."""
    name = page.locator("span", has_text=re.compile(f"^{words}$"))
    number = page.locator(".state-tabs a", has=name).locator(".count")
    return int(number.inner_text().replace(".", ""))


def all_adds_up(office: Office) -> None:
    """Counts of the board, the sum beside its parts, the obligations, and every mail once."""
    with office.at_work("hoa") as page:
        page.goto("/bao-cao/bang/?kind=quarter&year=2026")
        with page.expect_navigation():
            page.click("a:has-text('Tổng hợp')")
        stats = page.locator(".stat .value").all_inner_texts()
        assert stats[:2] == ["6", "2"], "six owe it, two have no figure"
        rows = page.locator(".table").first.locator("tbody tr")
        sums = [row.locator("td").nth(2).inner_text().strip() for row in rows.all()]
        assert sums == ["1.826,8", "52"], "1.320,5 + 402,2 + 15,3 + 88,8; 40 + 12 + 0"

        page.goto("/nghia-vu/")
        tabs = ("Tất cả", "Đúng hạn", "Đã làm, quá hạn", "Chưa làm, quá hạn")
        assert [tab(page, words) for words in tabs] == [6, 3, 1, 2]

        page.goto("/don-doc/thu-di/?state=sent")
        page.wait_for_selector("h1")
        until_sent(page)
        sent = tab(page, "Tất cả")
        assert page.locator("[data-state=unclear], .count-bad").count() == 0

        page.goto("/viec-may-lam/")
        duties = page.locator("main table tbody tr").all_inner_texts()
        assert duties
        assert all("Xong" in duty for duty in duties), duties
        page.goto("/don-doc/giao-ban/")
        assert page.locator("a:has-text('Danh sách ngày')").count() == 4, "one of each week, late where off"
    ids = office.mails.message_ids
    assert len(ids) == len(set(ids)) == sent > 0, "each mail once in the outbox and once at the server"


def until_sent(page: Page) -> None:
    """The worker sends beside us; wait until nothing waits any more."""
    for _ in range(60):
        page.goto("/don-doc/thu-di/")
        if tab(page, "Tất cả") == tab(page, "Đã gửi"):
            return
        page.wait_for_timeout(500)
    raise AssertionError(page.inner_text("main"))
