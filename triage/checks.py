"""Is the rules file sound? Asked at start-up, so that a wrong rule never runs."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.checks import CheckMessage, Error, register
from jsonschema import Draft202012Validator

from diary.codes import EMERGENCY_SIGNS, LEVELS
from triage.engine import condition, fact_names, facts_of
from triage.rules import RULES, SCHEMA


@register()
def rules_are_sound(**_: Any) -> Iterable[CheckMessage]:
    return list(problems(RULES))


def problems(rules: Mapping[str, Any]) -> Iterator[CheckMessage]:
    """Every fault in a rules file: its shape, `triage.E001`, or else its sense, E002 to E007."""
    malformed = list(Draft202012Validator(SCHEMA).iter_errors(rules))
    for fault in malformed:
        yield _error(1, f"At {fault.json_path}: {fault.message[:200]}")
    if not malformed:
        yield from _senseless(rules)


def _senseless(rules: Mapping[str, Any]) -> Iterator[CheckMessage]:
    if tuple(rules["levels"]) != LEVELS:
        yield _error(2, f"The levels must be {', '.join(LEVELS)}, lowest first.")
    if rules["changes"][0]["version"] != rules["version"]:
        yield _error(3, f"The newest change must be that of version {rules['version']}.")
    ids = [rule["id"] for rule in rules["rules"]]
    for id in {id for id in ids if ids.count(id) > 1}:
        yield _error(4, f"Two rules are named {id}.")
    for rule in rules["rules"]:
        yield from _rule_problems(rules, rule)
    signs = rules["emergency_signs"]
    if tuple(signs) != EMERGENCY_SIGNS or any(sign["rule"] not in ids for sign in signs.values()):
        yield _error(7, "Each of the seven emergency signs needs a rule.")


def _rule_problems(rules: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[CheckMessage]:
    id, names = rule["id"], facts_of(rule)
    parts = (rule, rule["lesser"]) if "lesser" in rule else (rule,)
    either = [part["remind"]["or"] for part in parts if "or" in (part["remind"] or {})]
    for when in (*(part["when"] for part in parts), *either):
        unknown = set(fact_names(when)) - (rules["facts"].keys() & names)
        if unknown:
            yield _error(5, f"The rule {id} reads unknown facts: {', '.join(sorted(unknown))}.")
            continue
        try:
            # Every fact unknown: reaches each comparison, so each type and threshold.
            condition(rules, when, dict.fromkeys(names))
        except (TypeError, KeyError) as error:
            yield _error(6, f"The rule {id} cannot be evaluated: {error}.")
    if rule["threshold"] is not None and rule["threshold"] not in rules["thresholds"]:
        yield _error(6, f"The rule {id} names the unknown threshold {rule['threshold']}.")
    if rule["measure"] is not None and rule["measure"] not in names:
        yield _error(5, f"The rule {id} measures {rule['measure']}, which it does not read.")


def _error(number: int, message: str) -> Error:
    return Error(message, hint="Correct triage/rules.json.", id=f"triage.E{number:03}")
