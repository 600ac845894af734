"""A quarter's report in the browser: typed, pasted, by keyboard; a lost connection, a second window, a
session that ended lose nothing; sent, returned at its cells, confirmed by another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from conftest import PASSWORD, chromium, running, signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TODAY = "2026-09-17"
SEED = f"""
import django; django.setup()
from datetime import date
from dondoc.web.accounts.services import grant_add, user_add
from dondoc.web.bodies.services import body_add
from dondoc.web.plans.models import Indicator
from dondoc.web.reporting.generation import reports_generate
from dondoc.web.reporting.reportforms import LineWanted, form_add
root = body_add(code="lam-son", name="Tỉnh Lam Sơn", kind="province", parent=None, by=None)
names = [("sxd", "Sở Xây dựng"), ("stc", "Sở Tài chính"), ("syt", "Sở Y tế")]
bodies = [body_add(code=code, name=name, kind="state", parent=root, by=None) for code, name in names]
people = {{}}
for username, name, role, where in [("hoa", "Nguyễn Thị Hoa", "analyst", root),
    ("binh", "Trần Văn Bình", "officer", root), ("lan", "Phạm Thị Lan", "officer", root),
    ("son", "Vũ Hồng Sơn", "head", root)]:
    people[username] = user_add(username=username, full_name=name, password="{PASSWORD}", by=None)
    grant_add(user=people[username], role=role, body=where, valid_from=date(2025, 7, 1), by=None)
made = [Indicator.objects.create(name=f"Chỉ tiêu {{n}}", unit="tỷ đồng", nature="flow") for n in (1, 2, 3)]
lines = [LineWanted(indicator, decimals=1) for indicator in made]
form = form_add(code="01", name="Biểu quý", office=root, kinds=["quarter"], valid_from=date(2026, 7, 1),
                lines=lines, bodies=bodies, by=people["hoa"])
reports_generate(form=form, upto=date(2026, 9, 1), by=None, on=date(2026, 9, 1))
"""
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(paste);
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An office on a day of September; each test has a department of its own."""
    chromium()
    with running(tmp_path_factory.mktemp("reports"), SEED, DONDOC_TODAY=TODAY) as found:
        yield found


def opened(page: Page, body: str) -> Page:
    """The page of a department's report."""
    page.goto("/bao-cao/")
    page.click(f"#board tbody a:has-text('{body}')")
    page.wait_for_selector("[data-draft], .report-grid")
    return page


def values(page: Page) -> list[str]:
    return [cell.input_value() for cell in page.locator('[data-key^="v"]').all()]


def saved(page: Page) -> None:
    page.wait_for_selector("[data-draft-state]:has-text('Đã lưu nháp')")


def test_a_report_is_typed_and_nothing_is_lost(browser: Browser, address: str) -> None:
    """Pasted from Excel; Enter goes down; offline it is kept and sent later; two windows keep both texts."""
    with signed_in(browser, address, "binh", allowed="ERR_FAILED") as page:
        opened(page, "Sở Xây dựng")
        page.locator('[data-key^="v"]').first.focus()
        page.evaluate(PASTE, "1.250,5\tkhá\r\n–\tchưa chốt\r\n12\t\r\n")
        saved(page)
        assert values(page) == ["1.250,5", "–", "12"]
        page.reload()
        assert values(page) == ["1.250,5", "–", "12"], "it came back from the server"

        first = page.locator('[data-key^="v"]').first
        first.focus()
        page.evaluate(PASTE, '7\t"hai\ndòng, ""trích"""\n8\t"khá"')
        assert values(page) == ["7", "8", "12"], "a line break within a cell begins no row"
        notes = [cell.input_value() for cell in page.locator('[data-key^="n"]').all()]
        assert notes[:2] == ['hai dòng, "trích"', '"khá"']
        page.keyboard.press("Control+z")
        assert values(page) == ["1.250,5", "–", "12"], "a paste is taken back whole"
        saved(page)
        first.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowDown")
        page.keyboard.type("13")
        assert values(page)[2] == "13", "the third cell was chosen whole and typed over"
        saved(page)
        page.keyboard.press("Tab")
        page.keyboard.type("đủ")
        saved(page)
        assert page.locator('[data-key^="n"]').nth(2).input_value() == "đủ"

        page.route("**/luu/", lambda route: route.abort())  # the line is down
        first.fill("1.300")
        page.wait_for_selector("[data-draft-state].bad:has-text('Mất kết nối')")
        page.evaluate("window.onbeforeunload = null")
        page.reload()
        page.wait_for_function("document.querySelector('[data-key^=v]').value === '1.300'")
        page.unroute("**/luu/")
        page.evaluate("window.dispatchEvent(new Event('online'))")
        page.wait_for_selector("[data-draft-state]:not(.bad):text-matches('Đã l')")

        with signed_in(browser, address, "lan") as other:
            opened(other, "Sở Xây dựng")
            assert values(other)[0] == "1.300", "what was typed offline has arrived"
            other.locator('[data-key^="v"]').first.fill("1.400")
            saved(other)
        first = page.locator('[data-key^="v"]').first
        first.fill("1.500")
        page.wait_for_selector(".clash:has-text('Phạm Thị Lan')")
        page.reload()
        assert values(page)[0] == "1.400"
        with page.expect_navigation():
            page.click(".clash button:has-text('Lấy số này')")
        assert values(page)[0] == "1.500"


