"""Insights as sent: every number with its sentence, in one language."""

from dataclasses import asdict
from typing import Any

from diary.formatting import Locale
from diary.statistics import (
    associated_symptoms,
    before_after,
    days,
    durations,
    places,
    scores,
    sides,
    spread,
    times,
    trend,
    triggers,
)
from diary.statistics.insights import Insights
from diary.statistics.methods import confidence


def told(found: Insights, locale: Locale) -> dict[str, Any]:
    """Ready for JSON but for dates; the fields are those of the dataclasses, and `sentence`."""
    numbers = asdict(found)

    def of(name: str, sentence: str) -> dict[str, Any]:
        return {**numbers[name], "sentence": sentence}

    sent = {
        "first": found.period.first,
        "last": found.period.last,
        "explanation": confidence.explanation(locale),
        "days": numbers["days"],
        "coverage": of("coverage", days.tell(found.coverage, locale)),
        "trend": of("trend", trend.tell(found.trend, locale)),
        "durations": of("durations", durations.tell(found.durations, locale)),
        "severity": of("severity", scores.tell(found.severity, locale)),
        "interference": of("interference", scores.tell(found.interference, locale)),
        "sides": of("sides", sides.tell(found.sides, locale)),
        "places": of("places", places.tell(found.places, locale)),
        "ascent": of("ascent", spread.tell(found.ascent, locale)),
        "times": of("times", times.tell(found.times, locale)),
        "triggers": of("triggers", triggers.tell(found.triggers, locale)),
        "unexplained": of("unexplained", triggers.tell_unexplained(found.unexplained, locale)),
        "accompanying": {
            group.group: {**asdict(group), "sentence": associated_symptoms.tell(group, locale)}
            for group in found.accompanying
        },
        "before_after": [
            {**asdict(item), "sentence": before_after.tell(item, locale)}
            for item in found.before_after
        ],
    }
    sent["durations"]["trend"]["sentence"] = durations.tell_trend(found.durations, locale)
    sent["severity"]["trend"]["sentence"] = scores.tell_trend(found.severity, locale)
    sent["interference"]["trend"]["sentence"] = scores.tell_trend(found.interference, locale)
    sent["ascent"]["trend"]["sentence"] = spread.tell_trend(found.ascent, locale)
    return sent
