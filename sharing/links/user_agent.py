"""A browser's name and system from its User-Agent, coarse enough to name nobody."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# First match wins: most browsers also claim to be the ones further down.
BROWSERS = (
    ("bot", "A robot"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
    ("Trident", "Internet Explorer"),
    ("MSIE", "Internet Explorer"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
# Those that are no names, in the language in use.
WORDS: Final[dict[str, str | Promise]] = {
    "A robot": gettext_lazy("A robot"),
    "A browser": gettext_lazy("A browser"),
}


def coarse_client(user_agent: str) -> str:
    """`Chrome on Android`; only words from the lists above are ever stored."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), None)
    return f"{browser} on {system}" if system else browser


def client_told(stored: str) -> str:
    """What was stored, in the language in use: `Chrome en Android`."""
    browser, _on, system = stored.partition(" on ")
    named = str(WORDS.get(browser, browser))
    if not system:
        return named
    return _("%(browser)s on %(system)s") % {"browser": named, "system": system}
