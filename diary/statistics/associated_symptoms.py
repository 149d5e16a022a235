"""Associated symptoms: what comes with it. Other symptoms, how it feels, changes of the leg."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diary.codes import LEG_CHANGES, SENSATIONS, SYMPTOMS
from diary.entries import Entry
from diary.formatting import Locale
from diary.labels import LEG_CHANGES as LEG_CHANGE_LABELS
from diary.labels import SENSATIONS as SENSATION_LABELS
from diary.labels import SYMPTOMS as SYMPTOM_LABELS
from diary.statistics.methods.sample_size import (
    LEAST_FOR_SHARE,
    InsufficientData,
    count_episodes,
    too_few_episodes,
)
from diary.statistics.methods.shares import Share, format_share, not_asked_sentence, share
from diary.statistics.methods.statistic import Statistic

GROUPS: Mapping[str, tuple[str, ...]] = {
    "symptoms": SYMPTOMS,
    "sensations": SENSATIONS,
    "leg_changes": LEG_CHANGES,
}
LABELS: Mapping[str, Mapping[str, str]] = {
    "symptoms": SYMPTOM_LABELS,
    "sensations": SENSATION_LABELS,
    "leg_changes": LEG_CHANGE_LABELS,
}
NAMED = 3  # in the sentence


@dataclass(frozen=True, slots=True)
class Answers:
    """To one question in `n` episodes: `yes` (a share of all), `no` and `not_asked` add up."""

    yes: Share
    no: int
    not_asked: int


@dataclass(frozen=True, slots=True)
class AssociatedSymptoms:
    """`not_asked`: episodes in which nothing of the group was asked. Limits are Wilson's."""

    group: str
    n: int
    not_asked: int
    answers: tuple[Answers, ...]
    insufficient_data: InsufficientData | None


def compute_associated_symptoms(group: str, entries: Sequence[Entry]) -> AssociatedSymptoms:
    """`group`: `symptoms`, `sensations` or `leg_changes`."""
    n = len(entries)
    given = [answers for entry in entries if (answers := _answers(entry, group))]
    return AssociatedSymptoms(
        group=group,
        n=n,
        not_asked=n - len(given),
        answers=tuple(_counted(code, given, n) for code in GROUPS[group]),
        insufficient_data=InsufficientData.EPISODES if n < LEAST_FOR_SHARE else None,
    )


def _answers(entry: Entry, group: str) -> Mapping[str, bool]:
    """By code; of a set that was ticked, what was not ticked is a no. Empty: not asked."""
    said: Mapping[str, bool] | frozenset[str] | None = getattr(entry, group)
    if said is None:
        return {}
    if isinstance(said, frozenset):
        return {code: code in said for code in GROUPS[group]}
    return said


def _counted(code: str, given: Iterable[Mapping[str, bool]], n: int) -> Answers:
    said = [answers.get(code) for answers in given]
    yes, no = said.count(True), said.count(False)
    return Answers(share(code, yes, n), no, n - yes - no)


def sentence(found: AssociatedSymptoms, locale: Locale) -> str:
    if found.insufficient_data:
        return too_few_episodes(found.n, LEAST_FOR_SHARE, locale)
    if found.not_asked == found.n:
        return locale.gettext("Not asked in any of %(episodes)s.") % {
            "episodes": count_episodes(found.n, locale)
        }
    labels = LABELS[found.group]
    there = sorted(
        (answers for answers in found.answers if answers.yes.count), key=lambda a: -a.yes.count
    )
    told = [_one(answers, labels, locale) for answers in there[:NAMED]]
    if not told:
        told = [locale.gettext("Nothing of what was asked.")]
    elif len(there) > NAMED:
        others = len(there) - NAMED
        more = locale.ngettext(
            "%(count)s other, less often.", "%(count)s others, less often.", others
        )
        told.append(more % {"count": others})
    return " ".join([*told, not_asked_sentence(found.not_asked, locale)]).strip()


def _one(answers: Answers, labels: Mapping[str, str], locale: Locale) -> str:
    what = locale.gettext(labels[answers.yes.code])
    return f"{what[:1].upper()}{what[1:]}: {format_share(answers.yes, locale)}."


STATISTIC = Statistic(
    name="accompanying",
    order=120,
    result=AssociatedSymptoms,
    groups=tuple(GROUPS),
    compute=lambda data: tuple(
        compute_associated_symptoms(group, data.episodes) for group in GROUPS
    ),
    sentence=sentence,
)
