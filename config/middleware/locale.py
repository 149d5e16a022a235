"""In which language a request is answered: as `?lang=` says, or else as `Accept-Language` does.

No cookie and no address of its own: a link in another language is a link with `lang`.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from diary.i18n import active_language, match_language


class Language:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(asked(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", active_language())
        patch_vary_headers(response, ["Accept-Language"])
        return response


def asked(request: HttpRequest) -> str:
    named = match_language(request.GET.get("lang", ""))
    if named:
        return named
    accepted = request.headers.get("Accept-Language", "")
    for wish, _ in parse_accept_lang_header(accepted):
        if found := match_language(wish):
            return found
    return settings.LANGUAGE_CODE
