"""Serializers of share links."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from diary.serializers import fields
from diary.serializers.records import StrictSerializer
from sharing.access import passcodes
from sharing.links import store
from sharing.links.qr import qr_svg
from sharing.links.user_agent import localize_client
from sharing.models import ShareLink
from sharing.smart_health_links import service


class NewLink(StrictSerializer):
    """`days`: the period of the report. `expires_in_days`: the lifetime of the link.

    `notes`, `background`, `questions`: what is included besides the episodes.
    """

    days = fields.StrictIntegerField(min_value=store.MIN_DAYS, max_value=store.MAX_DAYS)
    expires_in_days = fields.StrictIntegerField(
        min_value=store.MIN_EXPIRY_DAYS, max_value=store.MAX_EXPIRY_DAYS
    )
    label = fields.StringField(  # type: ignore[assignment]
        max_length=100, allow_null=True, default=None
    )
    passcode = fields.StringField(
        min_length=passcodes.MIN_LENGTH,
        max_length=passcodes.MAX_LENGTH,
        allow_null=True,
        default=None,
    )
    notes = fields.StrictBooleanField(default=True)
    background = fields.StrictBooleanField(default=True)
    questions = fields.StrictBooleanField(default=True)


class NewShareLink(NewLink):
    most_views = fields.StrictIntegerField(
        min_value=1,
        max_value=store.MAX_VIEWS,
        allow_null=True,
        default=None,
        help_text="How often the page may be opened; null: as often as one likes.",
    )
    frozen = fields.StrictBooleanField(
        default=False, help_text="The page stays as it is now; else it follows the diary."
    )
    downloads = fields.StrictBooleanField(
        default=False, help_text="The page as PDF, CSV and FHIR, too."
    )


class NewHealthLink(NewLink):
    """A SMART Health Link: its files are a snapshot of the diary.

    `long_term`: they can be refreshed with the key. `direct`: one file without a manifest, and
    so without a passcode.
    """

    label = fields.StringField(max_length=service.MAX_LABEL_LENGTH, allow_null=True, default=None)
    single_use = fields.StrictBooleanField(default=False)
    long_term = fields.StrictBooleanField(default=False)
    direct = fields.StrictBooleanField(default=False)

    def validate(self, attrs: Any) -> Any:
        if attrs["direct"] and attrs["passcode"]:
            message = _("A direct link has no passcode: nobody asks for it.")
            raise ValidationError({"passcode": [ErrorDetail(message, code="direct")]})
        return attrs


class HealthLinkKey(StrictSerializer):
    """`key`: of the link, which only its owner has."""

    key = fields.StringField(max_length=43, min_length=43)


class ShareLinkChange(StrictSerializer):
    """`expires_in_days` counts from now."""

    expires_in_days = fields.StrictIntegerField(
        min_value=store.MIN_EXPIRY_DAYS, max_value=store.MAX_EXPIRY_DAYS, required=False
    )
    label = fields.StringField(  # type: ignore[assignment]
        max_length=100, allow_null=True, required=False
    )


class MarkViewed(StrictSerializer):
    """`until`: when the list that the owner saw was fetched."""

    until = fields.InstantField()


class ShareScope(serializers.Serializer[Any]):
    notes = serializers.BooleanField(default=True)
    background = serializers.BooleanField(default=True)
    questions = serializers.BooleanField(default=True)


class ShareLinkShown(serializers.Serializer[Any]):
    """A share link without its URL, which only the reply to its creation has."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(
        choices=("page", "health"), help_text="`health`: a SMART Health Link."
    )
    days = serializers.IntegerField()
    label = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    state = serializers.SerializerMethodField()
    scope = serializers.SerializerMethodField()
    frozen = serializers.BooleanField(
        help_text="It shows what the diary said when it was made, what was deleted since too."
    )
    downloads = serializers.BooleanField()
    snapshot_at = serializers.DateTimeField(
        allow_null=True, help_text="From when its copy is; null: it has none, or no longer."
    )
    deleted_since = serializers.IntegerField(
        help_text="Episodes that were deleted since then and may still be in the copy."
    )
    tries_left = serializers.IntegerField(
        allow_null=True, help_text="Wrong passcodes that are left; null: there is no passcode."
    )
    uses_left = serializers.IntegerField(
        allow_null=True, help_text="Null: as often as one likes, until the end."
    )
    views = serializers.IntegerField(help_text="How often it was opened.")
    new_views = serializers.IntegerField(help_text="Of these, since its owner last looked.")
    last_viewed_at = serializers.DateTimeField(allow_null=True)
    newly_locked = serializers.SerializerMethodField(
        help_text="Wrong passcodes ended it since its owner last looked."
    )

    @extend_schema_field(
        serializers.ChoiceField(
            choices=("open", "revoked", "expired", "used_up", "locked"),
            help_text="`locked`: too many wrong passcodes ended it.",
        )
    )
    def get_state(self, link: ShareLink) -> str:
        return store.link_state(link, timezone.now())

    @extend_schema_field(ShareScope)
    def get_scope(self, link: ShareLink) -> dict[str, bool]:
        return asdict(store.link_scope(link))

    def get_newly_locked(self, link: ShareLink) -> bool:
        at = link.revoked_at
        is_new = at is not None and (link.last_seen_at is None or at > link.last_seen_at)
        return is_new and self.get_state(link) == "locked"


class Page(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class ShareLinkPage(Page):
    results = ShareLinkShown(many=True)


class ShareLinkMade(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="link.id")
    url = serializers.CharField(help_text="Shown this once: it is not stored.")
    qr = serializers.SerializerMethodField(
        help_text="`url` as a QR code: an SVG, dark on white, with its quiet zone."
    )
    expires_at = serializers.DateTimeField(source="link.expires_at")
    days = serializers.IntegerField(source="link.days")
    label = serializers.CharField(source="link.label", allow_null=True)  # type: ignore[assignment]
    created_at = serializers.DateTimeField(source="link.created_at")

    def get_qr(self, new_link: store.NewLink) -> str:
        return qr_svg(new_link.url)


class Client(serializers.CharField):
    def to_representation(self, value: str) -> str:
        return localize_client(value)


class ShareViewShown(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    at = serializers.DateTimeField()
    what = serializers.ChoiceField(
        choices=("page", "pdf", "csv", "fhir"), help_text="The page, or a file of it."
    )
    client = Client(help_text="Coarse, in the language asked for: `Chrome on Android`.")
    recipient = serializers.CharField(
        allow_null=True, help_text="Who opened a health link, as they say; else null."
    )


class ShareViewPage(Page):
    results = ShareViewShown(many=True)
