"""Takes the README's pictures from the product itself: the sample province, read and served from here.

    python scripts/screenshots.py [--out docs/screenshots] [--address http://127.0.0.1:8000]

Without an address it makes the sample in a folder of its own, serves it, and ends everything afterwards. The
way to sign in is the one the sign-in page tells for sample data.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
START_SECONDS = 600  # the sample is read from its documents first


@contextmanager
def sample() -> Iterator[str]:
    """The address of a server on a fresh sample province."""
    with tempfile.TemporaryDirectory() as data, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = {**os.environ, "DONDOC_DATA": data}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "dondoc.cli", "up", "--port", str(port), "--no-open"]
        server = subprocess.Popen(command, env=environment, cwd=ROOT)
        try:
            yield _when_it_answers(f"http://127.0.0.1:{port}", server)
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(30)
            server.kill()
            server.wait()


def _when_it_answers(address: str, server: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{address}/khoe/", timeout=2):
            return address
        time.sleep(0.5)
    raise SystemExit("The sample province did not start.")


def sign_in(page: Page) -> None:
    """As the first analyst the sign-in page tells: an administrator sees no document."""
    page.goto("/dang-nhap/")
    row = page.locator(".demo-table tbody tr", has_text="Chuyên viên tổng hợp").first
    username, password = row.locator("code").all_inner_texts()
    page.fill("#id_username", username)
    page.fill("#id_password", password)
    page.click("form.sign-in button")
    page.wait_for_url(re.compile(r"^https?://[^/]+/$"))  # "**/" would be content with the sign-in page


def document_with_facts(page: Page) -> str:
    """The address of the nine months' report, else of the first document."""
    page.goto("/van-ban/?q=305/BC-UBND")
    link = page.locator(".table tbody a").first
    if not link.count():
        page.goto("/van-ban/")
    return str(link.get_attribute("href"))


def take(browser: Browser, address: str, out: Path) -> None:
    """Every picture: name, size, colours, page."""
    for scheme, size, suffix in (
        ("light", DESKTOP, ""),
        ("dark", DESKTOP, "-dark"),
        ("light", PHONE, "-phone"),
    ):
        context = browser.new_context(
            base_url=address, viewport=size, color_scheme=scheme, locale="vi-VN", reduced_motion="reduce"
        )
        page = context.new_page()
        sign_in(page)
        document = document_with_facts(page)
        pages = {
            "desk": "/",
            "documents": "/van-ban/",
            "document": document,
            "review": f"{document}duyet/",
            "targets": "/chi-tieu/",
            "tasks": "/nhiem-vu/",
            "shortcomings": "/ton-tai/",
            "tallies": "/kiem-phieu/",
        }
        for name, path in pages.items():
            page.goto(path, wait_until="networkidle")
            if name == "review":
                page.wait_for_selector(".fact.is-now .suggest")
            file = out / f"{name}{suffix}.png"
            page.screenshot(path=file)
            print(f"{file.name}: {file.stat().st_size // 1024} kB")
        context.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--address", help="of a server that runs already on the sample province")
    arguments = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        print("Needs Debian's chromium: apt install chromium", file=sys.stderr)
        return 1
    arguments.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        words = {**os.environ, "LANGUAGE": "vi"}  # the browser's own: dd/mm/yyyy
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"], env=words)
        if arguments.address:
            take(browser, arguments.address, arguments.out)
        else:
            with sample() as address:
                take(browser, address, arguments.out)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
