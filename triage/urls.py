"""Addresses below /api/v1/."""

from django.urls import path

from triage import views, views_push

urlpatterns = [
    path("assessment", views.CurrentAssessment.as_view(), name="assessment"),
    path("assessments", views.Assessments.as_view(), name="assessments"),
    path("rules", views.Rules.as_view(), name="rules"),
    path("prompts", views.Prompts.as_view(), name="prompts"),
    path("prompts/<uuid:id>/answer", views.AnswerPrompt.as_view(), name="prompt-answer"),
    path("reminders", views.Reminders.as_view(), name="reminders"),
    path("reminders/<uuid:id>/answer", views_push.AnswerReminder.as_view(), name="reminder-answer"),
    path("push-key", views_push.PushKey.as_view(), name="push-key"),
    path("push-subscriptions", views_push.Subscriptions.as_view(), name="push-subscriptions"),
    path(
        "push-subscriptions/<uuid:id>",
        views_push.Subscription.as_view(),
        name="push-subscription",
    ),
    path("push-subscriptions/<uuid:id>/test", views_push.TestPush.as_view(), name="push-test"),
]
