"""Message catalogs of the rules: complete, and consistent in every language."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from triage.rules.message_catalog import CATALOGS, serialize_rules
from triage.rules.message_checks import catalog_errors
from triage.rules.rulebook import RULES

Change = Callable[[dict[str, Any]], object]


def test_the_catalogues_are_complete() -> None:
    assert set(CATALOGS) == {"en", "es"}
    assert list(catalog_errors(RULES, CATALOGS)) == []


CHANGES: dict[str, dict[str, Change]] = {
    "triage.E012": {
        "a rule without words": lambda w: w["rules"].pop("walking"),
        "a lesser level without its action": lambda w: w["rules"]["saddle"].pop("lesser_action"),
        "an action for a level that is not": lambda w: w["rules"]["walking"].update(
            lesser_action="Wait."
        ),
        "a level without a title": lambda w: w["levels"]["watch"].pop("title"),
        "a number without a basis": lambda w: w["thresholds"].pop("brief_minutes"),
        "a sentence that is blank": lambda w: w["no_level"].update(action=" "),
        "a sentence that is a list": lambda w: w["no_level"].update(action=["Wait."]),
        "a fact of long ago": lambda w: w["facts"].update(weather={"label": "Rain"}),
        "a code that was not translated": lambda w: w["facts"]["onset"]["codes"].pop("sudden"),
        "a version that nobody was told of": lambda w: w["changes"].pop(RULES["version"]),
    },
    "triage.E013": {
        "a number that went missing": lambda w: w["rules"]["both_feet"].update(reason="Both."),
        "a number that nobody knows": lambda w: w["rules"]["sudden"].update(reason="In {value}."),
    },
    "triage.E014": {"a condition without words": lambda w: w["facts"]["onset"].pop("says")},
}


@pytest.mark.parametrize(
    ("code", "change"),
    [(code, change) for code, changes in CHANGES.items() for change in changes.values()],
    ids=[name for changes in CHANGES.values() for name in changes],
)
def test_it_reports(code: str, change: Change) -> None:
    broken = copy.deepcopy(dict(CATALOGS["es"]))
    change(broken)
    assert code in {fault.id for fault in catalog_errors(RULES, {**CATALOGS, "es": broken})}


def test_no_sentence_is_left_in_english() -> None:
    """Only what is a name, or the same in both languages, may be equal."""
    english, spanish = (dict(_texts(CATALOGS[language])) for language in ("en", "es"))
    assert {path for path in english if english[path] == spanish[path]} == set()


def _texts(words: Any, path: str = "") -> list[tuple[str, str]]:
    if isinstance(words, str):
        return [(path, words)]
    return [text for name, part in words.items() for text in _texts(part, f"{path}/{name}")]


@pytest.mark.parametrize("language", CATALOGS)
def test_rules_are_rendered_with_every_message_and_threshold(language: str) -> None:
    rules = serialize_rules(RULES, CATALOGS[language], language)
    texts = {text for _, text in _texts(CATALOGS[language]) if text}
    served = set(_served(rules))
    unsaid = {
        text
        for path, text in _texts(CATALOGS[language])
        if path.startswith(("/joints", "/lengths"))
    }
    assert texts - served - unsaid == set()
    assert [rule["when"] for rule in rules["rules"]] == [rule["when"] for rule in RULES["rules"]]


def _served(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _served(part)]
    if isinstance(value, list):
        return [text for part in value for text in _served(part)]
    return [value]
