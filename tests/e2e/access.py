"""Accessibility violations by axe: all rules in the light scheme, contrast in dark too."""

from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES: dict[Literal["light", "dark"], list[str]] = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "dark": ["color-contrast"],
}

# At the end of a screen nothing lies half under the bar at its foot. Only what is wrong is told: to
# tell what is right as well takes as long again.
RUN = """async (runOnly) => {
    scrollTo(0, document.documentElement.scrollHeight);
    return (await axe.run({ runOnly, resultTypes: ['violations'] })).violations;
}"""
# The colours of one scheme do not fade into the other's while they are looked at.
AT_ONCE = "document.getAnimations().forEach((one) => one.finish())"


def violations(page: Page) -> list[str]:
    """Leaves the page unchanged, except for the scroll position."""
    messages: list[str] = []
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    for scheme, rules in RULES.items():
        page.emulate_media(color_scheme=scheme)
        page.evaluate(AT_ONCE)
        broken: list[dict[str, Any]] = page.evaluate(RUN, rules)
        messages += [
            f"{scheme} {violation['id']}: {node['html'][:120]} {node['failureSummary'][:300]}"
            for violation in broken
            for node in violation["nodes"]
        ]
    page.emulate_media(color_scheme="null")
    return messages
