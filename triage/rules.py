"""The rules file, loaded once. Its shape is checked at start-up, see checks.py."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).with_name("rules.json")
SCHEMA: Final[Mapping[str, Any]] = json.loads(
    FILE.with_name("rules.schema.json").read_text(encoding="utf-8")
)
RULES: Final[Mapping[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
VERSION: Final[str] = RULES["version"]


def thresholds() -> Mapping[str, float]:
    """The thresholds by name; the unit of each is in the file."""
    return {name: threshold["value"] for name, threshold in RULES["thresholds"].items()}
