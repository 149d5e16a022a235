"""A broken rules file: each failure is counted in the metrics."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from config import health
from diary.models import Diary, User
from diary.schema.codes import EMERGENCY_SIGNS
from tests.conftest import NOW, client_of
from tests.triage.conftest import Log
from triage import assess, failures, sweep, tasks
from triage.failures import EvaluationFailed
from triage.rules.rulebook import RULES

pytestmark = pytest.mark.usefixtures("clock")


@contextmanager
def broken_rules() -> Iterator[None]:
    """Every rule that reads how long it lasted reads a fact of a wrong type."""
    with pytest.MonkeyPatch.context() as patched:
        broken = RULES["facts"]["duration_minutes"] | {"type": "code"}
        patched.setitem(RULES, "facts", RULES["facts"] | {"duration_minutes": broken})
        yield


def measured() -> tuple[int, int]:
    """Metrics: diaries whose last evaluation failed, and the total of failures."""
    lines = dict(
        line.split(" ", 1) for line in health.render_metrics(NOW).splitlines() if line[0] != "#"
    )
    return (
        int(lines["footnote_diaries_not_checked"]),
        int(lines["footnote_checks_failed_total"]),
    )


def test_a_worker_that_fails_is_counted_with_each_retry_until_a_check_succeeds(
    diary: Diary, log: Log
) -> None:
    Diary.objects.filter(pk=diary.pk).update(assessment_due=NOW)
    log(minutes=90)
    with broken_rules():
        assert tasks.assess_diary.apply((diary.pk,)).failed()
        assert measured() == (1, 6)  # once, and five retries
        assert list(sweep.due_diaries(NOW)) == []
        assert list(sweep.due_diaries(NOW + sweep.RETRY_DELAY)) == [
            diary
        ]  # and the sweep comes back to it
    tasks.assess_diary.apply((diary.pk,), throw=True)
    assert measured() == (0, 6)


def test_a_failed_assessment_is_counted_and_the_next_request_retries(
    diary: Diary, log: Log
) -> None:
    def get_assessment(query: str = "") -> Any:  # as each request does, with the owner read anew
        client = client_of(User.objects.get(diary=diary))
        return client.get(f"/api/v1/assessment{query}").json()

    log(minutes=90)
    assess.assess(diary.pk, NOW)
    with broken_rules():
        assert get_assessment("?fresh=1")["could_not_check"]
        verdict = get_assessment()  # earlier findings are not shown as current
        assert (verdict["could_not_check"], verdict["level"]) == (True, None)
        assert verdict["emergency_signs"] == list(EMERGENCY_SIGNS)
        assert measured() == (1, 2)
    assert list(sweep.due_diaries(NOW + sweep.RETRY_DELAY)) == [diary]  # without a request
    assert get_assessment()["level"] == "see_provider"
    assert measured() == (0, 2)


def test_a_record_is_saved_although_its_evaluation_fails_and_is_counted(
    diary: Diary, put_episode: Callable[..., Any]
) -> None:
    with broken_rules():
        response = put_episode()
    assert response.status_code == 201, response.content
    assert response.json()["verdict"]["could_not_check"]
    assert measured() == (1, 1)


def test_what_failed_is_counted_for_each_diary_and_outlives_it(
    diary: Diary, stranger: User, log: Log
) -> None:
    log(minutes=90)
    with broken_rules():
        for days in range(2):
            with pytest.raises(EvaluationFailed):
                assess.assess(diary.pk, NOW + timedelta(days=days))
    assess.assess(Diary.objects.get(owner=stranger).pk, NOW)
    assert measured() == (1, 2)
    diary.delete()
    assert measured() == (0, 2)


def test_nothing_else_that_goes_wrong_counts_as_a_check(diary: Diary) -> None:
    with pytest.raises(ZeroDivisionError), failures.record_failures(diary.pk, NOW):
        raise ZeroDivisionError
    assert measured() == (0, 0)


def test_the_log_names_the_diary_and_the_kind_of_failure_alone(
    diary: Diary, log: Log, caplog: pytest.LogCaptureFixture
) -> None:
    log(minutes=90, note="since Anna's party")
    with caplog.at_level(logging.INFO), broken_rules(), pytest.raises(EvaluationFailed):
        assess.assess(diary.pk, NOW)
    assert caplog.messages == [f"evaluation of diary {diary.pk} failed: TypeError"]
