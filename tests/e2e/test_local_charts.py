"""The bars that the phone draws by itself, signed out, at 360×780."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.access import violations
from tests.e2e.test_history import COLD, NIGHT, TRAIN, history, phone
from tests.e2e.test_main_job import tap

__all__ = ["phone"]  # a fixture
pytestmark = pytest.mark.browser


def charts(phone: BrowserContext, diary: list[Any]) -> Page:
    page = history(phone, diary)
    page.goto("/#/charts")
    expect(page.get_by_role("heading", name="Charts")).to_be_visible()
    return page


def expect_sentence(page: Page, sentence: str) -> None:
    expect(page.get_by_role("img", name=sentence, exact=True)).to_be_visible()
    expect(page.get_by_role("paragraph").filter(has_text=sentence)).to_be_visible()


def test_the_bars_the_sentence_and_the_table_agree(phone: BrowserContext) -> None:
    page = charts(phone, [[TRAIN, COLD, NIGHT], [], ["2026-11-18", "2026-11-24"]])
    numbers = {"30 days": (4, 24, 28), "90 days": (4, 84, 88), "365 days": (4, 359, 363)}
    for period, (numb, unlogged, most) in numbers.items():
        tap(page, period)
        known = f"Numbness on {numb} of the last {period}. Days not logged: {unlogged}"
        expect_sentence(
            page, f"{known}, more than half. So this tells little: it may be up to {most}."
        )
        inside: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert inside, period
    tap(page, "30 days")
    page.get_by_text("The numbers as a table").tap()
    rows = page.get_by_role("row")
    assert [" ".join(row.inner_text().split()) for row in rows.all()] == (
        [
            "Days Numb No numbness Not logged",
            "19 – 25 Nov 2026 2 1 4",
            "12 – 18 Nov 2026 1 1 5",
            "5 – 11 Nov 2026 1 0 6",
            "29 Oct – 4 Nov 2026 0 0 7",
            "27 – 28 Oct 2026 0 0 2",
        ]
    )
    assert violations(page) == []


def test_an_empty_diary_is_no_sign_that_all_is_well(phone: BrowserContext) -> None:
    page = charts(phone, [[], [], []])
    expect_sentence(page, "Nothing is logged in the last 90 days.")


def test_when_every_day_is_logged_none_is_missing(phone: BrowserContext) -> None:
    days = [f"2026-11-{day:02}" for day in range(1, 26)]
    days += [f"2026-10-{day}" for day in range(27, 32)]
    page = charts(phone, [[TRAIN], [], days])
    tap(page, "30 days")
    expect_sentence(
        page, "Numbness on 1 of the last 30 days. Every day is logged, so none is missing."
    )
