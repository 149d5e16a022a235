from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "sharing"

    def ready(self) -> None:
        from diary.signals import entries_erased
        from sharing.links.store import forget

        entries_erased.connect(forget, dispatch_uid="sharing.forget")
