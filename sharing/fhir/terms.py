"""Terminology: our codes, and standard codes only where the match is certain.

No diagnosis code is given to what a person wrote. Numbness is not pain: no pain scale is used.
"""

from collections.abc import Mapping
from typing import Any, Final

Json = dict[str, Any]

# The code system of diary/schema/codes.py; without a host, as it is the same on every server.
PROJECT: Final = "urn:uuid:c0f1a7b6-2c5e-4d0e-9a51-7f2f6a3b8d14"
SNOMED: Final = "http://snomed.info/sct"
UCUM: Final = "http://unitsofmeasure.org"
HL7: Final = "http://terminology.hl7.org/CodeSystem/"

# SNOMED CT by our code. Missing: there is no certain match.
STANDARD: Mapping[str, tuple[str, str]] = {
    "sensations.numb": ("44077006", "Numbness"),
    "sensations.tingling": ("62507009", "Pins and needles"),
    "symptoms.leg_weakness": ("26544005", "Muscle weakness"),
    "symptoms.dizziness": ("404640003", "Dizziness"),
    "symptoms.muscle_cramps": ("55300003", "Cramp"),
    "symptoms.rash": ("271807003", "Eruption of skin"),
    "red_flags.slurred_speech": ("289195008", "Slurred speech"),
}
BODY_PARTS: Mapping[str, tuple[str, str]] = {
    "foot": ("56459004", "Foot structure"),
    "shin": ("30021000", "Lower leg structure"),
    "calf": ("30021000", "Lower leg structure"),
    "thigh_front": ("68367000", "Thigh structure"),
    "thigh_back": ("68367000", "Thigh structure"),
    "thigh_outer": ("68367000", "Thigh structure"),
}
SIDES: Mapping[str, tuple[str, str]] = {
    "left": ("7771000", "Left"),
    "right": ("24028007", "Right"),
}


def coding(code: str, text: str) -> Json:
    """One of our codes, such as `sensations.numb`."""
    return {"system": PROJECT, "code": code, "display": text}


def snomed(code: tuple[str, str]) -> Json:
    return {"system": SNOMED, "code": code[0], "display": code[1]}


def concept(code: str, text: str) -> Json:
    """CodeableConcept: our code, the standard code if there is one, and a text."""
    standard = STANDARD.get(code)
    return {"coding": [*([snomed(standard)] if standard else []), coding(code, text)], "text": text}


def hl7(system: str, code: str) -> Json:
    """A concept of an HL7 code system, by the last part of its URL."""
    return {"coding": [{"system": HL7 + system, "code": code}]}
