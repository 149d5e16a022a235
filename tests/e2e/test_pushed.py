"""Push notifications are shown and answered from the notification, online or offline."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Worker, expect

from tests.e2e.conftest import installed, new_phone
from tests.e2e.test_main_job import sign_up, tap
from tests.push_service import PushService, push_service
from tests.servers import (
    CHROMIUM_FLAGS,
    ROOT,
    WHOLE,
    chromium_path,
    environment,
    share_clock,
    site,
    wait_until,
)

pytestmark = [pytest.mark.browser, pytest.mark.journey]

# Nobody waits an hour for it: the clock of the plan is put forward.
SEND = """
import django; django.setup()
from django.utils import timezone
from reminders.models import Reminder
from reminders import send
from reminders.channels import CHANNELS
now = timezone.now()
Reminder.objects.filter(kind="episode", slot__endswith=":60").update(due_at=now)
for channel in CHANNELS.values():
    send.send_due(channel, timezone.now)
"""
# Three weeks of evenings pass, and nobody answers.
EVENINGS = """
import django; django.setup()
from reminders.models import Reminder
from reminders import schedule_check_in
while True:
    planned = Reminder.objects.filter(kind="check_in", state="planned").first()
    if planned is None:
        break
    Reminder.objects.filter(kind="check_in", state="planned").update(state="sent")
    schedule_check_in.plan_next_check_ins(planned.useful_until)
