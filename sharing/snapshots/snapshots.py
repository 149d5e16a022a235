"""A page that stays as it was when its link was made, sealed with a key that only the link has.

What is deleted in the diary later stays in it, as on a sheet of paper, until the link ends.
"""

from collections.abc import Iterator
from datetime import datetime
from hmac import digest

from django.conf import settings
from django.template.loader import render_to_string

from diary import hooks, i18n
from diary.charts.cached_chart import load_chart_data
from diary.charts.chart_data import ChartData
from diary.charts.plots import charts
from diary.charts.theme import THEMES
from sharing.links import store
from sharing.models import ShareFile, ShareLink
from sharing.pdf.charts import copied
from sharing.pdf.service import Waiting
from sharing.report.build import build_report
from sharing.snapshots import encryption as seals
from sharing.snapshots import formats

USUAL = "light"
PAPER = "report.pdf"
PAGE, PICTURE = "text/html", "image/svg+xml"
FOR = b"footnote: what a frozen page shows"


def key_of(token: str) -> bytes:
    """Not to be had from what is kept of the token, which is another hash of it."""
    return digest(token.encode(), FOR, "sha256")


def sealed(link: ShareLink, token: str, now: datetime) -> Iterator[ShareFile]:
    """All that the page shows, in each language, to be stored.

    Raises Waiting, of its PDF, before anything else is drawn; and Failed.
    """
    key = key_of(token)
    papers = _papers(link, now) if link.downloads else {}
    background = store.scope_of(link).background
    material = load_chart_data(link.diary, link.days, now, background=background)
    for code, _name in settings.LANGUAGES:
        with i18n.override_language(code):
            for name, content_type, content in _parts(
                link, token, now, material, papers.get(code, b"")
            ):
                yield ShareFile(
                    diary_id=link.diary_id,
                    link_id=link.id,
                    name=_named(name),
                    content_type=content_type,
                    sealed=seals.keep(content, key),
                    key_hash=store.token_hash(key.hex()),
                    sealed_at=now,
                )


def read(link: ShareLink, token: str, name: str) -> bytes | None:
    """A part of the page in the language in use; None when there is no such part."""
    file = ShareFile.objects.filter(
        diary_id=link.diary_id, link_id=link.id, name=_named(name)
    ).first()
    return None if file is None else seals.kept(file.sealed, key_of(token))


def _papers(link: ShareLink, now: datetime) -> dict[str, bytes]:
    """The PDF in each language. All are asked for before one is waited for."""
    made, waiting = {}, None
    for code, _name in settings.LANGUAGES:
        with i18n.override_language(code):
            try:
                made[code] = formats.FILES[PAPER].make(link, now)
            except Waiting as one:
                waiting = one
    if waiting:
        raise waiting
    return made


def chart(link: ShareLink, token: str, name: str, theme: str) -> bytes | None:
    """A picture of the page; the light one, where the copy is older than those for the dark."""
    found = read(link, token, _themed(name, theme))
    return found if found is not None or theme == USUAL else read(link, token, name)


def _themed(name: str, theme: str) -> str:
    return name if theme == USUAL else f"{name}.{theme}"


def _named(name: str) -> str:
    return f"{i18n.active_language()}/{name}"


def _parts(
    link: ShareLink, token: str, now: datetime, material: ChartData, paper: bytes
) -> Iterator[tuple[str, str, bytes]]:
    """Name, type and content; each chart for the light, for the dark and for paper."""
    yield "page", PAGE, _page(link, token, now).encode()
    for name, chart in charts(background=material.background is not None).items():
        found, thresholds = chart.prepare(material), hooks.effective_thresholds(link.diary)
        for theme, look in THEMES.items():
            drawn = copied(chart, found, thresholds, look, i18n.active_locale())
            yield _themed(name, theme), PICTURE, drawn
    for name, form in formats.FILES.items() if link.downloads else ():
        yield name, form.content_type, paper if name == PAPER else form.make(link, now)


def _page(link: ShareLink, token: str, now: datetime) -> str:
    """What is in the page; what is around it, and its style, is that of the day it is opened."""
    scope = store.scope_of(link)
    found = build_report(link.diary, days=link.days, now=now, scope=scope)
    told = {"report": found, "token": token, "others": i18n.other_languages()}
    html = render_to_string("sharing/report.html", told)
    return html.partition("<main>")[2].rpartition("</main>")[0]
