"""The main path as a person goes it: sign in, send a document, see it read, decide by keyboard."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = """TỈNH ỦY LAM SƠN
Số 21-NQ/TU
Lam Sơn, ngày 15 tháng 1 năm 2026

NGHỊ QUYẾT
về nhiệm vụ phát triển kinh tế - xã hội năm 2026

I. CHỈ TIÊU CHỦ YẾU
1. Thu ngân sách nhà nước trên địa bàn năm 2026 đạt 16.900 tỷ đồng.
2. Tỷ lệ hộ nghèo giảm còn 2,5% vào cuối năm 2026.
3. Kim ngạch xuất khẩu năm 2026 đạt 3,2 tỷ USD trở lên.

II. TỔ CHỨC THỰC HIỆN
Giao Sở Xây dựng hoàn thành quy hoạch khu công nghiệp phía đông trước ngày 30/9/2026.
Giao Sở Tài chính xây dựng kế hoạch thu ngân sách, trình Ủy ban nhân dân tỉnh trong quý I năm 2026.
"""
UPLOAD = re.compile(r"/luot-tai-len/\d+/$")


def send(page: Any, file: Path) -> None:
    """Through the upload page; comes back when the file has been read."""
    page.goto("/tai-len/")
    assert page.locator("#id_files").is_disabled(), "files can be chosen before the acknowledgment"
    page.check("#id_no_secret")
    page.set_input_files("#id_files", str(file))
    page.click("[data-send]")
    page.wait_for_url(UPLOAD)
    page.wait_for_selector("#batch .status-ok", timeout=60_000)


def current(page: Any) -> Any:
    return page.locator(".fact.is-now")


def test_from_file_to_confirmed(page: Any, tmp_path: Path) -> None:
    """Upload, reading, accept, correct, reject by keyboard; the document's page shows what became of it."""
    file = tmp_path / "nghi-quyet.txt"
    file.write_text(TEXT, "utf-8")
    send(page, file)
    page.click("#batch a:has-text('Duyệt')")
    page.wait_for_selector(".fact.is-now")
    total = page.locator(".fact").count()
    assert total >= 4
    assert f"0/{total} đã xử lý" in page.inner_text("#meter")

    # accept the first by keyboard: the next open one is current, the words are marked
    first = current(page).get_attribute("data-fact")
    page.keyboard.press("a")
    page.wait_for_selector(f"#fact-{first}[data-state=confirmed]")
    page.wait_for_selector(f".fact.is-now:not(#fact-{first})")
    assert f"1/{total} đã xử lý" in page.inner_text("#meter")
    assert page.locator(f".lit.s-confirmed[data-facts^='{first}']").count() >= 1

    # correct the second: what cannot be stored is said and kept, then the right number is taken
    second = current(page).get_attribute("data-fact")
    page.keyboard.press("e")
    value = page.locator(f"#fact-{second} input[name=value]")
    value.fill("hai phẩy sáu")
    value.press("Enter")
    page.wait_for_selector(f"#fact-{second} .errorlist")
    assert value.input_value() == "hai phẩy sáu"
    value.fill("2,6")
    value.press("Enter")
    page.wait_for_selector(f"#fact-{second}[data-state=confirmed]")
    assert "2,6" in page.inner_text(f"#fact-{second} .value")

    # reject the third, take it back, reject it again
    page.wait_for_selector(f".fact.is-now:not(#fact-{second})")
    third = current(page).get_attribute("data-fact")
    page.keyboard.press("r")
    page.wait_for_selector(f"#fact-{third}[data-state=rejected]")
    page.wait_for_selector(f".fact.is-now:not(#fact-{third})")
    page.click(f"#fact-{third} .what")
    page.keyboard.press("u")
    page.wait_for_selector(f"#fact-{third}[data-state=proposed]")
    page.keyboard.press("r")
    page.wait_for_selector(f"#fact-{third}[data-state=rejected]")

    # the document's page shows all of it, and after a reload too
    page.click(".review-bar a")
    page.wait_for_selector(".doc-layout")
    assert page.locator(f".lit.s-confirmed[data-facts^='{first}']").count() >= 1
    assert page.locator(f".lit.s-rejected[data-facts^='{third}']").count() >= 1
    page.click(f"#w{second}")
    page.wait_for_selector(f"#card [data-fact='{second}']")
    assert "2,6" in page.inner_text("#card .value")
    assert "Đã xác nhận" in page.inner_text("#card")