def test_typed_while_the_page_loads(browser: Browser, address: str) -> None:
    """On a slow line the cells can be typed in before the script has come: that is kept like the rest."""
    with signed_in(browser, address, "lan") as page:
        opened(page, "Sở Tài chính")
        held: list[Route] = []
        page.route("**/reporting/draft*.js", lambda route: held.append(route))
        page.goto(page.url, wait_until="commit")
        page.locator('[data-key^="v"]').nth(1).fill("31")
        assert held, "the script has been asked for and has not come"
        held[0].continue_()
        saved(page)
        page.unroute("**/reporting/draft*.js")
        page.reload()
        assert values(page)[1] == "31"


def test_a_session_that_ended(browser: Browser, address: str) -> None:
    """What is typed after it stays on the machine and is there after signing in again."""
    with signed_in(browser, address, "binh") as page:
        opened(page, "Sở Tài chính")
        where = page.url
        page.context.clear_cookies(name="sessionid")
        page.locator('[data-key^="v"]').first.fill("77,5")
        page.wait_for_selector("[data-draft-state].bad:has-text('Phiên làm việc đã hết')")
        page.goto("/dang-nhap/")
        page.fill("#id_username", "binh")
        page.fill("#id_password", PASSWORD)
        page.click("form.sign-in button")
        page.wait_for_url(f"{address}/")
        page.goto(where)
        page.wait_for_selector("[data-draft-state]:has-text('Đã lấy lại')")
        assert values(page)[0] == "77,5"
        page.reload()
        assert values(page)[0] == "77,5"


def test_sent_mended_and_confirmed(browser: Browser, address: str) -> None:
    """Submitting first sends what is still here; a wrong cell is told there; another person confirms."""
    with signed_in(browser, address, "binh") as page:
        opened(page, "Sở Y tế")
        cells = page.locator('[data-key^="v"]')
        for n, text in enumerate(("1,55", "2", "3")):
            cells.nth(n).fill(text)
        with page.expect_navigation():
            page.click("#act-submitted button")
        assert page.locator('[aria-invalid="true"]').count() == 1
        assert "1 chữ số thập phân" in page.inner_text(".report-grid")
        cells.first.fill("1,5")
        with page.expect_navigation():
            page.click("#act-submitted button")
        assert "Chờ xác nhận" in page.inner_text("main h1 ~ p")
    with signed_in(browser, address, "son") as head:
        head.goto("/bao-cao/?state=mine")
        head.check("input[name=report]")
        head.on("dialog", lambda dialog: dialog.accept())
        with head.expect_navigation():
            head.click("button:has-text('Xác nhận các báo cáo')")
        assert "Đã xác nhận 1 báo cáo" in head.inner_text("#toasts")
        opened(head, "Sở Y tế")
        assert _figures(head) == ["1,5", "2", "3"]


def _figures(page: Any) -> list[str]:
    return [cell.inner_text().strip() for cell in page.locator(".report-grid td.num.strong").all()]
