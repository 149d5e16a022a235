"""An unreachable broker: a write fails fast instead of waiting."""

import pytest
from celery import Celery
from django.conf import settings
from kombu.exceptions import OperationalError
from kombu.utils import functional

from tests.servers import free_port


def test_publishing_to_a_broker_that_is_away_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(functional, "sleep", waits.append)
    broker = f"redis://127.0.0.1:{free_port()}/0"
    with Celery("outside", broker=broker, set_as_current=False) as app:
        app.conf.broker_transport_options = settings.REDIS_TRANSPORT
        app.conf.task_publish_retry = settings.CELERY_TASK_PUBLISH_RETRY
        for _ in range(3):
            with pytest.raises((OperationalError, OSError)):
                app.send_task("nobody.hears")
    assert waits == []
