"""How many requests one web process works on at a time. No Django: the tests' servers read it."""

from typing import NamedTuple


class Capacity(NamedTuple):
    running: int
    waiting: int  # for a turn
    per_owner: int  # that run and wait, of one session
    seconds: float  # that one waits, at most


# By lane (diary/lanes.py). A page has eight charts; a report takes a second of processor time.
LANES = {
    "ordinary": Capacity(running=8, waiting=24, per_owner=24, seconds=5),
    "drawings": Capacity(running=1, waiting=16, per_owner=10, seconds=10),
    "documents": Capacity(running=1, waiting=4, per_owner=2, seconds=10),
    "health": Capacity(running=1, waiting=3, per_owner=4, seconds=5),
}
SPARE = 7  # threads that find no turn, or say that the site is alive
THREADS = sum(lane.running + lane.waiting for lane in LANES.values()) + SPARE  # of the server
