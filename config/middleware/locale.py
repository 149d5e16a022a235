"""Activate the language of a request: `?lang=`, or else `Accept-Language`.

No cookie and no URL prefix: a link in another language is a link with `lang`.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from diary.i18n import active_language, match_language


class RequestLanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(request_language(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", active_language())
        patch_vary_headers(response, ["Accept-Language"])
        return response


def request_language(request: HttpRequest) -> str:
    if language := match_language(request.GET.get("lang", "")):
        return language
    accepted = request.headers.get("Accept-Language", "")
    for tag, _ in parse_accept_lang_header(accepted):
        if language := match_language(tag):
            return language
    return settings.LANGUAGE_CODE
