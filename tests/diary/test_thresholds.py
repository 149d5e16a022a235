"""PATCH /api/v1/diary with thresholds."""

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from diary.models import Diary, User
from diary.signals import entry_saved
from tests.conftest import NOW, Clock

PATH = "/api/v1/diary"


pytestmark = pytest.mark.usefixtures("clock")


def set_to(api: APIClient, **thresholds: Any) -> Any:
    return api.patch(PATH, {"thresholds": thresholds}, format="json")


def test_a_threshold_is_changed_by_its_name_and_has_the_date_of_the_change(api: APIClient) -> None:
    assert api.get(PATH).json()["thresholds"] == {}
    set_to(api, frequent_month_days=6)
    read = set_to(api, long_hour_minutes=120).json()
    assert read["thresholds"] == {"frequent_month_days": 6, "long_hour_minutes": 120}
    assert read["thresholds_since"]["frequent_month_days"] == "2026-11-23T12:00:00Z"


def test_the_same_number_again_is_as_old_as_it_was(api: APIClient, clock: Clock) -> None:
    set_to(api, frequent_month_days=6, long_hour_minutes=120)
    clock.shift(timedelta(days=1))
    read = set_to(api, frequent_month_days=6, long_hour_minutes=90).json()
    assert read["thresholds_since"] == {
        "frequent_month_days": "2026-11-23T12:00:00Z",
        "long_hour_minutes": "2026-11-24T12:00:00Z",
    }


def test_null_brings_the_usual_number_back(api: APIClient) -> None:
    set_to(api, frequent_month_days=6, long_hour_minutes=120)
    read = set_to(api, frequent_month_days=None, both_feet_days=None).json()
    assert read["thresholds"] == {"long_hour_minutes": 120}
    assert set(read["thresholds_since"]) == {"long_hour_minutes"}


def test_other_settings_leave_the_thresholds_alone(api: APIClient) -> None:
    before = set_to(api, frequent_month_days=6).json()
    after = api.patch(PATH, {"locale": "es"}, format="json").json()
    assert after == {**before, "locale": "es"}
    assert api.patch(PATH, after, format="json").json() == after


@pytest.mark.parametrize(
    ("thresholds", "param", "code"),
    [
        ({"frequent_months": 6}, "thresholds.frequent_months", "unknown_threshold"),
        ({"recent_emergency_days": 6}, "thresholds.recent_emergency_days", "not_changeable"),
        ({"frequent_month_days": 3}, "thresholds.frequent_month_days", "out_of_range"),
        ({"frequent_month_days": "6"}, "thresholds.frequent_month_days", "invalid"),
        ({"frequent_month_days": 6.5}, "thresholds.frequent_month_days", "invalid"),
        ([], "thresholds", "not_an_object"),
        (None, "thresholds", "null"),
    ],
)
def test_what_may_not_be_is_named_and_nothing_is_changed(
    thresholds: Any, param: str, code: str, api: APIClient
) -> None:
    before = set_to(api, long_hour_minutes=120).json()
    if isinstance(thresholds, dict):
        thresholds = {"long_hour_minutes": 90, **thresholds}
    refused = api.patch(PATH, {"thresholds": thresholds, "locale": "es"}, format="json")
    assert refused.status_code == 400
    assert [(error["param"], error["code"]) for error in refused.json()["errors"]] == [
        (param, code)
    ]
    assert api.get(PATH).json() == before


def test_the_date_of_a_threshold_change_is_set_by_the_server(api: APIClient) -> None:
    refused = api.patch(PATH, {"thresholds_since": {"a": "2026-01-01T00:00:00Z"}}, format="json")
    assert refused.json()["errors"][0]["code"] == "read_only"


@pytest.mark.parametrize("change", [{"thresholds": {"frequent_month_days": 6}}, {"zone": "UTC"}])
def test_what_the_rules_read_makes_an_assessment_due_once(
    change: dict[str, Any],
    api: APIClient,
    owner: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    heard: list[int] = []

    def hear(*, diary_id: int, **_: Any) -> None:
        heard.append(diary_id)

    entry_saved.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            api.patch(PATH, {"locale": "es"}, format="json")
            assert Diary.objects.get(owner=owner).assessment_due is None
            api.patch(PATH, change, format="json")
            api.patch(PATH, {"thresholds": {"long_hour_minutes": 90}}, format="json")
    finally:
        entry_saved.disconnect(hear)
    assert Diary.objects.get(owner=owner).assessment_due == NOW
    assert heard == [owner.diary.pk]
