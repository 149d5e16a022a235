"""The shared vectors: records → facts → outcome. vitest runs the same files.

A vector's records are laid over the file's `episode` and `alert`, which answer every question
with no; its background stands for the file's. Its `thresholds` are the
diary's own. Findings must be those named and no others; of each, the fields that are given must
be equal.
"""

import copy
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from diary.entries import AlertEntry, BackgroundEntry, Entry, instant
from triage import hysteresis
from triage.engine import evaluate
from triage.engine.conditions import threshold_values
from triage.facts import entry
from triage.rules.rulebook import RULES, rules_for

FOLDER = Path(__file__).parent.parent / "vectors"
VECTORS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (f"{path.stem}: {vector['name']}", vector, document)
    for path in sorted(FOLDER.glob("*.json"))
    for document in [json.loads(path.read_text(encoding="utf-8"))]
    for vector in document["vectors"]
]


def subjects_of(
    vector: Mapping[str, Any], document: Mapping[str, Any], rules: Mapping[str, Any] = RULES
) -> list[evaluate.Subject]:
    entries, alerts, background = records_of(vector, document)
    return entry.diary_subjects(
        entries,
        alerts,
        background,
        now=instant(vector["now"]),
        zone=vector["zone"],
        thresholds=threshold_values(rules),
        names=rules["names"],
    )


def outcome_of(
    vector: Mapping[str, Any], document: Mapping[str, Any], rules: Mapping[str, Any] = RULES
) -> evaluate.Outcome:
    subjects = subjects_of(vector, document, rules)
    entries, _, _ = records_of(vector, document)
    now, zone = instant(vector["now"]), vector["zone"]
    outcome = hysteresis.evaluate_with_hysteresis(rules, subjects, entries, now=now, zone=zone)
    assert outcome is not None
    return outcome


def records_of(
    vector: Mapping[str, Any], document: Mapping[str, Any]
) -> tuple[list[Entry], list[AlertEntry], list[BackgroundEntry] | None]:
    """The records of the vector that are not deleted."""
    episodes = [document["episode"] | episode for episode in vector["episodes"]]
    alerts = [document["alert"] | alert for alert in vector["alerts"]]
    return (
        [Entry.from_json(episode) for episode in episodes if episode["deleted_at"] is None],
        [alert_of(alert) for alert in alerts if alert["deleted_at"] is None],
        background_of(vector["background"] if "background" in vector else document["background"]),
    )


def alert_of(data: Mapping[str, Any]) -> AlertEntry:
    return AlertEntry(
        id=data["id"],
        noticed_at=instant(data["noticed_at"]),
        zone=data["zone"],
        red_flags=data["red_flags"],
    )


def background_of(data: Sequence[Mapping[str, Any]] | None) -> list[BackgroundEntry] | None:
    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    if data is None:
        return None
    return [
        BackgroundEntry(
            kind=item["kind"],
            name=item["name"],
            started_on=day(item["started_on"]),
            ended_on=day(item["ended_on"]),
        )
        for item in data
    ]


@pytest.mark.parametrize(
    ("vector", "document"),
    [vector[1:] for vector in VECTORS],
    ids=[vector[0] for vector in VECTORS],
)
def test_the_outcome_equals_the_vector(vector: dict[str, Any], document: dict[str, Any]) -> None:
    rules = rules_for(vector.get("thresholds", {}))
    subjects = subjects_of(vector, document, rules)
    for id, expected in vector.get("facts", {}).items():
        known: dict[str, Any] = {}
        for subject in subjects:
            if (id == "history") == ("duration_minutes" not in subject.facts) and (
                id == "history" or id in (*subject.episodes, *subject.alerts)
            ):
                known |= subject.facts
        assert {name: known[name] for name in expected} == expected

    outcome = outcome_of(vector, document, rules)

    assert outcome.level == vector["level"]
    assert sorted(outcome.undetermined) == sorted(vector["undetermined"])
    findings = {finding["rule"]: finding | finding["evidence"] for finding in outcome.findings}
    assert {
        rule: {name: findings[rule][name] for name in vector["findings"].get(rule, {})}
        for rule in findings
    } == vector["findings"]
    assert {rule for rule in findings if findings[rule]["hysteresis"]} == {
        rule for rule, expected in vector["findings"].items() if expected.get("hysteresis")
    }


def test_every_rule_has_a_vector_that_matches_and_one_that_does_not() -> None:
    for rule in RULES["rules"]:
        named = [vector for title, vector, _ in VECTORS if rule["id"] in title]
        assert any(rule["id"] in vector["findings"] for vector in named), rule["id"]
        assert any(rule["id"] not in vector["findings"] for vector in named), rule["id"]


STEPS = {"hysteresis": 0.05}  # a share; all others are whole numbers


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize("name", RULES["thresholds"])
def test_a_threshold_cannot_change_without_a_vector_noticing(name: str, step: int) -> None:
    changed = copy.deepcopy(dict(RULES))
    changed["thresholds"][name]["value"] += step * STEPS.get(name, 1)

    def outcomes(rules: Mapping[str, Any]) -> list[list[tuple[str, str, bool]]]:
        outcomes = [outcome_of(vector, document, rules) for _, vector, document in VECTORS]
        return [
            [
                (finding["rule"], finding["level"], finding["reminds"])
                for finding in outcome.findings
            ]
            for outcome in outcomes
        ]

    assert outcomes(changed) != outcomes(RULES)


def test_the_phone_runs_as_many_vectors() -> None:
    """`vectors.test.ts` checks the same number."""
    assert len(VECTORS) == json.loads((FOLDER / "count").read_text())
