"""What a phone fetches before the first paint."""

import json
import os

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import SCREEN, new_phone

pytestmark = [pytest.mark.browser, pytest.mark.journey]

MOST = 100_000  # bytes of script and style, as sent
# Requests until the heading of the first screen is visible.
WATCH = """
new MutationObserver((_, watching) => {
  if (!document.querySelector("h1")) return;
  watching.disconnect();
  globalThis.firstLoad = performance.getEntriesByType("resource")
    .map(({name, encodedBodySize}) => [new URL(name).pathname, encodedBodySize]);
}).observe(document, { childList: true, subtree: true });
"""

# The layout shift score so far.
JUMPS = """
globalThis.jumped = 0;
new PerformanceObserver((list) => {
  for (const { value } of list.getEntries()) globalThis.jumped += value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.skipif(
    "CLOCK_SHIFT" in os.environ, reason="a shifted page clock replaces `performance`"
)
@pytest.mark.parametrize("opened", ["for the first time", "before"])
def test_script_and_style_of_the_first_load_are_small(
    chromium: Browser, live_site: str, opened: str
) -> None:
    if opened == "before":
        context = new_phone(chromium, live_site, service_workers="block")
    else:
        context = chromium.new_context(base_url=live_site, service_workers="block", **SCREEN)
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    fetched: dict[str, int] = dict(page.evaluate("firstLoad"))
    context.close()
    code = {name: size for name, size in fetched.items() if name.endswith((".js", ".css"))}
    assert len(code) > 2, fetched
    assert all(code.values()), code
    assert sum(code.values()) <= MOST, code


def test_nothing_on_today_jumps_while_it_comes(chromium: Browser, live_site: str) -> None:
    context = new_phone(chromium, live_site)
    page = context.new_page()
    page.add_init_script(JUMPS)
    page.goto("/")
    expect(page.get_by_role("heading", name="Last 7 days")).to_be_visible()
    expect(page.get_by_role("heading", name="Nothing in the diary matches")).to_be_visible()
    jumped = page.evaluate("globalThis.jumped")
    context.close()
    assert jumped < 0.01  # a tenth of what Lighthouse lets pass


def test_today_shows_could_not_check_when_the_rules_do_not_load(
    chromium: Browser, live_site: str
) -> None:
    context = new_phone(chromium, live_site, service_workers="block")
    page = context.new_page()
    page.route("**/assets/rules-*.js", lambda route: route.abort())
    page.goto("/")
    expect(page.get_by_role("heading", name="We could not check your diary")).to_be_visible()
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    ("locale", "shortcut"), [("en-GB", "Numb now"), ("es-MX", "Se me duerme ahora")]
)
def test_the_web_app_manifest_is_localized(
    chromium: Browser, live_site: str, locale: str, shortcut: str
) -> None:
    context = chromium.new_context(base_url=live_site, **(SCREEN | {"locale": locale}))
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    response = context.new_cdp_session(page).send("Page.getAppManifest")
    context.close()
    manifest = json.loads(response["data"])
    assert response["errors"] == []
    assert (manifest["lang"], manifest["shortcuts"][0]["name"]) == (locale[:2], shortcut)
