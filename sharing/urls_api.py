"""Addresses below /api/v1/ for what is handed over."""

from django.urls import path

from sharing import api, export, health_api
from sharing.pdf.api import ReportPDF

urlpatterns = [
    path("health-links", health_api.HealthLinks.as_view(), name="health-links"),
    path(
        "health-links/<uuid:id>/refresh", health_api.Refresh.as_view(), name="health-link-refresh"
    ),
    path("report.pdf", ReportPDF.as_view(), name="report-pdf"),
    path("export.fhir.json", export.ExportFHIR.as_view(), name="export-fhir"),
    path("share-links", api.ShareLinks.as_view(), name="share-links"),
    path("share-links/looked", api.Looked.as_view(), name="share-links-looked"),
    path("share-links/<uuid:id>", api.OneShareLink.as_view(), name="share-link"),
    path("share-links/<uuid:id>/views", api.ShareLinkViews.as_view(), name="share-link-views"),
]