Reminder.objects.filter(kind="check_in").delete()  # they were of other days than those to come
"""
LIMIT = 150  # seconds until an event is missed: not a speed, the machine may be busy
SHOWN = """async () => (await registration.getNotifications()).map(
    ({ title, actions }) => ({ title, actions: actions.map(({ action }) => action) }))"""
SHOWN_AT = "async () => (await registration.getNotifications())[0].timestamp"
# As a tap on the action does: only the browser can extend the worker's lifetime.
CLICK = """async (action) => {
    const [notification] = await registration.getNotifications();
    self.addEventListener("error", (event) => event.preventDefault(), { once: true });
    self.dispatchEvent(new NotificationEvent("notificationclick", { notification, action }));
}"""


@dataclass
class Home:
    address: str
    env: dict[str, str]
    pushed: PushService

    def run(self, code: str) -> None:
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.env, cwd=ROOT, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()

    def send(self) -> dict[str, Any]:
        """Send what is due; returns the message as the browser would decrypt it."""
        before = len(self.pushed.messages)
        self.run(SEND)
        assert self.pushed.refused == []
        message = self.pushed.messages[before].content
        assert message is not None
        return message


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with push_service() as pushed:
        data_dir = tmp_path_factory.mktemp("pushed") / "data"
        more = {"PUSH_ALLOWED_ORIGINS": pushed.origin}
        with site(data_dir, **more) as (address, _):
            env = environment(
                DATA_DIR=str(data_dir), DJANGO_SETTINGS_MODULE="config.settings", **more
            )
            yield Home(address, env, pushed)


@pytest.fixture(scope="module")
def windowed(chromium: Browser) -> Iterator[Browser]:
    """A whole Chromium: the shell without windows shows no notification."""
    headful = chromium.browser_type.launch(
        executable_path=chromium_path(WHOLE), args=CHROMIUM_FLAGS
    )
    share_clock(headful)
    yield headful
    headful.close()


@pytest.fixture
def phone(windowed: Browser, home: Home) -> Iterator[BrowserContext]:
    context = new_phone(windowed, home.address, permissions=["notifications"])
    page = context.new_page()
    page.goto("/")
    installed(page)
    yield context
    context.close()


def request(page: Page, method: str, path: str, body: dict[str, Any]) -> Any:
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    headers = {"X-CSRFToken": cookies["csrftoken"]}
    reply = page.request.fetch(f"/api/v1/{path}", method=method, data=body, headers=headers)
    assert reply.ok, reply.text()
    return reply.json()


def rows(page: Page) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = page.request.get("/api/v1/reminders").json()["results"]
    return [row for row in results if row["kind"] == "episode"]


def deliver(page: Page, origin: str, content: dict[str, Any]) -> None:
    """Deliver the plaintext to the service worker, as the browser does after decryption."""
    cdp = page.context.new_cdp_session(page)
    ids: list[str] = []
    cdp.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: ids.extend(
            registration["registrationId"] for registration in event["registrations"]
        ),
    )
    cdp.send("ServiceWorker.enable")
    wait_until(lambda: page.evaluate("1") and ids, LIMIT, "a registration")
    message = {"origin": origin, "registrationId": ids[0], "data": json.dumps(content)}
    cdp.send("ServiceWorker.deliverPushMessage", message)


def notifications_of(worker: Worker) -> list[dict[str, Any]]:
    notifications: list[dict[str, Any]] = worker.evaluate(SHOWN)
    return notifications


@pytest.mark.skipif(
    "CLOCK_SHIFT" in os.environ, reason="a service worker keeps the real time, and ends an episode"
)
def test_it_stopped_from_the_notification_without_a_network(
    phone: BrowserContext, home: Home
) -> None:
    page = phone.pages[0]
    sign_up(page, "pushed@example.org")
    request(page, "PATCH", "diary", {"quiet_start": "03:00", "quiet_end": "03:00"})
    browser = home.pushed.browser()
    id = "0193510c-0000-7000-8000-000000000077"
    request(page, "PUT", f"push-subscriptions/{id}", browser.to_json())
    tap(page, "Numb now")
    stops = page.get_by_role("button", name="It stopped")
    expect(stops).to_be_visible()
    wait_until(lambda: page.evaluate("1") and len(rows(page)) == 3, LIMIT, "the plan")

    message = home.send()
    deliver(page, home.address, message)
    worker = phone.service_workers[0]
    wait_until(lambda: page.evaluate("1") and notifications_of(worker), LIMIT, "the notification")
    [notification] = notifications_of(worker)
    assert notification["title"] == "Is it still going on?"
    assert notification["actions"] == ["stopped", "still"]
    shown_at = worker.evaluate(SHOWN_AT)
    deliver(page, home.address, message)  # it may come twice, and is one
    # Not before the second is shown, or it would come back after the tap.
    wait_until(lambda: page.evaluate("1") and worker.evaluate(SHOWN_AT) > shown_at, LIMIT, "both")
    assert len(notifications_of(worker)) == 1

    phone.set_offline(True)
    worker.evaluate(CLICK, "stopped")
    expect(stops).to_have_count(0, timeout=1_000 * LIMIT)
    wait_until(
        lambda: page.evaluate("1") and not notifications_of(worker), LIMIT, "the notification's end"
    )
    assert all(row["opened_at"] is None for row in rows(page))  # asked past the phone's network

    phone.set_offline(False)
    wait_until(
        lambda: page.evaluate("1") and any(row["opened_at"] for row in rows(page)),
        LIMIT,
        "the answer",
    )
    [episode] = page.request.get("/api/v1/episodes").json()["results"]
    assert episode["ended_at"] is not None
    page.goto("/#/more/reminders")
    tap(page, "Show what was sent")
    sent = page.get_by_role("listitem").filter(has_text="Still numb?")
    expect(sent).to_contain_text("message on a phone · opened")


def test_unanswered_check_in_reminders_stop_and_can_be_resumed(
    phone: BrowserContext, home: Home
) -> None:
    page = phone.pages[0]
    sign_up(page, "evenings@example.org")
    request(page, "PATCH", "diary", {"check_in_reminders": True})
    home.run(EVENINGS)
    page.goto("/#/more/reminders")
    checkbox = page.get_by_role("checkbox", name="To say how the day was")
    expect(page.get_by_text("14 evenings passed without an answer")).to_be_visible()
    expect(checkbox).not_to_be_checked()
    tap(page, "Ask me again")
    expect(page.get_by_text("14 evenings passed")).to_have_count(0)
    expect(checkbox).to_be_checked()
    page.reload()
    expect(checkbox).to_be_checked()
    [planned] = [
        row
        for row in page.request.get("/api/v1/reminders").json()["results"]
        if (row["kind"], row["channel"], row["state"]) == ("check_in", "push", "planned")
    ]
    assert planned["sent_at"] is None


def test_a_message_that_nobody_can_read_is_shown_too(phone: BrowserContext, home: Home) -> None:
    page = phone.pages[0]
    deliver(page, home.address, {"not": "ours"})
    worker = phone.service_workers[0]
    wait_until(lambda: page.evaluate("1") and notifications_of(worker), LIMIT, "the notification")
    assert [notification["title"] for notification in notifications_of(worker)] == ["Footnote"]
