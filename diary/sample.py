"""A fictional diary of 120 days, the same from the same seed. Pure: no Django, no clock.

A desk worker whose right leg goes to sleep now and then, and in the last four weeks
more often, longer and sometimes without a reason they can name.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from diary.schema.codes import EMERGENCY_SIGNS, SYMPTOMS
from diary.schema.kinds import EPISODE
from diary.schema.types import Int

SEED: Final = 1
DAYS: Final = 120
LAST_DAY: Final = date(2026, 9, 30)  # not yet logged: the day the diary is opened
ZONE: Final = "America/New_York"
WORSE: Final = 28  # the days at the end that are worse

Fields = dict[str, Any]


def sample_records(seed: int = SEED, last_day: date = LAST_DAY) -> list[tuple[str, Fields]]:
    """Kind and wire fields of every record, in the order of time."""
    random = Random(seed)  # noqa: S311 - a story, not a secret
    records: list[tuple[str, Fields]] = [*_background(random, last_day)]
    for ago in range(DAYS - 1, 0, -1):
        day = last_day - timedelta(days=ago)
        worse = ago <= WORSE
        if random.random() < (0.52 if worse else 0.14):
            hours = random.sample((7, 9, 11, 14, 16, 20, 22), 2 if random.random() < 0.15 else 1)
            for hour in sorted(hours):
                records.append(("episode", _episode(random, day, hour, worse)))
        elif random.random() < 0.82:
            records.append(("check_in", {"date": day.isoformat()}))
    return [*records, *_questions(random, last_day)]


def shifted(fields: Fields, by: timedelta, zone: str = ZONE) -> Fields:
    """The same record `by` whole days later: same clock time, same local day of the story."""
    moved = dict(fields)
    for name in ("started_at", "ended_at", "noticed_at", "clinician_assessed_at"):
        if moved.get(name):
            local = datetime.fromisoformat(moved[name]).astimezone(ZoneInfo(zone))
            moved[name] = _instant((local.replace(tzinfo=None) + by).replace(tzinfo=local.tzinfo))
    for name in ("date", "started_on", "ended_on"):
        if moved.get(name):
            moved[name] = (date.fromisoformat(moved[name]) + by).isoformat()
    return moved


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _id(random: Random, moment: datetime) -> str:
    """A UUID of version 7, as a phone makes them: milliseconds first, then chance."""
    milliseconds = int(moment.timestamp() * 1000)
    value = milliseconds << 80 | 7 << 76 | random.getrandbits(12) << 64 | 2 << 62
    return str(UUID(int=value | random.getrandbits(62)))


def _pick(random: Random, chances: Mapping[Any, float]) -> Any:
    return random.choices(list(chances), list(chances.values()))[0]


def _episode(random: Random, day: date, hour: int, worse: bool) -> Fields:
    trigger = _pick(
        random,
        {"sitting": 8, "crossed_legs": 3, "lying": 2, "standing": 1, "none": 0, "walking": 0}
        if not worse
        else {"sitting": 5, "crossed_legs": 1, "lying": 3, "none": 3, "walking": 2, "unsure": 1},
    )
    local = datetime.combine(day, time(hour, random.randrange(0, 60)), ZoneInfo(ZONE))
    minutes = max(2, round(random.lognormvariate(3.2 if worse else 2.1, 0.6)))
    detailed = random.random() < 0.75  # else two taps and no more
    end = local + timedelta(minutes=minutes)
    fields: Fields = {
        "id": _id(random, local),
        "started_at": _instant(local),
        "ended_at": _instant(end),
        "zone": ZONE,
        "start_precision": "about" if random.random() < 0.2 else "exact",
    }
    if not detailed:
        return fields
    moved = trigger in {"sitting", "crossed_legs", "lying", "standing"} and random.random() < 0.8
    return fields | {
        "onset": _pick(random, {"minutes": 8, "on_waking": 1 if trigger == "lying" else 0}),
        "areas": _areas(random, worse),
        "sensations": _pick(
            random,
            {"tingling": 4, "numb": 3, "numb;tingling": 5, "numb;heavy": 1},
        ).split(";"),
        **_grades(random, worse),
        "trigger": trigger,
        "relief": "moving" if moved else _pick(random, {"resting": 2, "not_tried": 1, "warmth": 1}),
        "relief_minutes": random.randrange(1, 9) if moved else None,
        "symptoms": _symptoms(random, worse) if random.random() < 0.7 else None,
        "leg_changes": [] if random.random() < 0.6 else None,
        "red_flags": dict.fromkeys(EMERGENCY_SIGNS, False) if random.random() < 0.8 else None,
        "note": _pick(random, _NOTES_WORSE if worse else _NOTES),
    }


def _grades(random: Random, worse: bool) -> Fields:
    """How strong, on each scale; pain was not there."""
    mean = 0.5 if worse else 0.3
    return {
        field.name: min(
            field.type.maximum, max(0, round(field.type.maximum * random.gauss(mean, 0.12)))
        )
        for field in EPISODE.fields
        if isinstance(field.type, Int) and field.name != "pain"
    }


def _areas(random: Random, worse: bool) -> list[str]:
    places: dict[tuple[str, ...], float] = {
        ("right.foot", "right.toes"): 5,
        ("right.toes",): 3,
        ("right.calf", "right.foot"): 4 if worse else 1,
        ("left.foot",): 1,
        ("left.toes", "right.toes"): 1,
    }
    return list(_pick(random, places))


def _symptoms(random: Random, worse: bool) -> dict[str, bool]:
    answers = dict.fromkeys(SYMPTOMS, False)
    if random.random() < (0.3 if worse else 0.08):
        answers["back_pain"] = True
    return answers


_NOTES: Final = {None: 9, "Long meeting.": 1, "On the train.": 1, "Watching a film.": 1}
_NOTES_WORSE: Final = {
    None: 7,
    "Had to get up and walk around.": 1,
    "Same spot as last time.": 2,
    "Took a break from driving.": 0.6,
    "Woke me up.": 0.6,
}


def _background(random: Random, last_day: date) -> Iterator[tuple[str, Fields]]:
    items: Sequence[tuple[str, str, int, int | None, str | None]] = (
        ("supplement", "Vitamin D", 400, None, "1,000 IU a day"),
        ("medication", "Ibuprofen", 60, 52, "400 mg when needed"),
        ("vaccination", "Flu shot", 35, 35, None),
        ("injury", "Twisted right ankle", 75, 68, None),
    )
    for kind, name, began, over, dose in items:
        first = last_day - timedelta(days=began)
        yield (
            "background",
            {
                "id": _id(random, datetime.combine(first, time(12), UTC)),
                "kind": kind,
                "name": name,
                "started_on": first.isoformat(),
                "ended_on": None if over is None else (last_day - timedelta(days=over)).isoformat(),
                "dose": dose,
                "note": None,
            },
        )


def _questions(random: Random, last_day: date) -> Iterator[tuple[str, Fields]]:
    for text in ("Why is it mostly the right side?", "Can I go on driving?"):
        at = datetime.combine(last_day - timedelta(days=2), time(18), UTC)
        yield "question", {"id": _id(random, at), "text": text, "discussed": False}
