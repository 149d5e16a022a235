"""Pages of triage outside the API."""

from django.urls import path

from triage.reminders import unsubscribe

urlpatterns = [path("unsubscribe/<str:token>", unsubscribe.page, name="unsubscribe")]
