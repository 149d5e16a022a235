"""`/dev/mail`: the mail that the embedded default writes to a folder. Not in production."""

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

SEPARATOR = b"\n" + b"-" * 79 + b"\n"  # what Django's file backend writes after each
MAX_MAILS = 50


def read_mails(folder: Path) -> list[EmailMessage]:
    """The mails in the folder, newest first."""
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    mails: list[EmailMessage] = []
    for file in files[:MAX_MAILS]:
        parts = file.read_bytes().split(SEPARATOR)
        raw = [part for part in reversed(parts) if part.strip()]
        mails += [message_from_bytes(mail, policy=policy.default) for mail in raw]
    return mails[:MAX_MAILS]


def render_body(mail: EmailMessage) -> SafeString:
    """The escaped plain text; URLs of this site become links."""
    part = mail.get_body(("plain",))
    text = str(part.get_content()) if part else ""
    address = re.escape(str(conditional_escape(settings.SITE_URL)))
    return mark_safe(  # noqa: S308 - escaped first; only URLs of this site become links
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
        (
            (mail["Subject"], mail["To"], mail["Date"], render_body(mail))
            for mail in read_mails(settings.MAIL_DIR)
        ),
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
