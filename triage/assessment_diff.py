"""The difference between two assessments. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from diary.schema.codes import LEVELS


class AssessmentLike(Protocol):
    """Level, findings and undetermined rules as the engine returns them."""

    level: str | None
    findings: list[dict[str, Any]]
    undetermined: list[str]
    rules_version: str
    assessed_at: datetime


def diff_assessments(before: AssessmentLike, now: AssessmentLike) -> dict[str, Any]:
    """The content of a `Changes` serializer; rules in the order of the findings.

    A rule in both is `risen` or `fallen` if its level differs, and in `values` if its measured
    value differs.
    """
    old, new = _by_rule(before), _by_rule(now)
    common = [rule for rule in new if rule in old]
    levels = [(rule, old[rule]["level"], new[rule]["level"]) for rule in common]
    values = [(rule, _value(old[rule]), _value(new[rule])) for rule in common]
    return {
        "at": now.assessed_at,
        "level": {"before": before.level, "now": now.level},
        "new": [rule for rule in new if rule not in old],
        "gone": [rule for rule in old if rule not in new],
        "risen": [_change(rule, a, b) for rule, a, b in levels if _rank(b) > _rank(a)],
        "fallen": [_change(rule, a, b) for rule, a, b in levels if _rank(b) < _rank(a)],
        "values": [_change(rule, a, b) for rule, a, b in values if a != b],
        "undetermined": [id for id in now.undetermined if id not in before.undetermined],
        "determined": [id for id in before.undetermined if id not in now.undetermined],
        "rules_version": {"before": before.rules_version, "now": now.rules_version},
    }


def _by_rule(assessment: AssessmentLike) -> dict[str, Mapping[str, Any]]:
    return {finding["rule"]: finding for finding in assessment.findings}


def _value(finding: Mapping[str, Any]) -> Any:
    return finding["evidence"]["value"]


def _rank(level: str) -> int:
    return LEVELS.index(level)


def _change(rule: str, before: Any, now: Any) -> dict[str, Any]:
    return {"rule": rule, "before": before, "now": now}
