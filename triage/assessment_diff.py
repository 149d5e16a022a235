"""What changed from one assessment to the next. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from diary.codes import LEVELS


class Assessed(Protocol):
    """An assessment: its level, findings and undetermined rules as the engine gives them."""

    level: str | None
    findings: list[dict[str, Any]]
    undetermined: list[str]
    rules_version: str
    assessed_at: datetime


def between(before: Assessed, now: Assessed) -> dict[str, Any]:
    """A `wire.Changes`: the level, rules and values before and now, rules in their order.

    A rule that is in both is `risen` or `fallen` when its level differs, and among `values`
    when what was measured does.
    """
    old, new = _by_rule(before), _by_rule(now)
    both = [rule for rule in new if rule in old]
    levels = [(rule, old[rule]["level"], new[rule]["level"]) for rule in both]
    values = [(rule, _value(old[rule]), _value(new[rule])) for rule in both]
    return {
        "at": now.assessed_at,
        "level": {"before": before.level, "now": now.level},
        "new": [rule for rule in new if rule not in old],
        "gone": [rule for rule in old if rule not in new],
        "risen": [_pair(*one) for one in levels if _rank(one[2]) > _rank(one[1])],
        "fallen": [_pair(*one) for one in levels if _rank(one[2]) < _rank(one[1])],
        "values": [_pair(*one) for one in values if one[1] != one[2]],
        "undetermined": [id for id in now.undetermined if id not in before.undetermined],
        "determined": [id for id in before.undetermined if id not in now.undetermined],
        "rules_version": {"before": before.rules_version, "now": now.rules_version},
    }


def _by_rule(assessed: Assessed) -> dict[str, Mapping[str, Any]]:
    return {finding["rule"]: finding for finding in assessed.findings}


def _value(finding: Mapping[str, Any]) -> Any:
    return finding["evidence"]["value"]


def _rank(level: str) -> int:
    return LEVELS.index(level)


def _pair(rule: str, before: Any, now: Any) -> dict[str, Any]:
    return {"rule": rule, "before": before, "now": now}
