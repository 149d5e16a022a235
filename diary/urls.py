"""Addresses below /api/v1/ for what the diary holds."""

from uuid import UUID

from django.urls import URLPattern, URLResolver, include, path, register_converter

from diary.views import alerts, background, check_ins, diary, episodes, questions


class AnyUUID:
    """A UUID in either case."""

    regex = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"

    def to_python(self, value: str) -> UUID:
        return UUID(value)

    def to_url(self, value: UUID) -> str:
        return str(value)


class Version:
    """A version number that a database can count to."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(AnyUUID, "any_uuid")
register_converter(Version, "version")

urlpatterns: list[URLPattern | URLResolver] = [
    path("diary", diary.DiarySettings.as_view(), name="diary"),
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
    path("", include("diary.charts.urls")),
]
