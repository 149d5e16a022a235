"""The mail that the embedded default writes to a folder, as a page. Not in production."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

BETWEEN_MAILS = b"\n" + b"-" * 79 + b"\n"  # what Django's file backend writes after each
SHOWN = 50


def mails(folder: Path) -> list[EmailMessage]:
    """The mails in the folder, newest first."""
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    found: list[EmailMessage] = []
    for file in files[:SHOWN]:
        parts = file.read_bytes().split(BETWEEN_MAILS)
        raw = [part for part in reversed(parts) if part.strip()]
        found += [message_from_bytes(mail, policy=policy.default) for mail in raw]
    return found[:SHOWN]


def body_of(mail: EmailMessage) -> SafeString:
    """The text, escaped; addresses of this very site become links."""
    part = mail.get_body(("plain",))
    text = str(part.get_content()) if part else ""
    address = re.escape(str(conditional_escape(settings.SITE_URL)))
    return mark_safe(  # noqa: S308 - escaped first, and only our own address is turned into a link
        re.sub(rf"{address}[^\s<>\"']*", r'<a href="\g<0>">\g<0></a>', conditional_escape(text))
    )


@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    if not settings.DEV_MAIL:
        raise Http404
    articles = format_html_join(
        "\n",
        "<article><h2>{}</h2><p>{} · {}</p><pre>{}</pre></article>",
        ((m["Subject"], m["To"], m["Date"], body_of(m)) for m in mails(settings.MAIL_DIR)),
    )
    return HttpResponse(
        format_html(
            '<!doctype html><html lang="{}"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width"><title>{}</title>'
            "<h1>{}</h1>{}</html>",
            get_language(),
            _("Mail sent"),
            _("Mail sent from this machine"),
            articles or _("None yet."),
        ),
        headers={"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"},
    )
