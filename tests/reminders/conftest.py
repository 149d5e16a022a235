"""Fixtures of a fake push service and subscribed browsers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from config import secret_keys
from diary.models import Diary
from reminders import push_subscriptions
from tests.conftest import NOW
from tests.push_service import Answer, Browser, PushService, push_service
from tests.triage.conftest import deployment, log

__all__ = ["deployment", "log"]

SignUp = Callable[..., tuple[UUID, Browser]]


@pytest.fixture
def pushed(settings: Any, tmp_path: Path) -> Iterator[PushService]:
    secret_keys.ensure_keys(tmp_path)
    settings.DATA_DIR = tmp_path
    with push_service() as service:
        settings.PUSH_ALLOWED_ORIGINS = [service.origin]
        yield service


@pytest.fixture
def sign_up(diary: Diary, pushed: PushService) -> SignUp:
    """Subscribe a browser, by default of the owner; `answers` are those of the service."""

    def subscribe(*answers: Answer, of: Diary = diary) -> tuple[UUID, Browser]:
        browser, id = pushed.browser(*answers), uuid4()
        subscription = browser.to_json()
        push_subscriptions.save_subscription(
            of, id, endpoint=subscription["endpoint"], **subscription["keys"], now=NOW
        )
        return id, browser

    return subscribe
