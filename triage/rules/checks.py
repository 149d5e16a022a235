"""Is the rules file sound? Asked at start-up, so that a wrong rule never runs."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.checks import CheckMessage, Error, register
from jsonschema import Draft202012Validator

from diary.codes import EMERGENCY_SIGNS, LEVELS
from triage.engine.conditions import condition, conditions_of, fact_names, facts_of, parts_of
from triage.hysteresis import counted
from triage.rules.rulebook import RULES, SCHEMA


@register()
def rules_are_sound(**_: Any) -> Iterable[CheckMessage]:
    return list(problems(RULES))


def problems(rules: Mapping[str, Any]) -> Iterator[CheckMessage]:
    """Every fault in a rules file: its shape, `triage.E001`, or else its sense, E002 to E011."""
    malformed = list(Draft202012Validator(SCHEMA).iter_errors(rules))
    for fault in malformed:
        yield _error(1, f"At {fault.json_path}: {fault.message[:200]}")
    if not malformed:
        yield from _senseless(rules)


def _senseless(rules: Mapping[str, Any]) -> Iterator[CheckMessage]:
    if tuple(rules["levels"]) != LEVELS:
        yield _error(2, f"The levels must be {', '.join(LEVELS)}, lowest first.")
    if rules["changes"][0] != rules["version"]:
        yield _error(3, f"The newest change must be that of version {rules['version']}.")
    ids = [rule["id"] for rule in rules["rules"]]
    for id in {id for id in ids if ids.count(id) > 1}:
        yield _error(4, f"Two rules are named {id}.")
    for rule in rules["rules"]:
        yield from _rule_problems(rules, rule)
    named = [about["source"] for about in (*rules["rules"], *rules["names"].values())]
    for source in sorted(set(named) ^ rules["sources"].keys()):
        yield _error(5, f"The source {source} is unknown, or nothing names it.")
    yield from _bounds_problems(rules)
    yield from _count_problems(rules)
    signs = rules["emergency_signs"]
    if tuple(signs) != EMERGENCY_SIGNS or any(sign["rule"] not in ids for sign in signs.values()):
        yield _error(7, "Each of the seven emergency signs needs a rule.")


def _rule_problems(rules: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[CheckMessage]:
    id, names = rule["id"], facts_of(rule)
    for when in conditions_of(rule):
        unknown = set(fact_names(when)) - (rules["facts"].keys() & names)
        if unknown:
            yield _error(5, f"The rule {id} reads unknown facts: {', '.join(sorted(unknown))}.")
            continue
        try:
            condition(rules, when)
        except TypeError as error:
            yield _error(6, f"The rule {id} cannot be evaluated: {error}.")
    if rule["threshold"] is not None and rule["threshold"] not in rules["thresholds"]:
        yield _error(6, f"The rule {id} names the unknown threshold {rule['threshold']}.")
    if rule["measure"] is not None and rule["measure"] not in names:
        yield _error(5, f"The rule {id} measures {rule['measure']}, which it does not read.")


def _bounds_problems(rules: Mapping[str, Any]) -> Iterator[CheckMessage]:
    thresholds = rules["thresholds"]
    for name, threshold in thresholds.items():
        bounds = threshold.get("bounds")
        if bounds and not bounds["min"] <= threshold["value"] <= bounds["max"]:
            yield _error(8, f"The threshold {name} is not within its own bounds.")
    for rule in rules["rules"]:
        for name in sorted(_decides(rules, rule)):
            if "bounds" not in thresholds.get(name, {}):
                continue
            if any(part["level"] == "emergency" for part in parts_of(rule)):
                yield _error(9, f"The emergency rule {rule['id']} reads {name}, which has bounds.")
            elif name != rule["threshold"]:
                yield _error(10, f"The rule {rule['id']} reads {name} but does not show it.")


def _count_problems(rules: Mapping[str, Any]) -> Iterator[CheckMessage]:
    unknown = [
        (name, threshold)
        for name, fact in rules["facts"].items()
        for threshold in fact.get("thresholds", ())
        if threshold not in rules["thresholds"]
    ]
    for name, threshold in unknown:
        yield _error(6, f"The fact {name} is made with the unknown threshold {threshold}.")
    if unknown:
        return  # no count can be made
    counts = counted(rules)
    for rule in rules["rules"]:
        # A share of its number eases a count that has to reach it, and nothing else.
        shown = rule["measure"] is not None and rule["threshold"] is not None
        grave = any(part["level"] == "emergency" for part in parts_of(rule))
        reached = {op for op, _ in _thresholds_in(rule["when"])} == {"gte"}
        may = rule["id"] in counts and shown and reached and not grave and "lesser" not in rule
        if "hysteresis" in rule and not may:
            yield _error(11, f"The rule {rule['id']} has no count that hysteresis could hold.")
        elif "hysteresis" not in rule and rule["id"] in counts and not grave:
            yield _error(11, f"The rule {rule['id']} is over a count and lacks hysteresis.")


def _decides(rules: Mapping[str, Any], rule: Mapping[str, Any]) -> set[str]:
    """The thresholds a rule hangs on: those it names, and those that its facts are made with."""
    # Which entries are read at all is a threshold too.
    found = {"recent_entry_days"}
    for when in conditions_of(rule):
        found.update(name for _, name in _thresholds_in(when))
        for fact in fact_names(when):
            found.update(rules["facts"].get(fact, {}).get("thresholds", ()))
    return found


def _thresholds_in(when: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each with the operator that compares with it."""
    for part in when.get("all") or when.get("any") or ():
        yield from _thresholds_in(part)
    if isinstance(when.get("value"), dict):
        yield when["op"], when["value"]["threshold"]


def _error(number: int, message: str) -> Error:
    return Error(message, hint="Correct triage/rules/rules.json.", id=f"triage.E{number:03}")
