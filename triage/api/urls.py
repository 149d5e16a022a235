"""URLs of triage, below /api/v1/."""

from django.urls import path

from triage.api import views

urlpatterns = [
    path("assessment", views.CurrentAssessment.as_view(), name="assessment"),
    path("assessments", views.Assessments.as_view(), name="assessments"),
    path("rules", views.Rules.as_view(), name="rules"),
    path("prompts", views.Prompts.as_view(), name="prompts"),
    path("prompts/<uuid:id>/answer", views.AnswerPrompt.as_view(), name="prompt-answer"),
]
