"""Hypothesis strategies: random diaries with every field, odd text and old dates."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from diary.models import Diary, record_manager
from diary.schema import codes
from diary.schema.kinds import ALERT, BACKGROUND, CHECK_IN, EPISODE, QUESTION
from tests.triage.diary_strategies import flags_of, or_unknown, some_of

ZONES = ("UTC", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Kiritimati", "Africa/Monrovia")
TEXTS = st.one_of(
    st.sampled_from(
        ("<script>alert(1)</script>", "a & b", "]]>", "\x01\x0b", "\u00a0", "tea\u2028two", "ñ 🦶")
    ),
    st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20),
)
NAMES = TEXTS.filter(lambda text: bool(text.strip()))
DAYS = st.one_of(st.dates(date(2026, 9, 1), date(2026, 12, 31)), st.dates(date(1900, 1, 1)))


@dataclass
class RandomDiary:
    """Kind and content of each record."""

    records: list[tuple[Any, dict[str, Any]]] = field(default_factory=list)

    def store(self, diary: Diary, now: datetime) -> None:
        for kind, content in self.records:
            record_manager(kind).create(
                diary=diary, change_seq=1, created_at=now, updated_at=now, **content
            )


@st.composite
def random_diaries(draw: st.DrawFn, now: datetime) -> RandomDiary:
    moments = st.one_of(
        st.datetimes(now.replace(tzinfo=None) - timedelta(days=20), now.replace(tzinfo=None)),
        st.datetimes(
            datetime(1900, 1, 2, tzinfo=UTC).replace(tzinfo=None), now.replace(tzinfo=None)
        ),
    ).map(lambda at: at.replace(tzinfo=now.tzinfo))

    def episode() -> dict[str, Any]:
        started = draw(moments)
        lasted = draw(or_unknown(st.timedeltas(timedelta(), timedelta(days=3))))
        return {
            "id": draw(st.uuids()),
            "started_at": started,
            "ended_at": None if lasted is None else min(now, started + lasted),
            "zone": draw(st.sampled_from(ZONES)),
            "start_precision": draw(or_unknown(st.sampled_from(codes.START_PRECISIONS))),
            "onset": draw(or_unknown(st.sampled_from(codes.ONSETS))),
            "areas": draw(or_unknown(some_of(codes.AREAS, 4))),
            "spread": draw(or_unknown(st.sampled_from(codes.SPREADS))),
            "sensations": draw(or_unknown(some_of(codes.SENSATIONS, 8))),
            "severity": draw(or_unknown(st.integers(0, 10))),
            "interference": draw(or_unknown(st.integers(0, 4))),
            "trigger": draw(or_unknown(st.sampled_from(codes.TRIGGERS))),
            "relief": draw(or_unknown(st.sampled_from(codes.RELIEFS))),
            "relief_minutes": draw(or_unknown(st.floats(0, 5e6))),
            "symptoms": draw(or_unknown(st.one_of(st.just({}), flags_of(codes.SYMPTOMS)))),
            "pain": draw(or_unknown(st.integers(0, 10))),
            "leg_changes": draw(or_unknown(some_of(codes.LEG_CHANGES, 3))),
            "red_flags": draw(or_unknown(flags_of(codes.RED_FLAGS))),
            "note": draw(or_unknown(TEXTS)),
            "clinician_assessed_at": draw(or_unknown(moments)),
        }

    def item() -> dict[str, Any]:
        first, last = sorted((draw(DAYS), draw(DAYS)))
        return {
            "id": draw(st.uuids()),
            "kind": draw(st.sampled_from(codes.BACKGROUND_KINDS)),
            "name": draw(st.one_of(NAMES, st.just(""))),
            "started_on": draw(or_unknown(st.just(first))),
            "ended_on": draw(or_unknown(st.just(last))),
            "dose": draw(or_unknown(TEXTS)),
            "note": draw(or_unknown(TEXTS)),
        }

    diary_records = RandomDiary()
    diary_records.records += [(EPISODE, episode()) for _ in range(draw(st.integers(0, 6)))]
    diary_records.records += [(BACKGROUND, item()) for _ in range(draw(st.integers(0, 6)))]
    for _ in range(draw(st.integers(0, 2))):
        flags = draw(flags_of(codes.RED_FLAGS))
        content = {"id": draw(st.uuids()), "noticed_at": draw(moments), "zone": "UTC"}
        diary_records.records.append((ALERT, content | {"red_flags": flags}))
    for _ in range(draw(st.integers(0, 2))):
        diary_records.records.append((QUESTION, {"id": draw(st.uuids()), "text": draw(NAMES)}))
    last = now.date()
    days = draw(st.sets(st.dates(last - timedelta(days=20), last), max_size=4))
    diary_records.records += [(CHECK_IN, {"date": day}) for day in sorted(days)]
    return diary_records
