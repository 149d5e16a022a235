"""Addresses below /api/v1/share-links."""

from django.urls import path

from sharing import api

urlpatterns = [
    path("share-links", api.ShareLinks.as_view(), name="share-links"),
    path("share-links/<uuid:id>", api.OneShareLink.as_view(), name="share-link"),
    path("share-links/<uuid:id>/views", api.ShareLinkViews.as_view(), name="share-link-views"),
]
