"""The shapes of share links over HTTP."""

from typing import Any

from rest_framework import serializers

from diary import fields
from diary.records import Shape
from sharing import links


class NewShareLink(Shape):
    """`days`: the report's period. `expires_in_days`: until the link ends."""

    days = fields.Whole(min_value=links.LEAST_DAYS, max_value=links.MOST_DAYS)
    expires_in_days = fields.Whole(min_value=links.LEAST_EXPIRY, max_value=links.MOST_EXPIRY)
    label = fields.Text(  # type: ignore[assignment]
        max_length=100, allow_null=True, default=None
    )


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
    days = serializers.IntegerField()
    label = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    views = serializers.IntegerField(help_text="How often the page was opened.")
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


class ShareViewPage(Page):
    results = ShareViewShown(many=True)
