"""URLs of reminders, below /api/v1/."""

from django.urls import path

from reminders.api import views

urlpatterns = [
    path("reminders", views.Reminders.as_view(), name="reminders"),
    path("reminders/<uuid:id>/answer", views.AnswerReminder.as_view(), name="reminder-answer"),
    path("push-key", views.PushKey.as_view(), name="push-key"),
    path("push-subscriptions", views.Subscriptions.as_view(), name="push-subscriptions"),
    path("push-subscriptions/<uuid:id>", views.Subscription.as_view(), name="push-subscription"),
    path("push-subscriptions/<uuid:id>/test", views.TestPush.as_view(), name="push-test"),
]
