"""Reminder settings: kinds, channels and quiet hours."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import installed, new_phone
from tests.e2e.test_main_job import sign_up, tap
from tests.push_service import push_service
from tests.servers import site

pytestmark = pytest.mark.browser

PERMISSION = "Object.defineProperty(Notification, 'permission', { get: () => '%s' });"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
# A browser whose push service is reachable.
SIGNED_UP = """({endpoint, keys}) => {
    Notification.requestPermission = async () => 'granted';
    let now = null;
    const unsubscribe = async () => { now = null; return true; };
    PushManager.prototype.getSubscription = async () => now;
    PushManager.prototype.subscribe = async (options) =>
        (now = { options, endpoint, unsubscribe, toJSON: () => ({ endpoint, keys }) });
}"""


def reminders(phone: BrowserContext, email: str) -> Page:
    page = phone.new_page()
    sign_up(page, email)
    page.goto("/#/more/reminders")
    expect(page.get_by_role("heading", name="What to remind of")).to_be_visible()
    return page


def test_reminder_kinds_and_quiet_hours_are_saved(phone: BrowserContext) -> None:
    page = reminders(phone, "reminders@example.org")
    page.get_by_role("checkbox", name="By e-mail").tap()
    page.get_by_role("checkbox", name="To say how the day was").tap()
    page.get_by_role("checkbox", name="Of a visit").tap()
    page.get_by_label("Quiet until").fill("10:30")
    page.get_by_role("region", name="Quiet hours").get_by_role("button", name="Save").tap()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_label("Quiet until")).to_have_value("10:30")
    expect(page.get_by_role("checkbox", name="By e-mail")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="To say how the day was")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Of a visit")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="To see a provider")).to_be_checked()
    tap(page, "Show what was sent")
    expect(page.get_by_text("Nothing yet.")).to_be_visible()


def test_what_cannot_be_changed_without_a_connection_shows_as_it_is(phone: BrowserContext) -> None:
    page = reminders(phone, "offline-reminders@example.org")
    phone.set_offline(True)
    page.get_by_role("checkbox", name="By e-mail").tap()
    expect(page.get_by_role("alert")).to_contain_text("It needs a connection.")
    expect(page.get_by_role("checkbox", name="By e-mail")).to_be_checked()
    page.goto("/#/more")
    page.goto("/#/more/reminders")
    expect(page.get_by_role("alert")).to_contain_text("It needs a connection.")
    phone.set_offline(False)
    expect(page.get_by_role("checkbox", name="By e-mail")).to_be_checked()


def test_messages_on_this_phone_are_turned_on_tried_and_turned_off(
    chromium: Browser, tmp_path: Path
) -> None:
    with (
        push_service() as pushed,
        site(tmp_path / "data", PUSH_ALLOWED_ORIGINS=pushed.origin) as (address, _),
    ):
        phone = new_phone(chromium, address)
        phone.add_init_script(PERMISSION % "granted")
        page = reminders(phone, "push@example.org")
        installed(page)
        page.evaluate(SIGNED_UP, pushed.browser().to_json())
        on_phone = page.get_by_role("checkbox", name="As messages on this phone")
        on_phone.tap()
        tap(page, "Send a test message")
        expect(page.get_by_text("Sent. It shows up in a moment.")).to_be_visible()
        [message] = pushed.messages
        assert message.content is not None
        assert pushed.refused == []
        on_phone.tap()
        expect(page.get_by_role("button", name="Send a test message")).to_be_hidden()
        expect(on_phone).not_to_be_checked()
        assert page.request.get("/api/v1/push-subscriptions").json()["count"] == 0
        phone.close()


def test_a_phone_that_requires_installation_shows_how(chromium: Browser, live_site: str) -> None:
    phone = new_phone(chromium, live_site, user_agent=IPHONE)
    phone.add_init_script("delete globalThis.PushManager")
    page = reminders(phone, "iphone@example.org")
    expect(page.get_by_text("Tap Share, then Add to Home Screen.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="As messages on this phone")).to_be_hidden()
    phone.close()


def test_denied_notifications_show_where_to_allow_them(chromium: Browser, live_site: str) -> None:
    phone = new_phone(chromium, live_site)
    phone.add_init_script(PERMISSION % "denied")
    page = reminders(phone, "denied@example.org")
    expect(page.get_by_text("does not let Footnote show messages")).to_be_visible()
    expect(page.get_by_role("checkbox", name="As messages on this phone")).to_be_hidden()
    phone.close()
