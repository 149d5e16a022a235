from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "triage"

    def ready(self) -> None:
        from diary.signals import entries_erased, entry_saved
        from triage.receivers import delete_assessments, enqueue_assessment
        from triage.rules import checks, message_checks  # noqa: F401  register the system checks

        entry_saved.connect(enqueue_assessment, dispatch_uid="triage.enqueue_assessment")
        entries_erased.connect(delete_assessments, dispatch_uid="triage.delete_assessments")
