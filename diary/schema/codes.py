"""The words a diary may use, as stored, sent and shown. Lists are in display order."""

START_PRECISIONS = ("exact", "about", "woke_with_it")
ONSETS = ("sudden", "minutes", "hours", "days", "on_waking")
SPREADS = ("no", "hours", "days", "weeks")

LEG_ZONES = (
    "toes",
    "foot",
    "ankle",
    "shin",
    "calf",
    "knee",
    "thigh_front",
    "thigh_back",
    "thigh_outer",
    "buttock",
)
MIDDLE_ZONES = ("saddle", "trunk")
OTHER_ZONES = ("hand", "arm", "face")
AREAS = (
    *(f"{side}.{zone}" for side in ("left", "right") for zone in (*LEG_ZONES, *OTHER_ZONES)),
    *(f"middle.{zone}" for zone in MIDDLE_ZONES),
)

SENSATIONS = (
    "numb",
    "tingling",
    "burning",
    "creeping",
    "itching",
    "electric",
    "touch_sensitive",
    "heavy",
)
TRIGGERS = (
    "sitting",
    "standing",
    "crossed_legs",
    "kneeling",
    "lying",
    "walking",
    "exercise",
    "cold",
    "tight_clothing",
    "cast",
    "lifting",
    "injury",
    "medication",
    "alcohol",
    "other",
    "none",
    "unsure",
)
# A position that explains it.
POSITIONAL_TRIGGERS = ("sitting", "standing", "crossed_legs", "kneeling", "lying")
RELIEFS = ("moving", "resting", "warmth", "loosening", "nothing", "other", "not_tried")
SYMPTOMS = (
    "leg_pain",
    "back_pain",
    "back_pain_shooting",
    "anxiety",
    "muscle_spasm",
    "difficulty_sitting_standing",
    "leg_weakness",
    "dizziness",
    "rash",
    "blister_rash",
    "muscle_cramps",
    "breathless",
    "chest_pain",
    "severe_headache",
    "imbalance",
    "facial_droop",
    "arm_weakness",
    "difficulty_swallowing",
    "fever",
)
LEG_CHANGES = ("pale_or_blue", "red_or_dark", "swollen", "misshapen", "cold", "warm", "ulcer")
EMERGENCY_SIGNS = (
    "injury",
    "cannot_move_or_walk",
    "bladder_or_bowel",
    "confusion",
    "loss_of_consciousness",
    "slurred_speech",
    "vision",
)
RED_FLAGS = (*EMERGENCY_SIGNS, "saddle_numbness", "difficulty_urinating")
BACKGROUND_KINDS = ("medication", "supplement", "vaccination", "injury", "condition", "visit")
LEVELS = ("watch", "see_provider", "see_provider_soon", "emergency")  # lowest first
