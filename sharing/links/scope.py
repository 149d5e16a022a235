"""The scope of sharing: what is included, the same for pages, PDF and FHIR."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """What is included besides the episodes."""

    notes: bool = True
    background: bool = True
    questions: bool = True


# Of links that were created before the scope could be chosen.
LEGACY_SCOPE = Scope(background=False, questions=False)
