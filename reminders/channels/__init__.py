"""The channels that reminders are sent through, found by folder: see README.md."""

from importlib import import_module
from pkgutil import iter_modules

from django.core.exceptions import ImproperlyConfigured

from reminders.channels.base import Channel


def _declared_channels() -> dict[str, Channel]:
    """By name, the CHANNEL of every module of this folder, in their `order`."""
    names = [module.name for module in iter_modules(__path__) if module.name != "base"]
    declared: list[Channel] = [import_module(f"{__name__}.{name}").CHANNEL for name in names]
    channels = {channel.name: channel for channel in sorted(declared, key=lambda c: c.order)}
    if len({channel.order for channel in channels.values()}) != len(declared):
        raise ImproperlyConfigured("Two reminder channels have the same name or order.")
    return channels


CHANNELS: dict[str, Channel] = _declared_channels()
