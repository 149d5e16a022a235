"""Our codes beside the standard ones; a standard code only where it is certain.

What a person wrote down is never given a diagnosis code, and numbness is not pain: no scale
of pain stands for it.
"""

from collections.abc import Mapping
from typing import Any, Final

Json = dict[str, Any]

# The names of diary/codes.py, the same on every server: so it names no host.
PROJECT: Final = "urn:uuid:c0f1a7b6-2c5e-4d0e-9a51-7f2f6a3b8d14"
SNOMED: Final = "http://snomed.info/sct"
UCUM: Final = "http://unitsofmeasure.org"
HL7: Final = "http://terminology.hl7.org/CodeSystem/"

# By our code; what is missing here has none that is certain.
STANDARD: Mapping[str, tuple[str, str]] = {
    "sensations.numb": ("44077006", "Numbness"),
    "sensations.tingling": ("62507009", "Pins and needles"),
    "symptoms.leg_weakness": ("26544005", "Muscle weakness"),
    "symptoms.dizziness": ("404640003", "Dizziness"),
    "symptoms.muscle_cramps": ("55300003", "Cramp"),
    "symptoms.rash": ("271807003", "Eruption of skin"),
    "red_flags.slurred_speech": ("289195008", "Slurred speech"),
}
PARTS: Mapping[str, tuple[str, str]] = {
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


def snomed(found: tuple[str, str]) -> Json:
    return {"system": SNOMED, "code": found[0], "display": found[1]}


def concept(code: str, text: str) -> Json:
    """Our code with the standard one where there is one, and the words for people."""
    known = STANDARD.get(code)
    standard = [snomed(known)] if known else []
    return {"coding": [*standard, coding(code, text)], "text": text}


def hl7(system: str, code: str) -> Json:
    """A concept of FHIR's own, by the last part of its system's address."""
    return {"coding": [{"system": HL7 + system, "code": code}]}
