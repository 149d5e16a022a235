"""How high a place of the body lies, on the way that numbness climbs. No Django."""

from functools import lru_cache

# The zones in the order in which numbness climbs; the saddle area is not on that way.
HEIGHT = {
    "toes": 1,
    "foot": 2,
    "ankle": 3,
    "shin": 3,
    "calf": 3,
    "knee": 4,
    "thigh_front": 5,
    "thigh_back": 5,
    "thigh_outer": 5,
    "buttock": 6,
    "trunk": 7,
    "hand": 7,
    "arm": 7,
    "face": 7,
}
TOP = 7
CACHE_SIZE = 4096  # entries; sets of places repeat


@lru_cache(CACHE_SIZE)
def highest(areas: frozenset[str] | None) -> int | None:
    """How high it reaches, 1 (toes) to TOP; 0 for no zone on the way up, None when not asked."""
    if areas is None:
        return None
    return max((HEIGHT.get(area.split(".")[1], 0) for area in areas), default=0)
