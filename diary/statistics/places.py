"""Places: body areas of episodes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from diary.entries import Entry
from diary.formatting import Locale
from diary.labels import PLACES
from diary.schema.codes import AREAS
from diary.statistics.methods.sample_size import (
    MIN_FOR_SHARE,
    InsufficientData,
    count_episodes,
    too_few_episodes,
)
from diary.statistics.methods.shares import Share, format_share, not_asked_sentence, share
from diary.statistics.methods.statistic import Statistic
from diary.summary import Period, days_within


@dataclass(frozen=True, slots=True)
class Place:
    """An area as `left.foot`, the episodes that named it, and the local days they touch."""

    episodes: Share
    days: int


@dataclass(frozen=True, slots=True)
class Places:
    """Every area once; an episode counts in each that it named. Limits are Wilson's."""

    n: int
    not_asked: int
    areas: tuple[Place, ...]
    insufficient_data: InsufficientData | None


def compute_places(entries: Iterable[Entry], period: Period, now: datetime) -> Places:
    n, not_asked = 0, 0
    counts = dict.fromkeys(AREAS, 0)
    days: dict[str, set[date]] = {area: set() for area in AREAS}
    for entry in entries:
        n += 1
        not_asked += entry.areas is None
        touched = days_within(entry, period, now) if entry.areas else None
        dates = touched.dates() if touched else []
        for area in entry.areas or ():
            counts[area] += 1
            days[area].update(dates)
    return Places(
        n=n,
        not_asked=not_asked,
        areas=tuple(Place(share(area, counts[area], n), len(days[area])) for area in AREAS),
        insufficient_data=InsufficientData.EPISODES if n < MIN_FOR_SHARE else None,
    )


def sentence(result: Places, locale: Locale) -> str:
    if result.insufficient_data:
        return too_few_episodes(result.n, MIN_FOR_SHARE, locale)
    if result.not_asked == result.n:
        return locale.gettext("Not asked in any of %(episodes)s.") % {
            "episodes": count_episodes(result.n, locale)
        }
    largest = max(place.episodes.count for place in result.areas)
    if not largest:
        text = locale.gettext("No place was named.")
    else:
        top = [place.episodes for place in result.areas if place.episodes.count == largest]
        text = locale.gettext("Most often: %(what)s, %(share)s.") % {
            "what": locale.join([locale.gettext(PLACES[area_share.code]) for area_share in top]),
            "share": format_share(top[0], locale),
        }
    return f"{text} {not_asked_sentence(result.not_asked, locale)}".strip()


STATISTIC = Statistic(
    name="places",
    order=70,
    result=Places,
    compute=lambda data: compute_places(data.episodes, data.period, data.now),
    sentence=sentence,
)
