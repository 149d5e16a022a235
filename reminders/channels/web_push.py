"""Web Push (RFC 8030), encrypted for the browser (RFC 8291), signed with VAPID (RFC 8292)."""

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from time import monotonic
from typing import ClassVar

from django.utils.translation import get_language_info
from pywebpush import WebPusher

from diary.i18n import match_language
from reminders import kinds, ssrf, vapid
from reminders.channels.base import (
    Channel,
    Deliver,
    Delivery,
    DeliveryFailed,
    DeliveryResult,
    DeliverySkipped,
)
from reminders.messages import NotificationContent
from reminders.models import PushSubscription, Reminder

GONE = "gone"  # 404 or 410: the subscription has ended
MAX_THREADS = 16  # concurrent requests
MAX_RETRY_AFTER = timedelta(days=1)  # longer `Retry-After` values are capped
START_SECONDS = 5.0  # of one batch: what was not started by then is sent later
NOT_STARTED = DeliveryFailed("no_time", retry=True)
PAD_TO = 512  # bytes: the length of a message must not reveal its content
URGENT = {kinds.EPISODE: "high", kinds.COMING: "high"}


class WebPush:
    name: ClassVar[str] = "push"
    order: ClassVar[int] = 3
    kinds: ClassVar[frozenset[str]] = frozenset(kinds.SETTING_BY_KIND)
    disturbs: ClassVar[bool] = True
    emergency: ClassVar[bool] = False
    repeatable: ClassVar[bool] = True  # same topic and tag: the phone shows one
    batch_size: ClassVar[int] = 100

    def session(self) -> AbstractContextManager[Deliver]:
        return nullcontext(self.deliver)

    def deliver(self, deliveries: Sequence[Delivery], now: datetime) -> Iterator[DeliveryResult]:
        """To every subscription of each diary; a retry skips those in `reached`."""
        diary_ids = [delivery.diary.pk for delivery in deliveries if delivery.diary.push_reminders]
        by_diary: dict[int, list[PushSubscription]] = {}
        if vapid.public_key() is not None:
            for subscription in PushSubscription.objects.filter(diary_id__in=diary_ids):
                by_diary.setdefault(subscription.diary_id, []).append(subscription)
        jobs = [
            (delivery, subscription)
            for delivery in deliveries
            for subscription in by_diary.get(delivery.diary.pk, ())
            if str(subscription.id) not in delivery.reminder.reached
        ]

        stop = monotonic() + START_SECONDS

        def run(job: Job) -> DeliveryFailed | None:
            delivery, subscription = job
            if monotonic() > stop:
                return NOT_STARTED
            until = delivery.reminder.useful_until or now + timedelta(days=1)
            try:
                send_push(
                    subscription,
                    _payload(delivery),
                    tag=delivery.content.tag,
                    ttl=until - now,
                    urgency=URGENT.get(delivery.reminder.kind, "normal"),
                    now=now,
                )
            except DeliveryFailed as failure:
                return failure
            except Exception as error:  # of one message: the others are sent
                return DeliveryFailed(type(error).__name__)
            return None

        if jobs:
            with ThreadPoolExecutor(min(MAX_THREADS, len(jobs))) as pool:
                results = list(zip(jobs, pool.map(run, jobs), strict=True))
        else:
            results = []
        _store_results(results, now)
        for delivery in deliveries:
            of_delivery = [
                (subscription, error)
                for (job_delivery, subscription), error in results
                if job_delivery is delivery
            ]
            not_started = any(error is NOT_STARTED for _, error in of_delivery)
            if delivery.reminder.reached or not not_started:
                yield delivery, _outcome(delivery, of_delivery)


def send_push(
    subscription: PushSubscription,
    payload: bytes,
    *,
    tag: str,
    ttl: timedelta,
    urgency: str,
    now: datetime,
) -> None:
    """Hand one message to the push service. Raises DeliveryFailed."""
    if vapid.public_key() is None:
        raise DeliveryFailed("no_key")
    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    pusher = WebPusher({"endpoint": subscription.endpoint, "keys": keys})
    headers = {
        "Authorization": vapid.authorization(subscription.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(max(0, int(ttl.total_seconds()))),
        "Topic": topic(tag),
        "Urgency": urgency,
    }
    try:
        body = pusher.encode(payload)["body"]
        response = ssrf.post(subscription.endpoint, body, headers)
    except ssrf.BlockedAddress:
        raise DeliveryFailed("not_public") from None
    except ssrf.Unreachable as error:
        raise DeliveryFailed(str(error), retry=True) from None
    if response.status in (404, 410):
        raise DeliveryFailed(GONE)
    if response.status == 429 or response.status >= 500:
        seconds = ssrf.retry_after_seconds(response.headers.get("Retry-After"), now.timestamp())
        wait = (
            None
            if seconds is None
            else min(timedelta(seconds=min(seconds, 10**6)), MAX_RETRY_AFTER)
        )
        raise DeliveryFailed(f"http_{response.status}", retry=True, wait=wait)
    if not 200 <= response.status < 300:
        raise DeliveryFailed(f"http_{response.status}")


def topic(tag: str) -> str:
    """`Topic` of RFC 8030, at most 32 characters; a hash, so that it reveals nothing."""
    return base64.urlsafe_b64encode(hashlib.sha256(tag.encode()).digest())[:32].decode()


def push_payload(content: NotificationContent, reminder: Reminder | None, locale: str) -> bytes:
    """The JSON that the service worker shows, padded; see frontend/src/notifications/payload.ts."""
    language = match_language(locale) or "en"
    message = {
        "title": content.title,
        "body": content.body,
        "tag": content.tag,
        "page": content.page,
        "lang": language,
        "dir": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "reminder": reminder and str(reminder.id),
        # The phone stores an answer with these until there is a network.
        "episode": str(reminder.about_id) if reminder and reminder.kind == kinds.EPISODE else None,
        "day": reminder.slot if reminder and reminder.kind == kinds.CHECK_IN else None,
        "actions": [
            {"action": action.answer, "title": action.label, "opens": action.opens}
            for action in content.actions
        ],
    }
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    return text.ljust(-(-len(text) // PAD_TO) * PAD_TO)


def _payload(delivery: Delivery) -> bytes:
    return push_payload(delivery.content, delivery.reminder, delivery.diary.locale)


Job = tuple[Delivery, PushSubscription]


def _store_results(results: Sequence[tuple[Job, DeliveryFailed | None]], now: datetime) -> None:
    """Store which subscriptions have it, and delete those that are gone."""
    gone = [subscription for (_, subscription), failure in results if str(failure) == GONE]
    if gone:
        PushSubscription.objects.filter(pk__in=[subscription.pk for subscription in gone]).delete()
    reached = [subscription for (_, subscription), failure in results if failure is None]
    if reached:
        keys = [subscription.pk for subscription in reached]
        PushSubscription.objects.filter(pk__in=keys).update(reached_at=now)
    for (delivery, subscription), failure in results:
        if failure is None:
            delivery.reminder.reached.append(str(subscription.id))


def _outcome(
    delivery: Delivery, results: Sequence[tuple[PushSubscription, DeliveryFailed | None]]
) -> DeliverySkipped | DeliveryFailed | None:
    failures = [failure for _, failure in results if failure is not None]
    retryable = [failure for failure in failures if failure.retry]
    if retryable:
        waits = [failure.wait for failure in retryable if failure.wait is not None]
        return DeliveryFailed(str(retryable[0]), retry=True, wait=max(waits, default=None))
    if delivery.reminder.reached:
        return None
    return failures[0] if failures else DeliverySkipped()


CHANNEL: Channel = WebPush()
