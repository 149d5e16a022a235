"""Made-up answers for benchmarks and the sample diary."""

from random import Random
from typing import Any

from diary.schema import types
from diary.schema.kind import Field
from diary.schema.kinds import EPISODE

MAX_NUMBER = 20
QUESTIONS = tuple(
    field
    for field in EPISODE.fields
    if isinstance(
        field.type, (types.Code, types.CodeSet, types.Answers, types.Int, types.Number, types.Bool)
    )
)


def example_answers(random: Random) -> dict[str, Any]:
    """Every question of an episode answered, as JSON: yes to none, the rest by chance."""
    return {field.name: _answer(field, random) for field in QUESTIONS}


def _answer(field: Field, random: Random) -> Any:
    match field.type:
        case types.Code(codes):
            return random.choice(codes)
        case types.CodeSet(codes):
            return random.sample(codes, 2)
        case types.Answers(codes):
            return dict.fromkeys(codes, False)
        case types.Int(minimum, maximum):
            return random.randint(minimum, maximum)
        case types.Number(minimum):
            return minimum + random.randrange(MAX_NUMBER)
        case types.Bool():
            return False
    raise TypeError(f"no answer for {field.type}")
