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
        "coverage": of("coverage", days.sentence(found.coverage, locale)),
        "trend": of("trend", trend.sentence(found.trend, locale)),
        "durations": of("durations", durations.sentence(found.durations, locale)),
        "severity": of("severity", scores.sentence(found.severity, locale)),
        "interference": of("interference", scores.sentence(found.interference, locale)),
        "sides": of("sides", sides.sentence(found.sides, locale)),
        "places": of("places", places.sentence(found.places, locale)),
        "ascent": of("ascent", spread.sentence(found.ascent, locale)),
        "times": of("times", times.sentence(found.times, locale)),
        "triggers": of("triggers", triggers.sentence(found.triggers, locale)),
        "unexplained": of("unexplained", triggers.unexplained_sentence(found.unexplained, locale)),
        "accompanying": {
            group.group: {**asdict(group), "sentence": associated_symptoms.sentence(group, locale)}
            for group in found.accompanying
        },
        "before_after": [
            {**asdict(item), "sentence": before_after.sentence(item, locale)}
            for item in found.before_after
        ],
    }
    sent["durations"]["trend"]["sentence"] = durations.trend_sentence(found.durations, locale)
    sent["severity"]["trend"]["sentence"] = scores.trend_sentence(found.severity, locale)
    sent["interference"]["trend"]["sentence"] = scores.trend_sentence(found.interference, locale)
    sent["ascent"]["trend"]["sentence"] = spread.trend_sentence(found.ascent, locale)
    return sent
