"""What the person chose to hand over, the same for every way of sharing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """What goes along beside the episodes."""

    notes: bool = True
    background: bool = True
    questions: bool = True


# Of a way of sharing that was made before there was a choice: what it has always shown.
UNCHOSEN = Scope(background=False, questions=False)
