"""The level and its findings in the words of the rules file, with evidence and thresholds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from diary.codes import LEVELS
from diary.i18n import active_locale
from diary.models import Diary
from sharing.report import formatting
from triage.rules.message_catalog import active_catalog
from triage.rules.rulebook import RULES, rules_for


@dataclass(frozen=True, slots=True)
class FindingTold:
    rule: str
    level: str
    criterion: str
    measured: str  # "10 days in 28; the limit is 8", or empty
    days: str  # the dates of the evidence
    addition: bool  # a rule of ours, not of the source


@dataclass(frozen=True, slots=True)
class LimitTold:
    """A threshold that this diary has otherwise than usual."""

    criterion: str
    number: str  # "6 days in 28 (usually 8)"
    since: str


@dataclass(frozen=True, slots=True)
class LevelTold:
    code: str | None  # None: nothing matches, or nothing could be checked
    title: str
    findings: tuple[FindingTold, ...]
    undetermined: tuple[str, ...]  # criteria that could not be told
    rules_version: str
    assessed_at: str
    stale: bool  # entries came after the last check
    could_not_check: bool
    partial: bool  # what rests on background items was left out


def without_background(verdict: Mapping[str, Any]) -> Mapping[str, Any]:
    """A verdict that tells nothing of background items: no rule that reads them, matched or not."""
    findings = [found for found in verdict["findings"] if found["rule"] not in FROM_BACKGROUND]
    levels = sorted((found["level"] for found in findings), key=LEVELS.index)
    return {
        **verdict,
        "level": levels[-1] if levels else None,
        "findings": findings,
        "undetermined": [id for id in verdict["undetermined"] if id not in FROM_BACKGROUND],
        "partial": True,
    }


def _facts(when: Mapping[str, Any]) -> Iterator[str]:
    if "fact" in when:
        yield when["fact"]
    for part in (*when.get("all", ()), *when.get("any", ())):
        yield from _facts(part)


BACKGROUND_FACTS = frozenset({"medicines", "diabetes"})
FROM_BACKGROUND = frozenset(
    rule["id"] for rule in RULES["rules"] if BACKGROUND_FACTS & set(_facts(rule["when"]))
)


def limits_told(diary: Diary) -> tuple[LimitTold, ...]:
    """The limits that were changed, whether or not a finding uses them."""
    return tuple(
        LimitTold(
            criterion=next(
                (_criterion(rule["id"]) for rule in RULES["rules"] if rule["threshold"] == name),
                name,
            ),
            number=_changed(found["value"], found["usual"], found["unit"]),
            since=formatting.on(datetime.fromisoformat(diary.thresholds_since[name]), diary.zone),
        )
        for name, found in rules_for(diary.thresholds)["thresholds"].items()
        if "usual" in found
    )


def in_words(verdict: Mapping[str, Any], *, zone: str, due: bool) -> LevelTold:
    """A verdict of the wire's shape in words; `due`: entries came after it."""
    level = verdict["level"]
    if verdict["could_not_check"]:
        shown = active_catalog()["could_not_check"]
    else:
        shown = active_catalog()["levels"][level] if level else active_catalog()["no_level"]
    return LevelTold(
        code=level,
        title=shown["title"],
        findings=tuple(_finding(found) for found in _gravest_first(verdict["findings"])),
        undetermined=tuple(_criterion(rule) for rule in verdict["undetermined"]),
        rules_version=verdict["rules_version"],
        assessed_at=formatting.at(verdict["assessed_at"], zone),
        stale=due,
        could_not_check=verdict["could_not_check"],
        partial=verdict.get("partial", False),
    )


def _gravest_first(findings: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(findings, key=lambda found: -LEVELS.index(found["level"]))


def _rule(id: str) -> Mapping[str, Any] | None:
    return next((rule for rule in RULES["rules"] if rule["id"] == id), None)


def _criterion(id: str) -> str:
    """The rule's criterion; its id for a rule that this version no longer has."""
    criterion: str = active_catalog()["rules"].get(id, {}).get("criterion", id)
    return criterion


def _finding(found: Mapping[str, Any]) -> FindingTold:
    rule = _rule(found["rule"])
    return FindingTold(
        rule=found["rule"],
        level=active_catalog()["levels"][found["level"]]["title"],
        criterion=_criterion(found["rule"]),
        measured=_measured(found, rule),
        days=day_list(date.fromisoformat(str(day)) for day in found["evidence"]["days"]),
        addition=found["origin"] != "source",
    )


def _measured(found: Mapping[str, Any], rule: Mapping[str, Any] | None) -> str:
    value, threshold = found["evidence"]["value"], found["threshold"]
    usual = found.get("usual")  # what was found before there were changes does not say
    if threshold is None or (value is None and usual is None):
        return ""
    name = rule["threshold"] if rule else None
    unit = RULES["thresholds"].get(name, {}).get("unit", "")
    limit = _("the limit is %(limit)s") % {"limit": _bare(threshold, unit)}
    if usual is not None:
        limit += " " + _("(changed, usually %(usual)s)") % {"usual": _bare(usual, unit)}
    if found.get("held"):  # not in what older rules found
        least = ceil(threshold * RULES["thresholds"]["hysteresis"]["value"])
        until = {"least": _bare(least, unit)}
        limit += ", " + _("reached before: it counts until below %(least)s") % until
    return limit if value is None else f"{_amount(value, unit)}; {limit}"


def _changed(number: float, usual: float, unit: str) -> str:
    """`6 days in 28 (usually 8)`, `2 h (usually 1 h)`."""
    told = {"number": _amount(number, unit), "usual": _bare(usual, unit)}
    return _("%(number)s (usually %(usual)s)") % told


def _amount(number: float, unit: str) -> str:
    bare = _bare(number, unit)
    return bare if unit in ("", "minutes") else f"{bare} {active_catalog()['units'][unit]}"


def _bare(number: float, unit: str) -> str:
    return formatting.length(number) if unit == "minutes" else formatting.number(number)


def day_list(days: Iterable[date]) -> str:
    """`28, 30 Oct 2026; 3 Nov 2026`."""
    locale = active_locale()
    told = []
    for _month, found in groupby(sorted(days), lambda day: (day.year, day.month)):
        inside = list(found)
        told.append(f"{', '.join(str(day.day) for day in inside)} {locale.month_year(inside[0])}")
    return "; ".join(told)
