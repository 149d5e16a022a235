"""By Web Push (RFC 8030), encrypted for the browser (RFC 8291), signed by our key (RFC 8292)."""

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from time import monotonic
from typing import ClassVar

from django.utils.translation import get_language_info
from pywebpush import WebPusher

from diary.i18n import match_language
from reminders import kinds, ssrf, vapid
from reminders.channels.base import Delivery, DeliveryFailed, NotWanted, Result
from reminders.messages import Says
from reminders.models import PushSubscription, Reminder

GONE = "gone"  # the browser takes no more: it is not signed up any longer
THREADS = 16  # messages under way at once: the answers take their time
LONGEST = timedelta(days=1)  # that a push service wants to be left alone, as far as we follow
PATIENCE = 120.0  # seconds for all that is handed over together; the rest is tried later
PAD = 512  # the length of a message tells nothing of what it says
URGENT = {kinds.EPISODE: "high", kinds.COMING: "high"}


class WebPush:
    name: ClassVar[str] = "push"
    kinds: ClassVar[frozenset[str]] = frozenset(kinds.SETTING)
    disturbs: ClassVar[bool] = True
    emergency: ClassVar[bool] = False
    repeatable: ClassVar[bool] = True  # the same topic and tag: the phone shows one

    def deliver(self, deliveries: Sequence[Delivery], now: datetime) -> Iterator[Result]:
        """To every browser of each; one that has it is left out when others are tried again."""
        wanted = [one.diary.pk for one in deliveries if one.diary.push_reminders]
        found: dict[int, list[PushSubscription]] = {}
        if vapid.public_key() is not None:
            for subscription in PushSubscription.objects.filter(diary_id__in=wanted):
                found.setdefault(subscription.diary_id, []).append(subscription)
        jobs = [
            (delivery, subscription)
            for delivery in deliveries
            for subscription in found.get(delivery.diary.pk, ())
            if str(subscription.id) not in delivery.reminder.reached
        ]

        stop = monotonic() + PATIENCE

        def run(job: tuple[Delivery, PushSubscription]) -> DeliveryFailed | None:
            delivery, subscription = job
            if monotonic() > stop:
                return DeliveryFailed("no_time", retry=True)
            until = delivery.reminder.useful_until or now + timedelta(days=1)
            try:
                push(
                    subscription,
                    _payload(delivery),
                    tag=delivery.says.tag,
                    ttl=until - now,
                    urgency=URGENT.get(delivery.reminder.kind, "normal"),
                    now=now,
                )
            except DeliveryFailed as failure:
                return failure
            return None

        if jobs:
            with ThreadPoolExecutor(min(THREADS, len(jobs))) as pool:
                results = list(zip(jobs, pool.map(run, jobs), strict=True))
        else:
            results = []
        _note(results, now)
        for delivery in deliveries:
            mine = [(one[0][1], one[1]) for one in results if one[0][0] is delivery]
            yield delivery, _outcome(delivery, mine)


def push(
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
    to = WebPusher({"endpoint": subscription.endpoint, "keys": keys})
    headers = {
        "Authorization": vapid.authorization(subscription.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(max(0, int(ttl.total_seconds()))),
        "Topic": topic(tag),
        "Urgency": urgency,
    }
    try:
        body = to.encode(payload)["body"]
        answer = ssrf.post(subscription.endpoint, body, headers)
    except ssrf.NotPublic:
        raise DeliveryFailed("not_public") from None
    except ssrf.Unreachable as error:
        raise DeliveryFailed(str(error), retry=True) from None
    if answer.status in (404, 410):
        raise DeliveryFailed(GONE)
    if answer.status == 429 or answer.status >= 500:
        asked = ssrf.seconds(answer.headers.get("Retry-After"), now.timestamp())
        wait = None if asked is None else min(timedelta(seconds=min(asked, 10**6)), LONGEST)
        raise DeliveryFailed(f"http_{answer.status}", retry=True, wait=wait)
    if not 200 <= answer.status < 300:
        raise DeliveryFailed(f"http_{answer.status}")


def topic(tag: str) -> str:
    """At most 32 letters; that a message is about the same thing is all that it tells."""
    return base64.urlsafe_b64encode(hashlib.sha256(tag.encode()).digest())[:32].decode()


def payload(says: Says, reminder: Reminder | None, locale: str) -> bytes:
    """What the service worker shows, see frontend/src/notices/payload.ts."""
    language = match_language(locale) or "en"
    said = {
        "title": says.title,
        "body": says.body,
        "tag": says.tag,
        "page": says.page,
        "lang": language,
        "dir": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "reminder": reminder and str(reminder.id),
        # What an answer is kept with on the phone, before there is a network.
        "episode": str(reminder.about_id) if reminder and reminder.kind == kinds.EPISODE else None,
        "day": reminder.slot if reminder and reminder.kind == kinds.CHECK_IN else None,
        "actions": [
            {"action": one.answer, "title": one.label, "opens": one.opens} for one in says.actions
        ],
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return text.ljust(-(-len(text) // PAD) * PAD)


def _payload(delivery: Delivery) -> bytes:
    return payload(delivery.says, delivery.reminder, delivery.diary.locale)


Job = tuple[Delivery, PushSubscription]


def _note(results: Sequence[tuple[Job, DeliveryFailed | None]], now: datetime) -> None:
    """Who has it; and a subscription that is gone is removed."""
    gone = [subscription for (_, subscription), failure in results if str(failure) == GONE]
    if gone:
        PushSubscription.objects.filter(pk__in=[one.pk for one in gone]).delete()
    reached = [subscription for (_, subscription), failure in results if failure is None]
    if reached:
        PushSubscription.objects.filter(pk__in=[one.pk for one in reached]).update(reached_at=now)
    for (delivery, subscription), failure in results:
        if failure is None:
            delivery.reminder.reached.append(str(subscription.id))


def _outcome(
    delivery: Delivery, results: Sequence[tuple[PushSubscription, DeliveryFailed | None]]
) -> NotWanted | DeliveryFailed | None:
    failures = [failure for _, failure in results if failure is not None]
    again = [failure for failure in failures if failure.retry]
    if again:
        waits = [failure.wait for failure in again if failure.wait is not None]
        return DeliveryFailed(str(again[0]), retry=True, wait=max(waits, default=None))
    if delivery.reminder.reached:
        return None
    return failures[0] if failures else NotWanted()
