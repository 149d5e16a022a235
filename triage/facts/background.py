"""Facts from the background: medicines and conditions. Pure; mirrors `background-facts.ts`."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from diary.entries import BackgroundEntry
from triage.engine.conditions import Fact

Names = Mapping[str, Mapping[str, Any]]


def background_facts(
    background: Sequence[BackgroundEntry] | None, names: Names, first: date, last: date
) -> dict[str, Fact]:
    """The medicines and conditions of the rules file that apply on any of these days.

    Unknown if nothing of that kind was ever entered: an empty list is no answer. An item
    without a name is an answer: none.
    """
    if not background:
        return {"medicines": None, "diabetes": None}
    conditions = _matching_codes(background, names, "condition", first, last)
    return {
        "medicines": _matching_codes(background, names, "medication", first, last),
        "diabetes": None if conditions is None else "diabetes" in conditions,
    }


def _matching_codes(
    background: Sequence[BackgroundEntry], names: Names, kind: str, first: date, last: date
) -> frozenset[str] | None:
    items = [item for item in background if item.kind == kind]
    if not items:
        return None
    current_names = [
        _normalize(item.name)
        for item in items
        if (item.started_on is None or item.started_on <= last)
        and (item.ended_on is None or item.ended_on >= first)
    ]
    return frozenset(
        code
        for code, known in names.items()
        if known["kind"] == kind and any(_matches(name, known) for name in current_names)
    )


def _matches(normalized: str, known: Mapping[str, Any]) -> bool:
    return any(_normalize(name) in normalized for name in known["names"]) and not any(
        _normalize(name) in normalized for name in known["except"]
    )


@lru_cache(4096)
def _normalize(name: str) -> str:
    """Lower-case words between spaces, without accents, digits and punctuation."""
    plain = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", name.lower()))
    return f" {re.sub('[^a-z]+', ' ', plain).strip()} "
