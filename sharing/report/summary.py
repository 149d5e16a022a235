"""The summary: rows of a label, the main value, and sentences with n and certainty.

The sentences are those of the insights.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from diary.formatting import Locale
from diary.i18n import active_locale
from diary.statistics import (
    associated_symptoms,
    before_after,
    coverage,
    durations,
    interference,
    places,
    severity,
    sides,
    spread,
    times,
    trend,
    triggers,
    unexplained,
)
from diary.statistics.associated_symptoms import LABELS, AssociatedSymptoms
from diary.statistics.durations import Durations
from diary.statistics.insights import Insights
from diary.statistics.methods.change import Change
from diary.statistics.methods.sample_size import MIN_FOR_SHARE, count_episodes, too_few_episodes
from diary.statistics.methods.scores import Scale, scale_sentence, scale_trend_sentence
from diary.statistics.methods.shares import Shares
from sharing.report import formatting

MAX_COUNTS = 4  # the largest counts of a row that are named


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """`value`: the main value, or empty. `sentences`: the first says it in full."""

    label: str
    value: str
    sentences: tuple[str, ...]


def summary_rows(insights: Insights) -> tuple[SummaryRow, ...]:
    """In the order of a doctor's questions."""
    locale = active_locale()
    rows = [_frequency(insights, locale), _change(insights, locale)]
    if insights[durations.STATISTIC].n:
        rows += [
            _duration(insights[durations.STATISTIC], locale),
            _side(insights[sides.STATISTIC], locale),
            _spread(insights, locale),
            _scale(_("Strength"), insights[severity.STATISTIC], locale),
            _scale(_("In the way"), insights[interference.STATISTIC], locale),
            _triggers(insights, locale),
            *(_associated(group, locale) for group in insights[associated_symptoms.STATISTIC]),
            _time_of_day(insights[times.STATISTIC], locale),
        ]
    return tuple(rows)


def before_and_after(insights: Insights) -> tuple[str, ...]:
    """A sentence per background item that began in the period: temporal order, no causality."""
    return tuple(
        before_after.sentence(comparison, active_locale())
        for comparison in insights[before_after.STATISTIC]
    )


def _frequency(insights: Insights, locale: Locale) -> SummaryRow:
    known = insights[coverage.STATISTIC]
    value = ""
    if known.logged_days:
        value = _("%(numb)s of %(logged)s logged days") % {
            "numb": known.episode_days,
            "logged": known.logged_days,
        }
    count = count_episodes(insights[durations.STATISTIC].n, locale)
    return SummaryRow(
        _("How often"),
        value,
        (coverage.sentence(known, locale), f"{count[:1].upper()}{count[1:]}."),
    )


def _change(insights: Insights, locale: Locale) -> SummaryRow:
    values: Mapping[Change | None, str] = {
        None: ""
        if insights[trend.STATISTIC].ratio is None
        and not insights[trend.STATISTIC].insufficient_data
        else _("not known"),
        Change.MORE: _("more often"),
        Change.MAYBE_MORE: _("no clear change"),
        Change.SAME: _("no clear change"),
        Change.MAYBE_FEWER: _("no clear change"),
        Change.FEWER: _("less often"),
    }
    return SummaryRow(
        _("Change"),
        values[insights[trend.STATISTIC].change],
        (trend.sentence(insights[trend.STATISTIC], locale),),
    )


def _duration(stats: Durations, locale: Locale) -> SummaryRow:
    value = (
        ""
        if stats.median is None
        else _("half over in %(length)s") % {"length": formatting.format_minutes(stats.median)}
    )
    longest = formatting.format_minutes(stats.longest or 0)
    if stats.longest_is_ongoing:
        longest = _("at least %(length)s") % {"length": longest}
    return SummaryRow(
        _("How long"),
        value,
        (
            durations.sentence(stats, locale),
            _("Longest: %(length)s.") % {"length": longest},
            durations.trend_sentence(stats, locale),
        ),
    )


def _side(shares: Shares, locale: Locale) -> SummaryRow:
    names = {
        "left_only": _("left only"),
        "right_only": _("right only"),
        "both": _("both sides"),
        "middle_only": _("middle only"),
        "none_named": _("no place named"),
    }
    counts = _counts_text(shares, names)
    if not shares.insufficient_data and len([share for share in shares.known if share.count]) > 1:
        counts = (
            f"{sides.sentence(shares, locale)} {_format_counts(_counts_by_name(shares, names))}"
        )
    elif not shares.insufficient_data:
        counts = sides.sentence(shares, locale)
    return SummaryRow(_("Side"), _top(shares, names), (counts,))


