"""URLs of sharing below /api/v1/."""

from django.urls import path

from sharing.api import fhir_export, health_links, share_links
from sharing.api.report_pdf import ReportPDF

urlpatterns = [
    path("health-links", health_links.HealthLinks.as_view(), name="health-links"),
    path(
        "health-links/<uuid:id>/refresh", health_links.Refresh.as_view(), name="health-link-refresh"
    ),
    path("report.pdf", ReportPDF.as_view(), name="report-pdf"),
    path("export.fhir.json", fhir_export.ExportFHIR.as_view(), name="export-fhir"),
    path("share-links", share_links.ShareLinks.as_view(), name="share-links"),
    path(
        "share-links/mark-viewed",
        share_links.MarkViewsSeen.as_view(),
        name="share-links-mark-viewed",
    ),
    path("share-links/<uuid:id>", share_links.ShareLinkDetail.as_view(), name="share-link"),
    path(
        "share-links/<uuid:id>/views", share_links.ShareLinkViews.as_view(), name="share-link-views"
    ),
]
