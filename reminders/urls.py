"""Pages of the reminders outside the API."""

from django.urls import path

from reminders import unsubscribe

urlpatterns = [path("unsubscribe/<str:token>", unsubscribe.unsubscribe_page, name="unsubscribe")]
