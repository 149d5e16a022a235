"""The server and the phone compute the same facts and the same outcome from any diary."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from tests.triage.diary_strategies import diaries
from tests.triage.test_vectors import outcome_of, subjects_of
from triage.engine import evaluate
from triage.rules.rulebook import RULES, rules_for

FRONTEND = Path(__file__).parents[2] / "frontend"
DIARIES = 1500
BLANK: dict[str, Any] = {"episode": {}, "alert": {}}


def test_any_diary_gets_the_same_facts_and_outcome_on_the_phone(tmp_path: Path) -> None:
    """Random diaries and Python's outcomes in a file that `random.test.ts` reads."""
    cases: list[dict[str, Any]] = []

    @settings(
        max_examples=DIARIES,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(diaries())
    def draw(diary: dict[str, Any]) -> None:
        rules = rules_for(diary["thresholds"])
        subjects = subjects_of(diary, BLANK, rules)
        outcome = outcome_of(diary, BLANK, rules)
        cases.append(
            {
                "diary": diary,
                "subjects": [_json(subject) for subject in subjects],
                "level": outcome.level,
                "findings": outcome.findings,
                "undetermined": outcome.undetermined,
            }
        )

    draw()
    matched_rules = {finding["rule"] for case in cases for finding in case["findings"]}
    assert matched_rules == {rule["id"] for rule in RULES["rules"]}, (
        "the diaries do not reach every rule"
    )
    in_hysteresis = [
        finding["rule"] for case in cases for finding in case["findings"] if finding["hysteresis"]
    ]
    assert {"frequent_month", "frequent_not_positional"} <= set(in_hysteresis)
    assert len(in_hysteresis) > DIARIES // 100, "the diaries reach too few counts that are held"
    file = tmp_path / "diaries.json"
    file.write_text(json.dumps(cases))

    ran = subprocess.run(
        ["npx", "vitest", "run", "tests/triage/random.test.ts"],
        cwd=FRONTEND,
        env={**os.environ, "DIARIES": str(file), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "1 passed" in ran.stdout, ran.stdout


def _json(subject: evaluate.Subject) -> dict[str, Any]:
    return {
        "facts": {
            name: sorted(fact) if isinstance(fact, frozenset) else fact
            for name, fact in subject.facts.items()
        },
        "episodes": sorted(subject.episodes),
        "alerts": sorted(subject.alerts),
        "days": [day.isoformat() for day in subject.days],
    }
