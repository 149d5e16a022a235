"""View models of the level and its findings, with evidence and thresholds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from diary.i18n import active_locale
from diary.models import Diary
from diary.schema.codes import LEVELS
from sharing.report import formatting
from triage.rules.message_catalog import active_catalog
from triage.rules.rulebook import RULES, rules_for


@dataclass(frozen=True, slots=True)
class FindingView:
    rule: str
    level: str
    criterion: str
    measurement: str  # "10 days in 28; the limit is 8", or empty
    days: str  # dates of the evidence
    addition: bool  # a rule of ours, not of the source


@dataclass(frozen=True, slots=True)
class LimitView:
    """A threshold that differs from its default in this diary."""

    criterion: str
    number: str  # "6 days in 28 (usually 8)"
    since: str


@dataclass(frozen=True, slots=True)
class LevelView:
    code: str | None  # None: no match, or could not check
    title: str
    findings: tuple[FindingView, ...]
    undetermined: tuple[str, ...]  # criteria of rules that could not be evaluated
    rules_version: str
    assessed_at: str
    stale: bool  # entries came after the last check
    could_not_check: bool
    partial: bool  # without rules that read background items


def without_background(verdict: Mapping[str, Any]) -> Mapping[str, Any]:
    """The verdict without the rules that read background items, matched or undetermined."""
    findings = [
        finding for finding in verdict["findings"] if finding["rule"] not in BACKGROUND_RULES
    ]
    levels = sorted((finding["level"] for finding in findings), key=LEVELS.index)
    return {
        **verdict,
        "level": levels[-1] if levels else None,
        "findings": findings,
        "undetermined": [id for id in verdict["undetermined"] if id not in BACKGROUND_RULES],
        "partial": True,
    }


def _facts(when: Mapping[str, Any]) -> Iterator[str]:
    if "fact" in when:
        yield when["fact"]
    for part in (*when.get("all", ()), *when.get("any", ())):
        yield from _facts(part)


BACKGROUND_FACTS = frozenset({"medicines", "diabetes"})
BACKGROUND_RULES = frozenset(
    rule["id"] for rule in RULES["rules"] if BACKGROUND_FACTS & set(_facts(rule["when"]))
)


def changed_limits(diary: Diary) -> tuple[LimitView, ...]:
    """Thresholds that differ from their defaults, also those that no finding uses."""
    return tuple(
        LimitView(
            criterion=next(
                (_criterion(rule["id"]) for rule in RULES["rules"] if rule["threshold"] == name),
                name,
            ),
            number=_changed(threshold["value"], threshold["default_value"], threshold["unit"]),
            since=formatting.format_local_date(
                datetime.fromisoformat(diary.thresholds_since[name]), diary.zone
            ),
        )
        for name, threshold in rules_for(diary.thresholds)["thresholds"].items()
        if "default_value" in threshold
    )


def level_view(verdict: Mapping[str, Any], *, zone: str, due: bool) -> LevelView:
    """The view of a verdict in its API form; `due`: entries came after it."""
    level = verdict["level"]
    if verdict["could_not_check"]:
        texts = active_catalog()["could_not_check"]
    else:
        texts = active_catalog()["levels"][level] if level else active_catalog()["no_level"]
    return LevelView(
        code=level,
        title=texts["title"],
        findings=tuple(_finding(finding) for finding in _most_urgent_first(verdict["findings"])),
        undetermined=tuple(_criterion(rule) for rule in verdict["undetermined"]),
        rules_version=verdict["rules_version"],
        assessed_at=formatting.format_datetime(verdict["assessed_at"], zone),
        stale=due,
        could_not_check=verdict["could_not_check"],
        partial=verdict.get("partial", False),
    )


def _most_urgent_first(findings: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(findings, key=lambda finding: -LEVELS.index(finding["level"]))


def _rule(id: str) -> Mapping[str, Any] | None:
    return next((rule for rule in RULES["rules"] if rule["id"] == id), None)


def _criterion(id: str) -> str:
    """The rule's criterion; its id for a rule that this version no longer has."""
    criterion: str = active_catalog()["rules"].get(id, {}).get("criterion", id)
    return criterion


def _finding(finding: Mapping[str, Any]) -> FindingView:
    rule = _rule(finding["rule"])
    return FindingView(
        rule=finding["rule"],
        level=active_catalog()["levels"][finding["level"]]["title"],
        criterion=_criterion(finding["rule"]),
        measurement=_measurement(finding, rule),
        days=format_days(date.fromisoformat(str(day)) for day in finding["evidence"]["days"]),
        addition=finding["origin"] != "source",
    )


def _measurement(finding: Mapping[str, Any], rule: Mapping[str, Any] | None) -> str:
    value, threshold = finding["evidence"]["value"], finding["threshold"]
    usual = finding.get("default_threshold")  # absent in findings of old rules versions
    if threshold is None or (value is None and usual is None):
        return ""
    name = rule["threshold"] if rule else None
    unit = RULES["thresholds"].get(name, {}).get("unit", "")
    limit = _("the limit is %(limit)s") % {"limit": _bare(threshold, unit)}
    if usual is not None:
        limit += " " + _("(changed, usually %(usual)s)") % {"usual": _bare(usual, unit)}
    if finding.get("hysteresis"):  # absent in findings of old rules versions
        least = ceil(threshold * RULES["thresholds"]["hysteresis"]["value"])
        until = {"least": _bare(least, unit)}
        limit += ", " + _("reached before: it counts until below %(least)s") % until
    return limit if value is None else f"{_amount(value, unit)}; {limit}"


def _changed(number: float, usual: float, unit: str) -> str:
    """`6 days in 28 (usually 8)`, `2 h (usually 1 h)`."""
    return _("%(number)s (usually %(usual)s)") % {
        "number": _amount(number, unit),
        "usual": _bare(usual, unit),
    }


def _amount(number: float, unit: str) -> str:
    bare = _bare(number, unit)
    return bare if unit in ("", "minutes") else f"{bare} {active_catalog()['units'][unit]}"


def _bare(number: float, unit: str) -> str:
    return (
        formatting.format_minutes(number) if unit == "minutes" else formatting.format_number(number)
    )


def format_days(days: Iterable[date]) -> str:
    """`28, 30 Oct 2026; 3 Nov 2026`."""
    locale = active_locale()
    months = []
    for _month, group in groupby(sorted(days), lambda day: (day.year, day.month)):
        in_month = list(group)
        numbers = ", ".join(str(day.day) for day in in_month)
        months.append(f"{numbers} {locale.month_year(in_month[0])}")
    return "; ".join(months)
