from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "triage"

    def ready(self) -> None:
        from diary.signals import entries_erased, entry_saved, settings_changed
        from triage import catalogues, checks  # noqa: F401  register the checks of the rules
        from triage.listen import enqueue_assessment, forget, replan

        entry_saved.connect(enqueue_assessment, dispatch_uid="triage.enqueue_assessment")
        settings_changed.connect(replan, dispatch_uid="triage.replan")
        entries_erased.connect(forget, dispatch_uid="triage.forget")
