"""Render conditions of the rules file as text. Pure; mirrors `rule-text.ts`.

Tests compare the sentences of the app's Learn pages and of docs/rules.md.
"""

import re
from collections.abc import Mapping
from typing import Any

CONNECTIVES = ("all", "any")
# A sentence, or "all" or "any" of several.
ConditionText = str | tuple[str, list["ConditionText"]]


def render_condition(
    rules: Mapping[str, Any], catalog: Mapping[str, Any], when: Mapping[str, Any]
) -> ConditionText:
    """The condition as text, with the values of the thresholds.

    Upper bounds of a count are left out: they equal the count if every question was answered.
    Raises KeyError for a fact, op or code without a message.
    """
    for connective in CONNECTIVES:
        if connective in when:
            shown = [part for part in when[connective] if not _is_bound(rules, part)]
            parts = [render_condition(rules, catalog, part) for part in shown]
            return parts[0] if len(parts) == 1 else (connective, parts)
    fact, value = catalog["facts"][when["fact"]], when["value"]
    templates = fact.get("says", {})
    if isinstance(value, bool):
        key = str(value).lower()
        text = templates[key] if templates or not value else _lower_first(fact["label"])
    else:
        text = templates[when["op"]].replace("{value}", _value(rules, catalog, fact, value))
    return _to_hours(catalog, re.sub(r"{(\w+)}", lambda name: _number(rules, name[1]), text))


def render_sentence(catalog: Mapping[str, Any], condition: ConditionText) -> str:
    """One line, with nested conditions in brackets."""
    if isinstance(condition, str):
        return condition
    connective, parts = condition
    joint: str = catalog["joints"][connective]
    return joint.join(
        part if isinstance(part, str) else f"({render_sentence(catalog, part)})" for part in parts
    )


def _is_bound(rules: Mapping[str, Any], when: Mapping[str, Any]) -> bool:
    parts = when.get("all") or when.get("any")
    if parts:
        return all(_is_bound(rules, part) for part in parts)
    return "of" in rules["facts"][when["fact"]]


def _value(
    rules: Mapping[str, Any], catalog: Mapping[str, Any], fact: Mapping[str, Any], value: Any
) -> str:
    if isinstance(value, dict):
        return _number(rules, value["threshold"])
    if isinstance(value, (int, float)):
        return f"{value:g}"
    codes = [value] if isinstance(value, str) else value
    joint: str = catalog["joints"]["codes"]
    return joint.join(fact["codes"][code] for code in codes)


def _number(rules: Mapping[str, Any], threshold: str) -> str:
    return f"{rules['thresholds'][threshold]['value']:g}"


def _to_hours(catalog: Mapping[str, Any], text: str) -> str:
    """Write 120 and more minutes that are whole hours as hours."""
    minutes, hours = (catalog["lengths"][unit] for unit in ("minutes", "hours"))
    return re.sub(
        r"\b" + re.escape(minutes).replace(r"\{number\}", r"(\d+)") + r"\b",
        lambda match: (
            match[0]
            if (n := int(match[1])) < 120 or n % 60
            else hours.replace("{number}", str(n // 60))
        ),
        text,
    )


def _lower_first(text: str) -> str:
    """For use inside a sentence."""
    return text[0].lower() + text[1:]
