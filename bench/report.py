"""What the PDF report costs: a year with 1,000 episodes that answer every question.

And one in which every other says no more than when it was. With SQLite in memory and the real
typst: how long the first report took (imports, fonts) and the ones after it, where that time goes,
the most memory of this process and of typst's, and how long typst takes for a bare table of the
same rows, between the reports. Others: `make bench-report EPISODES=5000 DAYS=3650`.
"""

import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
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
data = json.loads(sys.stdin.readline())
fonts = typst.Fonts(False, False, [sys.argv[1]])
typst.Compiler("bench/bare_table.typ", font_paths=fonts, ignore_system_fonts=True).compile(
    sys_inputs={"rows": json.dumps(data["episodes"])}, format="pdf"
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
    from diary.models import Episode
    from diary.schema.example import QUESTIONS
    from sharing.links.scope import Scope
    from sharing.pdf.build import build_pdf
    from sharing.pdf.glyphs import font_folder

    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    diary = filled(episodes, days, now)
    print(f"{episodes} episodes in {days} days, every question answered, a note for each:")
    measured(lambda: build_pdf(diary, days=days, now=now, scope=Scope()), str(font_folder()))
    Episode.objects.filter(id__in=[UUID(int=number) for number in range(0, episodes, 2)]).update(
        note=None, **dict.fromkeys(field.name for field in QUESTIONS)
    )
    print("Every other says no more than when it was:")
    measured(lambda: build_pdf(diary, days=days, now=now, scope=Scope()), str(font_folder()))


def measured(make: Callable[[], bytes], fonts: str) -> None:
    timings, bare, size, order = [], [], 0, b""
    for _ in range(ROUNDS + 1):
        with timed() as (parts, orders):
            begun, worked = time.perf_counter(), cpu()
            size = len(make())
            timings.append((time.perf_counter() - begun, cpu() - worked))
        begun, order = time.perf_counter(), orders[-1]
        subprocess.run([sys.executable, "-c", BARE, fonts], input=order, check=True)
        bare.append(time.perf_counter() - begun)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    breakdown = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in parts.items())
    then, worked = (statistics.median(values) for values in zip(*timings[1:], strict=True))
    print(f"  {size / 1e6:.1f} MB of PDF")
    print(f"  first {timings[0][0]:.2f} s; then {then:.2f} s, {worked:.2f} s of work ({breakdown})")
    alone = statistics.median(bare[1:])
    print(
        f"  a bare table of the same rows: {alone:.2f} s; the report takes {then / alone:.2f} of it"
    )
    print(f"  at most {own:.0f} MB in the server, {peak_of_typst(order, fonts):.0f} MB in typst")


def peak_of_typst(order: bytes, fonts: str) -> float:
    from sharing.pdf.typst import WORKER

    apart = [sys.executable, "-c", APART, sys.executable, "-I", str(WORKER), fonts]
    return float(subprocess.run(apart, input=order, capture_output=True, check=True).stdout)


def cpu() -> float:
    """Seconds of work, of typst's processes too: others on the machine do not count in it."""
    whole = os.times()
    return whole.user + whole.system + whole.children_user + whole.children_system


@contextmanager
def timed() -> Iterator[tuple[dict[str, float], list[bytes]]]:
    """Time of each part of the work, and the input of typst."""
    from sharing.pdf import build
    from sharing.pdf.typst import TypstProcess

    parts: dict[str, float] = {}
    orders: list[bytes] = []
    real_order = subprocess.Popen.communicate

    def communicate(process: Any, order: bytes, **named: Any) -> Any:
        orders.append(order)
        return real_order(process, order, **named)

    def clocked(owner: Any, name: str) -> Any:
        real = getattr(owner, name)

        def run(*args: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return real(*args, **named)
            finally:
                parts[name] = time.perf_counter() - begun

        return patch.object(owner, name, run)

    steps = (
        (build, "load_report_data"),
        (build, "report_from_data"),
        (build, "render_charts"),
        (build, "typst_data"),
    )
    with ExitStack() as stack:
        for owner, name in (*steps, (TypstProcess, "compile")):
            stack.enter_context(clocked(owner, name))
        stack.enter_context(patch.object(subprocess.Popen, "communicate", communicate))
        yield parts, orders


def filled(episodes: int, days: int, now: datetime) -> Any:
    """A diary with so many episodes, a check-in on most other days, and a full background."""
    from diary.models import BackgroundItem, CheckIn, Diary, Episode, Question, User
    from diary.schema.example import example_answers
    from triage import assess

    random.seed(2)
    answers = Random(2)
    stamps = {"version": 1, "change_seq": 1, "created_at": now, "updated_at": now}
    owner = User.objects.create_user("bench@example.org", "x")
    diary = Diary.objects.create(owner=owner, zone="Europe/Berlin")
    Episode.objects.bulk_create(
        Episode(
            diary=diary,
            id=UUID(int=number),
            started_at=(start := now - timedelta(minutes=random.randrange(60, days * 1440))),
            ended_at=start + timedelta(minutes=random.randrange(2, 240)),
            zone="Europe/Berlin",
            **example_answers(answers),
            note=NOTE,
            **stamps,
        )
        for number in range(episodes)
    )
    free = (now.date() - timedelta(days=ago) for ago in range(days) if random.random() < 0.8)
    CheckIn.objects.bulk_create(CheckIn(diary=diary, date=day, **stamps) for day in free)
    kinds = ("medication", "supplement", "vaccination", "injury", "condition", "visit")
    BackgroundItem.objects.bulk_create(
        BackgroundItem(
            diary=diary,
            id=UUID(int=number),
            kind=kinds[number % len(kinds)],
            name=f"Something of the kind {number}",
            started_on=now.date() - timedelta(days=number * days // 40),
            note=NOTE,
            **stamps,
        )
        for number in range(30)
    )
    Question.objects.bulk_create(
        Question(diary=diary, id=UUID(int=number), text=NOTE, **stamps) for number in range(12)
    )
    assess.assess(diary.pk, now)
    return Diary.objects.get(pk=diary.pk)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
