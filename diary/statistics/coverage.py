"""Coverage: on how many days there was numbness, and how many are not logged."""

from diary.formatting import Locale
from diary.statistics.methods.local_days import Coverage
from diary.statistics.methods.statistic import Statistic


def sentence(result: Coverage, locale: Locale) -> str:
    words = {
        "numb": locale.count_days(result.episode_days),
        "logged": result.logged_days,
        "days": locale.count_days(result.days),
        "open": locale.count_days(result.not_logged_days),
        "least": result.at_least,
        "most": result.at_most,
    }
    if result.insufficient_data:
        return (
            locale.gettext(
                "Not enough days logged: %(logged)s of %(days)s."
                " The days with numbness may be anything from %(least)s to %(most)s."
            )
            % words
        )
    if not result.not_logged_days:
        if not result.episode_days:
            return locale.gettext("No numbness in these %(days)s; all are logged.") % words
        return locale.gettext("%(numb)s with numbness in %(days)s; all are logged.") % words
    if not result.episode_days:
        return (
            locale.gettext(
                "No numbness on the days that are logged, %(logged)s of %(days)s."
                " Of the others nothing is known."
            )
            % words
        )
    return (
        locale.gettext(
            "%(numb)s with numbness; %(logged)s of %(days)s are logged."
            " In all, then, from %(least)s to %(most)s."
        )
        % words
    )


STATISTIC = Statistic(
    name="coverage",
    order=10,
    result=Coverage,
    compute=lambda data: data.local_days.coverage(data.period),
    sentence=sentence,
)
