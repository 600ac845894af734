"""Takes README's pictures from the product itself: a running `make up`, driven with Debian's Chromium.

make up &
make screenshots SIGN_IN=name:password
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
LARGEST = 400_000  # bytes of one picture: tests/test_repository.py
# Name of the picture, the address, and what is clicked on the way (the first that fits).
PICTURES = [
    ("start", "", []),
    ("targets", "chi-tieu/", []),
    ("target", "chi-tieu/", ["main tbody a[href^='/chi-tieu/']"]),
    ("tasks", "nhiem-vu/", []),
    ("document", "van-ban/", ["main tbody a[href^='/van-ban/']"]),
    ("review", "van-ban/", ["main tbody a[href^='/van-ban/']", "a[href$='/duyet/']"]),
]


def sign_in(page: Page, url: str, name: str, password: str) -> None:
    page.goto(f"{url}dang-nhap/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")
    if "dang-nhap" in page.url:
        sys.exit(f"The product did not let “{name}” in.")


def take(page: Page, url: str, name: str, path: str, clicks: list[str]) -> str:
    """Go there, click through, save; what happened in one line."""
    page.goto(url + path)
    for selector in clicks:
        target = page.locator(selector).first
        if not target.count():
            return f"✗ {name}: nothing to click for {selector} on {page.url}"
        target.click()
        page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    picture = IMAGES / f"{name}.png"
    page.screenshot(path=picture)
    size = picture.stat().st_size
    return f"{'✓' if size <= LARGEST else '✗ too large'} {name}: {size // 1000} kB"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", default="http://127.0.0.1:8000/")
    parser.add_argument("--sign-in", required=True, metavar="NAME:PASSWORD")
    parser.add_argument("--scheme", choices=["light", "dark"], default="light")
    parser.add_argument("--only", action="append", help="a picture's name; may be given again")
    arguments = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Chromium is not installed: sudo apt install chromium")
    IMAGES.mkdir(parents=True, exist_ok=True)
    name, _, password = arguments.sign_in.partition(":")
    lines = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(
            viewport={"width": 1280, "height": 800}, color_scheme=arguments.scheme, locale="vi-VN"
        )
        sign_in(page, arguments.url, name, password)
        for picture, path, clicks in PICTURES:
            if not arguments.only or picture in arguments.only:
                lines.append(take(page, arguments.url, picture, path, clicks))
        browser.close()
    print("\n".join(lines))
    return int(any(line.startswith("✗") for line in lines))


if __name__ == "__main__":
    sys.exit(main())
