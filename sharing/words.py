"""Codes in words, for the report, in the language in use. Instants and lengths of time too."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from diary.codes import AREAS
from diary.languages import speech

# Texts, or what becomes text when it is said.
Words = Mapping[str, Any]

PLACES: Words = {
    "left.toes": gettext_lazy("left toes"),
    "left.foot": gettext_lazy("left foot"),
    "left.ankle": gettext_lazy("left ankle"),
    "left.shin": gettext_lazy("left shin"),
    "left.calf": gettext_lazy("left calf"),
    "left.knee": gettext_lazy("left knee"),
    "left.thigh_front": gettext_lazy("left front of thigh"),
    "left.thigh_back": gettext_lazy("left back of thigh"),
    "left.thigh_outer": gettext_lazy("left outer thigh"),
    "left.buttock": gettext_lazy("left buttock"),
    "left.hand": gettext_lazy("left hand"),
    "left.arm": gettext_lazy("left arm"),
    "left.face": gettext_lazy("left face"),
    "right.toes": gettext_lazy("right toes"),
    "right.foot": gettext_lazy("right foot"),
    "right.ankle": gettext_lazy("right ankle"),
    "right.shin": gettext_lazy("right shin"),
    "right.calf": gettext_lazy("right calf"),
    "right.knee": gettext_lazy("right knee"),
    "right.thigh_front": gettext_lazy("right front of thigh"),
    "right.thigh_back": gettext_lazy("right back of thigh"),
    "right.thigh_outer": gettext_lazy("right outer thigh"),
    "right.buttock": gettext_lazy("right buttock"),
    "right.hand": gettext_lazy("right hand"),
    "right.arm": gettext_lazy("right arm"),
    "right.face": gettext_lazy("right face"),
    "middle.saddle": gettext_lazy("saddle area"),
    "middle.trunk": gettext_lazy("trunk"),
}
SENSATIONS: Words = {
    "numb": gettext_lazy("numb"),
    "tingling": gettext_lazy("tingling"),
    "burning": gettext_lazy("burning"),
    "creeping": gettext_lazy("creeping"),
    "itching": gettext_lazy("itching"),
    "electric": gettext_lazy("electric shocks"),
    "touch_sensitive": gettext_lazy("sensitive to touch"),
    "heavy": gettext_lazy("heavy"),
}
TRIGGERS: Words = {
    "sitting": gettext_lazy("sitting"),
    "standing": gettext_lazy("standing"),
    "crossed_legs": gettext_lazy("crossed legs"),
    "kneeling": gettext_lazy("kneeling"),
    "lying": gettext_lazy("lying down"),
    "walking": gettext_lazy("walking"),
    "exercise": gettext_lazy("exercise"),
    "cold": pgettext_lazy("what the person was in", "cold"),
    "tight_clothing": gettext_lazy("tight clothing"),
    "lifting": gettext_lazy("lifting"),
    "injury": gettext_lazy("an injury"),
    "medication": gettext_lazy("a medicine"),
    "alcohol": gettext_lazy("alcohol"),
    "other": gettext_lazy("something else"),
    "none": gettext_lazy("no apparent reason"),
    "unsure": gettext_lazy("not sure"),
}
RELIEFS: Words = {
    "moving": gettext_lazy("moving"),
    "resting": gettext_lazy("resting"),
    "warmth": gettext_lazy("warmth"),
    "nothing": gettext_lazy("nothing helped"),
    "other": gettext_lazy("something else"),
    "not_tried": gettext_lazy("nothing tried"),
}
ONSETS: Words = {
    "sudden": gettext_lazy("suddenly, within a minute"),
    "minutes": gettext_lazy("over minutes"),
    "hours": gettext_lazy("over hours"),
    "days": gettext_lazy("over days"),
    "on_waking": gettext_lazy("on waking"),
}
SYMPTOMS: Words = {
    "leg_pain": gettext_lazy("leg pain"),
    "back_pain": gettext_lazy("back pain"),
    "back_pain_shooting": gettext_lazy("back pain shooting down the leg"),
    "anxiety": gettext_lazy("anxiety"),
    "muscle_spasm": gettext_lazy("muscle spasm"),
    "difficulty_sitting_standing": gettext_lazy("difficulty sitting or standing"),
    "leg_weakness": gettext_lazy("weakness in the leg"),
    "dizziness": gettext_lazy("dizziness"),
    "rash": gettext_lazy("rash"),
    "blister_rash": gettext_lazy("rash with blisters"),
    "muscle_cramps": gettext_lazy("muscle cramps"),
    "breathless": gettext_lazy("short of breath"),
    "chest_pain": gettext_lazy("chest pain"),
    "severe_headache": gettext_lazy("severe headache"),
    "imbalance": gettext_lazy("unsteady"),
}
LEG_CHANGES: Words = {
    "pale_or_blue": gettext_lazy("pale or blue"),
    "red_or_dark": gettext_lazy("red or dark"),
    "swollen": gettext_lazy("swollen"),
    "misshapen": gettext_lazy("misshapen"),
    "cold": pgettext_lazy("the leg is", "cold"),
    "warm": gettext_lazy("warm"),
    "ulcer": gettext_lazy("ulcer"),
}
INTERFERENCE = (
    gettext_lazy("not at all"),
    gettext_lazy("a little"),
    gettext_lazy("somewhat"),
    gettext_lazy("a lot"),
    gettext_lazy("fully"),
)
# Those that no emergency sign of the rules names.
OTHER_SIGNS: Words = {
    "saddle_numbness": gettext_lazy("Saddle numbness"),
    "difficulty_urinating": gettext_lazy("Difficulty urinating"),
}


def not_asked() -> str:
    return _("not asked")


def listed(codes: Iterable[str], words: Words) -> str:
    return ", ".join(str(words[code]) for code in codes)


def places(areas: frozenset[str] | None) -> str:
    """`left foot, left toes`; left and right as the person feels them."""
    if areas is None:
        return not_asked()
    return listed((area for area in AREAS if area in areas), PLACES) or _("none named")


def length(minutes: float) -> str:
    """`25 min`, `1 h 20 min`, `2 days 3 h`; rounded down, never to zero."""
    whole = int(minutes)
    if whole < 1:
        return _("under 1 min")
    if whole < 60:
        return f"{whole} min"
    hours, rest = divmod(whole, 60)
    if hours < 24:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    days, hours = divmod(hours, 24)
    said = speech().days(days)
    return f"{said} {hours} h" if hours else said


def at(moment: datetime, zone: str) -> str:
    """`3 Nov 2026, 08:05` on the clock of that zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{full(local.date())}, {local:%H:%M}"


def on(moment: datetime, zone: str) -> str:
    """`3 Nov 2026`, the day on the clock of that zone."""
    return full(moment.astimezone(ZoneInfo(zone)).date())


def full(day: date) -> str:
    return speech().full(day)


def number(value: float) -> str:
    return speech().number(value)
