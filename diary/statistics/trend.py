"""Whether numbness came on more days than before: the last 28 days against the 28 before."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from diary.formatting import Locale
from diary.statistics.days import Coverage, LocalDays
from diary.statistics.methods.confidence import Ratio, format_limits, rate_ratio
from diary.statistics.methods.sample_size import Lacking
from diary.summary import Period

WINDOW = 28  # days


class Change(StrEnum):
    """The direction, and whether chance alone would hardly bring it about."""

    MORE = "more"
    MAYBE_MORE = "more_but_could_be_chance"
    SAME = "same"
    MAYBE_FEWER = "fewer_but_could_be_chance"
    FEWER = "fewer"


@dataclass(frozen=True, slots=True)
class Trend:
    """Episode days per logged day, now over before; None where `lacking`, or none in either.

    Days in a row are alike, which the limits do not know: they are if anything too narrow.
    """

    now: Coverage
    before: Coverage
    ratio: Ratio | None
    change: Change | None
    lacking: Lacking | None


def trend(days: LocalDays, today: date) -> Trend:
    this = Period.ending(today, WINDOW)
    now = days.coverage(this)
    before = days.coverage(Period.ending(this.first - timedelta(days=1), WINDOW))
    lacking = now.lacking or before.lacking
    ratio = (
        None
        if lacking
        else rate_ratio(now.episode_days, now.logged_days, before.episode_days, before.logged_days)
    )
    return Trend(now, before, ratio, change(ratio), lacking)


def change(ratio: Ratio | None) -> Change | None:
    if ratio is None:
        return None
    low, high = ratio.limits.low or 0, ratio.limits.high
    if ratio.value is None or ratio.value > 1:
        return Change.MORE if low > 1 else Change.MAYBE_MORE
    if ratio.value < 1:
        return Change.FEWER if high is not None and high < 1 else Change.MAYBE_FEWER
    return Change.SAME


def sentence(found: Trend, locale: Locale) -> str:
    now, before = found.now, found.before
    words = {
        "now": locale.count_days(now.episode_days),
        "now_logged": now.logged_days,
        "now_most": now.at_most,
        "before": before.episode_days,
        "before_logged": before.logged_days,
        "before_most": before.at_most,
    }
    if found.lacking:
        return (
            locale.gettext(
                "Not enough days logged to compare: %(now_logged)s of the last 28 and"
                " %(before_logged)s of the 28 before. Numbness on at least %(now)s and at most"
                " %(now_most)s; before, on %(before)s to %(before_most)s."
            )
            % words
        )
    if found.ratio is None or found.change is None:
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
    return f"{counts} {change_sentence(found.change, found.ratio, locale)}"


def change_sentence(change: Change, ratio: Ratio, locale: Locale) -> str:
    """`More often, but it could be chance: 3 times as often (likely 0.91 to 13).`"""
    opening = {
        Change.MORE: locale.gettext("More often"),
        Change.MAYBE_MORE: locale.gettext("More often, but it could be chance"),
        Change.SAME: locale.gettext("As often as before"),
        Change.MAYBE_FEWER: locale.gettext("Less often, but it could be chance"),
        Change.FEWER: locale.gettext("Less often"),
    }[change]
    if change in (Change.MAYBE_MORE, Change.MAYBE_FEWER) and _times(ratio.value, locale) == "1":
        opening = locale.gettext("About as often as before")
    limits = format_limits(
        _times(ratio.limits.low, locale), _times(ratio.limits.high, locale), locale
    )
    if not ratio.value or _times(ratio.value, locale) == "1":
        return locale.gettext("%(more)s (%(limits)s times as often).") % {
            "more": opening,
            "limits": limits,
        }
    return locale.gettext("%(more)s: %(times)s times as often (%(limits)s).") % {
        "more": opening,
        "times": _times(ratio.value, locale),
        "limits": limits,
    }


def _times(value: float | None, locale: Locale) -> str | None:
    """To two digits: more would claim more than is known."""
    return None if value is None else locale.number(float(f"{value:.2g}"))
