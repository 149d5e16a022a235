"""System checks of the message catalogs: complete, and alike in every language."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.checks import CheckMessage, Error, register

from triage.engine.conditions import rule_conditions
from triage.rules.message_catalog import CATALOGS, DEFAULT_LANGUAGE
from triage.rules.rule_text import render_condition
from triage.rules.rulebook import RULES

Path = tuple[str, ...]
HEADING_PARTS = ("title", "action")


@register()
def check_message_catalogs(**_: Any) -> Iterable[CheckMessage]:
    return list(catalog_errors(RULES, CATALOGS))


def catalog_errors(
    rules: Mapping[str, Any], catalogs: Mapping[str, Mapping[str, Any]]
) -> Iterator[CheckMessage]:
    """Errors in the catalogs of a valid rules file: `triage.E012` to `E014`."""
    reference = dict(_messages(catalogs[DEFAULT_LANGUAGE]))
    required = set(_required(rules)) | {path for path in reference if path[0] == "facts"}
    for language, catalog in catalogs.items():
        messages = dict(_messages(catalog))
        for path in required - messages.keys():
            yield _error(12, language, path, "is missing")
        for path in messages.keys() - required:
            yield _error(12, language, path, "belongs to nothing")
        for path, text in messages.items():
            if not isinstance(text, str) or not text.strip():
                yield _error(12, language, path, "has no words")
            elif path in reference and _placeholders(text) != _placeholders(str(reference[path])):
                yield _error(
                    13, language, path, f"must have the same {{places}} as {DEFAULT_LANGUAGE}.json"
                )
        for rule in rules["rules"]:
            for when in rule_conditions(rule):
                try:
                    render_condition(rules, catalog, when)
                except KeyError as error:
                    yield _error(14, language, ("facts",), f"cannot say {rule['id']}: {error}")


def _required(rules: Mapping[str, Any]) -> Iterator[Path]:
    for name in ("no_level", "could_not_check"):
        yield from ((name, part) for part in HEADING_PARTS)
    yield from (("levels", level, part) for level in rules["levels"] for part in HEADING_PARTS)
    for code in rules["emergency_signs"]:
        yield from (("emergency_signs", code, part) for part in ("question", "label"))
    for rule in rules["rules"]:
        lesser = ["lesser_action"] if "lesser" in rule else []
        yield from (("rules", rule["id"], part) for part in ("criterion", "reason", "action"))
        yield from (("rules", rule["id"], part) for part in lesser)
    yield from (("thresholds", name) for name in rules["thresholds"])
    yield from (("units", threshold["unit"]) for threshold in rules["thresholds"].values())
    yield from (("sources", id) for id in rules["sources"])
    yield from (("facts", name, "label") for name in rules["facts"])
    yield from (("joints", name) for name in ("all", "any", "codes"))
    yield from (("lengths", name) for name in ("minutes", "hours"))
    yield from (("changes", version) for version in rules["changes"])


def _messages(catalog: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    for name, value in catalog.items():
        if isinstance(value, Mapping):
            yield from _messages(value, (*path, name))
        else:
            yield (*path, name), value


def _placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"{(\w+)}", text))


def _error(number: int, language: str, path: Path, problem: str) -> Error:
    return Error(
        f"In triage/rules/messages/{language}.json, {' > '.join(path)} {problem}.",
        hint="Correct the catalogue, or the rules file.",
        id=f"triage.E{number:03}",
    )
