"""The shapes of share links over HTTP."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from diary import fields
from diary.records import Shape
from sharing import health_links, links


class NewShareLink(Shape):
    """`days`: the report's period. `expires_in_days`: until the link ends."""

    days = fields.Whole(min_value=links.LEAST_DAYS, max_value=links.MOST_DAYS)
    expires_in_days = fields.Whole(min_value=links.LEAST_EXPIRY, max_value=links.MOST_EXPIRY)
    label = fields.Text(  # type: ignore[assignment]
        max_length=100, allow_null=True, default=None
    )


class NewHealthLink(NewShareLink):
    """A SMART Health Link: its files say what the diary says now.

    `long_term`: they can be made anew with the key. `direct`: one file without a list, and so
    without a passcode.
    """

    label = fields.Text(max_length=health_links.MOST_LABEL, allow_null=True, default=None)
    passcode = fields.Text(min_length=4, max_length=64, allow_null=True, default=None)
    single_use = fields.YesNo(default=False)
    long_term = fields.YesNo(default=False)
    direct = fields.YesNo(default=False)
    notes = fields.YesNo(default=True)
    background = fields.YesNo(default=True)
    questions = fields.YesNo(default=True)

    def validate(self, attrs: Any) -> Any:
        if attrs["direct"] and attrs["passcode"]:
            said = _("A direct link has no passcode: nobody asks for it.")
            raise ValidationError({"passcode": [ErrorDetail(said, code="direct")]})
        return attrs


class HealthLinkKey(Shape):
    """`key`: that of the link, which only its owner has."""

    key = fields.Text(max_length=43, min_length=43)


class ShareLinkChange(Shape):
    """`expires_in_days` counts from now."""

    expires_in_days = fields.Whole(
        min_value=links.LEAST_EXPIRY, max_value=links.MOST_EXPIRY, required=False
    )
    label = fields.Text(  # type: ignore[assignment]
        max_length=100, allow_null=True, required=False
    )


class ShareLinkShown(serializers.Serializer[Any]):
    """A share link without its address, which only the reply to its making tells."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(
        choices=("page", "health"), help_text="`health`: a SMART Health Link."
    )
    days = serializers.IntegerField()
    label = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    tries_left = serializers.IntegerField(
        allow_null=True, help_text="Wrong passcodes that are left; null: there is no passcode."
    )
    uses_left = serializers.IntegerField(
        allow_null=True, help_text="Null: as often as one likes, until the end."
    )
    views = serializers.IntegerField(help_text="How often it was opened.")
    last_viewed_at = serializers.DateTimeField(allow_null=True)


class Page(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class ShareLinkPage(Page):
    results = ShareLinkShown(many=True)


class ShareLinkMade(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="link.id")
    url = serializers.CharField(help_text="Shown this once: it is not stored.")
    expires_at = serializers.DateTimeField(source="link.expires_at")
    days = serializers.IntegerField(source="link.days")
    label = serializers.CharField(source="link.label", allow_null=True)  # type: ignore[assignment]
    created_at = serializers.DateTimeField(source="link.created_at")


class ShareViewShown(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    at = serializers.DateTimeField()
    client = serializers.CharField(help_text="Coarse: `Chrome on Android`.")
    recipient = serializers.CharField(
        allow_null=True, help_text="Who opened a health link, as they say; else null."
    )


class ShareViewPage(Page):
    results = ShareViewShown(many=True)
