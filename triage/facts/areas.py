"""Facts from the areas of an episode: sides, whole limb, height. Pure; mirrors `areas.ts`."""

from collections.abc import Mapping, Set
from functools import lru_cache

from diary.body_regions import CACHE_SIZE, HEIGHT, TOP
from triage.engine.conditions import Fact

FEET = frozenset({"left.toes", "left.foot", "right.toes", "right.foot"})
WHOLE_LEG = ({2}, {3}, {4}, {5})  # the foot, the lower leg, the knee and the thigh of one side


@lru_cache(CACHE_SIZE)
def area_facts(areas: frozenset[str] | None) -> Mapping[str, Fact]:
    """Facts from areas alone; all unknown if the areas were not asked."""
    if areas is None:
        return dict.fromkeys(("one_leg", "one_sided", "both_sides", "whole_limb"))
    heights: dict[str, set[int]] = {"left": set(), "right": set(), "middle": set()}
    for area in areas:
        side, zone = area.split(".")
        heights[side].add(HEIGHT.get(zone, 0))
    legs = [any(0 < height < TOP for height in heights[side]) for side in ("left", "right")]
    sides = [bool(heights[side]) for side in ("left", "right")]
    whole = any(all(part & heights[side] for part in WHOLE_LEG) for side in ("left", "right"))
    return {
        "one_leg": legs[0] != legs[1],
        "one_sided": sides[0] != sides[1],
        "both_sides": all(sides),
        "whole_limb": whole or bool(areas & {"middle.trunk", "left.face", "right.face"}),
    }


def both_feet(areas: Set[str]) -> bool:
    """True if the toes or the foot are numb on both sides."""
    return all(areas & {f"{side}.toes", f"{side}.foot"} for side in ("left", "right"))
