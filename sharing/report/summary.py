"""The page that is read in a minute: each line a label, its main figure, and what is known.

The sentences are those of the insights, each with its n and how sure it is.
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
from diary.statistics.associated_symptoms import LABELS, Accompanying
from diary.statistics.durations import Durations
from diary.statistics.insights import Insights
from diary.statistics.methods.change import Change
from diary.statistics.methods.sample_size import LEAST_FOR_SHARE, count_episodes, too_few_episodes
from diary.statistics.methods.scores import Scale, scale_sentence, scale_trend_sentence
from diary.statistics.methods.shares import Shares
from sharing.report import formatting

COUNTED = 4  # of what is counted, those that are named


@dataclass(frozen=True, slots=True)
class Line:
    """`figure`: what to see first; may be empty. `sentences`: the first says it in full."""

    label: str
    figure: str
    sentences: tuple[str, ...]


def lines(found: Insights) -> tuple[Line, ...]:
    """In the order in which a doctor asks."""
    locale = active_locale()
    told = [_frequency(found, locale), _change(found, locale)]
    if found[durations.STATISTIC].n:
        told += [
            _duration(found[durations.STATISTIC], locale),
            _side(found[sides.STATISTIC], locale),
            _spread(found, locale),
            _scale(_("Strength"), found[severity.STATISTIC], locale),
            _scale(_("In the way"), found[interference.STATISTIC], locale),
            _doing(found, locale),
            *(_with_it(group, locale) for group in found[associated_symptoms.STATISTIC]),
            _time_of_day(found[times.STATISTIC], locale),
        ]
    return tuple(told)


def before_and_after(found: Insights) -> tuple[str, ...]:
    """One for each background item that began in the period; what came first, not what caused."""
    return tuple(
        before_after.sentence(one, active_locale()) for one in found[before_after.STATISTIC]
    )


def _frequency(found: Insights, locale: Locale) -> Line:
    known = found[coverage.STATISTIC]
    figure = ""
    if known.logged_days:
        figure = _("%(numb)s of %(logged)s logged days") % {
            "numb": known.episode_days,
            "logged": known.logged_days,
        }
    count = count_episodes(found[durations.STATISTIC].n, locale)
    return Line(
        _("How often"),
        figure,
        (coverage.sentence(known, locale), f"{count[:1].upper()}{count[1:]}."),
    )


def _change(found: Insights, locale: Locale) -> Line:
    figures: Mapping[Change | None, str] = {
        None: ""
        if found[trend.STATISTIC].ratio is None and not found[trend.STATISTIC].lacking
        else _("not known"),
        Change.MORE: _("more often"),
        Change.MAYBE_MORE: _("no clear change"),
        Change.SAME: _("no clear change"),
        Change.MAYBE_FEWER: _("no clear change"),
        Change.FEWER: _("less often"),
    }
    return Line(
        _("Change"),
        figures[found[trend.STATISTIC].change],
        (trend.sentence(found[trend.STATISTIC], locale),),
    )


def _duration(found: Durations, locale: Locale) -> Line:
    figure = (
        ""
        if found.median is None
        else _("half over in %(length)s") % {"length": formatting.length(found.median)}
    )
    longest = formatting.length(found.longest or 0)
    if found.longest_is_ongoing:
        longest = _("at least %(length)s") % {"length": longest}
    return Line(
        _("How long"),
        figure,
        (
            durations.sentence(found, locale),
            _("Longest: %(length)s.") % {"length": longest},
            durations.trend_sentence(found, locale),
        ),
    )


def _side(found: Shares, locale: Locale) -> Line:
    names = {
        "left_only": _("left only"),
        "right_only": _("right only"),
        "both": _("both sides"),
        "middle_only": _("middle only"),
        "none_named": _("no place named"),
    }
    counts = _counts(found, names)
    if not found.lacking and len([share for share in found.known if share.count]) > 1:
        counts = f"{sides.sentence(found, locale)} {_listed(_by_name(found, names))}"
    elif not found.lacking:
        counts = sides.sentence(found, locale)
    return Line(_("Side"), _top(found, names), (counts,))


def _spread(found: Insights, locale: Locale) -> Line:
    asked = found[places.STATISTIC].n - found[places.STATISTIC].not_asked
    named = {place.episodes.code: place.episodes.count for place in found[places.STATISTIC].areas}
    where = (
        _listed({str(formatting.PLACES[code]): count for code, count in named.items()})
        if found[places.STATISTIC].lacking
        else places.sentence(found[places.STATISTIC], locale)
    )
    how_far = (
        spread.sentence(found[spread.STATISTIC], locale),
        spread.trend_sentence(found[spread.STATISTIC], locale),
    )
    return Line(_("Where"), "", (where, *(how_far if asked else ())))


def _scale(label: str, found: Scale, locale: Locale) -> Line:
    figure = (
        ""
        if found.median is None
        else _("%(number)s of %(top)s")
        % {
            "number": formatting.number(found.median),
            "top": found.top,
        }
    )
    sentences = [scale_sentence(found, locale)]
    if found.most is not None:
        most = {"number": found.most, "top": found.top}
        sentences.append(_("At most %(number)s of %(top)s.") % most)
    if found.n:
        sentences.append(scale_trend_sentence(found, locale))
    return Line(label, figure, tuple(sentences))


def _doing(found: Insights, locale: Locale) -> Line:
    names = {code: str(formatting.TRIGGERS[code]) for code in formatting.TRIGGERS}
    why = found[triggers.STATISTIC]
    sentences = [_counts(why, names)]
    if not why.lacking:
        sentences = [
            triggers.sentence(why, locale),
            unexplained.sentence(found[unexplained.STATISTIC], locale),
        ]
    return Line(_("Doing before"), _top(why, names), tuple(sentences))


def _with_it(found: Accompanying, locale: Locale) -> Line:
    label = {
        "symptoms": _("With it"),
        "sensations": _("Felt as"),
        "leg_changes": _("Change of the leg"),
    }[found.group]
    if not found.lacking:
        return Line(label, "", (associated_symptoms.sentence(found, locale),))
    named = LABELS[found.group]
    counts = {locale.gettext(named[one.yes.code]): one.yes.count for one in found.answers}
    nothing = "" if found.not_asked == found.n else _("Nothing of what was asked.")
    told = _listed(counts) or nothing
    return Line(label, "", tuple(part for part in (told, _open(found.not_asked, found.n)) if part))


def _time_of_day(found: Shares, locale: Locale) -> Line:
    if not found.lacking:
        return Line(_("Time of day"), "", (times.sentence(found, locale),))
    names = {
        code: _("from %(from)s to %(to)s") % {"from": f"{code[:2]}:00", "to": f"{code[3:]}:00"}
        for code in times.BINS
    }
    return Line(_("Time of day"), "", (_counts(found, names | {times.WOKE: _("woke with it")}),))


def _top(found: Shares, names: Mapping[str, str]) -> str:
    """The largest of those known, when there is one; empty where that is too few to say."""
    most = max(share.count for share in found.known)
    top = [share for share in found.known if share.count == most]
    if found.lacking or not most or len(top) > 1:
        return ""
    count = _("%(count)s of %(all)s") % {"count": most, "all": found.n}
    return f"{names[top[0].code]} {count}"


def _counts(found: Shares, names: Mapping[str, str]) -> str:
    told = _listed(_by_name(found, names))
    return " ".join(part for part in (told, _open(found.unknown.count, found.n)) if part)


def _by_name(found: Shares, names: Mapping[str, str]) -> dict[str, int]:
    return {names.get(share.code, ""): share.count for share in found.known}


def _listed(counts: Mapping[str, int]) -> str:
    """`Right only 3, both sides 1.`: the largest first, what is not there left out."""
    there = sorted(((n, name) for name, n in counts.items() if n and name), key=lambda one: -one[0])
    told = ", ".join(f"{name} {n}" for n, name in there[:COUNTED])
    if len(there) > COUNTED:
        told += " …"
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def _open(count: int, of: int) -> str:
    if not count:
        return ""
    return _("Not asked in %(count)s of %(all)s.") % {"count": count, "all": of}


def few(found: Insights) -> str:
    """That there are too few episodes for shares with limits; empty when there are enough."""
    if not found[durations.STATISTIC].n or not found[sides.STATISTIC].lacking:
        return ""
    return too_few_episodes(found[durations.STATISTIC].n, LEAST_FOR_SHARE, active_locale())
