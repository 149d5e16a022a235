"""GET /s/{token}: what the doctor sees."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from diary.charts.plots import charts
from diary.models import Alert, CheckIn, Diary, Episode, User
from sharing.create_link import create_page_link
from sharing.links import store
from sharing.models import ShareLink, ShareView
from tests.sharing.conftest import Log, path_of
from triage import assess

LINKS = "/api/v1/share-links"
Share = Callable[..., dict[str, Any]]
NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{ 7 }}"


class Read(HTMLParser):
    """The text of a page, its tags and its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(html)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(doctor: Client, link: dict[str, Any]) -> Read:
    response = doctor.get(path_of(link["url"]))
    assert response.status_code == 200
    return Read(response.content.decode())


def test_it_shows_the_numbers_the_episodes_and_how_much_is_known(
    log: Log, share: Share, doctor: Client, owner: User
) -> None:
    log(30, 20, areas=["right.foot"], sensations=["numb", "tingling"], severity=4)
    # An hour after midnight: also when the night was an hour longer or shorter, on one day.
    log(59, 90, areas=["left.calf", "right.calf"], trigger="none", note="Woke me up.")
    diary = Diary.objects.get(owner=owner)
    now = timezone.now()
    CheckIn.objects.create(
        diary=diary,
        date=(now - timedelta(days=5)).date(),
        change_seq=1,
        created_at=now,
        updated_at=now,
    )
    page = read(doctor, share(days=30))
    assert "How often 2 of 3 logged days Not enough days logged: 3 of 30 days." in page.text
    assert "The days with numbness may be anything from 2 to 29. 2 episodes." in page.text
    assert "How long Only 2 episodes: too few to say. It takes 6." in page.text
    assert "Longest: 1 h 30 min." in page.text
    assert "Side Right only 1, both sides 1." in page.text
    assert "numb, tingling" in page.text
    assert "4 of 10" in page.text
    assert "no apparent reason" in page.text
    assert "Woke me up." in page.text
    assert page.tags.count("img") == 2 * len(charts())  # each for screen and for paper


def test_it_names_the_level_with_evidence_and_threshold(
    log: Log, share: Share, doctor: Client, owner: User
) -> None:
    for day in range(9):
        log(30 + 24 * day)
    assess.assess(Diary.objects.get(owner=owner).pk, timezone.now())
    page = read(doctor, share())
    assert "See a provider" in page.text
    assert "9 days in 28; the limit is 8." in page.text
    assert re.search(r"On [\d, ]+ [A-Z][a-z]{2} 20\d\d", page.text)
    assert "Rules version" in page.text


def test_a_count_in_hysteresis_is_shown_with_its_lower_threshold(
    log: Log, share: Share, doctor: Client, owner: User
) -> None:
    for day in [1, 4, 7, 10, 13, 16, 19, 28, 29, 30]:
        log(24 * day)
    page = read(doctor, share())
    assert "7 days in 28; the limit is 8, reached before: it counts until below 6." in page.text
    Diary.objects.filter(owner=owner).update(
        thresholds={"frequent_month_days": 9},
        thresholds_since={"frequent_month_days": "2026-11-03T23:30:00Z"},
    )
    assess.assess(Diary.objects.get(owner=owner).pk, timezone.now())
    text = read(doctor, share()).text
    changed = "7 days in 28; the limit is 9 (changed, usually 8), reached before"
    assert f"{changed}: it counts until below 7." in text


def test_a_changed_threshold_is_shown_with_its_finding_and_in_the_list(
    log: Log, share: Share, doctor: Client, owner: User
) -> None:
    for day in range(6):
        log(30 + 24 * 4 * day)
    changed = {"frequent_month_days": 6, "long_hour_minutes": 120, "walking_episodes": 3}
    since = dict.fromkeys(changed, "2026-11-03T23:30:00Z")
    Diary.objects.filter(owner=owner).update(thresholds=changed, thresholds_since=since)
    page = read(doctor, share())
    assert "6 days in 28; the limit is 6 (changed, usually 8)." in page.text
    assert "Limits that were changed" in page.text
    often = "It happens often in four weeks: 6 days in 28 (usually 8), since 4 Nov 2026"
    assert often in page.text  # on the diary's clock it was the next day
    assert "It lasts a long time: 2 h (usually 1 h), since 4 Nov 2026" in page.text
    assert page.text.count("usually") == 3  # three walks are the usual limit


