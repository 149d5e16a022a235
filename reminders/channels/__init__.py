"""The ways to reach a person, by name."""

from reminders.channels.base import Channel
from reminders.channels.email import Email
from reminders.channels.in_app import InApp
from reminders.channels.web_push import WebPush

CHANNELS: dict[str, Channel] = {channel.name: channel for channel in (InApp(), Email(), WebPush())}