def test_a_damaged_file_is_named_and_the_rest_goes_on(page: Any, tmp_path: Path) -> None:
    """Two files in one go: the bad one with its reason, the good one read."""
    good, bad = tmp_path / "tot.txt", tmp_path / "hong.docx"
    good.write_text(TEXT.replace("21-NQ/TU", "22-NQ/TU"), "utf-8")
    bad.write_bytes(b"PK\x03\x04 nothing of a document")
    page.goto("/tai-len/")
    page.check("#id_no_secret")
    page.set_input_files("#id_files", [str(good), str(bad)])
    page.click("[data-send]")
    page.wait_for_url(UPLOAD)

    page.wait_for_selector("#batch .status-bad", timeout=60_000)
    page.wait_for_selector("#batch .status-ok", timeout=60_000)

    assert "hong.docx" in page.inner_text("#batch")
    page.wait_for_selector("#batch:not([hx-trigger])")


def test_theme_rail_and_search_by_keyboard(page: Any) -> None:
    """The key "/" goes to the search box; the theme changes at once and stays; the rail opens on a phone."""
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.click("button.to-dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"

    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_selector("#rail", state="hidden")
    page.click("[data-rail-open]")
    page.wait_for_selector("#rail", state="visible")
    page.keyboard.press("Escape")
    page.wait_for_selector("#rail", state="hidden")


class Held:
    """Requests kept on their way, as on a slow line, until a test lets them go."""

    def __init__(self, page: Any, pattern: str) -> None:
        self._page = page
        self._routes: list[Any] = []
        page.route(pattern, lambda route: self._routes.append(route))

    def wait(self, number: int = 1) -> None:
        """Until so many have been sent."""
        until = time.monotonic() + 30
        while len(self._routes) < number:
            assert time.monotonic() < until, "the request was never sent"
            self._page.wait_for_timeout(10)

    def release(self) -> None:
        """Let all of them arrive."""
        while self._routes:
            self._routes.pop(0).continue_()


AT_ONCE = """() => new MutationObserver((changes, watcher) => {
  const form = document.querySelector("[data-fact-form]");
  if (!form) return;
  watcher.disconnect();
  form.elements.value.value = "hai phẩy sáu";
  form.requestSubmit(form.querySelector("button"));
}).observe(document.body, { childList: true, subtree: true })"""


def reviewing(page: Any, tmp_path: Path, symbol: str) -> list[str]:
    """A document of its own on the review screen; the numbers of its facts."""
    file = tmp_path / "van-ban.txt"
    file.write_text(TEXT.replace("21-NQ/TU", symbol), "utf-8")
    send(page, file)
    page.click("#batch a:has-text('Duyệt')")
    page.wait_for_selector(".fact.is-now")
    return list(page.locator(".fact").evaluate_all("rows => rows.map(row => row.dataset.fact)"))


def test_a_form_sent_the_moment_it_appears_stays_on_the_screen(page: Any, tmp_path: Path) -> None:
    """Enter pressed as the form comes is answered in its place, as later; the page is never left."""
    first, *_ = reviewing(page, tmp_path, "25-NQ/TU")
    page.evaluate(AT_ONCE)
    page.keyboard.press("e")

    page.wait_for_selector(f"#fact-{first} .errorlist")
    assert page.locator(f"#fact-{first} input[name=value]").input_value() == "hai phẩy sáu"


def test_what_is_typed_before_the_form_is_there_goes_into_it(page: Any, tmp_path: Path) -> None:
    """Keys pressed while a form is on its way are its first field's and decide nothing; Escape gives up."""
    first, *_ = reviewing(page, tmp_path, "26-NQ/TU")
    held = Held(page, "**/du-kien/*/sua/")
    page.keyboard.press("e")
    held.wait()
    for key in "1ar":
        page.keyboard.press(key)
    held.release()
    page.wait_for_selector(f"#fact-{first} .fact-form")

    assert page.evaluate("document.activeElement.value") == "1ar"
    assert page.get_attribute(f"#fact-{first}", "data-state") == "proposed"

    page.keyboard.press("Escape")
    page.keyboard.press("e")
    held.wait()
    page.keyboard.press("Escape")
    with page.expect_event("requestfinished"):
        held.release()
    assert page.locator(".fact-form").count() == 0
    page.keyboard.press("a")
    page.wait_for_selector(f"#fact-{first}[data-state=confirmed]")


def test_why_it_was_read_so_is_one_key_away(page: Any, tmp_path: Path) -> None:
    """The key v shows rule and words, again or Escape takes them away; deciding goes on."""
    first, *_ = reviewing(page, tmp_path, "28-NQ/TU")
    page.keyboard.press("v")
    page.wait_for_selector(f"#fact-{first} [data-why] mark")
    page.keyboard.press("v")
    page.wait_for_selector(f"#fact-{first} [data-why]", state="detached")
    page.keyboard.press("v")
    page.wait_for_selector(f"#fact-{first} [data-why]")
    page.keyboard.press("Escape")
    page.wait_for_selector(f"#fact-{first} [data-why]", state="detached")
    page.keyboard.press("a")
    page.wait_for_selector(f"#fact-{first}[data-state=confirmed]")


def test_a_script_runs_once(page: Any, tmp_path: Path) -> None:
    """A script another one imports is fetched under one name: twice run, it would do everything twice."""
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    reviewing(page, tmp_path, "27-NQ/TU")
    page.reload()

    assert not [url for url in fetched if url.endswith("/core/app.js")]
    assert any("/core/app." in url for url in fetched)


def test_a_quick_reviewer_loses_nothing(page: Any, tmp_path: Path) -> None:
    """Keys faster than the answers: every decision arrives; late suggestions close no open form."""
    facts = reviewing(page, tmp_path, "24-NQ/TU")[:3]
    decisions, suggestions = Held(page, "**/du-kien/*/loai/"), Held(page, f"**/du-kien/{facts[2]}/goi-y/")
    for fact in facts[:2]:
        page.click(f"#fact-{fact} .what")
        page.keyboard.press("r")
    page.click(f"#fact-{facts[2]} .what")
    decisions.wait(2)
    suggestions.wait()
    page.keyboard.press("e")
    page.wait_for_selector(f"#fact-{facts[2]} input[name=value]")
    page.evaluate(
        """() => { window.late = new Promise((done) => document.body.addEventListener("htmx:afterRequest",
        (event) => event.detail.pathInfo.requestPath.endsWith("/goi-y/") && done())) }"""
    )
    decisions.release()
    suggestions.release()
    page.evaluate("() => window.late")

    for fact in facts[:2]:
        page.wait_for_selector(f"#fact-{fact}[data-state=rejected]")
    assert page.locator(f"#fact-{facts[2]} input[name=value]").count() == 1


def followed(page: Any, link: str) -> None:
    """Click what leads to another page, and be there: a click returns before the answer comes."""
    with page.expect_navigation():
        page.click(link)


def test_the_main_path_without_a_script(browser: Any, office: Any, tmp_path: Path) -> None:
    """Where scripts are off, forms and links do all of it: send, accept, correct, reject, undo."""
    context = browser.new_context(java_script_enabled=False, base_url=office.address, locale="vi-VN")
    page = context.new_page()
    page.goto("/dang-nhap/")
    page.fill("#id_username", office.username)
    page.fill("#id_password", office.password)
    followed(page, "form.sign-in button")
    file = tmp_path / "khong-script.txt"
    file.write_text(TEXT.replace("21-NQ/TU", "23-NQ/TU"), "utf-8")
    page.goto("/tai-len/")
    page.check("#id_no_secret")
    page.set_input_files("#id_files", str(file))
    followed(page, "[data-send]")
    assert UPLOAD.search(page.url)
    for _ in range(60):
        if page.locator("#batch .status-ok").count():
            break
        page.wait_for_timeout(500)
        page.reload()

    followed(page, "#batch a:has-text('Duyệt')")
    first = page.locator(".fact").first.get_attribute("id")
    followed(page, f"#{first} [data-do=accept]")
    assert page.locator(f"#{first}").get_attribute("data-state") == "confirmed"
    followed(page, f"#{first} [data-do=reopen]")
    assert page.locator(f"#{first}").get_attribute("data-state") == "proposed"
    followed(page, f"#{first} [data-do=correct]")
    page.fill("input[name=value]", "17.000")
    followed(page, ".fact-form button")
    assert "17.000" in page.inner_text(f"#{first} .value")
    last = page.locator(".fact").last.get_attribute("id")
    followed(page, f"#{last} [data-do=reject]")
    assert page.locator(f"#{last}").get_attribute("data-state") == "rejected"
    followed(page, "[data-accept-kind] >> nth=0")
    assert page.locator("#group-indicator .fact.s-proposed").count() == 0
    context.close()


PAGES = ["/", "/tai-len/", "/luot-tai-len/", "/van-ban/", "/mat-khau/", "/lanh-dao/", "/bieu-do/"]
_PANELS = "Math.min(...[...document.querySelectorAll('main .panel')].map(one => one.offsetWidth || 390))"


@pytest.mark.parametrize("address", PAGES)
def test_nothing_runs_over_the_edge_of_a_phone(page: Any, address: str) -> None:
    """No page is wider than a phone of 390 pixels, and none of its panels is squeezed to a strip."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)

    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.evaluate(_PANELS) > 300
