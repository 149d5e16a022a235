"""Labels of codes, and the format of durations. No Django.

Labels are English message ids: `locale.gettext(TRIGGERS["lying"])`.
"""

from collections.abc import Mapping

from diary.formatting import Locale

Labels = Mapping[str, str]


def N_(text: str) -> str:
    """Mark a message id for extraction (gettext_noop)."""
    return text


PLACES: Labels = {
    "left.toes": N_("left toes"),
    "left.foot": N_("left foot"),
    "left.ankle": N_("left ankle"),
    "left.shin": N_("left shin"),
    "left.calf": N_("left calf"),
    "left.knee": N_("left knee"),
    "left.thigh_front": N_("left front of thigh"),
    "left.thigh_back": N_("left back of thigh"),
    "left.thigh_outer": N_("left outer thigh"),
    "left.buttock": N_("left buttock"),
    "left.hand": N_("left hand"),
    "left.arm": N_("left arm"),
    "left.face": N_("left face"),
    "right.toes": N_("right toes"),
    "right.foot": N_("right foot"),
    "right.ankle": N_("right ankle"),
    "right.shin": N_("right shin"),
    "right.calf": N_("right calf"),
    "right.knee": N_("right knee"),
    "right.thigh_front": N_("right front of thigh"),
    "right.thigh_back": N_("right back of thigh"),
    "right.thigh_outer": N_("right outer thigh"),
    "right.buttock": N_("right buttock"),
    "right.hand": N_("right hand"),
    "right.arm": N_("right arm"),
    "right.face": N_("right face"),
    "middle.saddle": N_("saddle area"),
    "middle.trunk": N_("trunk"),
}
# By the height of `zones.HEIGHT`.
ZONES: Mapping[int, str] = {
    1: N_("toes"),
    2: N_("foot"),
    3: N_("lower leg"),
    4: N_("knee"),
    5: N_("thigh"),
    6: N_("buttock"),
    7: N_("trunk, arm or face"),
}
SENSATIONS: Labels = {
    "numb": N_("numb"),
    "tingling": N_("tingling"),
    "burning": N_("burning"),
    "creeping": N_("creeping"),
    "itching": N_("itching"),
    "electric": N_("electric shocks"),
    "touch_sensitive": N_("sensitive to touch"),
    "heavy": N_("heavy"),
}
TRIGGERS: Labels = {
    "sitting": N_("sitting"),
    "standing": N_("standing"),
    "crossed_legs": N_("crossed legs"),
    "kneeling": N_("kneeling"),
    "lying": N_("lying down"),
    "walking": N_("walking"),
    "exercise": N_("exercise"),
    "cold": N_("the cold"),
    "tight_clothing": N_("tight clothing"),
    "cast": N_("a cast or splint"),
    "lifting": N_("lifting"),
    "injury": N_("an injury"),
    "medication": N_("a medicine"),
    "alcohol": N_("alcohol"),
    "other": N_("something else"),
    "none": N_("no apparent reason"),
    "unsure": N_("not sure"),
}
RELIEFS: Labels = {
    "moving": N_("moving"),
    "resting": N_("resting"),
    "warmth": N_("warmth"),
    "loosening": N_("loosening what was tight"),
    "nothing": N_("nothing helped"),
    "other": N_("something else"),
    "not_tried": N_("nothing tried"),
}
ONSETS: Labels = {
    "sudden": N_("suddenly, within a minute"),
    "minutes": N_("over minutes"),
    "hours": N_("over hours"),
    "days": N_("over days"),
    "on_waking": N_("on waking"),
}
SYMPTOMS: Labels = {
    "leg_pain": N_("leg pain"),
    "back_pain": N_("back pain"),
    "back_pain_shooting": N_("back pain shooting down the leg"),
    "anxiety": N_("anxiety"),
    "muscle_spasm": N_("muscle spasm"),
    "difficulty_sitting_standing": N_("difficulty sitting or standing"),
    "leg_weakness": N_("weakness in the leg"),
    "dizziness": N_("dizziness"),
    "rash": N_("rash"),
    "blister_rash": N_("rash with blisters"),
    "muscle_cramps": N_("muscle cramps"),
    "breathless": N_("short of breath"),
    "chest_pain": N_("chest pain"),
    "severe_headache": N_("severe headache"),
    "imbalance": N_("unsteady"),
    "facial_droop": N_("drooping face"),
    "arm_weakness": N_("weakness in the arm"),
    "difficulty_swallowing": N_("difficulty swallowing"),
    "fever": N_("fever"),
}
SPREADS: Labels = {
    "no": N_("no"),
    "hours": N_("within hours"),
    "days": N_("within days"),
    "weeks": N_("within weeks"),
}
LEG_CHANGES: Labels = {
    "pale_or_blue": N_("pale or blue"),
    "red_or_dark": N_("red or dark"),
    "swollen": N_("swollen"),
    "misshapen": N_("misshapen"),
    "cold": N_("cold"),
    "warm": N_("warm"),
    "ulcer": N_("ulcer"),
}
BACKGROUND: Labels = {
    "medication": N_("medicine"),
    "supplement": N_("supplement"),
    "vaccination": N_("vaccination"),
    "injury": N_("injury"),
    "condition": N_("condition"),
    "visit": N_("visit"),
}


def format_length(minutes: float, locale: Locale) -> str:
    """`25 min`, `1 h 20 min`, `2 days 3 h`; rounded down, never to zero."""
    whole = int(minutes)
    if whole < 1:
        return locale.gettext("under 1 min")
    if whole < 60:
        return f"{whole} min"
    hours, rest = divmod(whole, 60)
    if hours < 24:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{locale.count_days(days)} {hours} h" if hours else locale.count_days(days)
