"""System checks of the rules file, so that an invalid rule never runs."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.checks import CheckMessage, Error, register
from jsonschema import Draft202012Validator

from diary.schema.codes import EMERGENCY_SIGNS, LEVELS
from triage.engine.conditions import (
    compile_condition,
    fact_names,
    required_facts,
    rule_conditions,
    rule_levels,
)
from triage.hysteresis import count_rules
from triage.rules.rulebook import RULES, SCHEMA


@register()
def check_rules_file(**_: Any) -> Iterable[CheckMessage]:
    return list(rule_errors(RULES))


def rule_errors(rules: Mapping[str, Any]) -> Iterator[CheckMessage]:
    """Errors of a rules file: schema (`triage.E001`), or else semantics (E002 to E011)."""
    schema_errors = list(Draft202012Validator(SCHEMA).iter_errors(rules))
    for error in schema_errors:
        yield _error(1, f"At {error.json_path}: {error.message[:200]}")
    if not schema_errors:
        yield from _semantic_errors(rules)


def _semantic_errors(rules: Mapping[str, Any]) -> Iterator[CheckMessage]:
    if tuple(rules["levels"]) != LEVELS:
        yield _error(2, f"The levels must be {', '.join(LEVELS)}, lowest first.")
    if rules["changes"][0] != rules["version"]:
        yield _error(3, f"The newest change must be that of version {rules['version']}.")
    ids = [rule["id"] for rule in rules["rules"]]
    for id in {id for id in ids if ids.count(id) > 1}:
        yield _error(4, f"Two rules are named {id}.")
    for rule in rules["rules"]:
        yield from _rule_errors(rules, rule)
    cited = [item["source"] for item in (*rules["rules"], *rules["names"].values())]
    for source in sorted(set(cited) ^ rules["sources"].keys()):
        yield _error(5, f"The source {source} is unknown, or nothing names it.")
    yield from _bounds_errors(rules)
    yield from _count_errors(rules)
    signs = rules["emergency_signs"]
    if tuple(signs) != EMERGENCY_SIGNS or any(sign["rule"] not in ids for sign in signs.values()):
        yield _error(7, "Each of the seven emergency signs needs a rule.")


def _rule_errors(rules: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[CheckMessage]:
    id, names = rule["id"], required_facts(rule)
    for when in rule_conditions(rule):
        unknown = set(fact_names(when)) - (rules["facts"].keys() & names)
        if unknown:
            yield _error(5, f"The rule {id} reads unknown facts: {', '.join(sorted(unknown))}.")
            continue
        try:
            compile_condition(rules, when)
        except TypeError as error:
            yield _error(6, f"The rule {id} cannot be evaluated: {error}.")
    if rule["threshold"] is not None and rule["threshold"] not in rules["thresholds"]:
        yield _error(6, f"The rule {id} names the unknown threshold {rule['threshold']}.")
    if rule["measure"] is not None and rule["measure"] not in names:
        yield _error(5, f"The rule {id} measures {rule['measure']}, which it does not read.")


def _bounds_errors(rules: Mapping[str, Any]) -> Iterator[CheckMessage]:
    thresholds = rules["thresholds"]
    for name, threshold in thresholds.items():
        bounds = threshold.get("bounds")
        if bounds and not bounds["min"] <= threshold["value"] <= bounds["max"]:
            yield _error(8, f"The threshold {name} is not within its own bounds.")
    for rule in rules["rules"]:
        for name in sorted(_thresholds_of(rules, rule)):
            if "bounds" not in thresholds.get(name, {}):
                continue
            if any(level["level"] == "emergency" for level in rule_levels(rule)):
                yield _error(9, f"The emergency rule {rule['id']} reads {name}, which has bounds.")
            elif name != rule["threshold"]:
                yield _error(10, f"The rule {rule['id']} reads {name} but does not show it.")


def _count_errors(rules: Mapping[str, Any]) -> Iterator[CheckMessage]:
    unknown = [
        (name, threshold)
        for name, fact in rules["facts"].items()
        for threshold in fact.get("thresholds", ())
        if threshold not in rules["thresholds"]
    ]
    for name, threshold in unknown:
        yield _error(6, f"The fact {name} is made with the unknown threshold {threshold}.")
    if unknown:
        return
    counts = count_rules(rules)
    for rule in rules["rules"]:
        # Hysteresis fits a rule whose only level is reached by a count `gte` its threshold.
        shown = rule["measure"] is not None and rule["threshold"] is not None
        emergency = any(level["level"] == "emergency" for level in rule_levels(rule))
        only_gte = {op for op, _ in _thresholds_in(rule["when"])} == {"gte"}
        fits = (
            rule["id"] in counts and shown and only_gte and not emergency and "lesser" not in rule
        )
        if "hysteresis" in rule and not fits:
            yield _error(11, f"The rule {rule['id']} has no count that hysteresis could hold.")
        elif "hysteresis" not in rule and rule["id"] in counts and not emergency:
            yield _error(11, f"The rule {rule['id']} is over a count and lacks hysteresis.")


def _thresholds_of(rules: Mapping[str, Any], rule: Mapping[str, Any]) -> set[str]:
    """The thresholds a rule depends on: those it names, and those of its facts."""
    # Which entries are read at all depends on a threshold too.
    names = {"recent_entry_days"}
    for when in rule_conditions(rule):
        names.update(name for _, name in _thresholds_in(when))
        for fact in fact_names(when):
            names.update(rules["facts"].get(fact, {}).get("thresholds", ()))
    return names


def _thresholds_in(when: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Operator and name of every threshold in a condition."""
    for part in when.get("all") or when.get("any") or ():
        yield from _thresholds_in(part)
    if isinstance(when.get("value"), dict):
        yield when["op"], when["value"]["threshold"]


def _error(number: int, message: str) -> Error:
    return Error(message, hint="Correct triage/rules/rules.json.", id=f"triage.E{number:03}")
