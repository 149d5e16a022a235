"""The 95 % confidence limits of shares, rates and medians, all from SciPy."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from diary.formatting import Locale

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Limits:
    """Between them lies the true value, in 95 of 100 such diaries; None: no limit there."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times as often; None when the rate before is 0."""

    value: float | None
    limits: Limits


@lru_cache(4096)  # the same counts recur
def share_limits(count: int, n: int, confidence: float = CONFIDENCE) -> Limits:
    """Wilson's score interval for `count` of `n`, as shares; `n` is at least 1."""
    from scipy.stats import binomtest

    interval = binomtest(count, n).proportion_ci(confidence, method="wilson")
    return Limits(float(interval.low), float(interval.high))


@lru_cache(4096)
def rate_ratio(count: int, exposure: int, before: int, exposure_before: int) -> Ratio | None:
    """The rate `count / exposure` over `before / exposure_before`.

    Exact and conditional on the sum of both counts, which makes `count` binomial; the limits
    are those of Clopper and Pearson, weighted by exposure. None when both counts are 0.
    (Breslow and Day, Statistical Methods in Cancer Research II, 1987, section 3.5.)
    """
    from scipy.stats import binomtest

    if not count + before:
        return None
    share = binomtest(count, count + before).proportion_ci(CONFIDENCE, method="exact")

    def times(share: float) -> float | None:
        if share >= 1:
            return None
        return float(share / (1 - share) * exposure_before / exposure)

    value = times(count / (count + before))
    return Ratio(value, Limits(times(float(share.low)), times(float(share.high))))


def median_limits(values: Sequence[float]) -> Limits:
    """Distribution-free limits of a median, from order statistics; at least 6 values.

    (Conover, Practical Nonparametric Statistics, 3rd ed., section 3.2.)
    """
    from scipy.stats import quantile_test

    interval = quantile_test(values, p=0.5).confidence_interval(CONFIDENCE)
    return Limits(float(interval.low), float(interval.high))


def format_limits(low: str | None, high: str | None, locale: Locale) -> str:
    """Limits as text: `likely 4 to 6`; `low` and `high` are formatted, None: no limit."""
    if low is None and high is None:
        return locale.gettext("how sure that is cannot be told")
    if high is None:
        return locale.gettext("likely %(low)s or more") % {"low": low}
    if low is None:
        return locale.gettext("likely %(high)s or less") % {"high": high}
    return locale.gettext("likely %(low)s to %(high)s") % {"low": low, "high": high}


def explanation(locale: Locale) -> str:
    """Explanation of "likely", shown once per page."""
    return locale.gettext(
        "“Likely” names the range that holds the true value 95 times in 100. It counts only"
        " chance, not what was left unlogged."
    )
