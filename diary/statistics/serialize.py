"""Insights as sent: every number with its sentence, in one language."""

from dataclasses import asdict
from typing import Any

from diary.formatting import Language
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


def told(found: Insights, say: Language) -> dict[str, Any]:
    """Ready for JSON but for dates; the fields are those of the dataclasses, and `sentence`."""
    numbers = asdict(found)

    def of(name: str, sentence: str) -> dict[str, Any]:
        return {**numbers[name], "sentence": sentence}

    sent = {
        "first": found.period.first,
        "last": found.period.last,
        "explanation": confidence.explanation(say),
        "days": numbers["days"],
        "coverage": of("coverage", days.tell(found.coverage, say)),
        "trend": of("trend", trend.tell(found.trend, say)),
        "durations": of("durations", durations.tell(found.durations, say)),
        "severity": of("severity", scores.tell(found.severity, say)),
        "interference": of("interference", scores.tell(found.interference, say)),
        "sides": of("sides", sides.tell(found.sides, say)),
        "places": of("places", places.tell(found.places, say)),
        "ascent": of("ascent", spread.tell(found.ascent, say)),
        "times": of("times", times.tell(found.times, say)),
        "triggers": of("triggers", triggers.tell(found.triggers, say)),
        "unexplained": of("unexplained", triggers.tell_unexplained(found.unexplained, say)),
        "accompanying": {
            group.group: {**asdict(group), "sentence": associated_symptoms.tell(group, say)}
            for group in found.accompanying
        },
        "before_after": [
            {**asdict(item), "sentence": before_after.tell(item, say)}
            for item in found.before_after
        ],
    }
    sent["durations"]["trend"]["sentence"] = durations.tell_trend(found.durations, say)
    sent["severity"]["trend"]["sentence"] = scores.tell_trend(found.severity, say)
    sent["interference"]["trend"]["sentence"] = scores.tell_trend(found.interference, say)
    sent["ascent"]["trend"]["sentence"] = spread.tell_trend(found.ascent, say)
    return sent
