"""URLs below /api/v1/ of the diary."""

from django.urls import URLPattern, URLResolver, include, path

from diary import converters  # noqa: F401  registers them
from diary.api.views import (
    account,
    alerts,
    background,
    check_ins,
    diary,
    episodes,
    exports,
    imports,
    insights,
    questions,
    sync,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("diary", diary.DiarySettings.as_view(), name="diary"),
    path("diary/entries", account.Entries.as_view(), name="entries"),
    path("account", account.Account.as_view(), name="account"),
    path("account/mail-code", account.MailCode.as_view(), name="mail-code"),
    path("account/mail-code/check", account.MailCodeCheck.as_view(), name="mail-code-check"),
    path("episodes", episodes.EpisodeList.as_view(), name="episodes"),
    path("episodes/<any_uuid:key>", episodes.EpisodeDetail.as_view(), name="episode"),
    path(
        "episodes/<any_uuid:key>/revisions",
        episodes.EpisodeRevisions.as_view(),
        name="episode-revisions",
    ),
    path(
        "episodes/<any_uuid:key>/revisions/<version:version>/restore",
        episodes.EpisodeRestore.as_view(),
        name="episode-restore",
    ),
    path("alerts", alerts.AlertList.as_view(), name="alerts"),
    path("alerts/<any_uuid:key>", alerts.AlertDetail.as_view(), name="alert"),
    path("check-ins", check_ins.CheckInList.as_view(), name="check-ins"),
    path("check-ins/<str:day>", check_ins.CheckInDetail.as_view(), name="check-in"),
    path("background", background.BackgroundList.as_view(), name="background"),
    path(
        "background/<any_uuid:key>", background.BackgroundDetail.as_view(), name="background-item"
    ),
    path("questions", questions.QuestionList.as_view(), name="questions"),
    path("questions/<any_uuid:key>", questions.QuestionDetail.as_view(), name="question"),
    path("insights", insights.InsightsDetail.as_view(), name="insights"),
    *(
        path(f"export.{name}", view.as_view(), name=f"export-{name}")
        for name, view in exports.EXPORT_VIEWS.items()
    ),
    path("import", imports.ImportFile.as_view(), name="import"),
    path("import/<any_uuid:key>", imports.ImportDetail.as_view(), name="import-detail"),
    path("sync", sync.Sync.as_view(), name="sync"),
    path("", include("diary.api.chart_urls")),
]
