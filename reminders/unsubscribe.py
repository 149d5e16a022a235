"""Stopping e-mail without signing in: a signed link that does only that, and a page for it."""

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from diary.models import Diary

_signer = Signer(salt="reminders.unsubscribe")


def token_of(diary_id: int) -> str:
    """A token for the link; it lets its bearer turn off e-mail, and read nothing."""
    return _signer.sign(str(diary_id))


def turn_off(token: str) -> None:
    """Turn off the reminders by e-mail of the token's diary. Raises BadSignature.

    A diary that is gone is fine: nothing is sent to it any more.
    """
    Diary.objects.filter(pk=int(_signer.unsign(token))).update(email_reminders=False)


# Mail programs post without a cookie or a form (RFC 8058); the token is the proof.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Asks on GET, so that a link scanner turns off nothing; does it on POST."""
    try:
        if request.method == "POST":
            turn_off(token)
        else:
            _signer.unsign(token)
    except BadSignature:
        raise Http404 from None
    return render(request, "reminders/unsubscribe.html", {"done": request.method == "POST"})
