"""`make pictures`: the screenshots in docs/pictures, of the site as it is, with the sample."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import new_phone
from tests.servers import ROOT, browser, environment, site

FOLDER = ROOT / "docs" / "pictures"
EMAIL, PASSWORD = "you@example.org", "a long way to walk"
COLOURS = 64  # enough for flat surfaces and smooth letters, at a third of the bytes


def sign_in(page: Page) -> None:
    page.goto("/#/sign-in")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).last.tap()
    page.get_by_role("button", name="Numb now").wait_for()
    expect(page.get_by_role("link", name="What to do next")).to_be_visible(timeout=30_000)


def today(page: Page) -> None:
    page.goto("/#/today")


def verdict(page: Page) -> None:
    page.goto("/#/history")
    page.get_by_role("link", name="See a provider", exact=True).first.tap()
    expect(page.get_by_role("heading", name="What matched")).to_be_visible()


def charts(page: Page) -> None:
    page.goto("/#/charts")
    expect(page.get_by_text("Drawing…")).to_have_count(0, timeout=20_000)


def doctor(page: Page) -> None:
    page.goto("/#/share")
    page.get_by_role("button", name="Create link").tap()
    page.goto(page.get_by_test_id("share-url").inner_text())


SCREENS: dict[Callable[[Page], None], Literal["light", "dark"]] = {
    today: "light",
    verdict: "dark",
    charts: "light",
    doctor: "light",
}


def take(page: Page, open_screen: Callable[[Page], None], scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    open_screen(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("Promise.all([...document.images].map((image) => image.decode()))")
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
    picture.save(FOLDER / f"{open_screen.__name__}.png", optimize=True)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        data = Path(home) / "data"
        with site(data) as (address, _), browser() as chromium:
            port = address.rpartition(":")[2]
            command = [sys.executable, "manage.py", "sample", "--email", EMAIL]
            command += ["--password", PASSWORD]
            env = environment(DATA_DIR=str(data), PORT=port)
            subprocess.run(command, cwd=ROOT, env=env, check=True)
            context = new_phone(chromium, address, device_scale_factor=2, reduced_motion="reduce")
            page = context.new_page()
            sign_in(page)
            for open_screen, scheme in SCREENS.items():
                take(page, open_screen, scheme)
            context.close()
    for picture in sorted(FOLDER.iterdir()):
        sys.stdout.write(f"{os.path.relpath(picture)}\n")


if __name__ == "__main__":
    main()
