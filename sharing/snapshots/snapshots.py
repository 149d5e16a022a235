"""Snapshots: a page as it was when its link was created, encrypted with a key from the link.

What is deleted in the diary later stays in the snapshot until the link ends.
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
from sharing.pdf.charts import render_chart_svg
from sharing.pdf.service import ReportPending
from sharing.report.build import build_report
from sharing.snapshots import formats
from sharing.snapshots.encryption import decrypt, encrypt

DEFAULT_THEME = "light"
PDF = "report.pdf"
PAGE, CHART = "text/html", "image/svg+xml"
KEY_CONTEXT = b"footnote: what a frozen page shows"


def snapshot_key(token: str) -> bytes:
    """HMAC of the token. It cannot be derived from the stored hash of the token."""
    return digest(token.encode(), KEY_CONTEXT, "sha256")


def encrypt_snapshot(link: ShareLink, token: str, now: datetime) -> Iterator[ShareFile]:
    """The files of the page in each language, encrypted, not saved yet.

    Raises ReportPending, for its PDF, before anything else is rendered; and RenderError.
    """
    key = snapshot_key(token)
    pdfs = _render_pdfs(link, now) if link.downloads else {}
    background = store.link_scope(link).background
    material = load_chart_data(link.diary, link.days, now, background=background)
    for code, _name in settings.LANGUAGES:
        with i18n.override_language(code):
            for name, content_type, content in _parts(
                link, token, now, material, pdfs.get(code, b"")
            ):
                yield ShareFile(
                    diary_id=link.diary_id,
                    link_id=link.id,
                    name=_localized_name(name),
                    content_type=content_type,
                    sealed=encrypt(content, key),
                    key_hash=store.token_hash(key.hex()),
                    sealed_at=now,
                )


def read_snapshot(link: ShareLink, token: str, name: str) -> bytes | None:
    """A file of the page in the active language; None if there is none of this name."""
    file = ShareFile.objects.filter(
        diary_id=link.diary_id, link_id=link.id, name=_localized_name(name)
    ).first()
    return None if file is None else decrypt(file.sealed, snapshot_key(token))


def _render_pdfs(link: ShareLink, now: datetime) -> dict[str, bytes]:
    """The PDF in each language. Queues every language before raising ReportPending."""
    pdfs, pending = {}, None
    for code, _name in settings.LANGUAGES:
        with i18n.override_language(code):
            try:
                pdfs[code] = formats.FORMATS[PDF].render(link, now)
            except ReportPending as error:
                pending = error
    if pending:
        raise pending
    return pdfs


def read_snapshot_chart(link: ShareLink, token: str, name: str, theme: str) -> bytes | None:
    """A chart of the page as SVG; the light one in old snapshots, which have no other."""
    svg = read_snapshot(link, token, _chart_name(name, theme))
    return svg if svg is not None or theme == DEFAULT_THEME else read_snapshot(link, token, name)


def _chart_name(name: str, theme: str) -> str:
    return name if theme == DEFAULT_THEME else f"{name}.{theme}"


def _localized_name(name: str) -> str:
    return f"{i18n.active_language()}/{name}"


def _parts(
    link: ShareLink, token: str, now: datetime, material: ChartData, pdf: bytes
) -> Iterator[tuple[str, str, bytes]]:
    """Name, content type and content; each chart in every theme."""
    yield "page", PAGE, _page(link, token, now).encode()
    for name, chart in charts(background=material.background is not None).items():
        data, thresholds = chart.prepare(material), hooks.effective_thresholds(link.diary)
        for theme in THEMES:
            svg = render_chart_svg(name, data, thresholds, theme)
            yield _chart_name(name, theme), CHART, svg
    for name, format in formats.FORMATS.items() if link.downloads else ():
        yield name, format.content_type, pdf if name == PDF else format.render(link, now)


def _page(link: ShareLink, token: str, now: datetime) -> str:
    """The inner HTML of <main>. Head, style and page info are rendered when it is opened."""
    scope = store.link_scope(link)
    report = build_report(link.diary, days=link.days, now=now, scope=scope)
    context = {"report": report, "token": token, "other_languages": i18n.other_languages()}
    html = render_to_string("sharing/report.html", context)
    return html.partition("<main>")[2].rpartition("</main>")[0]
