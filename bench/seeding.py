"""Diaries by the million, put into PostgreSQL by COPY.

A diary has 20 episodes in the median, with a heavy tail: one in a thousand has 5,000. They
lie over the 30 to 1,000 days that the diary has been kept for. Half of the episodes were
logged in a hurry and hardly say anything; most others answer every question with no.
"""

import json
import math
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from itertools import count, pairwise
from multiprocessing import get_context
from random import Random

import psycopg

from diary.schema.codes import SYMPTOMS
from diary.schema.example import QUESTIONS, example_answers

PROCESSES = 2
MEDIAN, SPREAD, MAX_EPISODES, DAYS = 20, 0.9, 5_000, 1_000
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney")
USER = ["id", "password", "email", "is_active", "date_joined"]
DIARY = [
    *("id", "owner_id", "zone", "locale", "emergency_number", "quiet_start", "quiet_end"),
    *("email_reminders", "push_reminders", "see_provider_reminders", "visit_reminders"),
    *("still_numb_reminders", "check_in_reminders", "reminder_details"),
    *("thresholds", "thresholds_since", "change_seq", "created_at"),
]
ANSWERS = [field.name for field in QUESTIONS]
RANDOM = Random(3)
EPISODE = [
    *("diary_id", "id", "version", "change_seq", "created_at", "updated_at", "zone"),
    *("started_at", "ended_at", *ANSWERS),
]
EMPTY = "\\N"  # null, in the text format of COPY


def seed(url: str, diaries: int, now: datetime) -> int:
    """Fill an empty, migrated database; nothing is due. Returns the number of episodes."""
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("ALTER SYSTEM SET max_wal_size = '16GB'")
        database.execute("SELECT pg_reload_conf()")
        _copy(database, "diary_user", USER, _users(diaries, now))
        _copy(database, "diary_diary", DIARY, _diaries(diaries, now))
        restore = _drop_indexes(database)
        cuts = [diaries * part // PROCESSES for part in range(PROCESSES + 1)]
        with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
            filled = [
                pool.submit(_fill, url, first + 1, last, now) for first, last in pairwise(cuts)
            ]
            episodes = sum(part.result() for part in filled)
        database.execute("SET maintenance_work_mem = '1GB'")
        for statement in restore:
            database.execute(statement)
        database.execute("ALTER SYSTEM RESET max_wal_size")
        database.execute("SELECT pg_reload_conf()")
        database.execute("VACUUM ANALYZE")
        database.execute("CHECKPOINT")
    return episodes


def _drop_indexes(database: psycopg.Connection) -> list[bytes]:
    """Of the episodes, while they are filled; returns what makes them again."""
    names = database.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = 'diary_episode'::regclass AND contype IN ('p', 'f')"
        " ORDER BY contype DESC"
    ).fetchall()
    for name, _ in names:
        database.execute(f"ALTER TABLE diary_episode DROP CONSTRAINT {name}".encode())
    indexes = database.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'diary_episode'"
    ).fetchall()
    for name, _ in indexes:
        database.execute(f"DROP INDEX {name}".encode())
    constraints = [
        f"ALTER TABLE diary_episode ADD CONSTRAINT {name} {text}" for name, text in names
    ]
    return [statement.encode() for statement in (*constraints, *(text for _, text in indexes))]


def _fill(url: str, first: int, last: int, now: datetime) -> int:
    random.seed(first)
    counts = [_episodes() for _ in range(first, last + 1)]
    with psycopg.connect(url) as database:
        _copy(database, "diary_episode", EPISODE, _rows(first, counts, now))
    return sum(counts)


def _episodes() -> int:
    if random.random() < 0.001:
        return MAX_EPISODES
    return min(MAX_EPISODES, max(1, round(math.exp(random.gauss(math.log(MEDIAN), SPREAD)))))


def _copy(
    database: psycopg.Connection, table: str, columns: list[str], lines: Iterator[str]
) -> None:
    into = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with database.cursor().copy(into.encode()) as copy:
        block: list[str] = []
        for line in lines:
            block.append(line)
            if len(block) == 2_000:
                copy.write("".join(block))
                block.clear()
        copy.write("".join(block))


def _users(diaries: int, now: datetime) -> Iterator[str]:
    for number in range(1, diaries + 1):
        yield f"{number}\t!\tperson{number}@example.org\tt\t{now.isoformat()}\n"


def _diaries(diaries: int, now: datetime) -> Iterator[str]:
    for number in range(1, diaries + 1):
        zone = ZONES[number % len(ZONES)]
        yield (
            f"{number}\t{number}\t{zone}\ten\t112\t21:00\t08:00\tt\tt\tt\tt\tt\tf\tf\t{{}}\t{{}}\t10000"
            f"\t{now.isoformat()}\n"
        )


def _rows(first: int, counts: list[int], now: datetime) -> Iterator[str]:
    moments = [(now - timedelta(days=day)).strftime("%Y-%m-%d") for day in range(DAYS + 1)]
    answers = [_answers() for _ in range(3_000)]
    numbers = count(first * MAX_EPISODES)
    for diary, episodes in enumerate(counts, start=first):
        kept_for = random.randint(30, DAYS)
        for change in range(episodes):
            day, minute = 1 + int(random.random() * kept_for), int(random.random() * 1_380)
            lasts = 3 + int(random.random() ** 4 * 55)
            end = minute + lasts
            started = f"{moments[day]} {minute // 60:02}:{minute % 60:02}:00Z"
            ended = f"{moments[day]} {end // 60:02}:{end % 60:02}:00Z"
            yield (
                f"{diary}\t{next(numbers):032x}\t1\t{change}\t{ended}\t{ended}"
                f"\t{ZONES[diary % len(ZONES)]}\t{started}\t{ended}"
                f"\t{answers[int(random.random() * 3_000)]}\n"
            )


def _answers() -> str:
    """Columns of ANSWERS: hardly any, all of them no, or with something that matters."""
    if random.random() < 0.5:
        some: dict[str, object] = {
            "areas": [random.choice(("left.foot", "right.foot", "left.toes"))]
        }
        return _line(some if random.random() < 0.5 else {})
    full: dict[str, object] = example_answers(RANDOM) | {
        "onset": "minutes",
        "spread": "no",
        "areas": random.sample(("left.foot", "left.toes", "left.calf", "right.foot"), k=2),
        "sensations": ["numb"],
        "trigger": random.choice(("sitting", "crossed_legs", "lying", "walking")),
        "relief": "moving",
        "relief_minutes": random.randint(1, 8),
        "leg_changes": [],
    }
    if random.random() < 0.1:
        full |= {"trigger": "none", "sensations": ["numb", "burning"], "relief": "nothing"}
    if random.random() < 0.02:
        full["symptoms"] = dict.fromkeys(SYMPTOMS, False) | {"leg_pain": True}
    return _line(full)


def _line(answers: dict[str, object]) -> str:
    def text(value: object) -> str:
        if value is None:
            return EMPTY
        return json.dumps(value) if isinstance(value, (list, dict)) else str(value)

    return "\t".join(text(answers.get(name)) for name in ANSWERS)
