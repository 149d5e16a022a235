"""Message catalogs of the rules: a file per language, found by folder.

`messages/<language>.json` has the same ids as `rules.json`.
message_checks.py checks at start-up that each is complete.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language

FOLDER: Final = Path(__file__).with_name("messages")
DEFAULT_LANGUAGE: Final = "en"
Catalog = Mapping[str, Any]
CATALOGS: Final[Mapping[str, Catalog]] = {
    file.stem: json.loads(file.read_text(encoding="utf-8"))
    for file in sorted(FOLDER.glob("*.json"))
}


def catalog_language() -> str:
    """The language of the catalog for the active language: `es` for `es-mx`."""
    language = (get_language() or DEFAULT_LANGUAGE).split("-")[0]
    return language if language in CATALOGS else DEFAULT_LANGUAGE


def active_catalog() -> Catalog:
    return CATALOGS[catalog_language()]


def serialize_rules(rules: Mapping[str, Any], catalog: Catalog, language: str) -> dict[str, Any]:
    """The rules with the messages of one language inlined, as the API serves them."""

    def in_language(messages: Any) -> dict[str, Any]:
        return {"words": {language: messages}}

    def source(id: str) -> dict[str, str]:
        return {"title": catalog["sources"][id], "url": rules["sources"][id]}

    return {
        "version": rules["version"],
        "language": language,
        "changes": [
            {"version": version, "text": {language: catalog["changes"][version]}}
            for version in rules["changes"]
        ],
        "levels": {level: in_language(catalog["levels"][level]) for level in rules["levels"]},
        "no_level": in_language(catalog["no_level"]),
        "could_not_check": in_language(catalog["could_not_check"]),
        "emergency_signs": {
            code: sign | in_language(catalog["emergency_signs"][code])
            for code, sign in rules["emergency_signs"].items()
        },
        "names": {
            code: known | {"source": source(known["source"])}
            for code, known in rules["names"].items()
        },
        "facts": {
            name: fact | _fact(catalog["facts"][name], language)
            for name, fact in rules["facts"].items()
        },
        "thresholds": {
            name: threshold
            | {"unit": catalog["units"][threshold["unit"]], "basis": catalog["thresholds"][name]}
            for name, threshold in rules["thresholds"].items()
        },
        "rules": [
            rule | {"source": source(rule["source"])} | in_language(catalog["rules"][rule["id"]])
            for rule in rules["rules"]
        ],
    }


def _fact(messages: Catalog, language: str) -> dict[str, Any]:
    parts = {
        "words": messages["label"],
        "says": messages.get("says"),
        "codes": messages.get("codes"),
    }
    return {name: {language: part} for name, part in parts.items() if part is not None}
