"""Reading the rules, answering an open question, and what changed, by tapping at 360×740."""

from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.test_access import violations
from tests.e2e.test_main_job import sign_up, tap

pytestmark = pytest.mark.browser


def log_nothing_but_the_time(page: Page) -> None:
    tap(page, "Numb now")
    tap(page, "It stopped")
    tap(page, "Save")
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()


def test_the_rules_are_read_without_a_network_and_found_by_a_word(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/more")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.set_offline(True)
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


def test_what_changed_is_told_also_without_a_network(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/changes")
    expect(page.get_by_text("This phone keeps no history of checks.")).to_be_visible()
    sign_up(page, f"{uuid4()}@example.org")
    page.goto("/#/changes")
    expect(page.get_by_text("The first check.")).to_be_visible(timeout=30_000)
    page.goto("/#/today")
    log_nothing_but_the_time(page)
    page.goto("/#/changes")
    expect(page.get_by_text("A question was left open").first).to_be_visible(timeout=30_000)
    assert violations(page) == []
    phone.set_offline(True)
    page.goto("/#/today")
    page.goto("/#/changes")
    expect(page.get_by_text("A question was left open").first).to_be_visible()
