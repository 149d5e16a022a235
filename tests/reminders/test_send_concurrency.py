"""Many due reminders, and a worker that is killed while sending."""

import json
from collections import Counter
from collections.abc import Iterator
from signal import SIGCONT, SIGKILL, SIGSTOP

import pytest

from reminders.channels.web_push import WebPush
from tests.push_service import Browser, PushService, push_service
from tests.servers import Process, wait_until
from tests.triage.worker_deployment import Deployment, StartWorker, start_worker

ADDRESSES = 50
SEND = "reminders.tasks.send_due_reminders"
# On SQLite a site has one worker: the next worker sends what is left.
pytestmark = pytest.mark.parametrize(
    ("deployment", "due", "workers"),
    [("postgresql", 5_000, 2), ("sqlite", 600, 1)],
    indirect=["deployment"],
    ids=["postgresql", "sqlite"],
)
LATER = """
import django; django.setup()
from datetime import timedelta
from django.db.models import F
from reminders.models import Reminder
held = Reminder.objects.filter(state__in=("sending", "handed"))
assert held.update(claimed_at=F("claimed_at") - timedelta(seconds=31)) > 0
"""
FILL = """
import django, json, sys; django.setup()
from datetime import time, timedelta
from uuid import uuid4
from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils import timezone
from config import secret_keys
from diary.models import Diary, User
from reminders.models import PushSubscription, Reminder
from triage.models import Prompt
secret_keys.ensure_keys(settings.DATA_DIR)
browser = json.loads(%r)
now = timezone.now()
people = User.objects.bulk_create(User(email=f"p{n}@example.org") for n in range(%d))
diaries = Diary.objects.bulk_create(
    Diary(owner=owner, quiet_start=time(3), quiet_end=time(3)) for owner in people
)
prompts = Prompt.objects.bulk_create(
    Prompt(diary=diary, level="see_provider", findings=[], opened_at=now, raised_at=now)
    for diary in diaries
)
PushSubscription.objects.bulk_create(
    PushSubscription(
        diary=diary, endpoint=f"{browser['endpoint']}/{n}", digest=f"{n}", created_at=now,
        p256dh=browser["keys"]["p256dh"], auth=browser["keys"]["auth"],
    )
    for n, diary in enumerate(diaries)
)
mailed = diaries[:%d]
EmailAddress.objects.bulk_create(
    EmailAddress(user=one.owner, email=one.owner.email, verified=True) for one in mailed
)
Reminder.objects.bulk_create(
    Reminder(
        diary_id=prompt.diary_id, kind="prompt", slot=f"{prompt.id}:1:0", channel=channel,
        about_id=prompt.id, level=prompt.level, due_at=now,
        useful_until=now + timedelta(days=3),
    )
    for prompt in prompts
    for channel in ("push", "email")
    if channel == "push" or prompt.diary_id <= mailed[-1].pk
)
"""


@pytest.fixture
def pushed() -> Iterator[PushService]:
    with push_service() as service:
        yield service


@pytest.fixture
def filled(deployment: Deployment, pushed: PushService, due: int) -> Deployment:
    deployment.env = {**deployment.env, "PUSH_ALLOWED_ORIGINS": pushed.origin}
    browser = Browser(f"{pushed.origin}/push")
    done = deployment.run(FILL % (json.dumps(browser.to_json()), due, ADDRESSES))
    assert done.returncode == 0, done.stderr
    return deployment


def left(deployment: Deployment) -> int:
    sql = "SELECT count(*) FROM reminders_reminder WHERE state IN ('planned', 'sending', 'handed')"
    return int(deployment.rows(sql)[0][0])


def keep_sending(deployment: Deployment) -> None:
    """As beat does: a sender stops after some seconds, whatever is left."""
    if deployment.done() and left(deployment):
        deployment.enqueue((SEND, []))


def stopped_with_claims(worker: Process, deployment: Deployment) -> bool:
    """Whether the stopped worker has claimed rows; if not, it goes on for a moment."""
    sql = "SELECT count(*) FROM reminders_reminder WHERE state IN ('sending', 'handed')"
    if deployment.rows(sql)[0][0]:
        return True
    worker.popen.send_signal(SIGCONT)
    keep_sending(deployment)
    wait_until(lambda: deployment.rows(sql)[0][0] or not left(deployment), 30, "a claim")
    worker.popen.send_signal(SIGSTOP)
    return False


def test_each_arrives_and_none_twice_but_under_the_same_topic(
    filled: Deployment, pushed: PushService, celery_worker: StartWorker, due: int, workers: int
) -> None:
    def sent(share: int) -> bool:
        keep_sending(filled)
        return len(pushed.messages) >= share

    first, *others = (start_worker(celery_worker, filled) for _ in range(workers))
    wait_until(lambda: sent(due // 4), 150, "the first quarter")
    first.popen.send_signal(SIGSTOP)
    for other in others:
        other.stop(seconds=150)  # it finishes what it has
    wait_until(lambda: stopped_with_claims(first, filled), 150, "a stop between claim and receipt")
    first.popen.send_signal(SIGKILL)
    first.popen.wait()
    assert left(filled) > 0, "it was killed too late to show anything"

    # Reminders claimed by the killed worker are due again after the lease.
    later = filled.run(LATER)
    assert later.returncode == 0, later.stderr
    filled.redis.delete("unacked", "unacked_index")
    start_worker(celery_worker, filled)
    wait_until(lambda: sent(due) and left(filled) == 0, 150, "the rest")
    assert pushed.refused == []
    by_endpoint = Counter(message.endpoint for message in pushed.messages)
    assert len(by_endpoint) == due
    twice = [endpoint for endpoint, count in by_endpoint.items() if count > 1]
    assert (
        len(twice) <= 2 * WebPush.batch_size
    )  # what two threads of the killed worker had in flight
    for endpoint in twice:
        topics = {
            message.headers["Topic"] for message in pushed.messages if message.endpoint == endpoint
        }
        assert len(topics) == 1
    states = dict(
        filled.rows("SELECT channel || ' ' || state, count(*) FROM reminders_reminder GROUP BY 1")
    )
    assert states.pop("push sent") == due
    unsure = states.pop("email unsure", 0)
    assert states == {"email sent": ADDRESSES - unsure}
    assert ADDRESSES - unsure <= filled.mails() <= ADDRESSES