def test_it_lists_no_limits_when_none_was_changed(log: Log, share: Share, doctor: Client) -> None:
    log()
    assert "Limits" not in read(doctor, share()).text


def test_nothing_matching_is_not_called_well(log: Log, share: Share, doctor: Client) -> None:
    log()
    page = read(doctor, share())
    assert "Nothing in the diary matches the criteria" in page.text
    assert "This does not mean that all is well." in page.text


def test_it_shows_that_the_rules_could_not_run(log: Log, share: Share, doctor: Client) -> None:
    log()
    link = share()
    failed = assess.failed_verdict_json(timezone.now())
    with patch.object(assess, "diary_verdict", return_value=failed):
        page = read(doctor, link)
    assert "could not check" in page.text
    assert "Nothing in the diary matches" not in page.text


def test_unanswered_questions_are_listed_and_never_a_no(
    log: Log, share: Share, doctor: Client
) -> None:
    log(30, red_flags=dict.fromkeys(["injury"], False))
    log(50, severity=0)
    text = read(doctor, share()).text
    assert "An open question is not a “no”." in text
    assert "Emergency signs: open in 2 of 2" in text
    assert "Strength: open in 1 of 2" in text
    assert "not asked" in text


def test_an_ongoing_episode_is_shown_as_at_least(log: Log, share: Share, doctor: Client) -> None:
    log(2, None)
    text = read(doctor, share()).text
    assert "still going on, 2 h so far" in text
    assert "Longest: at least 2 h." in text


def test_emergency_signs_stand_out(log: Log, share: Share, doctor: Client) -> None:
    log(red_flags={"slurred_speech": True, "vision": False})
    text = read(doctor, share()).text
    assert "Emergency signs: Slurred speech." in text
    assert "Trouble with seeing" not in text.split("Every episode")[1]


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Europe/Berlin", "2 Nov 2026, 08:05: Confusion"),
        ("Asia/Tokyo", "2 Nov 2026, 16:05 (Asia/Tokyo): Confusion"),
    ],
)
def test_signs_without_an_episode_are_on_the_page(
    share: Share, doctor: Client, owner: User, zone: str, text: str
) -> None:
    now = timezone.now()
    Alert.objects.create(
        diary=Diary.objects.get(owner=owner),
        id=uuid4(),
        noticed_at=datetime(2026, 11, 2, 7, 5, tzinfo=UTC),
        zone=zone,
        red_flags={"confusion": True},
        change_seq=1,
        created_at=now,
        updated_at=now,
    )
    assert text in read(doctor, share(days=3650)).text


def test_times_are_on_the_clock_of_where_it_was(log: Log, share: Share, doctor: Client) -> None:
    start = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
    log(started_at=start, ended_at=start + timedelta(minutes=5), zone="Asia/Tokyo")
    log(started_at=start, ended_at=start + timedelta(minutes=5))
    text = read(doctor, share(days=3650)).text
    assert "3 Nov 2026, 08:30 (Asia/Tokyo)" in text
    assert "3 Nov 2026, 00:30 " in text


def test_it_names_the_zone_and_formats_every_day_alike(
    log: Log, share: Share, doctor: Client
) -> None:
    log()
    text = read(doctor, share()).text
    assert "Times in Europe/Berlin" in text
    assert re.search(r"Week from to .* \d{1,2} [A-Z][a-z]{2} 20\d\d", text, re.IGNORECASE)
    assert not re.search(r"\d{4}-\d\d-\d\d", text)


def test_only_the_chosen_period_is_listed(log: Log, share: Share, doctor: Client) -> None:
    log(30, note="recent")
    log(24 * 20, note="earlier")
    text = read(doctor, share(days=7)).text
    assert "recent" in text
    assert "earlier" not in text


def test_deleted_episodes_are_not_shown(log: Log, share: Share, doctor: Client) -> None:
    log(note="gone", deleted_at=timezone.now())
    assert "gone" not in read(doctor, share()).text


def test_what_people_write_does_nothing_but_stand_there(
    log: Log, share: Share, doctor: Client
) -> None:
    log(note=NASTY)
    page = read(doctor, share(label=NASTY))
    assert NASTY in page.text
    assert "script" not in page.tags
    assert not [name for name, _ in page.attributes if name.startswith("on")]


def test_it_needs_no_script_and_nothing_from_elsewhere(
    log: Log, share: Share, doctor: Client
) -> None:
    log()
    link = share()
    html = doctor.get(path_of(link["url"])).content.decode()
    assert "<script" not in html
    assert "style=" not in html
    for name, value in Read(html).attributes:
        if name in {"src", "href", "srcset"}:
            assert value
            assert value.startswith("/")
            assert not value.startswith("//")


