"""Random diaries in the shape of the vectors, close to where rules and days turn."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from diary.schema import codes
from triage.rules.rulebook import RULES

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Casablanca",
)
MEDICINES = ("Metformin 500 mg", "Cipro", "chemo", "Ibuprofen", "")
CONDITIONS = ("Type 2 diabetes, no insulin", "DIABETES", "pre-diabetes", "Hay fever")
MINUTE = 60_000
# Minutes at which a rule turns, and around them; in milliseconds.
TURNS = [minutes * MINUTE + step for minutes in (0, 2, 10, 60, 1440, 10_080) for step in (-1, 0, 1)]
DAYS = [days * 1440 * MINUTE + step for days in (1, 7, 8, 14, 27, 28, 29) for step in (-1, 0, 1)]


def or_unknown(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(strategy, strategy, st.none())


def some_of(names: tuple[str, ...], most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), max_size=most, unique=True)


def flags_of(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, bool]]:
    """All answered no, except for a few that are yes or not asked."""
    few = st.dictionaries(
        st.sampled_from(names), st.sampled_from([True, True, None]), min_size=1, max_size=4
    )
    return few.map(
        lambda odd: {name: flag for name in names if (flag := odd.get(name, False)) is not None}
    )


def text_of(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


NO: dict[str, Any] = {
    "zone": "Europe/Berlin",
    "onset": "minutes",
    "areas": ["left.foot", "right.toes"],
    "sensations": ["numb"],
    "severity": 3,
    "interference": 1,
    "trigger": "sitting",
    "relief": "moving",
    "relief_minutes": 2,
    "symptoms": dict.fromkeys(codes.SYMPTOMS, False),
    "leg_changes": [],
    "red_flags": dict.fromkeys(codes.RED_FLAGS, False),
    "clinician_assessed_at": None,
    "deleted_at": None,
}
WALK = NO | {"areas": ["left.calf"], "trigger": "walking", "relief": "resting"}
LIMB = NO | {
    "areas": ["left.foot", "left.calf", "left.knee", "left.thigh_back"],
    "trigger": "cold",
    "onset": "sudden",
}
SUDDEN = NO | {"areas": ["left.foot", "left.hand"], "onset": "sudden", "trigger": "none"}
BLISTERS = NO | {"areas": ["right.thigh_outer"], "symptoms": {"blister_rash": True}}
COLD = NO | {"areas": ["left.foot"], "leg_changes": ["cold", "pale_or_blue", "swollen", "ulcer"]}
CLIMB = NO | {"areas": ["left.calf", "right.calf"], "symptoms": {"imbalance": True}}
OUT_IN_THE_COLD = NO | {"areas": ["left.calf"], "trigger": "cold"}
TWO_TAPS = dict.fromkeys(NO) | {"zone": "America/New_York"}
# Fields in which an episode may differ from the usual.
ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "zone": st.sampled_from(ZONES),
    "onset": or_unknown(st.sampled_from(("sudden", "on_waking"))),
    "areas": or_unknown(some_of(codes.AREAS, 5)),
    "sensations": or_unknown(some_of(codes.SENSATIONS, 2)),
    "severity": or_unknown(st.integers(5, 8)),
    "interference": or_unknown(st.integers(2, 4)),
    "trigger": or_unknown(st.sampled_from(codes.TRIGGERS)),
    "relief": or_unknown(st.sampled_from(codes.RELIEFS)),
    "relief_minutes": or_unknown(st.sampled_from((0, 9.9, 10, 10.1))),
    "symptoms": or_unknown(flags_of(codes.SYMPTOMS)),
    "leg_changes": or_unknown(some_of(codes.LEG_CHANGES, 3)),
    "red_flags": or_unknown(flags_of(codes.RED_FLAGS)),
    "clinician_assessed_at": st.just("2026-01-01T00:00:00Z"),
    "deleted_at": st.just("2026-01-01T00:00:00Z"),
}
PAST = st.one_of(
    st.sampled_from([*TURNS, *DAYS]),
    st.integers(-5 * MINUTE, 7 * 24 * 60 * MINUTE),
    st.integers(0, 60 * 24 * 60 * MINUTE),
)
LASTED = or_unknown(st.sampled_from(TURNS))
BACKGROUND = st.sampled_from(
    [
        *(("medication", name) for name in MEDICINES),
        *(("condition", name) for name in CONDITIONS),
        ("supplement", "Metformin"),
    ]
)
OFTEN = ("symptoms", "symptoms", "leg_changes", "leg_changes", "interference", "onset")
DAYS_AGO = st.lists(st.integers(0, 45), min_size=3, max_size=24, unique=True)
SEVERAL = st.lists(st.sampled_from((*OFTEN, *ANSWERS)), max_size=5, unique=True)


CHANGEABLE = {
    name: threshold["bounds"]
    for name, threshold in RULES["thresholds"].items()
    if "bounds" in threshold
}
# Sometimes an invalid number: one below the minimum.
THRESHOLDS = st.dictionaries(st.sampled_from(sorted(CHANGEABLE)), st.just(None)).flatmap(
    lambda names: st.fixed_dictionaries(
        {name: st.integers(CHANGEABLE[name]["min"] - 1, CHANGEABLE[name]["max"]) for name in names}
    )
)


@st.composite
def diaries(draw: st.DrawFn) -> dict[str, Any]:
    """A moment, a zone, and what was written down by then; some of it deleted."""
    since = timedelta(milliseconds=draw(st.integers(0, 365 * 24 * 60 * MINUTE)))
    now = datetime(2026, 1, 1, tzinfo=UTC) + since
    usual = draw(st.sampled_from((NO, WALK, LIMB, SUDDEN, CLIMB, BLISTERS, COLD, TWO_TAPS)))

    def ago() -> datetime:
        return now - timedelta(milliseconds=draw(PAST))

    def episode(number: int) -> dict[str, Any]:
        started, length = ago(), draw(LASTED)
        ended = None if length is None else started + timedelta(milliseconds=max(0, length))
        when = {"started_at": text_of(started), "ended_at": ended and text_of(ended)}
        answers = draw(st.sampled_from((usual, usual, NO)))
        other = {name: draw(ANSWERS[name]) for name in draw(SEVERAL)}
        return {"id": f"e{number}", **when, **answers, **other}

    def alert(number: int) -> dict[str, Any]:
        flags = draw(flags_of(codes.RED_FLAGS))
        return {
            "id": f"x{number}",
            "noticed_at": text_of(ago()),
            "zone": draw(ANSWERS["zone"]),
            "red_flags": flags,
            "deleted_at": None,
        }

    def item() -> dict[str, Any]:
        first, last = (ago().date().isoformat() if draw(st.booleans()) else None for _ in range(2))
        kind, name = draw(BACKGROUND)
        return {"kind": kind, "name": name, "started_on": first, "ended_on": last}

    def day(number: int, ago: int, usual: dict[str, Any]) -> dict[str, Any]:
        started = now - timedelta(days=ago, minutes=draw(st.integers(5, 1440)))
        ended = started + timedelta(minutes=draw(st.sampled_from((1, 5, 5, 5, 4000))))
        when = {"started_at": text_of(started), "ended_at": text_of(min(ended, now))}
        return {"id": f"d{number}", **when, **usual}

    # Some come on many days, so that counts reach their limit and fall below it again.
    often = draw(st.sampled_from((None, None, None, NO, OUT_IN_THE_COLD)))
    days = draw(DAYS_AGO) if often else []
    many = draw(or_unknown(st.integers(0, 3)))
    return {
        "thresholds": draw(THRESHOLDS),
        "now": text_of(now),
        "zone": draw(ANSWERS["zone"]),
        "episodes": [
            *(episode(n) for n in range(draw(st.integers(0, 6)))),
            *(day(n, ago, often or NO) for n, ago in enumerate(days)),
        ],
        "alerts": [alert(n) for n in range(draw(st.integers(0, 1)))],
        "background": None if many is None else [item() for _ in range(many)],
    }
