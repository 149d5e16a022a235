"""User-Agent parsing: browser and system, too coarse for fingerprinting."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# First match wins: most browsers also contain the tokens further down.
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
# Names that need a translation.
TRANSLATED: Final[dict[str, str | Promise]] = {
    "A robot": gettext_lazy("A robot"),
    "A browser": gettext_lazy("A browser"),
}


def coarse_client(user_agent: str) -> str:
    """`Chrome on Android`; only words from the lists above are stored."""
    browser = next((name for token, name in BROWSERS if token in user_agent), "A browser")
    system = next((name for token, name in SYSTEMS if token in user_agent), None)
    return f"{browser} on {system}" if system else browser


def localize_client(stored: str) -> str:
    """The stored text in the active language: `Chrome en Android`."""
    browser, _on, system = stored.partition(" on ")
    name = str(TRANSLATED.get(browser, browser))
    if not system:
        return name
    return _("%(browser)s on %(system)s") % {"browser": name, "system": system}
