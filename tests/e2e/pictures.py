"""`make pictures`: the screenshots in docs/pictures, of the site as it is, with the sample."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

from tests.servers import ROOT, browser, environment, site

FOLDER = ROOT / "docs" / "pictures"
PHONE: ViewportSize = {"width": 360, "height": 740}
EMAIL, PASSWORD = "you@example.org", "a long way to walk"
SCREENS = {"today": "#/today", "history": "#/history", "charts": "#/charts"}


def sign_in(page: Page) -> None:
    page.goto("/#/sign-in")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).last.tap()
    page.get_by_role("button", name="Numb now").wait_for()


def take(address: str, scheme: str, suffix: str) -> None:
    with browser() as chromium:
        context = chromium.new_context(
            base_url=address,
            viewport=PHONE,
            device_scale_factor=2,
            has_touch=True,
            is_mobile=True,
            timezone_id="Europe/Berlin",
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page = context.new_page()
        sign_in(page)
        page.wait_for_load_state("networkidle")
        for name, route in SCREENS.items():
            page.goto(f"/{route}")
            page.wait_for_load_state("networkidle")
            expect(page.get_by_text("Drawing…")).to_have_count(0, timeout=20_000)
            page.evaluate("Promise.all([...document.images].map((image) => image.decode()))")
            page.screenshot(path=FOLDER / f"{name}{suffix}.png")
        context.close()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        data = Path(home) / "data"
        with site(data) as (address, _):
            port = address.rpartition(":")[2]
            command = [sys.executable, "manage.py", "sample", "--email", EMAIL]
            command += ["--password", PASSWORD]
            env = environment(DATA_DIR=str(data), PORT=port)
            subprocess.run(command, cwd=ROOT, env=env, check=True)
            take(address, "light", "")
            take(address, "dark", "-dark")
    for picture in sorted(FOLDER.iterdir()):
        sys.stdout.write(f"{os.path.relpath(picture)}\n")


if __name__ == "__main__":
    main()
