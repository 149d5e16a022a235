"""Export and import of the diary as a file, and a full or broken store, at 360×740."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.e2e.access import violations
from tests.e2e.conftest import installed, new_phone
from tests.e2e.test_main_job import sign_up
from tests.e2e.test_screens import READ
from tests.e2e.test_two_phones import UNSENT, log_episode
from tests.servers import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.journey]

# A full IndexedDB store while the page sets a flag.
FULL = """
globalThis.full = false;
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...all) {
  if (globalThis.full) throw new DOMException("no room", "QuotaExceededError");
  return put.apply(this, all);
};
"""
# Another app that shares a file with this one: share_target of the manifest.
SHARING_APP = """(() => {
    const form = document.createElement('form');
    Object.assign(form, {method: 'post', enctype: 'multipart/form-data', action: '/open-file'});
    const file = document.createElement('input');
    Object.assign(file, {type: 'file', name: 'file', id: 'shared'});
    form.append(file);
    document.body.append(form);
})()"""


def stored_episodes(page: Page) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = page.evaluate(READ, "episodes")
    return records


def saved_file(page: Page, folder: Path) -> Path:
    page.goto("/#/data")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").tap()
    file = folder / "diary.json"
    download.value.save_as(file)
    return file


def choose(page: Page, file: Path) -> None:
    page.goto("/#/data")
    page.locator("input[type=file][accept*=json]").set_input_files(file)


def test_a_diary_moves_to_another_phone_by_a_file_and_a_second_time_changes_nothing(
    chromium: Browser, live_site: str, phone: BrowserContext, tmp_path: Path
) -> None:
    mine = phone.new_page()
    for _ in range(2):
        log_episode(mine)
    file = saved_file(mine, tmp_path)

    other = new_phone(chromium, live_site)
    page = other.new_page()
    choose(page, file)
    expect(page.get_by_text("2 are new.")).to_be_visible()
    assert stored_episodes(page) == []
    page.get_by_role("button", name="Bring in 2").tap()
    wait_until(lambda: len(stored_episodes(page)) == 2, 10, "the records")
    by_id = {episode["id"]: episode for episode in stored_episodes(page)}
    assert {
        episode["id"]: {name: episode[name] for name in by_id[episode["id"]]}
        for episode in stored_episodes(mine)
    } == by_id

    choose(page, file)
    expect(page.get_by_text("2 are the same as here.")).to_be_visible()
    expect(page.get_by_role("button", name="Bring in")).to_have_count(0)
    other.close()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "This file is empty."),
        ("{", "This file cannot be read."),
        ('{"format": "another", "version": 1}', "This is not a diary from Footnote."),
        ('{"format": "footnote-diary", "version": 9}', "A newer version of Footnote"),
    ],
)
def test_an_invalid_file_changes_nothing_and_shows_an_error(
    phone: BrowserContext, tmp_path: Path, text: str, message: str
) -> None:
    page = phone.new_page()
    file = tmp_path / "file.json"
    file.write_text(text)
    choose(page, file)
    expect(page.get_by_text(message)).to_be_visible()
    expect(page.get_by_text("Nothing was changed.")).to_be_visible()


def test_what_a_full_store_does_not_take_is_shown_offered_as_a_file_and_stored_later(
    chromium: Browser, live_site: str, tmp_path: Path
) -> None:
    context = new_phone(chromium, live_site, reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(FULL)
    page.goto("/#/today")
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()
    page.evaluate("full = true")
    page.get_by_role("button", name="Numb now").tap()
    alert = page.get_by_role("alert").filter(has_text="This phone has no room left.")
    expect(alert).to_be_visible()
    expect(alert).to_contain_text("1 thing is not saved on this phone yet.")
    expect(page.get_by_role("button", name="It stopped")).to_be_visible()
    assert stored_episodes(page) == []
    assert violations(page) == []
    with page.expect_download() as download:
        alert.get_by_role("button", name="Save it as a file").tap()
    download.value.save_as(tmp_path / "unsaved.json")

    page.evaluate("full = false")
    alert.get_by_role("button", name="Try again").tap()
    expect(alert).to_have_count(0)
    [episode] = stored_episodes(page)
    assert page.evaluate(UNSENT) >= 1
    choose(page, tmp_path / "unsaved.json")
    expect(page.get_by_text("1 is the same as here.")).to_be_visible()
    assert episode["ended_at"] is None
    context.close()


@pytest.mark.parametrize("pause", [0, 5, 20, 60])
def test_a_page_closed_right_after_the_tap_has_stored_the_entry_atomically(
    phone: BrowserContext, pause: int
) -> None:
    page = phone.new_page()
    page.goto("/#/today")
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()
    before = page.evaluate(UNSENT)
    page.get_by_role("button", name="Numb now").dispatch_event("click")
    page.wait_for_timeout(pause)
    page.close()

    page = phone.new_page()
    page.goto("/#/today")
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    entries = stored_episodes(page)
    assert page.evaluate(UNSENT) == before + len(entries)
    running: Callable[[], int] = page.get_by_role("button", name="It stopped").count
    wait_until(lambda: running() == len(entries), 10, "Today")


def test_a_store_that_never_opens_shows_an_error_and_offers_the_entry_as_a_file(
    phone: BrowserContext, tmp_path: Path
) -> None:
    page = phone.new_page()
    page.add_init_script("indexedDB.open = () => new EventTarget();")
    page.goto("/#/today")
    alert = page.get_by_role("alert").filter(has_text="This phone’s store does not answer.")
    expect(alert).to_be_visible()
    page.get_by_role("button", name="Numb now").tap()
    expect(page.get_by_role("timer")).to_be_visible()
    expect(alert).to_contain_text("1 thing is not saved on this phone yet.")
    with page.expect_download() as download:
        alert.get_by_role("button", name="Save it as a file").tap()
    download.value.save_as(tmp_path / "unsaved.json")
    assert len(json.loads((tmp_path / "unsaved.json").read_text())["episodes"]) == 1


def test_persistent_storage_is_requested_once(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.add_init_script(
        """globalThis.times = 0;
        navigator.storage.persist = async () => { times += 1; return false; };"""
    )
    log_episode(page)
    wait_until(lambda: page.evaluate("times") == 1, 10, "the question")
    log_episode(page)
    assert page.evaluate("times") == 1


def test_a_file_that_another_app_shares_is_shown_before_anything_is_brought_in(
    chromium: Browser, live_site: str, phone: BrowserContext, tmp_path: Path
) -> None:
    mine = phone.new_page()
    log_episode(mine)
    file = saved_file(mine, tmp_path)
    other = new_phone(chromium, live_site)
    page = other.new_page()
    page.goto("/#/today")
    installed(page)
    page.reload()  # from now on the worker answers
    other.set_offline(True)
    page.evaluate(SHARING_APP)
    page.locator("#shared").set_input_files(file)
    page.evaluate("document.getElementById('shared').form.submit()")
    expect(page.get_by_text("1 is new.")).to_be_visible()
    assert stored_episodes(page) == []
    page.get_by_role("button", name="Bring in 1").tap()
    wait_until(lambda: len(stored_episodes(page)) == 1, 10, "the entry")
    other.close()


def test_the_server_gives_files_and_brings_in_the_table_of_another_diary(
    phone: BrowserContext, tmp_path: Path
) -> None:
    page = phone.new_page()
    sign_up(page, f"{uuid4().hex}@example.org")
    page.goto("/#/data")
    with page.expect_download() as download:
        page.get_by_role("button", name="For a hospital (FHIR)").tap()
    assert download.value.suggested_filename.endswith(".fhir.json")
    assert json.loads(download.value.path().read_text())["resourceType"] == "Bundle"
    page.goto("/#/care")
    steps = [{"state": "running", "done": done, "total": 9} for done in (3, 8)]

    def pending(route: Route) -> None:
        if not steps:
            route.continue_()
            return
        route.fulfill(status=202, json=steps.pop(0), headers={"Retry-After": "0.5"})

    page.context.route("**/api/v1/report.pdf*", pending)
    with page.expect_download() as report:
        page.get_by_role("button", name="Report as PDF").tap()
        for done in (3, 8):
            label = f"The report is being made… Step {done} of 9."
            expect(page.get_by_role("button", name=label)).to_be_visible()
    assert re.fullmatch(r"footnote-\d{4}-\d\d-\d\d\.pdf", report.value.suggested_filename)
    assert report.value.path().read_bytes().startswith(b"%PDF-1.7")
    expect(page.get_by_text("The report is saved.")).to_be_visible()
    page.goto("/#/data")

    table = tmp_path / "tracked.csv"
    table.write_text(
        "FeatureName,Timestamp,Value,Label,Note\n"
        "Weight,2026-09-14T21:30:41.432+01:00,71.5,,\n"
        "Numb leg,2026-10-09T11:10:00Z,1:10:00,,\n"
        "Numb leg,2026-10-05T11:10:01.808Z,0:18:20,Left,Under the desk\n"
    )
    page.locator("input[type=file][accept*=csv]").set_input_files(table)
    expect(page.get_by_text("This is a table from Track & Graph.")).to_be_visible()
    page.get_by_role("checkbox", name="Numb leg (2)").tap()
    page.get_by_text("What the columns are").tap()
    expect(page.get_by_role("checkbox", name="Note", exact=True)).to_be_checked()
    page.get_by_role("checkbox", name="Label", exact=True).tap()
    page.get_by_label("Time zone of its times").select_option("Asia/Tokyo")
    page.get_by_role("button", name="Look at it so").tap()
    expect(page.get_by_text("2 are new.")).to_be_visible()
    assert stored_episodes(page) == []
    assert violations(page) == []
    page.get_by_role("button", name="Bring in 2").tap()
    wait_until(lambda: len(stored_episodes(page)) == 2, 20, "the entries")
    imported = stored_episodes(page)
    assert {episode["zone"] for episode in imported} == {"Asia/Tokyo"}
    assert {episode["note"] for episode in imported} == {None, "Under the desk"}

    expect(page.locator("input[type=file][accept*=csv]")).to_be_enabled()
    page.locator("input[type=file][accept*=csv]").set_input_files(table)
    page.get_by_role("checkbox", name="Numb leg (2)").tap()
    page.get_by_role("button", name="Look at it so").tap()
    expect(page.get_by_text("2 are in your diary already.")).to_be_visible()
    expect(page.get_by_role("button", name="Bring in")).to_have_count(0)
