"""The guide, the rules, an open question and what changed, by tapping and by keyboard."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.access import violations
from tests.e2e.conftest import installed, new_phone, quiet_phone
from tests.e2e.test_main_job import sign_up, tap

pytestmark = pytest.mark.browser


def log_nothing_but_the_time(page: Page) -> None:
    tap(page, "Numb now")
    tap(page, "It stopped")
    tap(page, "Save")
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()


def wait_until_cached(page: Page) -> None:
    """Wait until the app is cached: from here on no network is needed."""
    installed(page)


def test_the_rules_are_readable_and_searchable_offline(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/more")
    wait_until_cached(page)
    phone.set_offline(True)
    page.get_by_role("link", name="Learn", exact=True).tap()
    page.get_by_role("link", name="What the diary checks").tap()
    rule = page.locator("#rule-walking")
    expect(rule).not_to_be_visible()
    page.get_by_label("Search the rules").fill("rest walking")
    rule.get_by_role("heading", name="It comes with walking").tap()
    expect(rule.get_by_text("3 or more episodes in 28 days came with walking")).to_be_visible()
    source = rule.get_by_role("link", name="Source: NHS")
    expect(source).to_have_attribute("rel", "noopener noreferrer")
    assert violations(page) == []
    page.get_by_label("Search the rules").fill("nothing has this")
    expect(page.get_by_text("No rule has these words.")).to_be_visible()


def test_a_rule_opens_from_its_address(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/learn/limb_circulation")
    expect(page.get_by_text("2 or more of these: cold, pale or blue").first).to_be_in_viewport()


def test_a_word_is_searched_for_and_its_find_opened_by_keyboard(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/learn")
    search = page.get_by_role("searchbox", name="Search in Learn")
    search.focus()
    page.keyboard.type("SPINAL tap")
    expect(page.get_by_role("status").filter(has_text="1 result")).to_be_visible()
    expect(page.locator("mark")).to_have_text(["spinal", "tap", "spinal"])
    page.keyboard.press("Enter")
    find = page.get_by_role("link", name="Lumbar puncture")
    expect(find).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#/learn/tests/lumbar_puncture$"))
    item = page.get_by_role("listitem").filter(has_text="Lumbar puncture")
    expect(item).to_be_focused()
    expect(item).to_be_in_viewport()

    page.go_back()
    expect(search).to_have_value("SPINAL tap")
    expect(find).to_be_focused()
    search.fill("no such thing")
    expect(page.get_by_text("Nothing here has all these words.")).to_be_visible()
    page.get_by_role("link", name="Questions people ask").tap()
    page.get_by_text("How long is too long?").tap()
    expect(page.get_by_text("still there 10 min after moving")).to_be_visible()
    page.get_by_role("link", name="It lasts a long time").tap()
    expect(page.locator("#rule-long_hour")).to_have_attribute("open", "")


def test_what_was_searched_for_is_in_no_address_and_forgotten_elsewhere(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    page.goto("/#/learn")
    page.get_by_label("Search in Learn").fill("bladder")
    page.get_by_role("link", name="Why does the diary ask about my bladder?").tap()
    page.get_by_role("link", name="Back").tap()
    expect(page.get_by_label("Search in Learn")).to_have_value("bladder")
    assert "bladder" not in page.url
    page.get_by_role("link", name="Today").tap()
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()
    page.goto("/#/learn")
    expect(page.get_by_label("Search in Learn")).to_have_value("")


def test_the_guide_opens_from_cold_without_a_network(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/today")
    wait_until_cached(page)
    page.close()
    phone.set_offline(True)
    page = phone.new_page()
    page.goto("/#/learn/conditions/migraine")
    expect(page.get_by_text("Strong headaches that come back.")).to_be_in_viewport()
    page.goto("/#/learn/call")
    page.get_by_role("link", name="Open the emergency signs").tap()
    expect(page.get_by_role("heading", name="Emergency signs")).to_be_visible()


def test_only_the_guide_of_the_language_is_fetched_and_search_ignores_accents(
    chromium: Browser, live_site: str
) -> None:
    phone = new_phone(chromium, live_site, locale="es-ES", service_workers="block")
    page = phone.new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto("/#/today")
    page.wait_for_load_state("networkidle")
    assert not any("/guide-" in url for url in fetched)
    page.goto("/#/learn")
    page.get_by_label("Buscar en Aprender").fill("puncion")
    page.get_by_role("link", name="Punción lumbar").tap()
    expect(page.get_by_text("Una aguja fina")).to_be_visible()
    assert len([url for url in fetched if "/guide-" in url]) == 1
    phone.close()


def test_a_guide_that_cannot_be_fetched_is_tried_again(chromium: Browser, live_site: str) -> None:
    phone = new_phone(chromium, live_site, service_workers="block")
    page = phone.new_page()
    page.route("**/guide-*", lambda route: route.abort())
    page.goto("/#/learn")
    expect(page.get_by_text("Your diary is still on this phone.")).to_be_visible()
    page.unroute("**/guide-*")
    page.get_by_role("button", name="Try again").tap()
    expect(page.get_by_label("Search in Learn")).to_be_visible()
    phone.close()


def test_the_guide_is_accessible(chromium: Browser, live_site: str) -> None:
    phone = quiet_phone(chromium, live_site)
    page = phone.new_page()
    for at in ("", "/call", "/causes", "/conditions/lupus", "/questions/how_long", "/levels"):
        page.goto(f"/#/learn{at}")
        expect(page.get_by_text("article" if at else "Search in Learn").first).to_be_visible()
        assert violations(page) == [], at
    page.goto("/#/learn")
    page.get_by_label("Search in Learn").fill("blood")
    expect(page.locator("mark").first).to_be_visible()
    assert violations(page) == []
    phone.close()


def test_an_open_question_is_answered_in_its_place(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/today")
    log_nothing_but_the_time(page)
    waiting = page.get_by_text("Rules still open: ")
    before = int(waiting.inner_text().rsplit(" ", 1)[1])
    hurt = page.get_by_role("radiogroup", name="Hurt my back, head or neck")
    hurt.get_by_role("radio", name="No").tap()
    expect(waiting).to_have_text(f"Rules still open: {before - 1}")
    expect(hurt.get_by_role("radio", name="No")).to_be_checked()
    assert violations(page) == []

    page.get_by_text("more questions").tap()
    page.get_by_role("link", name="How did it come on?").tap()
    expect(page.get_by_role("group", name="How did it come on?")).to_be_in_viewport()
    page.go_back()
    moving = page.get_by_role("radiogroup", name="Can’t move or walk")
    moving.get_by_role("radio", name="Yes").tap()
    expect(page.get_by_role("alertdialog")).to_be_visible()


def test_the_changelog_is_shown_offline(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/changes")
    expect(page.get_by_text("This phone keeps no history of checks.")).to_be_visible()
    sign_up(page, f"{uuid4()}@example.org")
    page.goto("/#/changes")
    expect(page.get_by_text("The first check.")).to_be_visible()
    page.goto("/#/today")
    log_nothing_but_the_time(page)
    page.goto("/#/changes")
    expect(page.get_by_text("A question was left open").first).to_be_visible()
    assert violations(page) == []
    phone.set_offline(True)
    page.goto("/#/today")
    page.goto("/#/changes")
    expect(page.get_by_text("A question was left open").first).to_be_visible()
