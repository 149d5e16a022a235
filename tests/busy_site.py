"""A site with mail due to many people, and one person who is signed in.

For tests and benches of what a burst of mail and of reports leaves for everybody else.
"""

import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.mail_server import MailServer
from tests.servers import ROOT, environment, request_status

FILL = """
import django; django.setup()
import sys
from datetime import time, timedelta
from uuid import uuid4
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.utils import timezone
from config import secret_keys
from config.sessions import SessionStore
from diary import reauthentication
from diary.models import Diary, Episode, User
from reminders.models import Reminder
from triage.models import Prompt
settings.SECRET_KEY = secret_keys.ensure_keys(settings.DATA_DIR)  # as the site reads it
mails, episodes = map(int, sys.argv[1:])
call_command("migrate", verbosity=0)
now = timezone.now()
people = User.objects.bulk_create(User(email=f"p{n}@example.org") for n in range(mails))
EmailAddress.objects.bulk_create(
    EmailAddress(user=user, email=user.email, verified=True) for user in people
)
diaries = Diary.objects.bulk_create(
    Diary(owner=owner, quiet_start=time(3), quiet_end=time(3)) for owner in people
)
prompts = Prompt.objects.bulk_create(
    Prompt(diary=diary, level="see_provider", findings=[], opened_at=now, raised_at=now)
    for diary in diaries
)
Reminder.objects.bulk_create(
    Reminder(
        diary_id=prompt.diary_id, kind="prompt", slot=f"{prompt.id}:1:0", channel="email",
        about_id=prompt.id, level=prompt.level, due_at=now, useful_until=now + timedelta(days=3),
    )
    for prompt in prompts
)
owner = User.objects.create_user("owner@example.org")
diary = Diary.objects.create(owner=owner, change_seq=episodes)
Episode.objects.bulk_create(
    Episode(
        diary=diary, id=uuid4(), started_at=start, ended_at=start + timedelta(minutes=20),
        zone="Europe/Berlin", created_at=now, updated_at=now, severity=n % 10,
        change_seq=n + 1,
    )
    for n in range(episodes)
    for start in [now - timedelta(hours=2 + 8 * n)]
)
session = SessionStore()
session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(owner.pk), "diary.accounts.Backend"
session[HASH_SESSION_KEY] = owner.get_session_auth_hash()
reauthentication.record_authentication(session, now.timestamp())
session.save()
print(session.session_key)
"""


def mail_settings(server: MailServer) -> dict[str, str]:
    return {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(server.port), "EMAIL_USE_TLS": "0"}


def fill(env: Mapping[str, str], *, mails: int, episodes: int) -> str:
    """`mails` people with a reminder due by mail, and one with episodes; returns their token."""
    Path(env["DATA_DIR"]).mkdir(parents=True, exist_ok=True)
    variables = environment(DJANGO_SETTINGS_MODULE="config.settings", **env)
    command = [sys.executable, "-c", FILL, str(mails), str(episodes)]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def put_emergency(address: str, token: str) -> int:
    """Log an episode with an emergency sign; returns the status of the reply."""
    body: dict[str, Any] = {
        "started_at": datetime.now(UTC).isoformat(),
        "zone": "Europe/Berlin",
        "red_flags": {"slurred_speech": True},
    }
    return request_status("PUT", f"{address}/api/v1/episodes/{uuid4()}", body, token)
