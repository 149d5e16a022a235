"""Addresses below /api/v1/ for what is handed over."""

from django.urls import path

from sharing import api, export

urlpatterns = [
    path("export.fhir.json", export.ExportFHIR.as_view(), name="export-fhir"),
    path("share-links", api.ShareLinks.as_view(), name="share-links"),
    path("share-links/<uuid:id>", api.OneShareLink.as_view(), name="share-link"),
    path("share-links/<uuid:id>/views", api.ShareLinkViews.as_view(), name="share-link-views"),
]
