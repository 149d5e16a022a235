"""Differences of consecutive assessments, and the history endpoint."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from diary.models import Diary
from tests.conftest import NOW, Clock
from triage.assessment_diff import diff_assessments
from triage.models import Assessment


@dataclass(kw_only=True)
class FakeAssessment:
    level: str | None = None
    findings: list[dict[str, Any]] = field(default_factory=list)
    undetermined: list[str] = field(default_factory=list)
    rules_version: str = "1.0.0"
    assessed_at: datetime = NOW


def finding(rule: str, level: str, value: float | None = None) -> dict[str, Any]:
    evidence: dict[str, Any] = {"episodes": [], "alerts": [], "days": [], "value": value}
    finding = {
        "rule": rule,
        "origin": "source",
        "level": level,
        "threshold": None,
        "default_threshold": None,
    }
    return finding | {"evidence": evidence, "reminds": False}


def test_nothing_differs_from_itself() -> None:
    same = FakeAssessment(level="watch", findings=[finding("a", "watch", 3)], undetermined=["b"])
    assert diff_assessments(same, same) == {
        "at": NOW,
        "level": {"before": "watch", "now": "watch"},
        "rules_version": {"before": "1.0.0", "now": "1.0.0"},
        "new": [],
        "gone": [],
        "risen": [],
        "fallen": [],
        "values": [],
        "undetermined": [],
        "determined": [],
    }


def test_the_diff_has_added_and_removed_findings_and_the_level() -> None:
    before = FakeAssessment(
        level="watch", findings=[finding("a", "watch")], assessed_at=NOW - timedelta(1)
    )
    now = FakeAssessment(
        level="emergency", findings=[finding("b", "emergency")], rules_version="1.1.0"
    )
    changes = diff_assessments(before, now)
    assert changes["at"] == NOW
    assert changes["level"] == {"before": "watch", "now": "emergency"}
    assert (changes["new"], changes["gone"]) == (["b"], ["a"])
    assert changes["rules_version"] == {"before": "1.0.0", "now": "1.1.0"}


def test_a_rule_that_matches_at_another_level_rose_or_fell() -> None:
    high, low = (
        FakeAssessment(findings=[finding("a", "emergency")]),
        FakeAssessment(findings=[finding("a", "see_provider")]),
    )
    rise = {"rule": "a", "before": "see_provider", "now": "emergency"}
    fall = {"rule": "a", "before": "emergency", "now": "see_provider"}
    assert (diff_assessments(low, high)["risen"], diff_assessments(low, high)["fallen"]) == (
        [rise],
        [],
    )
    assert (diff_assessments(high, low)["risen"], diff_assessments(high, low)["fallen"]) == (
        [],
        [fall],
    )
    assert diff_assessments(low, high)["new"] == diff_assessments(low, high)["gone"] == []


def test_the_diff_has_the_measure_before_and_after() -> None:
    before, now = (
        FakeAssessment(findings=[finding("a", "watch", 3)]),
        FakeAssessment(findings=[finding("a", "watch", 4)]),
    )
    assert diff_assessments(before, now)["values"] == [{"rule": "a", "before": 3, "now": 4}]


def test_the_diff_has_undetermined_and_resolved_rules() -> None:
    before, now = FakeAssessment(undetermined=["a", "b"]), FakeAssessment(undetermined=["b", "c"])
    changes = diff_assessments(before, now)
    assert (changes["undetermined"], changes["determined"]) == (["c"], ["a"])


@pytest.fixture
def month(diary: Diary) -> list[Assessment]:
    """Thirty assessments, a day apart: the nth measured n."""
    return [
        Assessment.objects.create(
            diary=diary,
            level="watch",
            findings=[finding("frequent_week", "watch", n)],
            undetermined=[],
            rules_version="1.0.0",
            assessed_at=NOW + timedelta(days=n),
            checked_at=NOW + timedelta(days=n),
        )
        for n in range(30)
    ]


def rows(api: APIClient, query: str = "") -> list[dict[str, Any]]:
    response = api.get(f"/api/v1/assessments{query}")
    assert response.status_code == 200, response.content
    results: list[dict[str, Any]] = response.json()["results"]
    return results


def value_changes(row: dict[str, Any]) -> list[tuple[float, float]]:
    return [(value["before"], value["now"]) for value in row["changes"]["values"]]


@pytest.mark.usefixtures("month")
def test_each_row_has_its_changes_across_page_boundaries(api: APIClient) -> None:
    everyone = rows(api)
    assert everyone[-1]["changes"] is None
    for n, row in enumerate(reversed(everyone[:-1])):
        assert value_changes(row) == [(n, n + 1)]
    assert rows(api, "?limit=7") + rows(api, "?limit=7&offset=7") == everyone[:14]


@pytest.mark.usefixtures("month")
def test_a_page_of_any_length_takes_one_more_query(api: APIClient) -> None:
    def queries(limit: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            rows(api, f"?limit={limit}")
        return sum('"triage_assessment"' in query["sql"] for query in captured.captured_queries)

    assert [queries(1), queries(29), queries(30)] == [3, 3, 3]  # how many, the page, the one before


def test_rows_with_the_same_timestamp_are_each_listed_once(
    api: APIClient, month: list[Assessment]
) -> None:
    Assessment.objects.update(assessed_at=NOW)
    single_rows = [rows(api, f"?limit=1&offset={n}")[0] for n in range(len(month))]
    assert single_rows == rows(api)


def test_an_empty_history_is_an_empty_page(api: APIClient) -> None:
    assert rows(api) == []


def test_the_current_assessment_has_its_last_changes(
    api: APIClient, month: list[Assessment], clock: Clock
) -> None:
    clock.move_to(month[-1].assessed_at)
    verdict = api.get("/api/v1/assessment").json()
    assert value_changes(verdict) == [(28, 29)]
    assert verdict["changes"]["at"] == rows(api)[0]["assessed_at"]
    Assessment.objects.filter(assessed_at__lt=month[-1].assessed_at).delete()
    assert api.get("/api/v1/assessment").json()["changes"] is None
