from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "triage"

    def ready(self) -> None:
        from diary.signals import entry_saved
        from triage import catalogues, checks  # noqa: F401  register the checks of the rules
        from triage.listen import enqueue_assessment

        entry_saved.connect(enqueue_assessment, dispatch_uid="triage.enqueue_assessment")
