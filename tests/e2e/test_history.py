"""History: a month in the calendar, a day, the list with its filters and its search, at 360×780."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.access import violations
from tests.e2e.conftest import quiet_phone
from tests.e2e.test_main_job import tap
from tests.e2e.test_screens import stored_records

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)  # a Wednesday, 10:00 in Berlin
STORE = """([episodes, alerts, days]) => new Promise((resolve, reject) => {
    const opening = indexedDB.open('footnote');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const tables = ['episodes', 'alerts', 'checkIns'];
        const all = opening.result.transaction(tables, 'readwrite');
        const put = (table, id, record) =>
            all.objectStore(table).put({id, record, deleted: 0, edit: 0});
        for (const record of episodes) put('episodes', record.id, record);
        for (const record of alerts) put('alerts', record.id, record);
        for (const date of days) put('checkIns', date, {date});
        all.onerror = () => reject(all.error);
        all.oncomplete = () => {
            opening.result.close();
            resolve();
        };
    };
})"""
FIELDS = (
    *("start_precision", "onset", "areas", "sensations", "severity", "interference", "trigger"),
    *("relief", "relief_minutes", "symptoms", "leg_changes", "red_flags", "note"),
    "clinician_assessed_at",
)


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def episode(number: int, start: str, minutes: int = 10, **fields: Any) -> dict[str, Any]:
    """Written down when it ended; `start` is UTC."""
    began = datetime.fromisoformat(f"{start}:00+00:00")
    ended = began + timedelta(minutes=minutes)
    timestamp = f"{int(ended.timestamp() * 1000):012x}"
    about = {
        "id": f"{timestamp[:8]}-{timestamp[8:]}-7000-8000-{number:012x}",
        "started_at": instant(began),
        "ended_at": instant(ended),
        "zone": "Europe/Berlin",
    }
    return dict.fromkeys(FIELDS) | about | fields


TRAIN = episode(
    1, "2026-11-23T07:00", areas=["left.foot"], trigger="sitting", severity=6, note="Tren a Köln"
)
COLD = episode(2, "2026-11-20T07:00", 75, areas=["right.calf"], trigger="cold", severity=3)
WALK = episode(3, "2026-11-20T15:00", areas=["left.knee"], trigger="walking", severity=7)
NIGHT = episode(4, "2026-11-11T22:30", 60)  # 23:30 in Berlin, until half past midnight
FAR = episode(5, "2026-11-09T03:30", zone="America/Chicago")  # the 8th there
SIGNS = episode(6, "2026-10-05T07:00", red_flags={"vision": True})
ALERT = {
    "id": "0193aaaa-0000-7000-8000-000000000001",
    "noticed_at": "2026-11-16T08:00:00.000Z",
    "zone": "Europe/Berlin",
    "red_flags": {"confusion": True},
    "last_known_well_at": None,
}
DIARY = [[TRAIN, COLD, WALK, NIGHT, FAR, SIGNS], [ALERT], ["2026-11-18"]]


@pytest.fixture
def phone(chromium: Browser, live_site: str) -> Iterator[BrowserContext]:
    context = quiet_phone(chromium, live_site)
    context.clock.install(time=NOW)
    yield context
    context.close()


def history(phone: BrowserContext, diary: list[Any] = DIARY) -> Page:
    page = phone.new_page()
    page.goto("/#/today")
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    page.evaluate(STORE, diary)
    page.goto("/#/history")
    page.reload()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    return page


def day(page: Page, label: str) -> Locator:
    return page.get_by_role("grid").get_by_role("button", name=label, exact=True)


def chip(page: Page, group: str, name: str) -> None:
    page.get_by_role("group", name=group).get_by_label(name, exact=True).tap()


def cards(page: Page) -> Locator:
    return page.get_by_role("main").locator("[data-entry]")


def test_the_calendar_labels_each_day(phone: BrowserContext) -> None:
    page = history(phone)
    for label in (
        "Wednesday 25 November, today, Not logged",
        "Monday 23 November, Numb, 1 entry",
        "Friday 20 November, Numb, 2 entries",
        "Wednesday 18 November, No numbness",
        "Monday 16 November, Not logged, with emergency signs",
        # Over midnight: both days. In another zone: the day it was there.
        "Wednesday 11 November, Numb, 1 entry",
        "Thursday 12 November, Numb, 1 entry",
        "Sunday 8 November, Numb, 1 entry",
        "Monday 9 November, Not logged",
        "Thursday 26 November, still to come",
    ):
        expect(day(page, label)).to_be_visible()
    for cell in page.get_by_role("grid").get_by_role("button").all():
        box = cell.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 48, box


def test_days_and_months_are_walked_by_keyboard(phone: BrowserContext) -> None:
    page = history(phone)
    day(page, "Wednesday 25 November, today, Not logged").focus()
    walk = (
        ("ArrowLeft", "Tuesday 24 November, Not logged"),
        ("ArrowUp", "Tuesday 17 November, Not logged"),
        ("Home", "Monday 16 November, Not logged, with emergency signs"),
        ("End", "Sunday 22 November, Not logged"),
        ("PageUp", "Thursday 22 October, Not logged"),
        ("PageDown", "Sunday 22 November, Not logged"),
        ("ArrowRight", "Monday 23 November, Numb, 1 entry"),
    )
    for key, label in walk:
        page.keyboard.press(key)
        expect(day(page, label)).to_be_focused()
    page.keyboard.press("PageDown")  # there is nothing to look at in the months to come
    expect(day(page, "Monday 30 November, still to come")).to_be_focused()
    day(page, "Monday 23 November, Numb, 1 entry").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Monday 23 November")).to_be_visible()
    expect(page.get_by_text("Tren a Köln")).to_be_visible()

    tap(page, "To the first entry: October 2026")
    expect(page.get_by_role("heading", name="October 2026")).to_be_visible()
    expect(day(page, "Monday 5 October, Numb, 1 entry, with emergency signs")).to_be_visible()
    tap(page, "Month after")
    expect(page.get_by_role("heading", name="November 2026")).to_be_visible()
    expect(page.get_by_role("button", name="Month after")).to_have_attribute(
        "aria-disabled", "true"
    )


def test_the_week_begins_where_the_locale_begins_it(chromium: Browser, live_site: str) -> None:
    for locale, first in (("en-GB", "Monday"), ("en-US", "Sunday")):
        context = quiet_phone(chromium, live_site, locale=locale)
        page = history(context)
        expect(page.get_by_role("columnheader").first).to_contain_text(first)
        context.close()


def test_a_day_lists_what_touches_it_and_when_that_began(phone: BrowserContext) -> None:
    page = history(phone)
    day(page, "Thursday 12 November, Numb, 1 entry").tap()
    expect(page.get_by_role("heading", name="Began: 11 Nov, 23:30")).to_be_visible()
    day(page, "Wednesday 11 November, Numb, 1 entry").tap()
    expect(page.get_by_role("heading", name="23:30", exact=True)).to_be_visible()
    day(page, "Thursday 26 November, still to come").tap()
    expect(page.get_by_text("This day is still to come.")).to_be_visible()
    expect(page.get_by_role("button", name="No numbness that day")).to_have_count(0)
    expect(page.get_by_role("link", name="Add an entry for this day")).to_have_count(0)


def test_an_entry_is_added_for_a_day_that_has_passed(phone: BrowserContext) -> None:
    page = history(phone, [[], [], []])
    day(page, "Thursday 19 November, Not logged").tap()
    page.get_by_role("link", name="Add an entry for this day").tap()
    expect(page.get_by_text("Thursday 19 November", exact=True)).to_be_visible()
    tap(page, "Save")
    expect(page.get_by_text("When did it start? Tap one, or write the time.")).to_be_visible()
    page.get_by_role("radio", name="Afternoon").tap()
    tap(page, "Save")
    # It is not assumed to be still ongoing.
    expect(page.get_by_text("When did it stop? Tap one, or write the time.")).to_be_visible()
    page.get_by_role("radio", name="After 15 min").tap()
    tap(page, "Save")
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    [record] = stored_records(page, "episodes")
    assert record["started_at"] == "2026-11-19T14:00:00.000Z"
    assert record["ended_at"] == "2026-11-19T14:15:00.000Z"
    assert record["start_precision"] == "about"
    page.get_by_role("link", name="Done").tap()
    expect(day(page, "Thursday 19 November, Numb, 1 entry")).to_be_visible()
    expect(page.get_by_text("Logged later")).to_be_visible()


def test_a_past_symptom_free_day_is_logged_and_undone(phone: BrowserContext) -> None:
    page = history(phone)
    day(page, "Thursday 19 November, Not logged").tap()
    tap(page, "No numbness that day")
    expect(day(page, "Thursday 19 November, No numbness")).to_be_visible()
    expect(page.get_by_role("heading", name="No numbness")).to_be_focused()
    tap(page, "Undo")
    expect(day(page, "Thursday 19 November, Not logged")).to_be_visible()
    tap(page, "No numbness that day")
    expect(day(page, "Thursday 19 November, No numbness")).to_be_visible()
    tap(page, "Delete")
    expect(day(page, "Thursday 19 November, Not logged")).to_be_visible()
    day(page, "Friday 20 November, Numb, 2 entries").tap()
    expect(page.get_by_role("button", name="No numbness that day")).to_have_count(0)


def test_filters_combine_and_survive_opening_an_entry(phone: BrowserContext) -> None:
    page = history(phone)
    tap(page, "List")
    expect(cards(page)).to_have_count(8)
    page.get_by_text("Filters", exact=True).tap()
    status = page.get_by_role("main").get_by_role("status")
    chip(page, "Which side?", "Left")
    expect(status).to_have_text("2 entries found.")
    chip(page, "How strong?", "7 or more")
    expect(status).to_have_text("1 entry found.")
    chip(page, "What were you doing?", "Sitting")
    expect(status).to_have_text("0 entries found.")
    expect(page.get_by_text("Use fewer words or filters")).to_be_visible()
    chip(page, "What were you doing?", "Walking")
    expect(page.get_by_text("Filters: 3 on")).to_be_visible()
    tap(page, "Show 1 entry")
    expect(status).to_be_focused()
    tap(page, "Edit")
    expect(page.get_by_role("heading", name="Edit this entry")).to_be_visible()
    tap(page, "Save")
    page.get_by_role("link", name="Done").tap()
    expect(status).to_have_text("1 entry found.")
    expect(page.get_by_role("heading", name="16:00")).to_be_focused()
    tap(page, "Clear all")
    expect(cards(page)).to_have_count(8)
    expect(page.get_by_label("Search your notes")).to_be_focused()


def test_history_is_filtered_by_level(phone: BrowserContext) -> None:
    page = history(phone)
    tap(page, "List")
    page.get_by_text("Filters", exact=True).tap()
    chip(page, "What the rules say", "See a provider soon")
    status = page.get_by_role("main").get_by_role("status")
    expect(status).to_have_text("2 entries found.")
    chip(page, "Only these", "With emergency signs")
    expect(status).to_have_text("2 entries found.")
    chip(page, "When?", "Last 30 days")
    expect(status).to_have_text("1 entry found.")


def test_note_search_ignores_accents_highlights_and_stays_out_of_the_url(
    phone: BrowserContext,
) -> None:
    page = history(phone)
    tap(page, "List")
    search = page.get_by_label("Search your notes")
    search.fill("KOLN tren")
    expect(cards(page)).to_have_count(1)
    expect(page.locator("mark")).to_have_text(["Tren", "Köln"])
    page.get_by_role("link", name="No rule matches").tap()
    expect(page.get_by_role("heading", name="What the rules say")).to_be_visible()
    assert "oln" not in page.url.lower()
    page.go_back()
    expect(search).to_have_value("KOLN tren")
    expect(cards(page)).to_be_focused()
    search.fill("koln berlin")
    expect(page.get_by_text("Use fewer words or filters")).to_be_visible()


def test_a_deleted_entry_comes_back_in_its_place(phone: BrowserContext) -> None:
    page = history(phone)
    tap(page, "List")
    expect(cards(page)).to_have_count(8)
    entry = page.locator(f"[data-entry='{NIGHT['id']}']")
    delete = page.get_by_role("button", name="Delete").nth(4)
    delete.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    delete.tap()
    expect(entry).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    assert page.evaluate("scrollY") == before
    page.keyboard.press("Enter")
    expect(entry).to_be_focused()
    expect(entry).to_be_in_viewport()


def test_the_search_is_forgotten_with_the_diary(phone: BrowserContext) -> None:
    page = history(phone)
    tap(page, "List")
    page.get_by_label("Search your notes").fill("koln")
    page.get_by_role("navigation").get_by_role("link", name="Today").tap()
    page.get_by_role("navigation").get_by_role("link", name="History").tap()
    expect(page.get_by_label("Search your notes")).to_have_value("koln")
    page.reload()
    tap(page, "List")
    expect(page.get_by_label("Search your notes")).to_have_value("")


def test_history_is_accessible(phone: BrowserContext) -> None:
    page = history(phone)
    assert violations(page) == [], "calendar"
    day(page, "Friday 20 November, Numb, 2 entries").tap()
    expect(cards(page)).to_have_count(2)
    assert violations(page) == [], "day"
    tap(page, "List")
    assert violations(page) == [], "list"
    page.get_by_text("Filters", exact=True).tap()
    chip(page, "Which side?", "Left")
    assert violations(page) == [], "filters"
    page.get_by_label("Search your notes").fill("nothing like it")
    expect(page.get_by_text("Use fewer words or filters")).to_be_visible()
    assert violations(page) == [], "empty result"
