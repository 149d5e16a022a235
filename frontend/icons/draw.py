"""Draw the app's icons from icon.svg with Chromium: `python frontend/icons/draw.py`.

A footprint whose big toe is another colour: the place that feels different, and the
mark of a footnote. The maskable icon fills the square, with the foot in its safe zone.
"""

import os
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
PUBLIC = HERE.parent / "public" / "icons"


def main() -> None:
    drawing = (HERE / "icon.svg").read_text()
    square = drawing.replace('rx="112"', 'rx="0"')
    small = square.replace(
        'transform="translate(-14 -22)"',
        'transform="translate(256 256) scale(.85) translate(-270 -278)"',
    )
    PUBLIC.mkdir(parents=True, exist_ok=True)
    (PUBLIC / "icon.svg").write_text(drawing)
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, source, size in (
            ("icon-192", drawing, 192),
            ("icon-512", drawing, 512),
            ("maskable-512", small, 512),
            ("apple-touch-icon", small, 180),
        ):
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{source}")
            page.screenshot(path=PUBLIC / f"{name}.png", omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
