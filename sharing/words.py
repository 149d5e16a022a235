"""Codes in English words, for the report. Instants and lengths of time too."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from diary.charts.dates import counted, full
from diary.codes import AREAS

NOT_ASKED = "not asked"

ZONES = {
    "thigh_front": "front of thigh",
    "thigh_back": "back of thigh",
    "thigh_outer": "outer thigh",
    "saddle": "saddle area",
}
SENSATIONS = {"electric": "electric shocks", "touch_sensitive": "sensitive to touch"}
TRIGGERS = {
    "crossed_legs": "crossed legs",
    "lying": "lying down",
    "tight_clothing": "tight clothing",
    "none": "no apparent reason",
    "unsure": "not sure",
    "other": "something else",
    "medication": "a medicine",
    "injury": "an injury",
}
RELIEFS = {"nothing": "nothing helped", "other": "something else", "not_tried": "nothing tried"}
ONSETS = {
    "sudden": "suddenly, within a minute",
    "minutes": "over minutes",
    "hours": "over hours",
    "days": "over days",
    "on_waking": "on waking",
}
SYMPTOMS = {
    "back_pain_shooting": "back pain shooting down the leg",
    "difficulty_sitting_standing": "difficulty sitting or standing",
    "leg_weakness": "weakness in the leg",
    "blister_rash": "rash with blisters",
    "breathless": "short of breath",
    "severe_headache": "severe headache",
    "imbalance": "unsteady",
}
LEG_CHANGES = {"pale_or_blue": "pale or blue", "red_or_dark": "red or dark"}
INTERFERENCE = ("not at all", "a little", "somewhat", "a lot", "fully")


def plain(code: str, words: dict[str, str]) -> str:
    return words.get(code, code.replace("_", " "))


def listed(codes: Iterable[str], words: dict[str, str]) -> str:
    return ", ".join(plain(code, words) for code in codes)


def places(areas: frozenset[str] | None) -> str:
    """`left foot, left toes`; left and right as the person feels them."""
    if areas is None:
        return NOT_ASKED
    parts = [area.split(".") for area in AREAS if area in areas]
    named = [
        plain(zone, ZONES) if side == "middle" else f"{side} {plain(zone, ZONES)}"
        for side, zone in parts
    ]
    return ", ".join(named) or "none named"


def length(minutes: float) -> str:
    """`25 min`, `1 h 20 min`, `2 days 3 h`; rounded down, never to zero."""
    whole = int(minutes)
    if whole < 1:
        return "under 1 min"
    if whole < 60:
        return f"{whole} min"
    hours, rest = divmod(whole, 60)
    if hours < 24:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    days, hours = divmod(hours, 24)
    said = counted(days, "day", "days")
    return f"{said} {hours} h" if hours else said


def at(moment: datetime, zone: str) -> str:
    """`3 Nov 2026, 08:05` on the clock of that zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{full(local.date())}, {local:%H:%M}"


def on(moment: datetime, zone: str) -> str:
    """`3 Nov 2026`, the day on the clock of that zone."""
    return full(moment.astimezone(ZoneInfo(zone)).date())


def number(value: float) -> str:
    return f"{value:g}"
