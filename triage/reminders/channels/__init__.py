"""The ways to reach a person, by name."""

from triage.reminders.channels.base import Channel
from triage.reminders.channels.email import Email
from triage.reminders.channels.in_app import InApp
from triage.reminders.channels.web_push import WebPush

CHANNELS: dict[str, Channel] = {channel.name: channel for channel in (InApp(), Email(), WebPush())}
