"""Updates of the app: installed as a whole, activated only when the person confirms."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from tests.e2e.conftest import SCREEN, installed, new_phone
from tests.e2e.test_history import TRAIN
from tests.e2e.test_screens import stored_records, tap
from tests.e2e.test_two_phones import UNSENT
from tests.servers import ROOT, wait_until

# A worker at another URL is an update to the browser.
NEWER_WAITS = """navigator.serviceWorker.register('/sw.js?newer').then(({waiting}) =>
    waiting !== null)"""
# The store of the first version, with an unsent entry and check-in.
FIRST_VERSION = """(record) => new Promise((resolve, reject) => {
    const opening = indexedDB.open('footnote', 10);
    opening.onerror = () => reject(opening.error);
    opening.onupgradeneeded = () => {
        const db = opening.result;
        const make = (name, keyPath, ...indexes) => {
            const store = db.createObjectStore(name, {keyPath});
            for (const index of indexes) store.createIndex(index, index);
        };
        for (const name of ['episodes', 'alerts']) make(name, 'id', 'deleted');
        make('checkIns', 'id', 'deleted');
        make('outbox', ['kind', 'key'], 'queued_at', 'attempts', 'problem.status');
        make('meta', 'name');
    };
    opening.onsuccess = () => {
        const all = opening.result.transaction(
            ['episodes', 'checkIns', 'outbox', 'meta'], 'readwrite');
        const put = (store, row) => all.objectStore(store).put(row);
        const line = (kind, key) => put('outbox', {
            kind, key, op: 'put', queued_at: 1, attempts: 0, next_try_at: 0, edit: 1,
        });
        put('episodes', {id: record.id, record, deleted: 0, edit: 1});
        line('episode', record.id);
        put('checkIns', {id: '2026-11-18', record: {date: '2026-11-18'}, deleted: 0, edit: 1});
        line('check_in', '2026-11-18');
        put('meta', {name: 'welcomed', value: true});
        all.onerror = () => reject(all.error);
        all.oncomplete = () => { opening.result.close(); resolve(); };
    };
})"""
OPEN_NEWER = """new Promise((resolve, reject) => {
    const opening = indexedDB.open('footnote', 10_000);
    opening.onerror = () => reject(opening.error);
    opening.onupgradeneeded = () => opening.result.createObjectStore('more');
    opening.onsuccess = () => { opening.result.close(); resolve(); };
})"""

pytestmark = pytest.mark.browser


def test_an_installation_that_failed_is_tried_again(chromium: Browser, live_site: str) -> None:
    phone = new_phone(chromium, live_site)
    lost: list[str] = []

    def fail_once(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.request.url)
            route.abort()

    phone.route("**/icons/icon-512.png", fail_once)
    page = phone.new_page()
    page.goto("/#/today")
    installed(page)
    assert len(lost) == 1
    phone.set_offline(True)
    page.reload()
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()
    phone.close()


def test_a_new_version_waits_while_something_is_written_and_loses_nothing(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    page.goto("/#/today")
    installed(page)
    page.reload()  # from now on the worker brings the app
    page.goto("/#/log")
    note, left = page.get_by_label("Note"), page.get_by_role("checkbox", name="Left foot")
    page.get_by_role("radio", name="15 min ago").tap()
    left.tap()
    note.fill("on the train")

    wait_until(lambda: page.evaluate(NEWER_WAITS), 30, "the new version")
    offer = page.get_by_text("A new version is ready.")
    expect(offer).to_have_count(0)
    expect(left).to_be_checked()
    expect(note).to_have_value("on the train")
    tap(page, "Save")
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    expect(offer).to_have_count(0)
    unsent = page.evaluate(UNSENT)

    page.get_by_role("link", name="Done").tap()
    expect(offer).to_be_visible()
    page.goto("/#/background?kind=")
    expect(offer).to_be_visible()
    page.get_by_label("Name").fill("Metf")
    expect(offer).to_have_count(0)
    page.goto("/#/today")
    with page.expect_navigation():
        tap(page, "Reload")
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()
    assert page.evaluate("navigator.serviceWorker.controller.state") == "activated"
    assert [entry["note"] for entry in stored_records(page, "episodes")] == ["on the train"]
    assert page.evaluate(UNSENT) == unsent


def test_the_diary_of_the_first_version_is_taken_along(chromium: Browser, live_site: str) -> None:
    phone = chromium.new_context(base_url=live_site, **SCREEN)
    page = phone.new_page()
    page.goto("/healthz")  # a page of this site that is not the app
    page.evaluate(FIRST_VERSION, TRAIN)
    page.goto("/#/history")
    page.get_by_role("button", name="List").tap()
    expect(page.get_by_text("Tren a Köln")).to_be_visible()
    tap(page, "Edit")
    page.get_by_label("Note").fill("a new note")
    tap(page, "Save")
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    assert [entry["note"] for entry in stored_records(page, "episodes")] == ["a new note"]
    # Both unsent records of the old version: the edited entry and the check-in.
    assert page.evaluate(UNSENT) == 2
    phone.close()


def deploy_another_version(phone: BrowserContext) -> None:
    """From now on the server has the same app under other names, and no file of the present one."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            reply = route.fetch()
            route.fulfill(response=reply, body=reply.text().replace("/assets/", "/newer/"))
        elif path.startswith("/newer/"):
            file = ROOT / "frontend" / "dist" / "assets" / path.removeprefix("/newer/")
            kind = "text/css" if file.suffix == ".css" else "text/javascript"
            content = file.read_text(encoding="utf-8")
            for quote in ('"', "`", "'"):
                content = content.replace(f"{quote}assets/", f"{quote}newer/")
            route.fulfill(content_type=kind, body=content)
        else:
            route.fulfill(status=404)

    phone.route(re.compile(r"/(assets/.*|newer/.*)?(#.*)?$"), answer)


def test_a_page_without_a_service_worker_opens_further_screens_after_a_deployment(
    chromium: Browser, live_site: str
) -> None:
    phone = new_phone(chromium, live_site, service_workers="block")
    page = phone.new_page()
    page.add_init_script("window.requestIdleCallback = () => {}")  # no screen is fetched ahead
    page.goto("/#/today")
    tap(page, "Numb now")
    expect(page.get_by_role("timer")).to_be_visible()
    deploy_another_version(phone)
    page.get_by_role("link", name="Settings").tap()
    expect(page.get_by_role("heading", name="Settings", exact=True)).to_be_visible()
    assert page.evaluate("document.querySelector('script[src]').src").startswith(
        f"{live_site}/newer/"
    )
    page.get_by_role("link", name="Today").tap()
    expect(page.get_by_role("timer")).to_be_visible()
    phone.close()


def test_an_old_tab_beside_a_newer_version_asks_for_a_reload_and_loses_nothing(
    phone: BrowserContext,
) -> None:
    page, other = phone.new_page(), phone.new_page()
    page.goto("/#/today")
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()
    other.goto("/healthz")
    other.evaluate(OPEN_NEWER)
    newer = page.get_by_text("A newer version of Footnote was opened")
    expect(newer).to_be_visible()
    tap(page, "Numb now")
    expect(page.get_by_role("timer")).to_be_visible()
    wait_until(lambda: len(stored_records(page, "episodes")) == 1, 20, "the saving")
    with page.expect_navigation():
        tap(page, "Reload")
    expect(page.get_by_role("timer")).to_be_visible()
