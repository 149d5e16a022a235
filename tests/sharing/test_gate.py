"""Access to a page: passcode, attempt limits and view limits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPResponse
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from diary.models import BackgroundItem, Diary, Question, User
from sharing.access.passcodes import MAX_ATTEMPTS
from sharing.models import ReportFile, ShareFile, ShareLink, ShareView
from sharing.pdf import jobs
from sharing.pdf.typst import RenderError
from tests.conftest import Clock
from tests.sharing.conftest import Log, path_of

pytestmark = pytest.mark.sqlite

LINKS = "/api/v1/share-links"
Share = Callable[..., dict[str, Any]]


@pytest.fixture
def unhurried(settings: Any) -> None:
    """Disable the rate limit per minute; the lifetime limit of attempts stays."""
    settings.ACCOUNT_RATE_LIMITS = False


def enter(doctor: Client, path: str, passcode: str = "4711", **more: Any) -> Any:
    return doctor.post(path, {"passcode": passcode}, **more)


def test_a_link_with_a_passcode_reveals_nothing_before_it(
    log: Log, share: Share, doctor: Client
) -> None:
    log(note="secret-word")
    path = path_of(share(passcode="4711", label="Dr. Foot", downloads=True)["url"])
    gate = doctor.get(path)
    assert gate.status_code == 200
    text = gate.content.decode()
    assert "Passcode" in text
    for private in ("secret-word", "Dr. Foot", "umbness", "Europe", "owner@", "4711"):
        assert private not in text
    assert "Set-Cookie" not in gate.headers
    assert "form-action 'self'" in gate.headers["Content-Security-Policy"]
    assert gate.headers["Cache-Control"] == "no-store"
    for behind in ("charts/frequency.svg", "episodes.csv", "record.fhir.json"):
        assert doctor.get(f"{path}/{behind}").status_code == 404
    assert not ShareView.objects.exists()


def test_the_right_passcode_opens_the_page_its_charts_and_its_files_for_an_hour(
    log: Log, share: Share, doctor: Client, noon: Clock
) -> None:
    log(note="secret-word")
    path = path_of(share(passcode="4711", downloads=True)["url"])
    opened = enter(Client(enforce_csrf_checks=True), path)
    assert opened.status_code == 200
    assert b"secret-word" in opened.content  # without a cookie, too
    assert "form-action 'none'" in opened.headers["Content-Security-Policy"]
    enter(doctor, path)
    cookie = doctor.cookies["opened"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (path, True, "Lax")
    assert cookie["max-age"] == 3600
    assert "4711" not in cookie.value
    parts = ("", "?lang=es", "/charts/frequency.svg", "/episodes.csv", "/record.fhir.json")
    for part in parts:
        assert doctor.get(path + part).status_code == 200
    assert ShareView.objects.filter(what="page").count() == 2
    noon.shift(timedelta(seconds=3605))
    assert b"Passcode" in doctor.get(path).content
    assert doctor.get(f"{path}/episodes.csv").status_code == 404


def test_the_cookie_of_one_link_opens_no_other(share: Share, doctor: Client) -> None:
    first, second = (path_of(share(passcode="4711")["url"]) for _ in range(2))
    enter(doctor, first)
    value = doctor.cookies["opened"].value
    thief = Client()
    thief.cookies["opened"] = value
    assert b"Passcode" in thief.get(second).content
    assert b"Passcode" not in thief.get(first).content


def test_a_page_that_is_ended_is_ended_for_who_reads_it(
    share: Share, doctor: Client, api: APIClient
) -> None:
    created = share(passcode="4711")
    path = path_of(created["url"])
    enter(doctor, path)
    assert api.delete(f"{LINKS}/{created['id']}").status_code == 204
    for part in ("", "/charts/frequency.svg"):
        assert doctor.get(path + part).status_code == 404
    assert enter(doctor, path).status_code == 404


@pytest.mark.usefixtures("unhurried")
def test_the_last_wrong_passcode_locks_the_link_and_notifies_its_owner(
    share: Share, doctor: Client, api: APIClient
) -> None:
    created = share(passcode="4711")
    path = path_of(created["url"])
    for tries in range(MAX_ATTEMPTS - 1, 0, -1):
        wrong = enter(doctor, path, "0000")
        assert wrong.status_code == 403
        message = "1 try is left" if tries == 1 else f"{tries} tries are left"
        assert message in wrong.content.decode()
        assert "Set-Cookie" not in wrong.headers
    last, never = enter(doctor, path, "0000"), enter(doctor, "/s/never")
    assert last.status_code == never.status_code == 404
    for answer in (last, enter(doctor, path), doctor.get(path)):  # the right one is too late
        assert (answer.status_code, answer.content) == (404, never.content)
    (listed,) = api.get(LINKS).json()["results"]
    assert (listed["state"], listed["newly_locked"], listed["tries_left"]) == ("locked", True, 0)
    later = (timezone.now() + timedelta(minutes=1)).isoformat()
    assert api.post(f"{LINKS}/mark-viewed", {"until": later}, format="json").status_code == 204
    (listed,) = api.get(LINKS).json()["results"]
    assert (listed["state"], listed["newly_locked"]) == ("locked", False)


@pytest.mark.usefixtures("unhurried")
def test_a_right_passcode_costs_no_try(share: Share) -> None:
    path = path_of(share(passcode="4711")["url"])
    for _ in range(MAX_ATTEMPTS + 2):
        assert enter(Client(), path).status_code == 200
    assert ShareLink.objects.get().tries_left == MAX_ATTEMPTS


def test_rate_limited_passcodes_consume_no_attempt(share: Share) -> None:
    path = path_of(share(passcode="4711")["url"])
    answers = [enter(Client(), path, "0000").status_code for _ in range(7)]
    assert answers == [403] * 5 + [429] * 2
    assert enter(Client(), path).status_code == 429
    assert ShareLink.objects.get().tries_left == MAX_ATTEMPTS - 5
    other = path_of(share(passcode="4711")["url"])
    assert enter(Client(), other).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("wish", [{"passcode": "4711"}, {"most_views": 3}])
def test_fifty_concurrent_requests_do_not_exceed_the_limits(
    share: Share,
    live_server: Any,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    wish: dict[str, Any],
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("one connection serves all threads there; test_over_http asks a real server")
    settings.SITE_URL = live_server.url
    url, checks = share(**wish)["url"], list[str]()
    monkeypatch.setattr(
        "sharing.access.passcodes.check_password", lambda passcode, _: checks.append(passcode)
    )

    def ask(number: int) -> int:
        try:
            reply: HTTPResponse = urlopen(
                url, urlencode({"passcode": f"guess {number}"}).encode(), timeout=60
            )
            with reply:
                return reply.status
        except HTTPError as error:
            error.close()
            return error.code

    with ThreadPoolExecutor(50) as crowd:
        answers = list(crowd.map(ask, range(50)))
    link = ShareLink.objects.get()
    if "passcode" in wish:
        assert len(checks) == MAX_ATTEMPTS
        assert answers.count(403) < MAX_ATTEMPTS  # without attempts left the link is unavailable
        assert answers.count(403) + answers.count(404) == 50
        assert (link.tries_left, link.revoked_at is None) == (0, False)
    else:
        assert (answers.count(200), answers.count(404)) == (3, 47)
        assert ShareView.objects.count() == 3
        assert link.uses_left == 0


def test_link_previews_and_reading_on_consume_no_use(
    log: Log, share: Share, doctor: Client, api: APIClient
) -> None:
    log(note="secret-word")
    created = share(most_views=1, downloads=True)
    path = path_of(created["url"])
    for _ in range(3):  # as a messenger does for a link preview
        assert b"It can be opened 1 more time" in Client().get(path).content
    assert b"secret-word" in doctor.post(path).content
    for part in ("", "/charts/frequency.svg", "/episodes.csv"):
        assert doctor.get(path + part).status_code == 200
    assert doctor.post(path).status_code == 200  # sent once more by the browser
    for again in (Client().get(path), Client().post(path)):
        assert (again.status_code, again.content) == (404, Client().get("/s/never").content)
    (listed,) = api.get(LINKS).json()["results"]
    assert (listed["state"], listed["uses_left"], listed["views"]) == ("used_up", 0, 1)


def test_a_link_without_a_gate_takes_no_post(share: Share, doctor: Client) -> None:
    assert enter(doctor, path_of(share()["url"])).status_code == 405


def test_the_gate_speaks_the_doctors_language(share: Share, doctor: Client) -> None:
    path = path_of(share(passcode="4711")["url"])
    text = doctor.get(path, headers={"accept-language": "es"}).content.decode()
    assert "Le han compartido una página" in text
    assert "quedan 9 intentos" in enter(doctor, f"{path}?lang=es", "0").content.decode().lower()


def test_the_passcode_is_stored_as_a_hash(share: Share, api: APIClient) -> None:
    share(passcode="correct horse")
    assert "correct horse" not in str(ShareLink.objects.values())
    assert "passcode" not in str(api.get(LINKS).json())


def test_the_list_counts_views_since_the_owner_last_saw_them(
    share: Share, doctor: Client, api: APIClient, noon: Clock
) -> None:
    created = share(downloads=True)
    path = path_of(created["url"])
    noon.shift(timedelta(seconds=1))
    doctor.get(path)
    noon.shift(timedelta(seconds=1))
    doctor.get(f"{path}/episodes.csv")
    (listed,) = api.get(LINKS).json()["results"]
    assert (listed["views"], listed["new_views"]) == (1, 1)
    views = api.get(f"{LINKS}/{created['id']}/views").json()["results"]
    assert [(view["what"], view["client"]) for view in views] == [
        ("csv", "Chrome on Android"),
        ("page", "Chrome on Android"),
    ]
    api.post(f"{LINKS}/mark-viewed", {"until": listed["last_viewed_at"]}, format="json")
    (listed,) = api.get(LINKS).json()["results"]
    assert (listed["views"], listed["new_views"]) == (1, 0)
    noon.shift(timedelta(seconds=1))
    doctor.get(path)
    api.post(f"{LINKS}/mark-viewed", {"until": "2026-01-01T00:00:00Z"}, format="json")
    assert api.get(LINKS).json()["results"][0]["new_views"] == 1


@pytest.mark.parametrize(
    ("user_agent", "label"),
    [
        ("Mozilla/5.0 (Linux; Android 15) Chrome/142", "Chrome en Android"),
        ("Mozilla/5.0 (compatible; a bot)", "Un robot"),
        ("curl", "Un navegador"),
    ],
)
def test_the_client_of_a_view_is_localized(
    share: Share, api: APIClient, user_agent: str, label: str
) -> None:
    created = share()
    Client(headers={"user-agent": user_agent}).get(path_of(created["url"]))
    spanish = {"accept-language": "es"}
    views = api.get(f"{LINKS}/{created['id']}/views", headers=spanish).json()["results"]
    assert [view["client"] for view in views] == [label]


def test_marking_views_seen_in_the_future_does_not_hide_new_views(
    share: Share, api: APIClient, noon: Clock
) -> None:
    path = path_of(share()["url"])
    api.post(f"{LINKS}/mark-viewed", {"until": "2100-01-01T00:00:00Z"}, format="json")
    noon.shift(timedelta(seconds=1))
    Client().get(path)
    assert api.get(LINKS).json()["results"][0]["new_views"] == 1


def test_files_are_served_only_where_they_are_allowed(
    log: Log, share: Share, doctor: Client
) -> None:
    log(note="=1+1")
    log(24 * 20, note="too early")
    closed = path_of(share()["url"])
    wide = path_of(share(days=7, downloads=True)["url"])
    bare = path_of(share(days=7, downloads=True, notes=False)["url"])
    for name in ("episodes.csv", "record.fhir.json", "report.pdf"):
        assert doctor.get(f"{closed}/{name}").status_code == 404
    assert doctor.get(f"{wide}/anything.exe").status_code == 404
    table = doctor.get(f"{wide}/episodes.csv")
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert table.headers["Content-Disposition"].startswith('attachment; filename="footnote-')
    text = table.content.decode()
    assert ",'=1+1," in text  # no formula for a spreadsheet
    assert "too early" not in text
    assert "1+1" not in doctor.get(f"{bare}/episodes.csv").content.decode()
    bundle = doctor.get(f"{wide}/record.fhir.json")
    assert bundle.headers["Content-Type"] == "application/fhir+json"
    assert "=1+1" in bundle.content.decode()
    assert "=1+1" not in doctor.get(f"{bare}/record.fhir.json").content.decode()
    for response in (table, bundle):
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"


def test_a_pending_pdf_is_polled_without_script(
    log: Log, share: Share, doctor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    log()
    path = path_of(share(downloads=True)["url"]) + "/report.pdf"
    monkeypatch.setattr("sharing.pdf.jobs.MAX_INLINE_EPISODES", 0)
    monkeypatch.setattr("sharing.pdf.jobs.build_pdf", lambda *_, **__: b"%PDF-made-by-a-worker")
    with monkeypatch.context() as away:
        away.setattr("sharing.tasks.render_report.delay", lambda *_: None)
        waits = doctor.get(path)
        assert waits.status_code == 202
        assert 'content="3;url=?poll=1&amp;lang=en"' in waits.content.decode()
        assert (
            'content="4;url=?poll=2&amp;lang=en"' in doctor.get(f"{path}?poll=1").content.decode()
        )
        for odd in ("-1", "x", "²"):
            assert doctor.get(path, {"poll": odd}).status_code == 202
        assert doctor.get(f"{path}?poll=999999").status_code == 503
    assert not ShareView.objects.exists()
    order = ReportFile.objects.get()
    jobs.run_report_job(order.diary_id, order.id, timezone.now)
    assert doctor.get(path).content == b"%PDF-made-by-a-worker"
    assert ShareView.objects.get().what == "pdf"


def test_a_failed_pdf_is_a_503(
    log: Log,
    share: Share,
    doctor: Client,
    reauthenticated_api: APIClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: Any, **__: Any) -> bytes:
        raise RenderError

    path = path_of(share(downloads=True)["url"]) + "/report.pdf"
    monkeypatch.setattr("sharing.pdf.service.build_pdf", fail)
    assert doctor.get(path).status_code == 503
    assert not ShareView.objects.exists()
    body = {"days": 30, "expires_in_days": 7, "frozen": True, "downloads": True}
    refused = reauthenticated_api.post(LINKS, body, format="json")
    assert refused.status_code == 503
    assert refused.json()["errors"][0]["code"] == "report_failed"
    assert ShareLink.objects.count() == 1
    assert not ShareFile.objects.exists()


@pytest.mark.parametrize("frozen", [False, True])
def test_nothing_outside_the_scope_is_behind_the_link(
    log: Log, share: Share, doctor: Client, owner: User, frozen: bool
) -> None:
    log(note="a-private-note")
    diary, now = Diary.objects.get(owner=owner), timezone.now()
    stamps = {"change_seq": 1, "created_at": now, "updated_at": now}
    BackgroundItem.objects.create(
        diary=diary,
        id=uuid4(),
        kind="medication",
        name="A-private-pill",
        started_on=now.date(),
        **stamps,
    )
    Question.objects.create(diary=diary, id=uuid4(), text="A-private-question", **stamps)
    parts = ("", "/charts/timeline.svg", "/episodes.csv", "/record.fhir.json")

    def behind(**chosen: bool) -> str:
        path = path_of(share(downloads=True, frozen=frozen, **chosen)["url"])
        return "".join(doctor.get(path + part).content.decode() for part in parts)

    everything = behind()
    for private in ("a-private-note", "A-private-pill", "A-private-question"):
        assert private in everything
    nothing = behind(notes=False, background=False, questions=False)
    assert "rivate" not in nothing


def test_sharing_requires_reauthentication(api: APIClient, share: Share) -> None:
    created = share()
    refused = [
        api.post(LINKS, {"days": 30, "expires_in_days": 7}, format="json"),
        api.patch(f"{LINKS}/{created['id']}", {"expires_in_days": 90}, format="json"),
    ]
    for answer in refused:
        assert answer.status_code == 403
        assert answer.json()["errors"][0]["code"] == "reauthentication_required"
    assert api.patch(f"{LINKS}/{created['id']}", {"label": "x"}, format="json").status_code == 200
    assert ShareLink.objects.count() == 1


def test_the_number_of_open_links_is_limited(
    reauthenticated_api: APIClient, share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharing.links.store.MAX_OPEN_LINKS", 2)
    first, _ = share(), share()
    body = {"days": 30, "expires_in_days": 7}
    refused = reauthenticated_api.post(LINKS, body, format="json")
    assert refused.status_code == 400
    [error] = refused.json()["errors"]
    assert error["code"] == "too_many_links"
    assert "param" not in error
    reauthenticated_api.delete(f"{LINKS}/{first['id']}")
    assert reauthenticated_api.post(LINKS, body, format="json").status_code == 201


def test_the_link_comes_as_a_qr_code(share: Share) -> None:
    created = share()
    assert created["qr"].startswith("<svg ")
    assert 'fill="#fff"' in created["qr"]
    assert created["url"] not in created["qr"]
