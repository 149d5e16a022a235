from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "reminders"

    def ready(self) -> None:
        from diary.signals import entries_erased, settings_changed
        from reminders import receivers
        from triage import signals

        for signal, receiver in (
            (settings_changed, receivers.reschedule_diary),
            (entries_erased, receivers.delete_reminders),
            (signals.prompt_scheduled, receivers.schedule_prompt),
            (signals.prompt_unscheduled, receivers.cancel_prompt),
            (signals.visit_moved, receivers.schedule_visit),
            (signals.upcoming_changed, receivers.schedule_upcoming),
        ):
            signal.connect(receiver, dispatch_uid=f"reminders.{receiver.__name__}")
