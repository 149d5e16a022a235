from django.apps import AppConfig, apps
from django.core.checks import register
from django.db.models.signals import pre_migrate


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config.checks import lift_limits, production_warnings, refuse_old_database

        register(production_warnings)
        pre_migrate.connect(refuse_old_database, sender=apps.get_app_config("diary"))
        pre_migrate.connect(lift_limits, sender=apps.get_app_config("diary"))
