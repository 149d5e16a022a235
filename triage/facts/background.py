"""What the background says of an episode: known medicines and conditions. Pure; `background.ts`."""

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
    """The medicines and conditions, of those in the rules file, on any of these days.

    Unknown when nothing of that kind was ever entered: a blank list is no answer. An item
    without a name is one: none.
    """
    if not background:
        return {"medicines": None, "diabetes": None}
    conditions = _named(background, names, "condition", first, last)
    return {
        "medicines": _named(background, names, "medication", first, last),
        "diabetes": None if conditions is None else "diabetes" in conditions,
    }


def _named(
    background: Sequence[BackgroundEntry], names: Names, kind: str, first: date, last: date
) -> frozenset[str] | None:
    items = [item for item in background if item.kind == kind]
    if not items:
        return None
    then = [
        _words(item.name)
        for item in items
        if (item.started_on is None or item.started_on <= last)
        and (item.ended_on is None or item.ended_on >= first)
    ]
    return frozenset(
        code
        for code, known in names.items()
        if known["kind"] == kind and any(_is(words, known) for words in then)
    )


def _is(words: str, known: Mapping[str, Any]) -> bool:
    return any(_words(name) in words for name in known["names"]) and not any(
        _words(name) in words for name in known["except"]
    )


@lru_cache(4096)
def _words(name: str) -> str:
    """Only the words: case, accents, doses and signs are left out."""
    plain = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", name.lower()))
    return f" {re.sub('[^a-z]+', ' ', plain).strip()} "
