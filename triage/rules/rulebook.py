"""The rules file, loaded once. Its shape is checked at start-up, see checks.py."""

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


def rules_for(changed: Mapping[str, int]) -> Mapping[str, Any]:
    """The rules with a diary's own thresholds; each of those has the file's number as `usual`.

    What may not be changed, or no longer, is as in the file.
    """
    usual = RULES["thresholds"]
    own = {
        name: {**usual[name], "value": value, "usual": usual[name]["value"]}
        for name, value in changed.items()
        if refusal(name, value) is None and value != usual[name]["value"]
    }
    return {**RULES, "thresholds": {**usual, **own}} if own else RULES


def thresholds(changed: Mapping[str, int] | None = None) -> Mapping[str, float]:
    """The thresholds by name, a diary's own where it has some; the unit of each is in the file."""
    return conditions.thresholds(rules_for(changed or {}))


def refusal(name: str, value: object) -> tuple[str, str] | None:
    """Why a diary may not have this number for the threshold, as a code and what to say of it.

    None: it may. A `value` of None asks whether the threshold can be changed at all.
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
