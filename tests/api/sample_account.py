"""A diary with a record of every kind, and every operation of the schema."""

import json
import time
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from diary import reauthentication
from diary.accounts import diary_of
from diary.importer import job
from diary.models import Diary, User
from diary.schema.kinds import ALERT, BACKGROUND, CHECK_IN, EPISODE, QUESTION
from diary.serializers.records import parse_check_in_day, parse_put
from diary.writes.service import put_record
from reminders import push_subscriptions
from reminders.models import Reminder
from sharing.create_link import create_page_link
from sharing.links import store
from sharing.links.scope import Scope
from sharing.models import ShareFile
from sharing.pdf import service as pdf_service
from sharing.smart_health_links import service as health_links
from tests.conftest import NOW, client_of
from triage import assess
from triage.models import Prompt

DAY = "2026-11-20"
CODE = "1234-5678"
KEY = "A" * 43
SAMPLES: dict[Any, dict[str, Any]] = {
    EPISODE: {"started_at": "2026-11-22T08:00:00Z", "zone": "Europe/Berlin", "note": "secret-word"},
    ALERT: {"noticed_at": "2026-11-22T08:00:00Z", "zone": "UTC", "red_flags": {"vision": True}},
    BACKGROUND: {"kind": "supplement", "name": "secret-word"},
    QUESTION: {"text": "secret-word"},
}
BROWSER: dict[str, Any] = {
    "endpoint": "https://push.example.org/secret-word",
    "keys": {
        # Those of RFC 8291, appendix A.
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcx"
        "aOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    },
}
PREFIXES = {"episodes": EPISODE, "alerts": ALERT, "background": BACKGROUND, "questions": QUESTION}
CHOICES = {
    "on_conflict": "newer",
    "deleted": False,
    "settings": False,
    "skip_problems": False,
    "columns": None,
}
# A valid body of every operation that has one: a new operation must be added here.
BODIES: dict[str, dict[str, Any]] = {
    "alerts_put": SAMPLES[ALERT],
    "background_put": SAMPLES[BACKGROUND],
    "check_ins_put": {},
    "diary_patch": {"locale": "es"},
    "import_file": {
        "format": "footnote-diary",
        "version": 1,
        "settings": {"emergency_number": "112"},
        "episodes": [{"id": "0193510c-0000-7000-8000-0000000000bb", **SAMPLES[EPISODE]}],
    },
    "import_start": {"on_conflict": "file"},
    "episodes_patch": {"severity": 4},
    "episodes_put": SAMPLES[EPISODE],
    "health_links_create": {"days": 30, "expires_in_days": 7, "passcode": "4711"},
    "health_links_refresh": {"key": KEY},
    "mail_code_check": {"code": CODE},
    "prompts_answer": {"answer": "seen"},
    "push_subscriptions_put": BROWSER,
    "reminders_answer": {"answer": "opened"},
    "questions_put": SAMPLES[QUESTION],
    "share_links_change": {"label": "Dr. Foot"},
    "share_links_create": {"days": 30, "expires_in_days": 7, "frozen": True, "downloads": True},
    "share_links_mark_viewed": {"until": "2026-11-23T12:00:00Z"},
    "sync": {
        "cursor": None,
        "sent_at": "2026-11-23T12:00:00Z",
        "changes": [
            {
                "kind": "episode",
                "id": "0193510c-0000-7000-8000-0000000000aa",
                "op": "put",
                "base_version": 0,
                "record": SAMPLES[EPISODE],
            },
            {"kind": "check_in", "id": DAY, "op": "delete", "base_version": 1},
            {"kind": "question", "id": "x", "op": "delete", "base_version": 1},
        ],
    },
}


def operations() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Every operation of the schema: method, path, name, and its definition."""
    schema = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation["operationId"], operation


def reauthenticate_session(session: Any, email: str) -> None:
    """A recently authenticated session, to which `CODE` was mailed."""
    now = time.time()
    reauthentication.record_authentication(session, now)
    session[reauthentication.MAIL_CODE] = {"code": CODE, "email": email, "at": now, "tries": 0}
    session.save()


def reauthenticated_client(user: User) -> APIClient:
    client = client_of(user)
    reauthenticate_session(client.session, user.email)
    return client


def create_records(user: User) -> dict[str, str]:
    """Put a record of each kind in the diary; their keys by the first word of their path."""
    diary, keys_by_prefix = diary_of(user), {}
    for prefix, kind in PREFIXES.items():
        key = uuid4()
        content, _ = parse_put(kind, key, SAMPLES[kind], NOW)
        put_record(diary_id=diary.pk, kind=kind, key=key, content=content, now=NOW)
        keys_by_prefix[prefix] = str(key)
    day = parse_check_in_day(DAY, "UTC", NOW)
    put_record(diary_id=diary.pk, kind=CHECK_IN, key=day, content={}, now=NOW)
    return {**keys_by_prefix, "check-ins": DAY}


def create_sample_account(user: User) -> dict[str, str]:
    """Records, a revised episode, an open prompt, a link that was opened, and a health link."""
    diary, keys_by_prefix = diary_of(user), create_records(user)
    key = UUID(keys_by_prefix["episodes"])
    content, _ = parse_put(EPISODE, key, {**SAMPLES[EPISODE], "severity": 3}, NOW)
    put_record(diary_id=diary.pk, kind=EPISODE, key=key, content=content, now=NOW)
    assess.assess(diary.pk, NOW)  # the alert opens a prompt
    prompt = Prompt.objects.get(diary_id=diary.pk, closed_at=None)
    link = create_page_link(diary=diary, days=30, expires_in_days=7, label="Dr. Foot", now=NOW).link
    store.log_view(link, "Mozilla/5.0 (Linux; Android 15) Chrome/142 Mobile", NOW)
    with patch.object(pdf_service, "build_pdf", return_value=b"%PDF-"):  # a real PDF is slow
        health = health_links.create_health_link(
            diary=diary,
            days=30,
            expires_in_days=7,
            label=None,
            passcode=None,
            single_use=False,
            flags=health_links.Flags(long_term=True),
            scope=Scope(),
            now=timezone.now(),
        ).link
    ShareFile.objects.filter(link_id=health.id).update(key_hash=store.token_hash(KEY))
    return {
        **keys_by_prefix,
        "prompts": str(prompt.id),
        "reminders": str(
            Reminder.objects.filter(diary_id=diary.pk).values_list("id", flat=True)[0]
        ),
        "push-subscriptions": str(create_push_subscription(diary)),
        "share-links": str(link.id),
        "health-links": str(health.id),
        "import": create_import_preview(diary),
    }


def create_push_subscription(diary: Diary) -> UUID:
    """The id of a browser that gets push messages."""
    keys = BROWSER["keys"]
    endpoint = f"https://push.example.org/{diary.pk}"
    subscription, _ = push_subscriptions.save_subscription(
        diary, uuid4(), endpoint=endpoint, **keys, now=NOW
    )
    return subscription.id


def create_import_preview(diary: Diary) -> str:
    """The id of a file uploaded for a preview."""
    choices = {**CHOICES, "preview": True}
    content = json.dumps(BODIES["import_file"]).encode()
    preview = job.create_import(diary.pk, content, "application/json", choices, NOW)
    job.run_import(diary.pk, preview.id, lambda: NOW)
    return str(preview.id)


def path_parameters(path: str, keys: dict[str, str]) -> dict[str, str]:
    """The path parameters: ids of existing objects, else of unknown ones."""
    key = keys.get(path.split("/")[3], str(uuid4()))
    known = {"key": key, "id": key, "day": key, "version": "1", "name": "frequency"}
    return {name: value for name, value in known.items() if f"{{{name}}}" in path}


def url_of(path: str, keys: dict[str, str]) -> str:
    return path.format(**path_parameters(path, keys))
