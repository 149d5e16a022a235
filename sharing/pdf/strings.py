"""Headings and sentences of the PDF, in the active language."""

from typing import Any

from django.utils.translation import gettext as _

from sharing.report.build import Report


def pdf_strings(report: Report) -> dict[str, Any]:
    level = report.level
    zone = {"days": len(report.period), "zone": report.zone}
    started, lasted, felt, strength = _("Started"), _("Lasted"), _("Felt"), _("Strength")
    period = {"first": report.first_day, "last": report.last_day}
    return {
        "title": _("Numbness diary, %(first)s to %(last)s") % period,
        "brand": _("diary of numbness and tingling"),
        "period": _("%(first)s to %(last)s") % period,
        "about_period": _(
            "%(days)s days, written down by the person. Times in %(zone)s unless another zone is"
            " named."
        )
        % zone,
        "patient_name": _("Name"),
        "date_of_birth": _("Born"),
        "level_heading": _("What the rules match"),
        "level_notes": _level_notes(report),
        "addition": _("our addition"),
        "assessed": ""
        if level.could_not_check
        else _("Checked over the whole diary, %(at)s. Rules version %(version)s.")
        % {"at": level.assessed_at, "version": level.rules_version},
        "signs_heading": _("Emergency signs ever written down"),
        "none": _("None."),
        "without_episode": _("(without an episode)"),
        "summary_heading": _("In numbers"),
        "summary_label": _("About"),
        "summary_value": _("In short"),
        "summary_sentences": _("In full"),
        "background_heading": _("Background"),
        "questions_heading": _("Questions for the visit"),
        "no_questions": _("None written down."),
        "unanswered_heading": _("What was not asked"),
        "unanswered_note": _("An open question is not a “no”."),
        "unanswered": [
            _("%(question)s: open in %(episodes)s of %(of)s")
            % {"question": row.question, "episodes": row.episodes, "of": row.total}
            for row in report.unanswered
        ],
        "undetermined": _("Rules that could not be told for this reason: %(count)s")
        % {"count": len(level.undetermined)},
        "see_page": _("In full on page {page}."),
        "full_heading": _("Behind the first page"),
        "limits_heading": _("Limits that were changed"),
        "limits_note": _(
            "The person changed these in the diary; it is meant for a clinician’s advice. The"
            " limits of emergency rules cannot be changed."
        ),
        "limits": [
            _("%(criterion)s: %(number)s, since %(since)s")
            % {"criterion": limit.criterion, "number": limit.number, "since": limit.since}
            for limit in report.limits
        ],
        "before_and_after_heading": _("Before and after"),
        "charts_heading": _("Over time"),
        "tables_heading": _("The charts as tables"),
        "episodes_heading": _("Every episode"),
        "episodes_note": _("Newest first. Left and right are as the person feels them."),
        "no_episodes": _("No episode is logged in this period."),
        "episode_columns": [
            f"{started}, {lower_first(lasted)}",
            _("Where"),
            f"{felt}, {lower_first(strength)}",
            _("Doing"),
            _("More"),
        ],
        "disclaimer_heading": _("What this is not"),
        "disclaimer": _(
            "This is not a diagnosis and not a medical record. It is what one person wrote down,"
            " checked against fixed rules. The rules do not examine anyone, and what was not"
            " written down is not here. No match does not mean that all is well."
        ),
        "short_disclaimer": _(
            "Not a diagnosis: what one person wrote down, checked against fixed rules."
        ),
        "made_at": _made_at(report),
        "page": _("Page {page} of {pages}"),
    }


def lower_first(text: str) -> str:
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


def _made_at(report: Report) -> str:
    created = _("Made %(at)s.") % {"at": report.made_at}
    version = _("Rules version %(version)s") % {"version": report.level.rules_version}
    if report.updated_at is None:
        nothing = _("Nothing was ever written in this diary.")
        return f"{created} {nothing} {version}."
    changed = _("Last change in the diary: %(at)s.") % {"at": report.updated_at}
    return f"{created} {changed} {version}."
