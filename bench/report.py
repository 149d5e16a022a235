"""What the PDF report costs: a year with 1,000 episodes that answer every question.

With SQLite in memory and the real typst: how long the first report took (imports, fonts) and the
ones after it, where that time goes, and the most memory of this process and of typst's. Others:
`make bench-report EPISODES=5000 DAYS=3650`.
"""

import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

ROUNDS = 5
NOTE = "Sat through a long meeting; it began in the toes and went up. Η γάμπα, и стопа тоже."


def main(episodes: int, days: int) -> None:
    os.environ |= {"DATABASE_URL": "sqlite:///:memory:", "LOG_LEVEL": "WARNING"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from sharing import pdf
    from sharing.scope import Scope

    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    diary = filled(episodes, days, now)
    took, size = [], 0
    for _ in range(ROUNDS + 1):
        with timed() as parts:
            begun, worked = time.perf_counter(), cpu()
            size = len(pdf.make(diary, days=days, now=now, scope=Scope()))
            took.append((time.perf_counter() - begun, cpu() - worked))
    who = {"server": resource.RUSAGE_SELF, "typst": resource.RUSAGE_CHILDREN}
    peaks = {name: resource.getrusage(one).ru_maxrss / 1024 for name, one in who.items()}
    told = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in parts.items())
    print(f"{episodes} episodes in {days} days: {size / 1e6:.1f} MB of PDF")
    then, worked = (statistics.median(values) for values in zip(*took[1:], strict=True))
    print(f"  first {took[0][0]:.2f} s; then {then:.2f} s, {worked:.2f} s of work ({told})")
    print("  at most " + ", ".join(f"{peak:.0f} MB in {name}" for name, peak in peaks.items()))


def cpu() -> float:
    """Seconds of work, of typst's processes too: others on the machine do not count in it."""
    whole = os.times()
    return whole.user + whole.system + whole.children_user + whole.children_system


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """How long each of the parts takes that do the work."""
    from sharing.pdf import setting

    parts: dict[str, float] = {}

    def clocked(name: str) -> Any:
        real = getattr(setting, name)

        def run(*args: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return real(*args, **named)
            finally:
                parts[name] = time.perf_counter() - begun

        return patch.object(setting, name, run)

    with clocked("read"), clocked("pictures"), clocked("content"), clocked("compiled"):
        yield parts


def filled(episodes: int, days: int, now: datetime) -> Any:
    """A diary with so many episodes, a check-in on most other days, and a full background."""
    from diary.codes import AREAS, RED_FLAGS, SENSATIONS, SYMPTOMS, TRIGGERS
    from diary.models import BackgroundItem, CheckIn, Diary, Episode, Question, User
    from triage import assess

    random.seed(2)
    made = {"version": 1, "change_seq": 1, "created_at": now, "updated_at": now}
    owner = User.objects.create_user("bench@example.org", "x")
    diary = Diary.objects.create(owner=owner, zone="Europe/Berlin")
    Episode.objects.bulk_create(
        Episode(
            diary=diary,
            id=UUID(int=number),
            started_at=(start := now - timedelta(minutes=random.randrange(60, days * 1440))),
            ended_at=start + timedelta(minutes=random.randrange(2, 240)),
            zone="Europe/Berlin",
            onset="minutes",
            areas=random.sample(AREAS, 3),
            sensations=random.sample(SENSATIONS, 2),
            severity=random.randrange(11),
            interference=random.randrange(5),
            trigger=random.choice(TRIGGERS),
            relief="moving",
            relief_minutes=random.randrange(20),
            symptoms={code: random.random() < 0.1 for code in SYMPTOMS},
            leg_changes=[],
            red_flags=dict.fromkeys(RED_FLAGS, False),
            note=NOTE,
            **made,
        )
        for number in range(episodes)
    )
    free = (now.date() - timedelta(days=ago) for ago in range(days) if random.random() < 0.8)
    CheckIn.objects.bulk_create(CheckIn(diary=diary, date=day, **made) for day in free)
    kinds = ("medication", "supplement", "vaccination", "injury", "condition", "visit")
    BackgroundItem.objects.bulk_create(
        BackgroundItem(
            diary=diary,
            id=UUID(int=number),
            kind=kinds[number % len(kinds)],
            name=f"Something of the kind {number}",
            started_on=now.date() - timedelta(days=number * days // 40),
            note=NOTE,
            **made,
        )
        for number in range(30)
    )
    Question.objects.bulk_create(
        Question(diary=diary, id=UUID(int=number), text=NOTE, **made) for number in range(12)
    )
    assess.assess(diary.pk, now)
    return Diary.objects.get(pk=diary.pk)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
