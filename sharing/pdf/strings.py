"""The PDF's own headings and sentences, in the language in use."""

from typing import Any

from django.utils.translation import gettext as _

from sharing.report.build import Report


def phrases(report: Report) -> dict[str, Any]:
    level = report.level
    zone = {"days": len(report.period), "zone": report.zone}
    started, lasted, felt, strength = _("Started"), _("Lasted"), _("Felt"), _("Strength")
    between = {"first": report.first, "last": report.last}
    return {
        "title": _("Numbness diary, %(first)s to %(last)s") % between,
        "brand": _("diary of numbness and tingling"),
        "between": _("%(first)s to %(last)s") % between,
        "wrote": _(
            "%(days)s days, written down by the person. Times in %(zone)s unless another zone is"
            " named."
        )
        % zone,
        "name": _("Name"),
        "born": _("Born"),
        "matched": _("What the rules match"),
        "level_notes": _level_notes(report),
        "addition": _("our addition"),
        "checked": ""
        if level.could_not_check
        else _("Checked over the whole diary, %(at)s. Rules version %(version)s.")
        % {"at": level.assessed_at, "version": level.rules_version},
        "signs": _("Emergency signs ever written down"),
        "none": _("None."),
        "alone": _("(without an episode)"),
        "numbers": _("In numbers"),
        "about": _("About"),
        "in_short": _("In short"),
        "in_full": _("In full"),
        "background": _("Background"),
        "questions": _("Questions for the visit"),
        "no_questions": _("None written down."),
        "not_asked": _("What was not asked"),
        "open": _("An open question is not a “no”."),
        "asked_least": [
            _("%(question)s: open in %(episodes)s of %(of)s")
            % {"question": one.question, "episodes": one.episodes, "of": one.of}
            for one in report.not_asked
        ],
        "untold": _("Rules that could not be told for this reason: %(count)s")
        % {"count": len(level.undetermined)},
        "see": _("In full on page {page}."),
        "behind": _("Behind the first page"),
        "limits": _("Limits that were changed"),
        "limits_why": _(
            "The person changed these in the diary; it is meant for a clinician’s advice. The"
            " limits of emergency rules cannot be changed."
        ),
        "limits_told": [
            _("%(criterion)s: %(number)s, since %(since)s")
            % {"criterion": one.criterion, "number": one.number, "since": one.since}
            for one in report.limits
        ],
        "around": _("Before and after"),
        "charts": _("Over time"),
        "tables": _("The charts as tables"),
        "episodes": _("Every episode"),
        "episodes_how": _("Newest first. Left and right are as the person feels them."),
        "no_episodes": _("No episode is logged in this period."),
        "columns": [
            f"{started}, {small(lasted)}",
            _("Where"),
            f"{felt}, {small(strength)}",
            _("Doing"),
            _("More"),
        ],
        "is_not": _("What this is not"),
        "not_a_diagnosis": _(
            "This is not a diagnosis and not a medical record. It is what one person wrote down,"
            " checked against fixed rules. The rules do not examine anyone, and what was not"
            " written down is not here. No match does not mean that all is well."
        ),
        "not_short": _("Not a diagnosis: what one person wrote down, checked against fixed rules."),
        "made": _made(report),
        "page": _("Page {page} of {pages}"),
    }


def small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _level_notes(report: Report) -> list[str]:
    level, notes = report.level, []
    if level.could_not_check:
        notes.append(_("The rules did not run on this diary. Nothing can be said from them."))
    elif not level.findings:
        notes.append(_("This does not mean that all is well."))
    if level.partial:
        notes.append(_("Background items were not handed over; what rests on them is left out."))
    if level.stale:
        notes.append(_("The newest entries are not checked yet."))
    return notes


def _made(report: Report) -> str:
    made = _("Made %(at)s.") % {"at": report.made_at}
    version = _("Rules version %(version)s") % {"version": report.level.rules_version}
    if report.updated_at is None:
        nothing = _("Nothing was ever written in this diary.")
        return f"{made} {nothing} {version}."
    changed = _("Last change in the diary: %(at)s.") % {"at": report.updated_at}
    return f"{made} {changed} {version}."
