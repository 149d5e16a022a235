"""Conditions of the rules file in the words of a catalogue. Pure; `in-words.ts` is its mirror.

Learn and the pages in docs/ say the same sentences: tests hold one to the other.
"""

import re
from collections.abc import Mapping
from typing import Any

JOINTS = ("all", "any")
# A sentence, or "all" or "any" of several.
Spoken = str | tuple[str, list["Spoken"]]


def spoken(rules: Mapping[str, Any], words: Mapping[str, Any], when: Mapping[str, Any]) -> Spoken:
    """The condition in words, with the thresholds' values.

    What a count could be, were everything asked, is left out: it says the same of a diary
    in which everything was. Raises KeyError for a fact, op or code without words.
    """
    for word in JOINTS:
        if word in when:
            told = [part for part in when[word] if not _is_bound(rules, part)]
            parts = [spoken(rules, words, part) for part in told]
            return parts[0] if len(parts) == 1 else (word, parts)
    fact, value = words["facts"][when["fact"]], when["value"]
    says = fact.get("says", {})
    if isinstance(value, bool):
        said = says[str(value).lower()] if says or not value else _inside(fact["label"])
    else:
        said = says[when["op"]].replace("{value}", _value(rules, words, fact, value))
    return _hours(words, re.sub(r"{(\w+)}", lambda name: _number(rules, name[1]), said))


def sentence(words: Mapping[str, Any], said: Spoken) -> str:
    """In one line; what is joined inside stands in brackets."""
    if isinstance(said, str):
        return said
    word, parts = said
    joint: str = words["joints"][word]
    return joint.join(
        part if isinstance(part, str) else f"({sentence(words, part)})" for part in parts
    )


def _is_bound(rules: Mapping[str, Any], when: Mapping[str, Any]) -> bool:
    parts = when.get("all") or when.get("any")
    if parts:
        return all(_is_bound(rules, part) for part in parts)
    return "of" in rules["facts"][when["fact"]]


def _value(
    rules: Mapping[str, Any], words: Mapping[str, Any], fact: Mapping[str, Any], value: Any
) -> str:
    if isinstance(value, dict):
        return _number(rules, value["threshold"])
    if isinstance(value, (int, float)):
        return f"{value:g}"
    codes = [value] if isinstance(value, str) else value
    joint: str = words["joints"]["codes"]
    return joint.join(fact["codes"][code] for code in codes)


def _number(rules: Mapping[str, Any], threshold: str) -> str:
    return f"{rules['thresholds'][threshold]['value']:g}"


def _hours(words: Mapping[str, Any], said: str) -> str:
    """Many minutes that are whole hours, as hours."""
    minutes, hours = (words["lengths"][unit] for unit in ("minutes", "hours"))
    return re.sub(
        r"\b" + re.escape(minutes).replace(r"\{number\}", r"(\d+)") + r"\b",
        lambda found: (
            found[0]
            if (n := int(found[1])) < 120 or n % 60
            else hours.replace("{number}", str(n // 60))
        ),
        said,
    )


def _inside(text: str) -> str:
    """As it stands inside a sentence."""
    return text[0].lower() + text[1:]
