"""Every screen of the app: each route of `src/route.ts`, so that a new one is never forgotten."""

import re
from typing import Literal

from playwright.sync_api import BrowserContext, Page, expect

from tests.servers import ROOT

NAMES = re.compile(r"ROUTES = \[(.*?)\] as const", re.DOTALL)
ACCOUNT = ("email", "passkeys", "password", "app", "devices", "leave", "erase", "delete")
SETTINGS = ("language", "look", "number", "zone", "reminders", "about")
# Where a route shows its screen only with a record, a key or a part of its own.
OPENED_WITH = {
    "verdict": ("verdict/{episode}",),
    "log": ("log", "log/{episode}"),
    "emergency": ("emergency", "emergency?episode={flagged}"),
    "versions": ("versions/{episode}",),
    "background": ("background", "background?kind=medication"),
    "reset-password": ("reset-password", "reset-password/old-key"),
    "learn": ("learn", "learn/long_hour"),
    "account": ("account", *(f"account/{part}" for part in ACCOUNT)),
    "more": ("more", *(f"more/{page}" for page in SETTINGS)),
}
NEWEST = """(flagged) => new Promise((resolve, reject) => {
    const opening = indexedDB.open('footnote');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const all = opening.result.transaction('episodes').objectStore('episodes').getAll();
        all.onsuccess = () => {
            opening.result.close();
            const ends = all.result.map((row) => row.record).filter((one) => one.ended_at !== null);
            const wanted = ends.filter(
                (one) => !flagged || Object.values(one.red_flags ?? {}).some(Boolean));
            resolve(wanted.sort((a, b) => (a.started_at < b.started_at ? 1 : -1))[0]?.id ?? null);
        };
    };
})"""

Language = Literal["en", "es"]


def routes() -> list[str]:
    match = NAMES.search((ROOT / "frontend/src/ui/route.ts").read_text())
    assert match, "src/ui/route.ts lists its routes in another way"
    return re.findall(r'"([a-z-]+)"', match[1])


def addresses(page: Page) -> list[str]:
    """Each screen's address behind `#/`, with records that are on this phone."""
    ids = {"episode": page.evaluate(NEWEST, False), "flagged": page.evaluate(NEWEST, True)}
    templates = [address for name in routes() for address in OPENED_WITH.get(name, (name,))]
    return [address.format(**ids) for address in templates]


def screen_name(address: str) -> str:
    """`more/look` is "more-look", `log/0193…` is "log-one", `background?kind=` likewise."""
    name, *more = re.split(r"[/?]", address)
    if not more or name in ("verdict", "versions"):
        return name
    return f"{name}-{more[0]}" if name in ("more", "account") else f"{name}-one"


def open_screen(page: Page, address: str) -> None:
    """Open the screen and wait until it is complete and no request is pending."""
    page.goto(f"/#/{address}")
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    settle(page)


def count_questions(context: BrowserContext) -> None:
    """Count pending requests of a page, so that `settle` can wait for the responses."""
    context.add_init_script(
        """window.asked = 0;
        const ask = window.fetch;
        window.fetch = (...what) => {
            window.asked += 1;
            return ask(...what).finally(() => setTimeout(() => { window.asked -= 1; }));
        };"""
    )


def settle(page: Page) -> None:
    # Not by `wait_for_function`: it evaluates text, which the policy of the page forbids.
    page.evaluate(
        """new Promise((done) => {
            let calm = 0; // looks in a row: what has just come may ask for more
            const look = () => {
                const here = [...document.images].every((image) => image.complete);
                calm = !window.asked && here ? calm + 1 : 0;
                if (calm > 4) done();
                else setTimeout(look, 20);
            };
            look();
        })"""
    )


def speak(context: BrowserContext, language: Language) -> None:
    """Set the language, as Settings does."""
    context.add_init_script(f"localStorage.setItem('language', '{language}')")
