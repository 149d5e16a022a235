"""A phone as a sync needs one: what it shows, what it has not sent, how far it has read."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.conftest import NOW

Place = tuple[str, str]
Content = dict[str, Any]
BLANK: dict[str, Content] = {
    "episode": {
        "started_at": "2026-11-22T08:00:00Z",
        "ended_at": None,
        "zone": "Europe/Berlin",
        "severity": None,
        "note": None,
    },
    "question": {"text": "Why?", "asked": False},
    "check_in": {},
}


@dataclass
class Line:
    """An unsent change; `edit` tells it from the next one of the same record."""

    op: str
    base_version: int
    edit: int
    problem: bool = False


@dataclass
class Request:
    """What was sent, and of which edits."""

    body: dict[str, Any]
    edits: dict[Place, int]
    contents: dict[Place, Content | None]


@dataclass
class Device:
    skew: timedelta
    cursor: int = 0
    # None: deleted.
    records: dict[Place, Content | None] = field(default_factory=dict)
    versions: dict[Place, int] = field(default_factory=dict)
    outbox: dict[Place, Line] = field(default_factory=dict)
    edits: int = 0

    def edit(self, place: Place, changed: Content) -> None:
        self.records[place] = (self.records.get(place) or BLANK[place[0]]) | changed
        self._queue(place, "put")

    def delete(self, place: Place) -> None:
        if self.records.get(place) is not None:
            self.records[place] = None
            self._queue(place, "delete")

    def repair(self) -> None:
        """What the person does about a problem: here, an episode that ends before it starts."""
        for place, line in list(self.outbox.items()):
            if line.problem:
                self.edit(place, {"ended_at": None})

    def request(self) -> Request:
        due = {place: line for place, line in self.outbox.items() if not line.problem}
        changes = [
            {
                "kind": place[0],
                "id": place[1],
                "op": line.op,
                "base_version": line.base_version,
                **({"record": self.records[place]} if line.op == "put" else {}),
            }
            for place, line in due.items()
        ]
        clock: datetime = NOW + self.skew
        body = {"cursor": self.cursor, "sent_at": clock.isoformat(), "changes": changes}
        edits = {place: line.edit for place, line in due.items()}
        return Request(body, edits, {place: self.records[place] for place in due})

    def hear(self, request: Request, reply: dict[str, Any]) -> None:
        for state in reply["acknowledged"]:
            self._settle(request, state)
        for one in reply["rejected"]:
            place = one["kind"], one["id"]
            line = self.outbox.get(place)
            if line is None or line.edit != request.edits[place]:
                continue
            if line.op == "delete":  # not there is what a delete wants
                del self.outbox[place]
            else:
                line.problem = True
        for state in reply["changes"]:
            place = state["kind"], state["id"]
            if place not in self.outbox and state["version"] > self.versions.get(place, 0):
                self.versions[place] = state["version"]
                self.records[place] = content_of(state)
        self.cursor = max(self.cursor, reply["cursor"])

    def _queue(self, place: Place, op: str) -> None:
        self.edits += 1
        line = self.outbox.get(place)
        base = self.versions.get(place, 0) if line is None else line.base_version
        self.outbox[place] = Line(op, base, self.edits)

    def _settle(self, request: Request, state: dict[str, Any]) -> None:
        place = state["kind"], state["id"]
        sent = request.contents[place]
        now = content_of(state) if state["deleted_at"] or state["record"] else sent
        line = self.outbox.get(place)
        if line is not None and line.edit == request.edits[place]:
            del self.outbox[place]
            line = None
        if state["version"] < self.versions.get(place, 0):
            return  # an older answer, come late
        self.versions[place] = state["version"]
        if line is None:
            self.records[place] = now
            return
        line.base_version = state["version"]
        mine = self.records[place]
        if mine is not None and sent is not None and now is not None:
            # What was not edited since the send is as the server has it by now.
            self.records[place] = {
                name: now[name] if mine[name] == sent[name] else mine[name] for name in mine
            }


def content_of(state: dict[str, Any]) -> Content | None:
    """What a person wrote, as far as the phone has it; None: deleted."""
    record = state["record"]
    return None if record is None else {name: record[name] for name in BLANK[state["kind"]]}
