"""Signing out a device, erasing the diary or deleting the account ends its push messages."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from diary.accounts import diary_of
from diary.models import Diary, User
from reminders import push_subscriptions
from reminders.models import PushSubscription, Reminder
from tests.accounts import (
    APP,
    BROWSER,
    NEW,
    PASSWORD,
    post,
    set_password,
    sign_in_by_code,
    sign_up,
    sign_up_with_token,
)
from tests.api.sample_account import BROWSER as BROWSER_KEYS
from tests.push_service import Browser, PushService
from tests.reminders.send_helpers import send_due
from tests.triage.conftest import log_episode
from triage import assess

DAY = timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.sqlite]


@pytest.fixture
def this() -> Client:
    """The person's own device, signed in."""
    client = Client()
    sign_up(client)
    set_password(client)
    return client


@pytest.fixture
def other(this: Client) -> Client:
    """Another device of theirs."""
    client = Client()
    assert sign_in_by_code(client).status_code == 200
    return client


def takes_push(client: Client, pushed: PushService, **more: Any) -> Browser:
    """Subscribe the device, as the app does."""
    browser = pushed.browser()
    path = f"/api/v1/push-subscriptions/{uuid4()}"
    reply = client.put(path, browser.to_json(), "application/json", **more)
    assert reply.status_code == 201
    return browser


def reached(pushed: PushService, *devices: Browser) -> list[bool]:
    """For each device, whether a reminder that is due now reaches it."""
    diary = diary_of(User.objects.get())
    Diary.objects.update(quiet_start="03:00", quiet_end="03:00")
    now = timezone.now()
    if not Reminder.objects.exists():
        log_episode(diary, minutes=90)
        assess.assess(diary.pk, now)
    Reminder.objects.filter(slot__endswith=":1:0").update(state="planned", due_at=now)
    pushed.messages.clear()
    send_due(now)
    endpoints = {message.endpoint for message in pushed.messages}
    return [message.endpoint in endpoints for message in devices]


def test_a_device_that_signs_out_gets_nothing_more(
    this: Client, other: Client, pushed: PushService
) -> None:
    mine, theirs = (takes_push(device, pushed) for device in (this, other))
    assert reached(pushed, mine, theirs) == [True, True]
    other.delete(f"{BROWSER}/auth/session")
    assert reached(pushed, mine, theirs) == [True, False]


def test_a_device_that_is_signed_out_from_another_gets_nothing_more(
    this: Client, other: Client, pushed: PushService
) -> None:
    mine, theirs = (takes_push(device, pushed) for device in (this, other))
    listed = this.get(f"{BROWSER}/auth/sessions").json()["data"]
    ended = [device["id"] for device in listed if not device["is_current"]]
    this.delete(f"{BROWSER}/auth/sessions", {"sessions": ended}, "application/json")
    assert other.get("/api/v1/diary").status_code == 401
    assert reached(pushed, mine, theirs) == [True, False]


def test_with_a_new_password_only_the_device_that_chose_it_goes_on(
    this: Client, other: Client, pushed: PushService
) -> None:
    mine, theirs = (takes_push(device, pushed) for device in (this, other))
    new = {"current_password": PASSWORD, "new_password": "another long way to walk"}
    assert post(this, f"{BROWSER}/account/password/change", new).status_code == 200
    assert reached(pushed, mine, theirs) == [True, False]
    assert this.get("/api/v1/diary").status_code == 200
    assert other.get("/api/v1/diary").status_code == 401


def test_a_password_that_is_chosen_by_the_link_ends_every_device(
    this: Client, other: Client, pushed: PushService
) -> None:
    devices = [takes_push(device, pushed) for device in (this, other)]
    post(Client(), f"{APP}/auth/password/request", {"email": NEW})
    link = re.search(r"#/reset-password/(\S+)", str(mail.outbox[-1].body))
    assert link
    new = {"key": unquote(link[1]), "password": "another long way to walk"}
    post(Client(), f"{APP}/auth/password/reset", new)
    assert reached(pushed, *devices) == [False, False]


def test_a_sign_in_that_ran_out_ends_it_too(this: Client, pushed: PushService) -> None:
    mine = takes_push(this, pushed)
    Session.objects.update(expire_date=timezone.now() - DAY)
    call_command("clearsessions")
    assert reached(pushed, mine) == [False]


def test_a_client_that_is_no_browser_ends_with_its_token(pushed: PushService) -> None:
    token = sign_up_with_token()
    mine = takes_push(Client(), pushed, headers=token)
    assert reached(pushed, mine) == [True]
    Client().delete(f"{APP}/auth/session", headers=token)
    assert reached(pushed, mine) == [False]


def test_a_device_that_signs_in_again_goes_on(this: Client, pushed: PushService) -> None:
    mine, id = takes_push(this, pushed), PushSubscription.objects.get().id
    this.delete(f"{BROWSER}/auth/session")
    sign_in_by_code(this)
    path = f"/api/v1/push-subscriptions/{id}"
    assert this.put(path, mine.to_json(), "application/json").status_code == 201
    assert reached(pushed, mine) == [True]


@pytest.mark.django_db(transaction=True)
def test_a_device_whose_sign_in_ends_meanwhile_is_not_signed_up(diary: Diary) -> None:
    keys = {**BROWSER_KEYS["keys"], "endpoint": BROWSER_KEYS["endpoint"]}
    with pytest.raises(push_subscriptions.SubscriptionNotFound):
        push_subscriptions.save_subscription(
            diary, uuid4(), **keys, now=timezone.now(), session="x" * 32
        )
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("path", ["account", "diary/entries"])
def test_who_deletes_it_gets_nothing_of_what_was_planned(
    path: str, this: Client, pushed: PushService, mailoutbox: list[Any]
) -> None:
    takes_push(this, pushed)
    diary, now = diary_of(User.objects.get()), timezone.now()
    this.patch("/api/v1/diary", {"check_in_reminders": False}, "application/json")
    log_episode(diary, minutes=90)
    log_episode(diary, ago=timedelta(minutes=1), minutes=None)
    day = str((now + 9 * DAY).date())
    visit = {"kind": "visit", "name": "Dr. Foot", "started_on": day}
    this.put(f"/api/v1/background/{uuid4()}", visit, "application/json")
    assess.assess(diary.pk, now)
    kinds = set(Reminder.objects.filter(state="planned").values_list("kind", flat=True))
    assert {"prompt", "coming"} <= kinds
    mailoutbox.clear()
    assert this.delete(f"/api/v1/{path}").status_code == 204
    mails_before = len(mailoutbox)
    assert [send_due(now + days * DAY) for days in range(30)] == [0] * 30
    assert (pushed.messages, len(mailoutbox)) == ([], mails_before)
    if path == "diary/entries":
        assess.assess(diary.pk, now)  # finds nothing to remind of
        assert not Reminder.objects.exists()
