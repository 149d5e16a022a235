"""Associated symptoms, sensations and changes of the leg."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diary.entries import Entry
from diary.formatting import Locale
from diary.labels import LEG_CHANGES as LEG_CHANGE_LABELS
from diary.labels import SENSATIONS as SENSATION_LABELS
from diary.labels import SYMPTOMS as SYMPTOM_LABELS
from diary.schema.codes import LEG_CHANGES, SENSATIONS, SYMPTOMS
from diary.statistics.methods.sample_size import (
    MIN_FOR_SHARE,
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
NAMED = 3  # symptoms named in the sentence


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers to a question: `yes` (a share of all episodes), `no` and `not_asked` add up."""

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
    answer_sets = [answers for entry in entries if (answers := _answers(entry, group))]
    return AssociatedSymptoms(
        group=group,
        n=n,
        not_asked=n - len(answer_sets),
        answers=tuple(_count_answers(code, answer_sets, n) for code in GROUPS[group]),
        insufficient_data=InsufficientData.EPISODES if n < MIN_FOR_SHARE else None,
    )


def _answers(entry: Entry, group: str) -> Mapping[str, bool]:
    """Answers by code; an unticked code of a set is a no. Empty: not asked."""
    value: Mapping[str, bool] | frozenset[str] | None = getattr(entry, group)
    if value is None:
        return {}
    if isinstance(value, frozenset):
        return {code: code in value for code in GROUPS[group]}
    return value


def _count_answers(code: str, answer_sets: Iterable[Mapping[str, bool]], n: int) -> Answers:
    values = [answers.get(code) for answers in answer_sets]
    yes, no = values.count(True), values.count(False)
    return Answers(share(code, yes, n), no, n - yes - no)


def sentence(result: AssociatedSymptoms, locale: Locale) -> str:
    if result.insufficient_data:
        return too_few_episodes(result.n, MIN_FOR_SHARE, locale)
    if result.not_asked == result.n:
        return locale.gettext("Not asked in any of %(episodes)s.") % {
            "episodes": count_episodes(result.n, locale)
        }
    labels = LABELS[result.group]
    positive = sorted(
        (answers for answers in result.answers if answers.yes.count), key=lambda a: -a.yes.count
    )
    sentences = [_answer_sentence(answers, labels, locale) for answers in positive[:NAMED]]
    if not sentences:
        sentences = [locale.gettext("Nothing of what was asked.")]
    elif len(positive) > NAMED:
        others = len(positive) - NAMED
        more = locale.ngettext(
            "%(count)s other, less often.", "%(count)s others, less often.", others
        )
        sentences.append(more % {"count": others})
    return " ".join([*sentences, not_asked_sentence(result.not_asked, locale)]).strip()


def _answer_sentence(answers: Answers, labels: Mapping[str, str], locale: Locale) -> str:
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
