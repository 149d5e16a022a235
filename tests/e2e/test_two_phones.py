"""One diary on two phones at once, by tapping, at 360×740, against `manage.py up`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.e2e.access import violations
from tests.e2e.conftest import installed, new_phone
from tests.e2e.test_main_job import sign_in, sign_up, tap
from tests.e2e.test_screens import READ
from tests.servers import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.journey]

UNSENT = """() => new Promise((resolve, reject) => {
    const opening = indexedDB.open('footnote');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const all = opening.result.transaction('outbox').objectStore('outbox').count();
        all.onsuccess = () => { opening.result.close(); resolve(all.result); };
    };
})"""


@dataclass
class Phone:
    context: BrowserContext
    page: Page

    def offline(self) -> None:
        """Go offline once the app is cached."""
        installed(self.page)
        self.page.wait_for_load_state("networkidle")
        self.context.set_offline(True)

    def online(self) -> None:
        """Go online and wait until the outbox is empty."""
        self.context.set_offline(False)
        self.speak()
        wait_until(lambda: self.page.evaluate(UNSENT) == 0, 30, "the sending")

    def speak(self) -> None:
        """Dispatch the browser's `online` event."""
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def episodes(self) -> list[dict[str, Any]]:
        records: list[dict[str, Any]] = self.page.evaluate(READ, "episodes")
        return records

    def wait_for_fields(self, id: str, **fields: Any) -> None:
        """Wait until the stored entry has these fields; triggers a sync now and then."""
        times = count()

        def matches() -> bool:
            if next(times) % 40 == 0:
                self.speak()
            [record] = [episode for episode in self.episodes() if episode["id"] == id]
            return fields.items() <= record.items()

        wait_until(matches, 30, f"{fields}")

    def wait_for_count(self, entries: int) -> None:
        self.speak()
        wait_until(lambda: len(self.episodes()) == entries, 30, f"{entries} entries")

    def edit(self, id: str, *, note: str | None = None, strength: int | None = None) -> None:
        self.page.goto(f"/#/log/{id}")
        if note is not None:
            self.page.get_by_label("Note").fill(note)
        if strength is not None:
            self.page.get_by_role("radio", name=str(strength), exact=True).tap()
        tap(self.page, "Save")
        expect(self.page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()

    def delete(self, id: str) -> None:
        self.page.goto(f"/#/log/{id}")
        tap(self.page, "Delete")
        expect(self.page.get_by_role("button", name="Undo")).to_be_visible()

    def history(self) -> None:
        self.page.goto("/#/history")
        expect(self.page.get_by_role("heading", name="History")).to_be_visible()
        self.page.get_by_role("button", name="List", exact=True).tap()

    def see_what(self) -> None:
        """Open the versions from the notice in History."""
        self.history()
        self.page.get_by_role("link", name="See what").tap()
        expect(self.page.get_by_role("heading", name="Earlier versions")).to_be_visible()

    def get_json(self, path: str) -> Any:
        reply = self.page.request.get(path)
        assert reply.status == 200, reply.text()
        return reply.json()


def hold_on(page: Page) -> None:
    """Hover over Undo, which keeps it visible."""
    page.get_by_role("button", name="Undo", exact=True).hover()


def log_episode(page: Page) -> None:
    page.goto("/#/log")
    page.get_by_role("radio", name="15 min ago").tap()
    page.get_by_role("radio", name="After 5 min").tap()
    tap(page, "Save")
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()


def new(chromium: Browser, site: str, **options: Any) -> Phone:
    context = new_phone(chromium, site, reduced_motion="reduce", **options)
    return Phone(context, context.new_page())


Two = tuple[Phone, Phone, str]


@pytest.fixture
def two(chromium: Browser, live_site: str) -> Iterator[Two]:
    """Two phones of one account, and the id of an entry on both."""
    mine, other = [new(chromium, live_site) for _ in range(2)]
    email = f"{uuid4()}@example.org"
    sign_up(mine.page, email)
    log_episode(mine.page)
    mine.online()
    [id] = [episode["id"] for episode in mine.episodes()]
    sign_in(other.page, email)
    wait_until(lambda: [episode["id"] for episode in other.episodes()] == [id], 30, "the diary")
    yield mine, other, id
    mine.context.close()
    other.context.close()


def test_edits_of_different_fields_merge_with_a_notice_until_viewed(two: Two) -> None:
    mine, other, id = two
    mine.offline()
    other.offline()
    mine.edit(id, strength=3)
    other.edit(id, note="after the train")
    mine.online()
    other.online()
    for phone in (mine, other):
        phone.wait_for_fields(id, severity=3, note="after the train")
    other.see_what()
    expect(other.page.get_by_text("Both changes were kept.")).to_be_visible()
    other.history()
    expect(other.page.get_by_role("button", name="Edit")).to_be_visible()
    expect(other.page.get_by_text("Changed on two phones.")).to_have_count(0)
    mine.history()
    tap(mine.page, "Hide this note")
    expect(mine.page.get_by_text("Changed on two phones.")).to_have_count(0)


def test_of_one_field_the_later_edit_wins_and_the_other_is_restored_with_one_tap(
    two: Two,
) -> None:
    mine, other, id = two
    other.offline()
    mine.edit(id, strength=3)
    mine.online()
    other.edit(id, strength=7)
    other.online()
    mine.wait_for_fields(id, severity=7)

    mine.see_what()
    lost = mine.page.get_by_role("button", name="Restore this", exact=True)
    expect(lost).to_have_accessible_description("How strong: 3 of 10")
    lost.tap()
    expect(mine.page.get_by_text("Restored.")).to_be_visible()
    hold_on(mine.page)
    mine.wait_for_fields(id, severity=3)
    other.wait_for_fields(id, severity=3)
    tap(mine.page, "Undo")
    mine.wait_for_fields(id, severity=7)
    other.wait_for_fields(id, severity=7)

    # The first version, as it was written down, and back again.
    mine.page.get_by_role("button", name="Restore this version").last.tap()
    hold_on(mine.page)
    mine.wait_for_fields(id, severity=None)
    other.wait_for_fields(id, severity=None)
    tap(mine.page, "Undo")
    other.wait_for_fields(id, severity=7)


def test_an_edit_after_a_deletion_restores_the_entry(two: Two) -> None:
    mine, other, id = two
    other.offline()
    mine.delete(id)
    mine.online()
    other.edit(id, note="still here")
    other.online()
    mine.wait_for_fields(id, note="still here")
    mine.see_what()
    expect(mine.page.get_by_text("It was deleted on one phone and changed later")).to_be_visible()


def test_a_deletion_after_an_edit_shows_a_notice_and_the_edit_is_restored(two: Two) -> None:
    mine, other, id = two
    other.offline()
    mine.edit(id, note="the edit")
    mine.online()
    other.delete(id)
    other.online()
    mine.history()
    mine.speak()
    notice = mine.page.get_by_text(re.compile("was changed on two phones, and is deleted"))
    expect(notice).to_be_visible()
    expect(mine.page.get_by_role("button", name="Edit")).to_have_count(0)
    mine.page.reload()
    expect(notice).to_be_visible()
    mine.see_what()
    restore = mine.page.get_by_role("button", name="Restore this version")
    restore.first.tap()
    expect(mine.page.get_by_text("Restored.")).to_be_visible()
    for phone in (mine, other):
        phone.wait_for_fields(id, note="the edit")
        phone.history()
        expect(phone.page.get_by_role("button", name="Edit")).to_be_visible()


def test_earlier_versions_offline_show_an_error(two: Two) -> None:
    mine, _, id = two
    mine.edit(id, note="a")
    mine.online()
    mine.offline()
    mine.page.goto(f"/#/log/{id}")
    mine.page.get_by_role("link", name="Earlier versions").tap()
    expect(mine.page.get_by_text("Seeing them needs a connection.")).to_be_visible()
    mine.context.set_offline(False)
    tap(mine.page, "Try again")
    expect(mine.page.get_by_text("As it is now")).to_be_visible()
    expect(mine.page.get_by_text("After: a")).to_be_visible()


def test_the_versions_are_accessible(two: Two) -> None:
    mine, other, id = two
    other.offline()
    mine.edit(id, strength=3, note="mine")
    mine.online()
    other.edit(id, strength=7)
    other.online()
    mine.wait_for_fields(id, severity=7)
    mine.history()
    expect(mine.page.get_by_text("Changed on two phones.")).to_be_visible()
    assert violations(mine.page) == []
    mine.see_what()
    expect(mine.page.get_by_role("button", name="Restore this", exact=True)).to_be_visible()
    assert violations(mine.page) == []
    assert mine.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_diary_without_an_account_goes_up_whole_and_once(
    chromium: Browser, live_site: str
) -> None:
    phone = new(chromium, live_site)
    page = phone.page
    page.goto("/#/today")
    tap(page, "No numbness today")
    for _ in range(3):
        log_episode(page)
    page.goto("/#/background?kind=medication")
    page.get_by_label("Name", exact=True).fill("Metformin")
    tap(page, "Save")
    expect(page.get_by_role("heading", name="Metformin")).to_be_visible()
    ids = sorted(episode["id"] for episode in phone.episodes())
    sign_up(page, f"{uuid4()}@example.org")
    phone.online()
    page.reload()
    phone.online()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    listed = phone.get_json("/api/v1/episodes")["results"]
    assert sorted(episode["id"] for episode in listed) == ids
    assert len(ids) == 3
    for id in ids:
        assert phone.get_json(f"/api/v1/episodes/{id}/revisions")["count"] == 1
    assert phone.get_json("/api/v1/background")["count"] == 1
    phone.context.close()


@pytest.mark.parametrize("days", [-1, 1])
def test_a_phone_whose_clock_is_a_day_off_merges_as_any_other(two: Two, days: int) -> None:
    mine, other, id = two
    other.page.clock.set_system_time(datetime.now(UTC) + timedelta(days=days))
    other.page.reload()
    ahead = other.page.evaluate("Date.now()") / 1000 - datetime.now(UTC).timestamp()
    assert abs(ahead - days * 86_400) < 120
    other.offline()
    mine.edit(id, strength=3, note="first")
    mine.online()
    other.edit(id, note="later")
    other.online()
    for phone in (mine, other):
        phone.wait_for_fields(id, severity=3, note="later")


def test_a_change_rejected_because_of_a_fast_clock_can_be_discarded(two: Two) -> None:
    mine, other, id = two
    other.page.clock.set_system_time(datetime.now(UTC) + timedelta(days=1))
    other.page.reload()
    log_episode(other.page)
    expect(other.page.get_by_text(re.compile("Needs you: 1"))).to_be_visible()
    other.edit(id, note="this goes on")
    mine.wait_for_fields(id, note="this goes on")
    other.page.goto("/#/more")
    expect(other.page.get_by_text(re.compile("in the future")).first).to_be_visible()
    tap(other.page, "Try again")
    expect(other.page.get_by_role("button", name="Give up this change")).to_be_visible()
    tap(other.page, "Give up this change")
    expect(other.page.get_by_text("Saved", exact=True)).to_be_visible()
    assert [episode["id"] for episode in other.episodes()] == [id]


def test_each_entry_has_the_local_day_of_its_zone(chromium: Browser, live_site: str) -> None:
    """Pago Pago and Kiritimati are 25 hours apart: their days always differ."""
    zones = ["Pacific/Pago_Pago", "Pacific/Kiritimati"]
    email = f"{uuid4()}@example.org"
    phones: list[Phone] = []
    for zone in zones:
        phone = new(chromium, live_site, timezone_id=zone)
        (sign_in if phones else sign_up)(phone.page, email)
        log_episode(phone.page)
        phone.online()
        phones.append(phone)
    for phone in phones:
        phone.wait_for_count(2)
        assert sorted(episode["zone"] for episode in phone.episodes()) == sorted(zones)
        phone.history()
        days = phone.page.locator("section h2")
        expect(days).to_have_count(2)
        assert len(set(days.all_inner_texts())) == 2
        phone.context.close()


@pytest.mark.parametrize("arrives", [True, False])
def test_a_page_closed_in_the_middle_of_a_send_loses_and_doubles_nothing(
    two: Two, *, arrives: bool
) -> None:
    mine, other, id = two
    page = mine.page
    begun: list[bool] = []

    def never_answered(route: Route) -> None:
        if arrives:
            route.fetch()
        begun.append(True)

    page.route("**/api/v1/sync", never_answered)
    mine.edit(id, note="under way")
    wait_until(lambda: page.evaluate("1") and begun, 20, "the send")
    page.close()

    mine.page = mine.context.new_page()
    mine.page.goto("/#/today")
    mine.online()
    expect(mine.page.get_by_text("Saved", exact=True)).to_be_visible()
    mine.edit(id, strength=5)
    mine.online()
    mine.wait_for_fields(id, note="under way", severity=5, version=3)
    other.wait_for_fields(id, note="under way", severity=5)
    assert mine.get_json(f"/api/v1/episodes/{id}/revisions")["count"] == 3
    mine.history()
    expect(mine.page.get_by_text("Changed on two phones.")).to_have_count(0)