def test_its_headers_keep_it_private(log: Log, share: Share, doctor: Client) -> None:
    path = path_of(share()["url"])
    for address in (path, f"{path}/charts/frequency.svg", "/s/wrong"):
        response = doctor.get(address)
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "script-src" not in response.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in response.headers
    assert '<meta name="robots" content="noindex, nofollow">' in doctor.get(path).content.decode()


@pytest.mark.parametrize("name", charts())
@pytest.mark.parametrize("theme", ["", "?theme=dark"])
def test_each_chart_comes_with_the_link_alone(
    log: Log, share: Share, doctor: Client, name: str, theme: str
) -> None:
    log()
    picture = doctor.get(f"{path_of(share()['url'])}/charts/{name}.svg{theme}")
    assert picture.status_code == 200
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert b'role="img"' in picture.content


def test_an_unknown_chart_or_theme_is_a_404(share: Share, doctor: Client) -> None:
    path = path_of(share()["url"])
    assert doctor.get(f"{path}/charts/nonsense.svg").status_code == 404
    assert doctor.get(f"{path}/charts/frequency.svg?theme=pink").status_code == 404


def test_the_chart_of_the_background_goes_where_the_background_does(
    share: Share, doctor: Client
) -> None:
    for background in (True, False):
        path = path_of(share(background=background)["url"])
        assert ("charts/timeline.svg" in doctor.get(path).content.decode()) is background
        answer = doctor.get(f"{path}/charts/timeline.svg")
        assert answer.status_code == (200 if background else 404)


def test_revoked_expired_and_wrong_links_answer_alike(
    api: APIClient, share: Share, doctor: Client
) -> None:
    revoked, expired = share(), share()
    api.delete(f"{LINKS}/{revoked['id']}")
    ShareLink.objects.filter(id=expired["id"]).update(expires_at=timezone.now())
    answers = [
        doctor.get(path) for path in (path_of(revoked["url"]), path_of(expired["url"]), "/s/wrong")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    pictures = [
        doctor.get(f"{path}/charts/frequency.svg")
        for path in (path_of(revoked["url"]), path_of(expired["url"]), "/s/wrong")
    ]
    assert {answer.status_code for answer in pictures} == {404}
    assert not ShareView.objects.exists()


def test_a_link_opens_until_its_end_and_not_at_it(owner: User) -> None:
    now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    diary = Diary.objects.get(owner=owner)
    link = create_page_link(diary=diary, days=30, expires_in_days=1, now=now)
    token = link.url.rpartition("/")[2]
    end = now + timedelta(days=1)
    assert store.resolve_token(token, end - timedelta(seconds=1)) is not None
    assert store.resolve_token(token, end) is None


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_it_can_only_be_read(share: Share, doctor: Client, verb: str) -> None:
    assert getattr(doctor, verb)(path_of(share()["url"])).status_code == 405
    assert not ShareView.objects.exists()


def test_a_browser_that_posts_hears_no_more_than_that(share: Share) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(path_of(share()["url"]))
    assert response.status_code == 405
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("token", ["%00", "a" * 5000, "%F0%9F%92%A9", "..", "' OR 1=1"])
def test_an_odd_token_is_a_plain_404(db: None, doctor: Client, token: str) -> None:
    assert doctor.get(f"/s/{token}").status_code == 404


def test_it_takes_a_constant_number_of_queries(
    log: Log,
    share: Share,
    doctor: Client,
    owner: User,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    path = path_of(share()["url"])
    log()
    assess.assess(Diary.objects.get(owner=owner).pk, timezone.now())
    # link and diary, episodes, check-ins, alerts, signs of episodes, background, questions,
    # last change, assessment, and the log
    with django_assert_num_queries(10):
        doctor.get(path)
    for hours in range(40):
        log(hours + 30)
    with django_assert_num_queries(10):
        page = doctor.get(path)
    assert page.content.count(b'<th scope="row"') == Episode.objects.count() == 41


def test_its_style_is_served_without_collecting(share: Share, doctor: Client) -> None:
    html = doctor.get(path_of(share()["url"])).content.decode()
    match = re.search(r'href="([^"]+\.css)"', html)
    assert match is not None
    style = doctor.get(match[1])
    assert style.status_code == 200
    assert style.headers["Content-Type"].startswith("text/css")
    assert b"".join(style) != b""
