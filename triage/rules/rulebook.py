"""The rules file, loaded once; checks.py validates it at start-up."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from triage.engine import conditions

FILE: Final = Path(__file__).with_name("rules.json")
SCHEMA: Final[Mapping[str, Any]] = json.loads(
    FILE.with_name("rules.schema.json").read_text(encoding="utf-8")
)
RULES: Final[Mapping[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
VERSION: Final[str] = RULES["version"]


def rules_for(overrides: Mapping[str, int]) -> Mapping[str, Any]:
    """The rules with the thresholds of one diary; an override has the default as `default_value`.

    Overrides that are not (or no longer) valid are ignored.
    """
    defaults = RULES["thresholds"]
    changed = {
        name: {**defaults[name], "value": value, "default_value": defaults[name]["value"]}
        for name, value in overrides.items()
        if validate_threshold(name, value) is None and value != defaults[name]["value"]
    }
    return {**RULES, "thresholds": {**defaults, **changed}} if changed else RULES


def thresholds_for(overrides: Mapping[str, int] | None = None) -> Mapping[str, float]:
    """The thresholds by name, with the overrides of a diary; units are in the rules file."""
    return conditions.threshold_values(rules_for(overrides or {}))


def validate_threshold(name: str, value: object) -> tuple[str, str] | None:
    """Error code and message if the value is not a valid override for a diary; else None.

    A `value` of None checks only that the threshold can be overridden.
    """
    if name not in RULES["thresholds"]:
        return "unknown_threshold", _("There is no threshold of this name.")
    bounds = RULES["thresholds"][name].get("bounds")
    if bounds is None:
        return "not_changeable", _("This threshold is the same for everyone.")
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        return "invalid", _("This must be a whole number, or null for the usual one.")
    if not bounds["min"] <= value <= bounds["max"]:
        return "out_of_range", _("This must be %(min)s to %(max)s.") % bounds
    return None
