"""Change of a rate between two periods, classified by the confidence limits of the ratio."""

from enum import StrEnum

from diary.formatting import Locale
from diary.statistics.methods.confidence import Ratio, format_limits


class Change(StrEnum):
    """Direction of a change, and whether it is statistically significant."""

    MORE = "more"
    MAYBE_MORE = "more_but_could_be_chance"
    SAME = "same"
    MAYBE_FEWER = "fewer_but_could_be_chance"
    FEWER = "fewer"


def classify_change(ratio: Ratio | None) -> Change | None:
    if ratio is None:
        return None
    low, high = ratio.limits.low or 0, ratio.limits.high
    if ratio.value is None or ratio.value > 1:
        return Change.MORE if low > 1 else Change.MAYBE_MORE
    if ratio.value < 1:
        return Change.FEWER if high is not None and high < 1 else Change.MAYBE_FEWER
    return Change.SAME


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
