"""Trend: whether numbness came on more days than before, the last 28 days against the 28 before."""

from dataclasses import dataclass
from datetime import date, timedelta

from diary.formatting import Locale
from diary.statistics.methods.change import Change, change_sentence, classify_change
from diary.statistics.methods.confidence import Ratio, rate_ratio
from diary.statistics.methods.local_days import WINDOW, Coverage, LocalDays
from diary.statistics.methods.sample_size import InsufficientData
from diary.statistics.methods.statistic import Statistic
from diary.summary import Period


@dataclass(frozen=True, slots=True)
class Trend:
    """Episode days per logged day, now over before.

    None where `insufficient_data`, or without episodes in either period.

    Days in a row are alike, which the limits do not know: they are if anything too narrow.
    """

    now: Coverage
    before: Coverage
    ratio: Ratio | None
    change: Change | None
    insufficient_data: InsufficientData | None


def compute_trend(days: LocalDays, today: date) -> Trend:
    this = Period.ending(today, WINDOW)
    now = days.coverage(this)
    before = days.coverage(Period.ending(this.first - timedelta(days=1), WINDOW))
    insufficient_data = now.insufficient_data or before.insufficient_data
    ratio = (
        None
        if insufficient_data
        else rate_ratio(now.episode_days, now.logged_days, before.episode_days, before.logged_days)
    )
    return Trend(now, before, ratio, classify_change(ratio), insufficient_data)


def sentence(result: Trend, locale: Locale) -> str:
    now, before = result.now, result.before
    words = {
        "now": locale.count_days(now.episode_days),
        "now_logged": now.logged_days,
        "now_most": now.at_most,
        "before": before.episode_days,
        "before_logged": before.logged_days,
        "before_most": before.at_most,
    }
    if result.insufficient_data:
        return (
            locale.gettext(
                "Not enough days logged to compare: %(now_logged)s of the last 28 and"
                " %(before_logged)s of the 28 before. Numbness on at least %(now)s and at most"
                " %(now_most)s; before, on %(before)s to %(before_most)s."
            )
            % words
        )
    if result.ratio is None or result.change is None:
        return (
            locale.gettext(
                "No numbness on the days that are logged: %(now_logged)s of the last 28,"
                " %(before_logged)s of the 28 before."
            )
            % words
        )
    counts = (
        locale.gettext(
            "Numbness on %(now)s of %(now_logged)s logged in the last 28, and on %(before)s of"
            " %(before_logged)s in the 28 before."
        )
        % words
    )
    return f"{counts} {change_sentence(result.change, result.ratio, locale)}"


STATISTIC = Statistic(
    name="trend",
    order=20,
    result=Trend,
    compute=lambda data: compute_trend(data.local_days, data.period.last),
    sentence=sentence,
)
