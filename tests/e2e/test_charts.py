"""The server's charts in the app, signed in, at 360×740: all of them, each with its text."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from diary.charts.plots import charts
from diary.formatting import ENGLISH
from tests.e2e.access import violations
from tests.e2e.test_main_job import sign_up, tap

pytestmark = pytest.mark.browser


def chart_requests(page: Page) -> list[str]:
    """The charts whose images were requested."""
    names: list[str] = []
    page.on(
        "request",
        lambda request: (
            names.append(request.url.split("/charts/")[1].split(".svg")[0])
            if "/charts/" in request.url and ".svg" in request.url
            else None
        ),
    )
    return names


def test_every_chart_comes_as_it_comes_near_with_its_sentence_and_table(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    sign_up(page, "charts@example.org")
    tap(page, "Numb now")
    tap(page, "It stopped")
    tap(page, "Save")
    expect(page.get_by_role("heading", name="What you logged")).to_be_visible()
    pictures = chart_requests(page)
    page.goto("/#/charts")
    titles = [chart.title(ENGLISH) for chart in charts().values()]
    headings = page.get_by_role("heading", level=2)
    expect(headings).to_have_text(titles)
    expect(page.get_by_role("img").first).not_to_have_js_property("naturalWidth", 0)
    assert len(set(pictures)) < len(titles)  # those far below wait

    for title in titles:
        heading = page.get_by_role("heading", name=title, exact=True)
        heading.scroll_into_view_if_needed()
        card = page.get_by_role("region", name=title, exact=True)
        image = card.get_by_role("img")
        expect(image).to_be_visible()
        expect(image).not_to_have_js_property("naturalWidth", 0)
        assert len(image.get_attribute("alt") or "") > 40
        assert card.get_by_role("paragraph").first.inner_text()
        card.get_by_text("The numbers as a table").tap()
        expect(card.get_by_role("columnheader").first).to_be_visible()
    assert set(pictures) == set(charts())
    inside: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert inside
    assert violations(page) == []