def _spread(insights: Insights, locale: Locale) -> SummaryRow:
    answered_count = insights[places.STATISTIC].n - insights[places.STATISTIC].not_asked
    counts = {
        place.episodes.code: place.episodes.count for place in insights[places.STATISTIC].areas
    }
    where = (
        _format_counts({str(formatting.PLACES[code]): count for code, count in counts.items()})
        if insights[places.STATISTIC].insufficient_data
        else places.sentence(insights[places.STATISTIC], locale)
    )
    how_far = (
        spread.sentence(insights[spread.STATISTIC], locale),
        spread.trend_sentence(insights[spread.STATISTIC], locale),
    )
    return SummaryRow(_("Where"), "", (where, *(how_far if answered_count else ())))


def _scale(label: str, scale: Scale, locale: Locale) -> SummaryRow:
    value = (
        ""
        if scale.median is None
        else _("%(number)s of %(top)s")
        % {
            "number": formatting.format_number(scale.median),
            "top": scale.top,
        }
    )
    sentences = [scale_sentence(scale, locale)]
    if scale.most is not None:
        highest = {"number": scale.most, "top": scale.top}
        sentences.append(_("At most %(number)s of %(top)s.") % highest)
    if scale.n:
        sentences.append(scale_trend_sentence(scale, locale))
    return SummaryRow(label, value, tuple(sentences))


def _triggers(insights: Insights, locale: Locale) -> SummaryRow:
    names = {code: str(formatting.TRIGGERS[code]) for code in formatting.TRIGGERS}
    shares = insights[triggers.STATISTIC]
    sentences = [_counts_text(shares, names)]
    if not shares.insufficient_data:
        sentences = [
            triggers.sentence(shares, locale),
            unexplained.sentence(insights[unexplained.STATISTIC], locale),
        ]
    return SummaryRow(_("Doing before"), _top(shares, names), tuple(sentences))


def _associated(group: AssociatedSymptoms, locale: Locale) -> SummaryRow:
    label = {
        "symptoms": _("With it"),
        "sensations": _("Felt as"),
        "leg_changes": _("Change of the leg"),
    }[group.group]
    if not group.insufficient_data:
        return SummaryRow(label, "", (associated_symptoms.sentence(group, locale),))
    labels = LABELS[group.group]
    counts = {locale.gettext(labels[answer.yes.code]): answer.yes.count for answer in group.answers}
    nothing = "" if group.not_asked == group.n else _("Nothing of what was asked.")
    text = _format_counts(counts) or nothing
    return SummaryRow(
        label, "", tuple(part for part in (text, _not_asked(group.not_asked, group.n)) if part)
    )


def _time_of_day(shares: Shares, locale: Locale) -> SummaryRow:
    if not shares.insufficient_data:
        return SummaryRow(_("Time of day"), "", (times.sentence(shares, locale),))
    names = {
        code: _("from %(from)s to %(to)s") % {"from": f"{code[:2]}:00", "to": f"{code[3:]}:00"}
        for code in times.BINS
    }
    return SummaryRow(
        _("Time of day"), "", (_counts_text(shares, names | {times.WOKE: _("woke with it")}),)
    )


def _top(shares: Shares, names: Mapping[str, str]) -> str:
    """The largest known share; empty if it is a tie or the sample is too small."""
    largest = max(share.count for share in shares.known)
    top = [share for share in shares.known if share.count == largest]
    if shares.insufficient_data or not largest or len(top) > 1:
        return ""
    count = _("%(count)s of %(all)s") % {"count": largest, "all": shares.n}
    return f"{names[top[0].code]} {count}"


def _counts_text(shares: Shares, names: Mapping[str, str]) -> str:
    text = _format_counts(_counts_by_name(shares, names))
    return " ".join(part for part in (text, _not_asked(shares.unknown.count, shares.n)) if part)


def _counts_by_name(shares: Shares, names: Mapping[str, str]) -> dict[str, int]:
    return {names.get(share.code, ""): share.count for share in shares.known}


def _format_counts(counts: Mapping[str, int]) -> str:
    """`Right only 3, both sides 1.`: the largest first, without zeros."""
    positive = [(name, count) for name, count in counts.items() if count and name]
    largest = sorted(positive, key=lambda pair: -pair[1])
    text = ", ".join(f"{name} {count}" for name, count in largest[:MAX_COUNTS])
    if len(largest) > MAX_COUNTS:
        text += " …"
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _not_asked(count: int, total: int) -> str:
    if not count:
        return ""
    return _("Not asked in %(count)s of %(all)s.") % {"count": count, "all": total}


def sample_size_note(insights: Insights) -> str:
    """Says that there are too few episodes for confidence intervals; empty if there are enough."""
    if not insights[durations.STATISTIC].n or not insights[sides.STATISTIC].insufficient_data:
        return ""
    return too_few_episodes(insights[durations.STATISTIC].n, MIN_FOR_SHARE, active_locale())
