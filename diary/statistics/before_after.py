"""Episode rates before and after the start of a medicine, a vaccination, an injury and the like.

It shows the order, never a cause: a medicine is often begun because of symptoms (confounding by
indication), and people log more after an event.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from diary.entries import BackgroundEntry, Entry
from diary.formatting import Locale
from diary.statistics.methods.change import Change, change_sentence, classify_change
from diary.statistics.methods.confidence import Ratio, rate_ratio
from diary.statistics.methods.local_days import WINDOW, LocalDays, enough_logged
from diary.statistics.methods.sample_size import InsufficientData
from diary.statistics.methods.statistic import Statistic
from diary.summary import Period

# Days on each side, without the day itself: 28, and longer for some kinds.
# Days 1 to 42 after a vaccination, as in the Vaccine Safety Datalink's studies of nerves.
WINDOWS: Mapping[str, int] = {"vaccination": 42}
MAX_WINDOW = max(WINDOW, *WINDOWS.values())


@dataclass(frozen=True, slots=True)
class Side:
    """`days` of which `logged_days` are known: the exposure.

    `episodes` began in them, on `days_begun` different days. The `days` after are fewer than
    `window_days` while that time has not passed.
    """

    window_days: int
    days: int
    logged_days: int
    episodes: int
    days_begun: int


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Around the day `on` itself, which is on neither side: `on_the_day` episodes began then.

    `ratio`: days on which numbness began per logged day, after over before; None where
    `insufficient_data`, or with none on either side.
    """

    kind: str
    name: str
    on: date
    before: Side
    on_the_day: int
    after: Side
    ratio: Ratio | None
    change: Change | None
    insufficient_data: InsufficientData | None


def compute_before_after(
    items: Iterable[BackgroundEntry],
    entries: Sequence[Entry],
    days: LocalDays,
    period: Period,
    now: datetime,
) -> tuple[BeforeAfter, ...]:
    """For each item that began in the period, oldest first. `entries`, `days`: go back further."""
    begun: dict[date, int] = {}
    for entry in entries:
        first, _ = entry.local_span(now)
        begun[first] = begun.get(first, 0) + 1
    results = [
        _around(item, item.started_on, begun, days)
        for item in items
        if item.name and item.started_on and period.first <= item.started_on <= period.last
    ]
    return tuple(sorted(results, key=lambda result: (result.on, result.kind, result.name)))


def _around(
    item: BackgroundEntry, on: date, begun: Mapping[date, int], days: LocalDays
) -> BeforeAfter:
    width = WINDOWS.get(item.kind, WINDOW)
    day = timedelta(days=1)
    before = _side(Period.ending(on - day, width), width, begun, days)
    after = _side(Period(on + day, min(on + width * day, days.reach.last)), width, begun, days)
    known = enough_logged(before.logged_days, width) and enough_logged(after.logged_days, width)
    ratio = (
        rate_ratio(after.days_begun, after.logged_days, before.days_begun, before.logged_days)
        if known
        else None
    )
    return BeforeAfter(
        kind=item.kind,
        name=item.name,
        on=on,
        before=before,
        on_the_day=begun.get(on, 0),
        after=after,
        ratio=ratio,
        change=classify_change(ratio),
        insufficient_data=None if known else InsufficientData.DAYS,
    )


def _side(period: Period, window_days: int, begun: Mapping[date, int], days: LocalDays) -> Side:
    if period.last < period.first:  # it began today
        return Side(window_days, 0, 0, 0, 0)
    counts = [begun[day] for day in period.dates() if day in begun]
    logged = days.coverage(period).logged_days
    return Side(window_days, len(period), logged, sum(counts), len(counts))


def sentence(result: BeforeAfter, locale: Locale) -> str:
    sentences = [
        locale.gettext("%(name)s, %(day)s.")
        % {"name": result.name, "day": locale.long_date(result.on)},
        locale.gettext("Started before: %(side)s.") % {"side": _side_text(result.before, locale)},
        locale.gettext("Started after: %(side)s.") % {"side": _side_text(result.after, locale)},
    ]
    if result.on_the_day:
        sentences.append(
            locale.ngettext(
                "%(count)s episode on the day itself.",
                "%(count)s episodes on the day itself.",
                result.on_the_day,
            )
            % {"count": result.on_the_day}
        )
    if result.insufficient_data:
        sentences.append(locale.gettext("Not enough days logged to compare."))
    elif result.ratio is not None and result.change is not None:
        sentences.append(change_sentence(result.change, result.ratio, locale))
    sentences.append(locale.gettext("This is what came first, not what caused it."))
    return " ".join(sentences)


def _side_text(side: Side, locale: Locale) -> str:
    """`5 episodes, on 4 of 26 days logged, in 28 days`."""
    text = locale.ngettext(
        "%(count)s episode, on %(begun)s of %(logged)s logged, in %(days)s",
        "%(count)s episodes, on %(begun)s of %(logged)s logged, in %(days)s",
        side.episodes,
    ) % {
        "count": side.episodes,
        "begun": side.days_begun,
        "logged": locale.count_days(side.logged_days),
        "days": locale.count_days(side.days),
    }
    if side.days < side.window_days:
        return locale.gettext("%(side)s so far") % {"side": text}
    return text


STATISTIC = Statistic(
    name="before_after",
    order=130,
    result=BeforeAfter,
    many=True,
    compute=lambda data: compute_before_after(
        data.background, data.all_episodes, data.local_days, data.period, data.now
    ),
    sentence=sentence,
)
