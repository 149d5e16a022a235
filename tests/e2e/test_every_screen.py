"""Each screen of a full diary, in both languages: accessible, complete, no third-party requests.

One walk a language, so that it stays quick: structure is held against axe in light, contrast in
both; then the words are made larger and the window narrower.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from tests.e2e.access import violations
from tests.e2e.conftest import PHONE, SCREEN, opened_before
from tests.e2e.sample import sampled_site, signed_in
from tests.e2e.screens import (
    Language,
    addresses,
    count_questions,
    open_screen,
    settle,
    speak,
)
from tests.servers import ROOT

pytestmark = pytest.mark.browser

# Half of a phone's width: what a page has at 200 %.
HALF = 180
REFUSED = """window.refused = [];
document.addEventListener('securitypolicyviolation', (event) => {
    window.refused.push(`${event.violatedDirective} ${event.blockedURI}`);
});"""
# Beside a line of text WCAG allows smaller ones; the way past the bar is shown by the keyboard.
SMALL = """() => [...document.querySelectorAll(
        'button, a[href], summary, select, input:not([type=checkbox], [type=radio]), textarea,'
        + 'label:has(input)')]
    .filter((e) => e.checkVisibility() && !e.closest('p') && !e.matches('.skip'))
    .map((e) => [e.textContent.trim() || e.name || e.type, e.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.height < 47.5 || box.width < 47.5))
    .map(([text, box]) => `target ${text}: ${box.width}×${box.height}`)"""
CUT = """(width) => [
    ...(document.documentElement.scrollWidth > width
        ? [`${document.documentElement.scrollWidth} px wide at ${width}`] : []),
    ...[...document.querySelectorAll('main *, nav *, header *')]
        .filter((e) => e.checkVisibility() && !e.closest('.only-read, svg, input')
            && ['hidden', 'clip'].includes(getComputedStyle(e).overflowX)
            && e.scrollWidth > e.clientWidth + 1)
        .map((e) => `cut at ${width}: ${e.outerHTML.slice(0, 200)}`),
]"""


@pytest.fixture(scope="module")
def sample(chromium: Browser) -> Iterator[tuple[str, StorageState]]:
    with sampled_site() as address:
        yield address, signed_in(chromium, address)


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> Language:
    code: Language = request.param
    return code


def open_phone(
    chromium: Browser, sample: tuple[str, StorageState], language: Language, **options: Any
) -> BrowserContext:
    address, state = sample
    quiet: dict[str, Any] = {"is_mobile": False, "reduced_motion": "reduce"}
    context = chromium.new_context(
        base_url=address, storage_state=state, **(SCREEN | quiet | options)
    )
    context.set_default_timeout(30_000)
    count_questions(context)
    speak(context, language)
    return context


def today(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/#/today")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settle(page)
    return page


def only_english() -> set[str]:
    """English sentences of three words and more that are no Spanish text."""

    def sentences(node: Any) -> Iterator[str]:
        if isinstance(node, str):
            yield node
        else:
            for child in node.values() if isinstance(node, dict) else node:
                yield from sentences(child)

    def texts(language: Language) -> set[str]:
        files = [
            *(ROOT / "frontend/src/i18n").glob(f"*/{language}.json"),
            ROOT / f"triage/rules/messages/{language}.json",
        ]
        return {sentence for file in files for sentence in sentences(json.loads(file.read_text()))}

    spanish = "\n".join(texts("es"))
    return {
        sentence
        for sentence in texts("en")
        if "{" not in sentence and len(sentence.split()) > 2 and sentence not in spanish
    }


def faults(page: Page) -> list[str]:
    """Accessibility and layout faults of the open screen."""
    messages = [*violations(page), *page.evaluate(SMALL), *page.evaluate(CUT, PHONE["width"])]
    page.evaluate("document.documentElement.dataset.text = 'larger'")
    messages += page.evaluate(CUT, PHONE["width"])
    page.evaluate("document.documentElement.dataset.text = 'normal'")
    page.set_viewport_size({"width": HALF, "height": PHONE["height"]})
    messages += page.evaluate(CUT, HALF)
    page.set_viewport_size(PHONE)
    return messages


def test_every_screen_is_there_for_everybody(
    chromium: Browser, sample: tuple[str, StorageState], language: Language
) -> None:
    requested: set[str] = set()
    site, signed = sample

    def watched(state: StorageState) -> Page:
        context = open_phone(chromium, (site, state), language)
        context.add_init_script(REFUSED)
        context.on("request", lambda request: requested.add(request.url))
        return today(context)

    page = watched(signed)
    foreign = only_english() if language == "es" else set()
    faults_by_screen: dict[str, list[str]] = {}

    def check(screen: str) -> None:
        problems = faults(page)
        text = page.locator("body").inner_text()
        problems += [f"in English: {sentence}" for sentence in foreign if sentence in text]
        if page.locator("html").get_attribute("lang") != language:
            problems.append("another lang")
        heading = page.get_by_role("heading", level=1).first.inner_text()
        if page.title() != f"{heading} · Footnote":
            problems.append(f"the title is {page.title()!r}")
        if problems:
            faults_by_screen[screen] = problems

    for address in addresses(page):
        open_screen(page, address)
        check(address)
    assert page.evaluate("window.refused") == []
    page.context.close()

    # What is logged from here on is of nobody who is signed in.
    page = watched(opened_before(chromium, site))
    open_screen(page, "today?now=1")
    expect(page.get_by_role("timer")).to_be_visible()
    check("today with a timer")
    open_screen(page, "emergency")
    page.get_by_role("checkbox").nth(1).tap()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    check("emergency, ticked")

    assert faults_by_screen == {}, json.dumps(faults_by_screen, indent=1, ensure_ascii=False)
    assert page.evaluate("window.refused") == []
    here = urlsplit(site).netloc
    assert {
        url for url in requested if urlsplit(url).netloc != here and "blob:" not in url
    } == set()
    page.context.close()
