"""What the PDF report costs: a year with 1,000 episodes that answer every question.

With SQLite in memory and the real typst: how long the first report took (imports, fonts) and the
ones after it, where that time goes, the most memory of this process and of typst's, and how long
typst takes for a bare table of the same rows, between the reports. Others:
`make bench-report EPISODES=5000 DAYS=3650`.
"""

import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

ROUNDS = 5
# In a small process, since a new one counts what its parent had as its own.
APART = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""
BARE = """
import json, sys, typst
order = json.load(sys.stdin)
fonts = typst.Fonts(False, False, [order["fonts"]])
typst.Compiler("bench/bare_table.typ", font_paths=fonts, ignore_system_fonts=True).compile(
    sys_inputs={"rows": json.dumps(order["told"]["episodes"])}, format="pdf"
)
"""
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
    took, bare, size, order = [], [], 0, b""
    for _ in range(ROUNDS + 1):
        with timed() as (parts, orders):
            begun, worked = time.perf_counter(), cpu()
            size = len(pdf.make(diary, days=days, now=now, scope=Scope()))
            took.append((time.perf_counter() - begun, cpu() - worked))
        begun, order = time.perf_counter(), orders[-1]
        subprocess.run([sys.executable, "-c", BARE], input=order, check=True)
        bare.append(time.perf_counter() - begun)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in parts.items())
    print(f"{episodes} episodes in {days} days: {size / 1e6:.1f} MB of PDF")
    then, worked = (statistics.median(values) for values in zip(*took[1:], strict=True))
    print(f"  first {took[0][0]:.2f} s; then {then:.2f} s, {worked:.2f} s of work ({told})")
    alone = statistics.median(bare[1:])
    print(
        f"  a bare table of the same rows: {alone:.2f} s; the report takes {then / alone:.2f} of it"
    )
    print(f"  at most {own:.0f} MB in the server, {peak_of_typst(order):.0f} MB in typst")


def peak_of_typst(order: bytes) -> float:
    from sharing.pdf.setting import PRESS

    apart = [sys.executable, "-c", APART, sys.executable, "-I", str(PRESS)]
    return float(subprocess.run(apart, input=order, capture_output=True, check=True).stdout)


def cpu() -> float:
    """Seconds of work, of typst's processes too: others on the machine do not count in it."""
    whole = os.times()
    return whole.user + whole.system + whole.children_user + whole.children_system


@contextmanager
def timed() -> Iterator[tuple[dict[str, float], list[bytes]]]:
    """How long each of the parts takes that do the work; and what is asked of typst."""
    from sharing.pdf import setting

    parts: dict[str, float] = {}
    orders: list[bytes] = []
    real_run = subprocess.run

    def running(*args: Any, **named: Any) -> Any:
        orders.append(named["input"])
        return real_run(*args, **named)

    def clocked(name: str) -> Any:
        real = getattr(setting, name)

        def run(*args: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return real(*args, **named)
            finally:
                parts[name] = time.perf_counter() - begun

        return patch.object(setting, name, run)

    names = ("read", "pictures", "content", "compiled")
    with ExitStack() as stack:
        for name in names:
            stack.enter_context(clocked(name))
        stack.enter_context(patch.object(subprocess, "run", running))
        yield parts, orders


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
