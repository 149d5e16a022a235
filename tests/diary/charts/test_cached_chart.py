"""GET /api/v1/charts…"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone
from rest_framework.test import APIClient

from diary.charts import cached_chart, plots
from diary.charts.plots import charts
from diary.charts.remote import draw_chart
from diary.compute.process import ComputeProcess, ComputeTimeout
from diary.formatting import ENGLISH
from diary.models import Diary, Episode, User
from tests.conftest import Clock

FREQUENCY = "/api/v1/charts/frequency"
pytestmark = pytest.mark.usefixtures("noon")


def log_episode(owner: User, hours_ago: int = 30) -> None:
    """Store an episode as an accepted write does: with the diary's next change number."""
    now = timezone.now()
    owner.refresh_from_db()  # the test's client keeps one user, a request reads it anew
    diary = Diary.objects.get(owner=owner)
    diary.change_seq += 1
    diary.save()
    start = now - timedelta(hours=hours_ago)
    Episode.objects.create(
        diary=diary,
        id=uuid4(),
        started_at=start,
        ended_at=start + timedelta(minutes=20),
        zone="Europe/Berlin",
        change_seq=diary.change_seq,
        created_at=now,
        updated_at=now,
    )


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of rendered charts."""
    names: list[str] = []

    def counting(self: ComputeProcess, function: Any, *args: Any, **how: Any) -> Any:
        if function is draw_chart:
            names.append(charts()[args[0]].title(ENGLISH))
        return call(self, function, *args, **how)

    call = ComputeProcess.call
    monkeypatch.setattr(ComputeProcess, "call", counting)
    return names


@pytest.mark.parametrize(("format", "media"), [("svg", "image/svg+xml"), ("png", "image/png")])
def test_it_gives_the_picture(api: APIClient, owner: User, format: str, media: str) -> None:
    log_episode(owner)
    response = api.get(f"{FREQUENCY}.{format}", headers={"Accept": media})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == media
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response.headers["Vary"]
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_line_is_drawn_where_the_diary_has_it(api: APIClient, owner: User) -> None:
    log_episode(owner)
    assert "frequent: 3 days or more in 7" in api.get(f"{FREQUENCY}.svg").content.decode()
    Diary.objects.filter(owner=owner).update(thresholds={"frequent_week_days": 5})
    owner.refresh_from_db()
    assert "frequent: 5 days or more in 7" in api.get(f"{FREQUENCY}.svg").content.decode()
    assert "weeks reached 5 days" in api.get(FREQUENCY).json()["description"]


def test_a_repeat_draws_nothing_and_reads_only_the_diary(
    api: APIClient,
    owner: User,
    drawings: list[str],
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    log_episode(owner)
    tag = api.get(f"{FREQUENCY}.svg").headers["ETag"]
    assert not tag.startswith("W/")
    with django_assert_max_num_queries(2):
        again = api.get(f"{FREQUENCY}.svg", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == tag
    assert len(drawings) == 1


def test_a_changed_diary_gives_a_new_picture(
    api: APIClient, owner: User, drawings: list[str]
) -> None:
    tag = api.get(f"{FREQUENCY}.svg").headers["ETag"]
    log_episode(owner)
    changed = api.get(f"{FREQUENCY}.svg", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag
    assert len(drawings) == 2


def test_a_new_day_or_a_moved_line_gives_a_new_tag(owner: User) -> None:
    diary = Diary.objects.get(owner=owner)
    now = timezone.now()

    def tag(days_later: int = 0, line: float = 3) -> str:
        later = now + timedelta(days=days_later)
        lines = {"frequent_week_days": line}
        return cached_chart.CachedChart(
            diary=diary,
            name="frequency",
            days=90,
            theme="light",
            format="svg",
            now=later,
            thresholds=lines,
            locale=ENGLISH,
        ).etag()

    assert tag() == tag()
    assert len({tag(), tag(days_later=1), tag(line=4)}) == 3


def test_each_variant_has_its_own_etag(api: APIClient) -> None:
    paths = [
        f"{FREQUENCY}.svg",
        f"{FREQUENCY}.png",
        f"{FREQUENCY}.svg?days=30",
        f"{FREQUENCY}.svg?theme=dark",
        f"{FREQUENCY}.svg?size=paper",
        f"{FREQUENCY}.svg?lang=es",
        "/api/v1/charts/calendar.svg",
    ]
    assert len({api.get(path).headers["ETag"] for path in paths}) == len(paths)


def test_the_words_and_the_table_are_there_without_the_picture(
    api: APIClient, owner: User, drawings: list[str]
) -> None:
    log_episode(owner)
    text = api.get(f"{FREQUENCY}?days=14").json()
    assert text["days"] == 14
    assert text["title"] == "Days with numbness, by week"
    assert text["sentence"].startswith("Numbness on 1 of the last 14 days.")
    assert text["table"]["columns"][2] == "Days with numbness"
    assert sum(row[2] for row in text["table"]["rows"]) == 1
    assert "1 day with numbness" in text["description"]
    assert drawings == []


def test_the_list_names_each_chart(api: APIClient) -> None:
    assert [chart["name"] for chart in api.get("/api/v1/charts").json()["charts"]] == list(
        plots.charts()
    )


@pytest.mark.parametrize("path", ["nonsense", "nonsense.svg", "theme.svg", "views.png"])
def test_a_chart_there_is_not_is_a_404(api: APIClient, path: str) -> None:
    response = api.get(f"/api/v1/charts/{path}")
    assert response.status_code == 404
    assert response.json()["errors"][0]["code"] == "not_found"


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ("days=6", "days"),
        ("days=3651", "days"),
        ("days=x", "days"),
        ("days=", "days"),
        ("theme=pink", "theme"),
        ("days=%00", "days"),
    ],
)
@pytest.mark.parametrize("format", [".svg", ".png", ""])
def test_a_bad_query_is_a_400(api: APIClient, format: str, query: str, param: str) -> None:
    response = api.get(f"{FREQUENCY}{format}?{query}")
    if not format and param == "theme":
        assert response.status_code == 200  # words have no theme
        return
    assert response.status_code == 400
    assert [error["param"] for error in response.json()["errors"]] == [param]


@pytest.mark.parametrize("path", ["", "/frequency", "/frequency.svg", "/frequency.png"])
def test_nobody_sees_a_chart_without_signing_in(anonymous_api: APIClient, path: str) -> None:
    assert anonymous_api.get(f"/api/v1/charts{path}").status_code == 401


def test_a_stranger_sees_their_own_diary(
    stranger_api: APIClient, api: APIClient, owner: User
) -> None:
    log_episode(owner)
    assert stranger_api.get(FREQUENCY).json()["sentence"].startswith("Nothing is logged in")
    assert api.get(FREQUENCY).json()["sentence"].startswith("Numbness on 1 ")


@pytest.mark.parametrize("name", plots.charts())
def test_a_repeat_of_each_chart_draws_nothing(
    api: APIClient,
    owner: User,
    drawings: list[str],
    django_assert_num_queries: Callable[[int], Any],
    name: str,
) -> None:
    log_episode(owner)
    owner.refresh_from_db()
    with django_assert_num_queries(4):  # the diary, its episodes, check-ins and background
        tag = api.get(f"/api/v1/charts/{name}.svg").headers["ETag"]
    owner.refresh_from_db()
    with django_assert_num_queries(1):
        again = api.get(f"/api/v1/charts/{name}.svg", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert len(drawings) == 1


@pytest.mark.parametrize(
    ("change", "redrawn"),
    [
        ({"note": "It was cold."}, set()),
        ({"severity": 7}, {"severity"}),
        ({"trigger": "cold"}, {"triggers"}),
        ({"areas": ["left.foot"]}, {"places"}),
        ({"start_precision": "woke_with_it"}, {"time_of_day"}),
    ],
)
def test_a_change_redraws_what_it_changed_and_nothing_else(
    api: APIClient,
    owner: User,
    put_episode: Callable[..., Any],
    change: dict[str, Any],
    redrawn: set[str],
) -> None:
    start = timezone.now() - timedelta(hours=30)
    when = {"started_at": start.isoformat(), "ended_at": (start + timedelta(hours=1)).isoformat()}
    id = put_episode(**when).json()["id"]
    tags = {name: api.get(f"/api/v1/charts/{name}.svg").headers["ETag"] for name in plots.charts()}
    assert put_episode(id, **when, **change).status_code == 200
    owner.refresh_from_db()
    answers = {
        name: api.get(f"/api/v1/charts/{name}.svg", headers={"If-None-Match": tag}).status_code
        for name, tag in tags.items()
    }
    assert {name for name, status in answers.items() if status == 200} == redrawn


def test_a_question_redraws_nothing_and_a_medicine_only_its_own_chart(
    api: APIClient, owner: User
) -> None:
    log_episode(owner)
    tags = {name: api.get(f"/api/v1/charts/{name}.svg").headers["ETag"] for name in plots.charts()}
    api.put(f"/api/v1/questions/{uuid4()}", {"text": "Is it the cold?"}, format="json")
    item = {"kind": "medication", "name": "Metformin", "started_on": "2026-01-01"}

    def redrawn() -> list[str]:
        return [
            name
            for name, tag in tags.items()
            if api.get(f"/api/v1/charts/{name}.svg", headers={"If-None-Match": tag}).status_code
            != 304
        ]

    owner.refresh_from_db()
    assert redrawn() == []
    assert api.put(f"/api/v1/background/{uuid4()}", item, format="json").status_code < 300
    owner.refresh_from_db()
    assert redrawn() == ["timeline"]


def test_a_chart_of_an_ongoing_episode_is_rendered_again_as_it_grows(
    api: APIClient, put_episode: Callable[..., Any], noon: Clock
) -> None:
    now = timezone.now()
    put_episode(started_at=(now - timedelta(minutes=30)).isoformat(), ended_at=None)
    path = "/api/v1/charts/duration.svg"
    tag = api.get(path).headers["ETag"]
    cache.clear()  # a minute later it is forgotten
    noon.shift(timedelta(minutes=5))
    assert api.get(path, headers={"If-None-Match": tag}).status_code == 200
    calendar = "/api/v1/charts/calendar.svg"
    tag = api.get(calendar).headers["ETag"]
    cache.clear()
    noon.shift(timedelta(minutes=5))
    assert api.get(calendar, headers={"If-None-Match": tag}).status_code == 304


def test_a_broken_cache_does_not_prevent_rendering(
    api: APIClient, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away:
        def get(self, key: str) -> None:
            raise ConnectionError

        def set(self, key: str, value: str, seconds: int) -> None:
            raise ConnectionError

    monkeypatch.setattr(cached_chart, "cache", Away())
    log_episode(owner)
    tag = api.get(f"{FREQUENCY}.svg").headers["ETag"]
    assert api.get(f"{FREQUENCY}.svg", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("what", ["drawing", "computing"])
def test_what_takes_too_long_is_a_503(
    api: APIClient, owner: User, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_episode(owner)
    url = "/api/v1/charts/severity.svg"

    def late(self: ComputeProcess, function: Any, *args: Any, **how: Any) -> Any:
        if (function is draw_chart) == (what == "drawing"):
            raise ComputeTimeout
        return call(self, function, *args, **how)

    call = ComputeProcess.call
    with monkeypatch.context() as busy:
        busy.setattr(ComputeProcess, "call", late)
        answer = api.get(url)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert answer.json()["errors"][0]["code"] == "unavailable"
    assert api.get(url).status_code == 200
