"""Model of a client for sync tests: records, outbox and cursor."""

from dataclasses import dataclass, field, replace
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
    "question": {"text": "Why?", "discussed": False},
    "check_in": {},
}


@dataclass
class SentChange:
    """A change as sent; `first`: not a retry."""

    edit: int
    op: str
    base_version: int
    content: Content | None
    first: bool = True


@dataclass
class Line:
    """An outbox entry; `edit` distinguishes it from the next edit of the same record.

    `in_flight` is what was sent of it and not answered, `server` the record as the server has
    it, as far as this phone knows: its version and content, None for none at all.
    """

    op: str
    base_version: int
    edit: int
    server: tuple[int, Content | None] | None
    in_flight: SentChange | None = None
    problem: bool = False


@dataclass
class Request:
    """A sync request: the changes sent, and the cursor."""

    body: dict[str, Any]
    cursor: int
    sent: dict[Place, SentChange]
    unknown: frozenset[str] = frozenset()


@dataclass
class Device:
    """`unknown`: the fields that this version of the app does not know."""

    skew: timedelta
    unknown: frozenset[str] = frozenset()
    cursor: int = 0
    more: bool = False
    # None: deleted.
    records: dict[Place, Content | None] = field(default_factory=dict)
    versions: dict[Place, int] = field(default_factory=dict)
    outbox: dict[Place, Line] = field(default_factory=dict)
    edits: int = 0
    _server: dict[Place, Content | None] = field(default_factory=dict)
    # What was deleted, for "Undo".
    before: dict[Place, Content] = field(default_factory=dict)

    def edit(self, place: Place, changed: Content) -> None:
        content = (self.records.get(place) or BLANK[place[0]]) | changed
        self.records[place] = self.known(content)
        self._queue(place, "put")

    def known(self, content: Content) -> Content:
        return {name: value for name, value in content.items() if name not in self.unknown}

    def delete(self, place: Place) -> None:
        content = self.records.get(place)
        if content is not None:
            self.before[place] = content
            self.records[place] = None
            self._queue(place, "delete")

    def undo(self, place: Place) -> None:
        """Bring back what was deleted here, or elsewhere, as it was."""
        if place in self.records and self.records[place] is None and place in self.before:
            self.records[place] = self.before[place]
            self._queue(place, "put")

    def repair(self) -> None:
        """Repair a rejected change: here, an episode that ends before it starts."""
        earliest = {"started_at": BLANK["episode"]["started_at"]}
        for place in self._problems():
            self.edit(place, earliest if "ended_at" in self.unknown else {"ended_at": None})

    def give_up(self) -> None:
        """Discard rejected changes: take the server's record, or none."""
        for place in self._problems():
            server = self.outbox.pop(place).server
            self.versions.pop(place, None)
            self.records.pop(place, None)
            if server is not None:
                self.versions[place], self.records[place] = server

    def request(self) -> Request:
        """Retries of in-flight changes are unchanged, so that the server recognizes replays."""
        due = {place: line for place, line in self.outbox.items() if not line.problem}
        sent: dict[Place, SentChange] = {}
        for place, line in due.items():
            if line.in_flight is None:
                now = self.records[place]
                line.in_flight = SentChange(line.edit, line.op, line.base_version, now)
            else:
                line.in_flight = replace(line.in_flight, first=False)
            sent[place] = line.in_flight
        changes = [
            {
                "kind": place[0],
                "id": place[1],
                "op": change.op,
                "base_version": change.base_version,
                **({"record": change.content} if change.op == "put" else {}),
            }
            for place, change in sent.items()
        ]
        clock: datetime = NOW + self.skew
        body = {"cursor": self.cursor, "sent_at": clock.isoformat(), "changes": changes}
        return Request(body, self.cursor, sent, self.unknown)

    def hear(self, request: Request, reply: dict[str, Any]) -> None:
        for state in reply["acknowledged"]:
            self._settle(request, state)
        for state in reply["changes"]:
            self._take_over(state)
        for rejection in reply["rejected"]:
            place = rejection["kind"], rejection["id"]
            line, sent = self.outbox.get(place), request.sent[place]
            if line is None:
                continue
            self._answered(line, sent)
            if line.edit != sent.edit:
                continue
            if line.op == "delete":  # not found: already deleted
                del self.outbox[place]
            else:
                line.problem = True
        # A late reply must not move the cursor of a newer request.
        if self.cursor == request.cursor:
            self.cursor, self.more = reply["cursor"], reply["more"]

    def _problems(self) -> list[Place]:
        return [place for place, line in self.outbox.items() if line.problem]

    def _queue(self, place: Place, op: str) -> None:
        self.edits += 1
        line = self.outbox.get(place)
        if line is None:
            known = self.versions.get(place)
            server = None if known is None else (known, self._server.get(place))
            self.outbox[place] = Line(op, known or 0, self.edits, server)
        else:
            # All unsent edits are made on the base of the first.
            self.outbox[place] = replace(line, op=op, edit=self.edits, problem=False)

    def _answered(self, line: Line, sent: SentChange) -> None:
        if line.in_flight is not None and line.in_flight.edit == sent.edit:
            line.in_flight = None

    def _settle(self, request: Request, state: dict[str, Any]) -> None:
        place = state["kind"], state["id"]
        sent = request.sent[place]
        line = self.outbox.get(place)
        # To the server, a repeated check-in looks like a replay.
        unheard = sent.first and sent.op == "put" and place[0] == "check_in" and state["deleted_at"]
        if line is not None and line.edit == sent.edit and not unheard:
            del self.outbox[place]
            line = None
        if line is not None:
            self._answered(line, sent)
        if state["version"] < self.versions.get(place, 0):
            return  # a late reply
        now = self.content_of(state) if state["deleted_at"] or state["record"] else sent.content
        self.versions[place] = state["version"]
        self._server[place] = now
        if line is None:
            self.records[place] = now
            return
        line.base_version, line.server = state["version"], (state["version"], now)
        mine = self.records[place]
        if mine is not None and sent.content is not None and now is not None:
            # Fields not edited since the request take the server's value.
            self.records[place] = {
                name: now[name] if mine[name] == sent.content[name] else mine[name] for name in mine
            }

    def _take_over(self, state: dict[str, Any]) -> None:
        """A change of another client; unsent edits are merged by the server later."""
        place = state["kind"], state["id"]
        line = self.outbox.get(place)
        if line is not None:
            if state["version"] >= (line.server or (0, None))[0]:
                line.server = state["version"], self.content_of(state)
        elif state["version"] > self.versions.get(place, 0):
            self.versions[place] = state["version"]
            self.records[place] = self._server[place] = self.content_of(state)
            if (content := self.records[place]) is not None:
                self.before[place] = content

    def content_of(self, state: dict[str, Any]) -> Content | None:
        """What a person wrote, as far as this phone knows it; None: deleted."""
        record = state["record"]
        if record is None:
            return None
        return self.known({name: record[name] for name in BLANK[state["kind"]]})
