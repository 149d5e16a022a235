"""The screens of the diary, by tapping and by keyboard, signed out, at 360×740."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.access import violations
from tests.e2e.conftest import new_phone
from tests.e2e.test_main_job import sign_up

OPENED = datetime(2026, 11, 23, 3, 10, 20, tzinfo=UTC)
READ = """(table) => new Promise((resolve, reject) => {
    const opening = indexedDB.open('footnote');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const all = opening.result.transaction(table).objectStore(table).getAll();
        all.onsuccess = () => {
            opening.result.close();
            resolve(all.result.map((row) => row.record));
        };
    };
})"""

MOVE_TO = """(zone) => new Promise((resolve, reject) => {
    const opening = indexedDB.open('footnote');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const rows = opening.result.transaction('episodes', 'readwrite').objectStore('episodes');
        const all = rows.getAll();
        all.onsuccess = () => {
            for (const row of all.result) rows.put({...row, record: {...row.record, zone}});
            opening.result.close();
            resolve();
        };
    };
})"""

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser, live_site: str) -> Iterator[Page]:
    context = new_phone(chromium, live_site, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.clock.install(time=OPENED)
    page.goto("/#/today")
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()
    yield page
    context.close()


def tap(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.tap()


def stored_records(page: Page, table: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = page.evaluate(READ, table)
    return records


def log_episode(page: Page) -> dict[str, Any]:
    """An entry with a yes, a no, a set, an empty set and many questions not asked."""
    tap(page, "Log an earlier one")
    page.get_by_role("radio", name="15 min ago").tap()
    page.get_by_role("radio", name="After 5 min").tap()
    page.get_by_role("checkbox", name="Left foot", exact=True).tap()
    page.get_by_role("checkbox", name="Right calf", exact=True).tap()
    page.get_by_role("radio", name="No reason I can tell").tap()
    page.get_by_role("radiogroup", name="Dizziness").get_by_role("radio", name="Yes").tap()
    page.get_by_role("radiogroup", name="Leg pain").get_by_role("radio", name="No").tap()
    leg = page.get_by_role("group", name="Did the leg look or feel different?")
    leg.get_by_role("checkbox", name="None of these").tap()
    tap(page, "Save")
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    [record] = stored_records(page, "episodes")
    return record


def test_one_tap_starts_the_timer_and_a_reload_does_not_lose_it(page: Page) -> None:
    tap(page, "Numb now")
    expect(page.get_by_role("timer")).to_be_visible()
    page.get_by_role("checkbox", name="Left foot").tap()
    expect(page.get_by_role("paragraph").filter(has_text="Left foot")).to_be_visible()  # stored
    page.reload()
    expect(page.get_by_role("button", name="It stopped")).to_be_visible()
    [record] = stored_records(page, "episodes")
    assert record["areas"] == ["left.foot"]
    assert record["ended_at"] is None
    tap(page, "It stopped")
    expect(page.get_by_role("heading", name="What was it like?")).to_be_visible()
    assert stored_records(page, "episodes")[0]["ended_at"] is not None


def test_the_shortcut_of_the_home_screen_starts_one_timer(page: Page) -> None:
    page.goto("/#/today?now=1")
    expect(page.get_by_role("timer")).to_be_visible()
    page.reload()
    expect(page.get_by_role("timer")).to_be_visible()
    page.goto("/#/history")
    page.goto("/#/today?now=1")
    expect(page.get_by_role("timer")).to_be_visible()
    assert len(stored_records(page, "episodes")) == 1


def test_an_entry_from_a_zone_this_phone_does_not_know_breaks_no_screen(page: Page) -> None:
    log_episode(page)
    page.evaluate(MOVE_TO, "Mars/Base")
    page.goto("/#/today")
    page.reload()
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()
    expect(page.get_by_role("heading", name="We could not check your diary")).to_be_visible()
    page.goto("/#/history")
    page.get_by_role("link", name="We could not check your diary").tap()
    expect(page.get_by_role("heading", name="We could not check your diary")).to_be_visible()
    expect(page.get_by_text("What was not asked")).to_have_count(0)
    page.goto("/#/history")
    tap(page, "Edit")
    expect(page.get_by_label("Start: date and time")).to_have_value("2026-11-23T03:55")


def test_a_forgotten_timer_is_questioned_and_never_ends_by_itself(page: Page) -> None:
    tap(page, "Numb now")
    expect(page.get_by_role("timer")).to_be_visible()
    page.clock.fast_forward("12:30:00")
    expect(page.get_by_role("heading", name="Still numb since 04:10?")).to_be_visible()
    tap(page, "Yes, still numb")
    expect(page.get_by_role("timer")).to_be_visible()
    assert stored_records(page, "episodes")[0]["ended_at"] is None


def test_a_skipped_question_is_not_asked_and_none_of_these_is_an_answer(page: Page) -> None:
    record = log_episode(page)
    began = datetime.fromisoformat(record["started_at"])
    assert timedelta(0) <= began - (OPENED - timedelta(minutes=15)) < timedelta(minutes=1)
    assert datetime.fromisoformat(record["ended_at"]) - began == timedelta(minutes=5)
    assert record["start_precision"] == "about"
    assert sorted(record["areas"]) == ["left.foot", "right.calf"]
    assert record["symptoms"] == {"dizziness": True, "leg_pain": False}
    assert record["leg_changes"] == []
    assert record["trigger"] == "none"
    for field in ("sensations", "severity", "interference", "relief", "red_flags", "onset", "note"):
        assert record[field] is None, field
    cannot = page.get_by_role("region", name="What this cannot tell you")
    for sign in ("Hurt my back, head or neck", "Can’t move or walk", "Can’t hold pee or poo"):
        expect(cannot.get_by_role("radiogroup", name=sign)).to_be_visible()


def test_an_edit_shows_what_was_saved_and_changes_only_what_was_touched(page: Page) -> None:
    before = log_episode(page)
    page.goto("/#/history")
    tap(page, "Edit")
    expect(page.get_by_role("checkbox", name="Right calf", exact=True)).to_be_checked()
    expect(page.get_by_role("checkbox", name="Left calf", exact=True)).not_to_be_checked()
    pain = page.get_by_role("radiogroup", name="Leg pain")
    expect(pain.get_by_role("radio", name="No")).to_be_checked()
    rash = page.get_by_role("radiogroup", name="Rash", exact=True)
    expect(rash.get_by_role("radio", name="No")).not_to_be_checked()
    page.get_by_label("Note").fill("after the long train ride")
    tap(page, "Save")
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    [after] = stored_records(page, "episodes")
    assert after == before | {"note": "after the long train ride"}


def test_a_nonexistent_local_time_is_rejected_and_nothing_is_saved(page: Page) -> None:
    tap(page, "Log an earlier one")
    start = page.get_by_label("Start: date and time")
    start.fill("2026-03-29T02:30")
    tap(page, "Save")
    expect(page.get_by_text("The clocks skip this time. Choose another.")).to_be_visible()
    expect(start).to_be_focused()
    assert stored_records(page, "episodes") == []


def test_an_ambiguous_local_time_must_be_resolved(page: Page) -> None:
    tap(page, "Log an earlier one")
    page.get_by_label("Start: date and time").fill("2026-10-25T02:30")
    page.get_by_label("Start: date and time").blur()
    page.get_by_role("radio", name="The second").tap()
    page.get_by_role("radio", name="Just now").tap()
    tap(page, "Save")
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    assert stored_records(page, "episodes")[0]["started_at"] == "2026-10-25T01:30:00.000Z"


def test_a_deleted_entry_comes_back_by_keyboard_alone(page: Page) -> None:
    log_episode(page)
    page.goto("/#/history")
    delete = page.get_by_role("button", name="Delete", exact=True)
    delete.focus()
    page.keyboard.press("Enter")
    expect(delete).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(delete).to_be_visible()


def test_an_emergency_sign_is_stored_at_once_with_the_time_last_known_well(page: Page) -> None:
    tap(page, "Emergency signs?")
    page.get_by_role("checkbox", name="Can’t move or walk").tap()
    alarm = page.get_by_role("alertdialog")
    expect(alarm.get_by_role("heading", level=1)).to_be_focused()
    expect(alarm.get_by_text("Saved on this phone.")).to_be_visible()
    alarm.get_by_label("Date and time").fill("2026-11-23T01:00")
    alarm.get_by_label("Date and time").blur()
    tap(page, "I have read this")
    expect(page.get_by_role("heading", name="Call emergency services now")).to_be_visible()
    [alert] = stored_records(page, "alerts")
    assert alert["red_flags"] == {"cannot_move_or_walk": True}
    assert alert["last_known_well_at"] == "2026-11-23T00:00:00.000Z"
    assert stored_records(page, "episodes") == []


def test_transient_elements_are_accessible(page: Page) -> None:
    broken: dict[str, list[str]] = {}

    def check(screen: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if messages := violations(page):
            broken[screen] = messages

    check("today, empty")
    log_episode(page)
    page.goto("/#/today")
    tap(page, "Numb now")
    expect(page.get_by_role("timer")).to_be_visible()
    page.get_by_text("Why?").tap()
    check("today, running")
    page.goto("/#/history")
    tap(page, "Delete")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    check("history, undo")
    page.goto("/#/emergency")
    expect(page.get_by_role("checkbox", name="Confused")).to_be_visible()
    check("emergency signs")
    page.get_by_role("checkbox", name="Confused").tap()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    check("emergency")
    tap(page, "I have read this")
    expect(page.get_by_role("link", name="Call 911 now")).to_be_visible()
    check("today, emergency")
    assert broken == {}


def test_a_forgotten_password_is_replaced_by_way_of_the_mail(page: Page) -> None:
    email, new = f"{uuid4()}@example.org", "another long way to walk"
    sign_up(page, email)
    page.context.clear_cookies()

    def ask(address: str) -> str:
        page.goto("/#/reset-password")
        page.get_by_label("E-mail").fill(address)
        tap(page, "Send the mail")
        status = page.get_by_role("main").get_by_role("status")
        expect(status.get_by_text("a mail is on its way")).to_be_visible()
        return status.inner_text()

    page.goto("/#/sign-in")
    tap(page, "Use a password")
    page.get_by_role("link", name="I forgot my password").tap()
    expect(page.get_by_role("heading", name="New password")).to_be_visible()
    known = ask(email)
    page.reload()
    assert ask(f"{uuid4()}@example.org") == known

    mails = page.context.request.get("/dev/mail").text()
    [*_, key] = re.findall(r"#/reset-password/([\w-]+)", mails[mails.index(email) :])
    page.goto(f"/#/reset-password/{key}")
    page.get_by_label("New password", exact=True).fill("short")
    tap(page, "Save the new password")
    expect(page.get_by_label("New password", exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_label("New password", exact=True).fill(new)
    tap(page, "Save the new password")
    expect(page.get_by_text("Your new password is saved.")).to_be_visible()

    page.reload()
    expect(page.get_by_text("This link is old or was used before.")).to_be_visible()
    answer = page.context.request.post(
        "/_allauth/app/v1/auth/login", data={"email": email, "password": new}
    )
    assert answer.status == 200
