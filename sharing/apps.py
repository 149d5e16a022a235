from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "sharing"

    def ready(self) -> None:
        from diary.signals import entries_erased
        from sharing.links.store import delete_all_sharing

        entries_erased.connect(delete_all_sharing, dispatch_uid="sharing.delete_all_sharing")
