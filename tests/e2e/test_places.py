"""The body map and its list, by touch and by keyboard, at 360×780."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.access import violations
from tests.e2e.conftest import quiet_phone
from tests.e2e.test_main_job import tap
from tests.e2e.test_screens import stored_records

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(chromium: Browser, live_site: str) -> Iterator[BrowserContext]:
    context = quiet_phone(chromium, live_site)
    yield context
    context.close()


def choose(page: Page, *places: str) -> None:
    for place in places:
        page.get_by_role("checkbox", name=place, exact=True).tap()


def where(page: Page, label: str) -> None:
    expect(page.get_by_role("group", name="Where?").get_by_role("status")).to_have_text(label)


def test_a_place_is_tapped_on_the_legs_and_the_list_agrees(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/log")
    page.get_by_role("radio", name="15 min ago").tap()
    where(page, "Nothing chosen.")
    choose(page, "Left foot", "Right outer thigh", "Left calf")
    where(page, "Chosen: Left foot, right outer thigh and left calf")
    assert violations(page) == []

    tap(page, "List")
    expect(page.get_by_role("checkbox", name="Left foot")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Right foot")).not_to_be_checked()
    foot = page.get_by_role("checkbox", name="Right foot")
    foot.focus()
    page.keyboard.press("Space")
    where(page, "Chosen: Both feet, right outer thigh and left calf")

    tap(page, "Legs")
    expect(page.get_by_role("checkbox", name="Right foot")).to_be_checked()
    page.get_by_role("checkbox", name="Left foot", exact=True).focus()
    page.keyboard.press("Space")
    where(page, "Chosen: Right outer thigh, left calf and right foot")
    tap(page, "Save")
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    [record] = stored_records(page, "episodes")
    assert record["areas"] == ["right.thigh_outer", "left.calf", "right.foot"]


def test_an_empty_selection_is_not_asked_and_the_chosen_view_is_remembered(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    page.goto("/#/log")
    question = page.get_by_role("group", name="Where?")
    choose(page, "Left knee")
    expect(question.get_by_text("Not asked")).to_have_count(0)
    choose(page, "Left knee")
    expect(question.get_by_text("Not asked")).to_be_visible()
    tap(page, "List")
    page.goto("/#/today")
    page.goto("/#/log")
    expect(page.get_by_role("button", name="List")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("Front, as in a mirror")).to_have_count(0)
    page.get_by_role("radio", name="15 min ago").tap()
    tap(page, "Save")
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    assert stored_records(page, "episodes")[0]["areas"] is None


def test_what_is_drawn_on_the_left_is_the_left(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/log")
    for part in ("foot", "outer thigh", "buttock", "calf"):
        left, right = (
            page.get_by_role("checkbox", name=f"{side} {part}", exact=True).bounding_box()
            for side in ("Left", "Right")
        )
        assert left is not None
        assert right is not None
        assert left["x"] + left["width"] <= right["x"], part
        assert min(left["width"], left["height"], right["width"], right["height"]) >= 48, part
