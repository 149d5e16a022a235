"""`make pictures`: every screen in each look into var/pictures, and the README's into docs.

The site as it is, with the sample. `python -m tests.e2e.pictures today verdict` takes only those
screens; `--readme` only the README's.
"""

import os
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.e2e.conftest import SCREEN
from tests.e2e.sample import sampled_site, signed_in
from tests.e2e.screens import addresses, count_questions, open_screen, screen_name, settle, speak
from tests.servers import ROOT, browser

README = ROOT / "docs" / "pictures"
ALL = ROOT / "var" / "pictures"
COLOURS = 64  # enough for flat surfaces and smooth letters, at a third of the bytes

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2}
DESK: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800},
    "is_mobile": False,
    "has_touch": False,
}
LOOKS: dict[str, dict[str, Any]] = {
    "360-light": PHONE | {"color_scheme": "light"},
    "360-dark": PHONE | {"color_scheme": "dark"},
    "360-spanish": PHONE | {"color_scheme": "light", "locale": "es-ES"},
    "360-spanish-dark": PHONE | {"color_scheme": "dark", "locale": "es-ES"},
    "1280-light": DESK | {"color_scheme": "light"},
    "1280-spanish-dark": DESK | {"color_scheme": "dark", "locale": "es-ES"},
}


def save(page: Page, file: Path, *, whole: bool = True) -> None:
    size = page.viewport_size
    assert size
    if whole:  # in a window as high as the page, so that the bar at its foot is at its foot
        height = page.evaluate("Math.max(innerHeight, document.documentElement.scrollHeight)")
        page.set_viewport_size({"width": size["width"], "height": min(height, 6000)})
        settle(page)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    page.set_viewport_size(size)
    file.parent.mkdir(parents=True, exist_ok=True)
    reduced(picture).save(file, optimize=True)
    sys.stdout.write(f"{os.path.relpath(file)}\n")


def reduced(picture: Image.Image) -> Image.Image:
    """With the colours that most of it has, exactly; the others become the nearest of those."""
    colours = picture.getcolors(picture.width * picture.height) or []
    most: list[Any] = [colour for _, colour in sorted(colours, reverse=True)[:COLOURS]]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in most for part in colour])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def welcome(page: Page, folder: Path) -> None:
    """The first opening, which a phone shows once."""
    page.goto("/#/today")
    for step in (1, 2, 3):
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        save(page, folder / f"welcome-{step}.png")
        if step < 3:
            page.locator(".foot button").click()


def running(page: Page, folder: Path) -> None:
    """Today with a timer that runs, on this phone alone: the next one starts from the sample."""
    page.context.set_offline(True)
    open_screen(page, "today?now=1")
    expect(page.get_by_role("timer")).to_be_visible()
    save(page, folder / "today-running.png")


def take_all(chromium: Browser, address: str, state: StorageState, names: list[str]) -> None:
    for theme, options in LOOKS.items():
        settled = SCREEN | options | {"base_url": address, "reduced_motion": "reduce"}
        if not names or "welcome" in names:
            context = chromium.new_context(**settled)
            welcome(context.new_page(), ALL / theme)
            context.close()
        context = chromium.new_context(storage_state=state, **settled)
        count_questions(context)
        speak(context, "es" if "spanish" in theme else "en")
        page = context.new_page()
        page.goto("/#/today")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for screen in addresses(page):
            if not names or screen_name(screen) in names:
                open_screen(page, screen)
                save(page, ALL / theme / f"{screen_name(screen)}.png")
        if not names or "today-running" in names:
            running(page, ALL / theme)
        context.close()


def doctor(page: Page) -> None:
    open_screen(page, "share")
    page.get_by_role("button", name="Create link").tap()
    page.goto(page.get_by_test_id("share-url").inner_text())


def take_readme(chromium: Browser, address: str, state: StorageState) -> None:
    for name, scheme in {"today": "light", "verdict": "dark", "charts": "light"}.items():
        options = PHONE | {"color_scheme": scheme, "reduced_motion": "reduce"}
        context = chromium.new_context(base_url=address, storage_state=state, **SCREEN | options)
        count_questions(context)
        page = context.new_page()
        page.goto("/#/today")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        open_screen(page, next(screen for screen in addresses(page) if screen_name(screen) == name))
        save(page, README / f"{name}.png", whole=False)
        if name == "charts":
            doctor(page)
            save(page, README / "doctor.png", whole=False)
        context.close()


def main(arguments: list[str]) -> None:
    with sampled_site() as address, browser() as chromium:
        state = signed_in(chromium, address)
        names = [argument for argument in arguments if argument != "--readme"]
        if not names:
            take_readme(chromium, address, state)
        if "--readme" not in arguments:
            take_all(chromium, address, state, names)


if __name__ == "__main__":
    main(sys.argv[1:])
