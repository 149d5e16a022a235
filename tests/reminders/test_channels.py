import pytest
from django.core.exceptions import ImproperlyConfigured

from reminders import channels
from reminders.channels import CHANNELS, web_push
from reminders.channels.email import Email


def test_channels_are_discovered_by_folder_in_order() -> None:
    assert list(CHANNELS) == ["in_app", "email", "push"]


@pytest.mark.parametrize(("attribute", "value"), [("name", "email"), ("order", Email.order)])
def test_two_channels_with_the_same_name_or_order_are_refused(
    monkeypatch: pytest.MonkeyPatch, attribute: str, value: object
) -> None:
    monkeypatch.setattr(web_push.CHANNEL, attribute, value)
    with pytest.raises(ImproperlyConfigured, match="same name or order"):
        channels._declared_channels()
