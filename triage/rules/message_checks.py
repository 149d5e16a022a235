"""Is what the rules say complete, and the same in every language? Asked at start-up too."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.checks import CheckMessage, Error, register

from triage.engine.conditions import conditions_of
from triage.rules.message_catalog import USUAL, WORDS
from triage.rules.rule_text import spoken
from triage.rules.rulebook import RULES

Path = tuple[str, ...]
HEADED = ("title", "action")


@register()
def words_are_complete(**_: Any) -> Iterable[CheckMessage]:
    return list(faults(RULES, WORDS))


def faults(
    rules: Mapping[str, Any], catalogues: Mapping[str, Mapping[str, Any]]
) -> Iterator[CheckMessage]:
    """Every fault in the catalogues of a sound rules file: `triage.E012` to `E014`."""
    usual = dict(_texts(catalogues[USUAL]))
    needed = set(_needed(rules)) | {path for path in usual if path[0] == "facts"}
    for language, words in catalogues.items():
        found = dict(_texts(words))
        for path in needed - found.keys():
            yield _error(12, language, path, "is missing")
        for path in found.keys() - needed:
            yield _error(12, language, path, "belongs to nothing")
        for path, text in found.items():
            if not isinstance(text, str) or not text.strip():
                yield _error(12, language, path, "has no words")
            elif path in usual and _places(text) != _places(str(usual[path])):
                yield _error(13, language, path, f"must have the same {{places}} as {USUAL}.json")
        for rule in rules["rules"]:
            for when in conditions_of(rule):
                try:
                    spoken(rules, words, when)
                except KeyError as error:
                    yield _error(14, language, ("facts",), f"cannot say {rule['id']}: {error}")


def _needed(rules: Mapping[str, Any]) -> Iterator[Path]:
    for name in ("no_level", "could_not_check"):
        yield from ((name, part) for part in HEADED)
    yield from (("levels", level, part) for level in rules["levels"] for part in HEADED)
    for code in rules["emergency_signs"]:
        yield from (("emergency_signs", code, part) for part in ("question", "label"))
    for rule in rules["rules"]:
        lesser = ["lesser_action"] if "lesser" in rule else []
        yield from (("rules", rule["id"], part) for part in ("criterion", "reason", "action"))
        yield from (("rules", rule["id"], part) for part in lesser)
    yield from (("thresholds", name) for name in rules["thresholds"])
    yield from (("units", found["unit"]) for found in rules["thresholds"].values())
    yield from (("sources", id) for id in rules["sources"])
    yield from (("facts", name, "label") for name in rules["facts"])
    yield from (("joints", name) for name in ("all", "any", "codes"))
    yield from (("lengths", name) for name in ("minutes", "hours"))
    yield from (("changes", version) for version in rules["changes"])


def _texts(words: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    for name, value in words.items():
        if isinstance(value, Mapping):
            yield from _texts(value, (*path, name))
        else:
            yield (*path, name), value


def _places(text: str) -> list[str]:
    return sorted(re.findall(r"{(\w+)}", text))


def _error(number: int, language: str, path: Path, fault: str) -> Error:
    return Error(
        f"In triage/rules/messages/{language}.json, {' > '.join(path)} {fault}.",
        hint="Correct the catalogue, or the rules file.",
        id=f"triage.E{number:03}",
    )
