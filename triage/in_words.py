"""Conditions of the rules file in its own words. Pure; `in-words.ts` is its mirror.

Learn and docs/rules.md say the same sentences: tests hold one to the other.
"""

import re
from collections.abc import Mapping
from typing import Any

LANGUAGE = "en"
JOINTS = {"all": "; and ", "any": "; or "}
# A sentence, or "all" or "any" of several.
Spoken = str | tuple[str, list["Spoken"]]


def spoken(rules: Mapping[str, Any], when: Mapping[str, Any]) -> Spoken:
    """The condition in words, with the thresholds' values.

    What a count could be, were everything asked, is left out: it says the same of a diary
    in which everything was. Raises KeyError for a fact, op or code without words.
    """
    for word in JOINTS:
        if word in when:
            parts = [spoken(rules, part) for part in when[word] if not _is_bound(rules, part)]
            return parts[0] if len(parts) == 1 else (word, parts)
    fact, value = rules["facts"][when["fact"]], when["value"]
    says = fact.get("says", {}).get(LANGUAGE, {})
    if isinstance(value, bool):
        said = says[str(value).lower()] if says or not value else _inside(fact["words"][LANGUAGE])
    else:
        said = says[when["op"]].replace("{value}", _value(rules, fact, value))
    return _hours(re.sub(r"{(\w+)}", lambda name: _number(rules, name[1]), said))


def sentence(said: Spoken) -> str:
    """In one line; what is joined inside stands in brackets."""
    if isinstance(said, str):
        return said
    word, parts = said
    return JOINTS[word].join(
        part if isinstance(part, str) else f"({sentence(part)})" for part in parts
    )


def _is_bound(rules: Mapping[str, Any], when: Mapping[str, Any]) -> bool:
    parts = when.get("all") or when.get("any")
    if parts:
        return all(_is_bound(rules, part) for part in parts)
    return "of" in rules["facts"][when["fact"]]


def _value(rules: Mapping[str, Any], fact: Mapping[str, Any], value: Any) -> str:
    if isinstance(value, dict):
        return _number(rules, value["threshold"])
    if isinstance(value, (int, float)):
        return f"{value:g}"
    codes = [value] if isinstance(value, str) else value
    return ", or ".join(fact["codes"][LANGUAGE][code] for code in codes)


def _number(rules: Mapping[str, Any], threshold: str) -> str:
    return f"{rules['thresholds'][threshold]['value']:g}"


def _hours(said: str) -> str:
    """Many minutes that are whole hours, as hours."""
    return re.sub(
        r"\b(\d+) minutes\b",
        lambda found: found[0] if (n := int(found[1])) < 120 or n % 60 else f"{n // 60} hours",
        said,
    )


def _inside(text: str) -> str:
    """As it stands inside a sentence."""
    return text[0].lower() + text[1:]
