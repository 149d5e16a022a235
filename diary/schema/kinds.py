"""The kinds of record that a diary has. Order of fields and codes is that of display."""

from collections.abc import Mapping

from diary.schema import codes
from diary.schema.kind import Field, Kind
from diary.schema.types import (
    Answers,
    Bool,
    Code,
    CodeSet,
    Day,
    Instant,
    Int,
    Number,
    Text,
    Zone,
)

MAX_RELIEF_MINUTES = 10 * 525_600  # ten years; more is a typo

EPISODE = Kind(
    "episode",
    'One stretch of numbness or tingling. Null means "not asked".',
    (
        Field("started_at", Instant(), required=True),
        Field("ended_at", Instant(), help="Null: it is going on."),
        Field("zone", Zone(), required=True),
        Field("start_precision", Code(codes.START_PRECISIONS)),
        Field("onset", Code(codes.ONSETS)),
        Field("areas", CodeSet(codes.AREAS)),
        Field("spread", Code(codes.SPREADS), help="Has it moved up or spread since it began?"),
        Field("sensations", CodeSet(codes.SENSATIONS)),
        Field("severity", Int(0, 10)),
        Field("interference", Int(0, 4)),
        Field("trigger", Code(codes.TRIGGERS)),
        Field("relief", Code(codes.RELIEFS)),
        Field("relief_minutes", Number(0, MAX_RELIEF_MINUTES)),
        Field("symptoms", Answers(codes.SYMPTOMS)),
        Field("pain", Int(0, 10), help="Strength of the leg or back pain."),
        Field("leg_changes", CodeSet(codes.LEG_CHANGES)),
        Field("red_flags", Answers(codes.RED_FLAGS)),
        Field("note", Text(2000)),
        Field("clinician_assessed_at", Instant()),
    ),
    plural="episodes",
    ordered=("started_at", "ended_at"),
    never_blank="zone",
)
ALERT = Kind(
    "alert",
    "Emergency signs noticed without an episode.",
    (
        Field("noticed_at", Instant(), required=True),
        Field("zone", Zone(), required=True),
        Field(
            "red_flags",
            Answers(codes.RED_FLAGS, may_be_empty=False),
            required=True,
            help="At least one answer; all false to withdraw the signs.",
        ),
        Field("last_known_well_at", Instant()),
        Field("clinician_assessed_at", Instant()),
    ),
    plural="alerts",
    never_blank="zone",
)
CHECK_IN = Kind("check_in", '"No numbness on this local day".', plural="check_ins", key="date")
BACKGROUND = Kind(
    "background",
    "A medication, supplement, vaccination, injury, condition or visit.",
    (
        Field("kind", Code(codes.BACKGROUND_KINDS), required=True),
        Field(
            "name",
            Text(200, may_be_blank=False),
            required=True,
            help="Empty: asked, and there is none of this kind.",
        ),
        Field(
            "code",
            Text(64, may_be_empty=False, may_be_blank=False),
            help="What the name was read as, and confirmed; null: not read as anything.",
        ),
        Field("started_on", Day()),
        Field("ended_on", Day()),
        Field("dose", Text(200)),
        Field("note", Text(2000)),
    ),
    plural="background",
    ordered=("started_on", "ended_on"),
    never_blank="kind",
)
QUESTION = Kind(
    "question",
    "Something to ask at the visit.",
    (
        Field("text", Text(500, may_be_empty=False, may_be_blank=False), required=True),
        Field("discussed", Bool(), default=False),
    ),
    plural="questions",
    assessed=False,
    never_blank="text",
)

KINDS: Mapping[str, Kind] = {
    kind.name: kind for kind in (EPISODE, ALERT, CHECK_IN, BACKGROUND, QUESTION)
}
NAMES = tuple(KINDS)
