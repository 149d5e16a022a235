"""One-click unsubscribe (RFC 8058): a signed link that only turns e-mail off, and its page."""

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from diary.models import Diary

_signer = Signer(salt="reminders.unsubscribe")


def unsubscribe_token(diary_id: int) -> str:
    """A token for the link; its bearer can turn e-mail off, and nothing else."""
    return _signer.sign(str(diary_id))


def disable_email(token: str) -> None:
    """Turn off the e-mail reminders of the token's diary. Raises BadSignature.

    No error if the diary is deleted.
    """
    Diary.objects.filter(pk=int(_signer.unsign(token))).update(email_reminders=False)


# Mail programs post without a cookie or a form (RFC 8058); the token authorizes.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks for confirmation, so that link scanners change nothing; POST unsubscribes."""
    try:
        if request.method == "POST":
            disable_email(token)
        else:
            _signer.unsign(token)
    except BadSignature:
        raise Http404 from None
    return render(request, "reminders/unsubscribe.html", {"done": request.method == "POST"})
