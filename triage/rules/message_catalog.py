"""What the rules say to people: a catalogue for each language, beside the rules file.

`messages/<language>.json` has the same ids as `rules.json`; a translator adds a file of the same
shape and changes no other. Whether it is complete is asked at start-up, see checks.py.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language

FOLDER: Final = Path(__file__).with_name("messages")
USUAL: Final = "en"
Words = Mapping[str, Any]
WORDS: Final[Mapping[str, Words]] = {
    file.stem: json.loads(file.read_text(encoding="utf-8"))
    for file in sorted(FOLDER.glob("*.json"))
}


def language() -> str:
    """That of the catalogue for the language in use: `es` for `es-mx`."""
    wanted = (get_language() or USUAL).split("-")[0]
    return wanted if wanted in WORDS else USUAL


def words() -> Words:
    """The catalogue of the language in use."""
    return WORDS[language()]


def told(rules: Mapping[str, Any], said: Words, language: str) -> dict[str, Any]:
    """The rules with their words in one language, each beside what it is about, to be served."""

    def spoken(words: Any) -> dict[str, Any]:
        return {"words": {language: words}}

    def source(id: str) -> dict[str, str]:
        return {"title": said["sources"][id], "url": rules["sources"][id]}

    return {
        "version": rules["version"],
        "language": language,
        "changes": [
            {"version": version, "text": {language: said["changes"][version]}}
            for version in rules["changes"]
        ],
        "levels": {level: spoken(said["levels"][level]) for level in rules["levels"]},
        "no_level": spoken(said["no_level"]),
        "could_not_check": spoken(said["could_not_check"]),
        "emergency_signs": {
            code: sign | spoken(said["emergency_signs"][code])
            for code, sign in rules["emergency_signs"].items()
        },
        "names": {
            code: known | {"source": source(known["source"])}
            for code, known in rules["names"].items()
        },
        "facts": {
            name: fact | _fact(said["facts"][name], language)
            for name, fact in rules["facts"].items()
        },
        "thresholds": {
            name: threshold
            | {"unit": said["units"][threshold["unit"]], "basis": said["thresholds"][name]}
            for name, threshold in rules["thresholds"].items()
        },
        "rules": [
            rule | {"source": source(rule["source"])} | spoken(said["rules"][rule["id"]])
            for rule in rules["rules"]
        ],
    }


def _fact(said: Words, language: str) -> dict[str, Any]:
    parts = {"words": said["label"], "says": said.get("says"), "codes": said.get("codes")}
    return {name: {language: part} for name, part in parts.items() if part is not None}
