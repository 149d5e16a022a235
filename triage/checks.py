"""Is the rules file sound? Asked at start-up, so that a wrong rule never runs."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.checks import CheckMessage, Error, register

from triage.engine import LEVELS, condition, fact_names
from triage.facts import EMERGENCY_SIGNS
from triage.rules import RULES

KINDS = ("number", "boolean", "code", "set")
RULE_WORDS = ("criterion", "reason", "action")


@register()
def rules_are_sound(**_: Any) -> Iterable[CheckMessage]:
    return list(problems(RULES))


def problems(rules: Mapping[str, Any]) -> Iterator[CheckMessage]:
    """Every fault in a rules file, as `triage.E001` to `triage.E008`."""
    if tuple(rules["levels"]) != LEVELS:
        yield _error(1, f"The levels must be {', '.join(LEVELS)}, lowest first.")
    for name, fact in rules["facts"].items():
        if fact.get("type") not in KINDS or fact.get("kind") not in ("entry", "history"):
            yield _error(2, f"The fact {name} needs a type of {KINDS} and a kind.")
    for name, threshold in rules["thresholds"].items():
        if not threshold.keys() >= {"value", "unit", "basis", "judgement"}:
            yield _error(3, f"The threshold {name} needs a value, unit, basis and judgement.")
    ids = [rule["id"] for rule in rules["rules"]]
    for id in {id for id in ids if ids.count(id) > 1}:
        yield _error(4, f"Two rules are named {id}.")
    for rule in rules["rules"]:
        yield from _rule_problems(rules, rule)
    signs = rules["emergency_signs"]
    if tuple(signs) != EMERGENCY_SIGNS or any(sign["rule"] not in ids for sign in signs.values()):
        yield _error(7, "Each of the seven emergency signs needs a rule.")
    spoken = {
        **{f"the level {name}": (level, ("title", "action")) for name, level in _of(rules)},
        **{f"the sign {name}": (sign, ("question", "label")) for name, sign in signs.items()},
    }
    for what, (holder, names) in spoken.items():
        if not all(holder["words"]["en"].get(name) for name in names):
            yield _error(8, f"Of {what}, words are missing: {', '.join(names)}.")


def _of(rules: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from rules["levels"].items()
    yield from ((name, rules[name]) for name in ("no_level", "could_not_check"))


def _rule_problems(rules: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[CheckMessage]:
    id, names = rule["id"], set(fact_names(rule["when"]))
    for part in (rule, rule["lesser"]) if "lesser" in rule else (rule,):
        if part["level"] not in LEVELS:
            yield _error(1, f"The rule {id} has the unknown level {part['level']}.")
        unknown = set(fact_names(part["when"])) - (rules["facts"].keys() & names)
        if unknown:
            yield _error(5, f"The rule {id} reads unknown facts: {', '.join(sorted(unknown))}.")
            continue
        try:
            # Every fact unknown: reaches each comparison, so each type and threshold.
            condition(rules, part["when"], dict.fromkeys(names))
        except (TypeError, KeyError) as error:
            yield _error(6, f"The rule {id} cannot be evaluated: {error}.")
    if rule["threshold"] is not None and rule["threshold"] not in rules["thresholds"]:
        yield _error(6, f"The rule {id} names the unknown threshold {rule['threshold']}.")
    if rule["measure"] is not None and rule["measure"] not in names:
        yield _error(5, f"The rule {id} measures {rule['measure']}, which it does not read.")
    words = rule["words"]["en"]
    wanted = (*RULE_WORDS, "lesser_action") if "lesser" in rule else RULE_WORDS
    if not all(words.get(name) for name in wanted) or not rule["source"]["url"]:
        yield _error(8, f"The rule {id} needs a source and the words {', '.join(wanted)}.")


def _error(number: int, message: str) -> Error:
    return Error(message, hint="Correct triage/rules.json.", id=f"triage.E{number:03}")
