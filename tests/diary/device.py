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
    """A change as sent; `first`: not a retry. With `base_updated_at` it is an offer."""

    edit: int
    op: str
    base_version: int
    content: Content | None
    first: bool = True
    base_updated_at: str | None = None


@dataclass(frozen=True)
class ServerState:
    """A record as the server had it; `content` is None for a tombstone."""

    version: int
    updated_at: str
    content: Content | None


@dataclass
class Line:
    """An outbox entry; `edit` distinguishes it from the next edit of the same record.

    `in_flight` is what was sent of it and not answered, `server` the record as the server has
    it, as far as this phone knows; None: the server has none.
    """

    op: str
    base_version: int
    edit: int
    server: ServerState | None
    in_flight: SentChange | None = None
    problem: bool = False


@dataclass
class Request:
    """A sync request: the changes sent, and the cursor."""

    body: dict[str, Any]
    cursor: str | None
    sent: dict[Place, SentChange]
    unknown: frozenset[str] = frozenset()


@dataclass
class Device:
    """`unknown`: the fields that this version of the app does not know."""

    skew: timedelta
    unknown: frozenset[str] = frozenset()
    cursor: str | None = None
    more: bool = False
    # None: deleted.
    records: dict[Place, Content | None] = field(default_factory=dict)
    server: dict[Place, ServerState] = field(default_factory=dict)
    outbox: dict[Place, Line] = field(default_factory=dict)
    edits: int = 0
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
            line = self.outbox.pop(place)
            self.server.pop(place, None)
            self.records.pop(place, None)
            if line.server is not None:
                self.server[place], self.records[place] = line.server, line.server.content
            if line.in_flight is not None and line.in_flight.base_updated_at is not None:
                # The server still has to be offered what the record falls back to.
                self.outbox[place] = replace(
                    line, op=line.in_flight.op, edit=line.in_flight.edit, problem=False
                )

    def held(self) -> dict[Place, Content]:
        """What the server once had, as far as this phone knows; unsent edits lie upon it."""
        held = {place: state.content for place, state in self.server.items()}
        for place, line in self.outbox.items():
            held[place] = None if line.server is None else line.server.content
        return {place: content for place, content in held.items() if content is not None}

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
                **(
                    {}
                    if change.base_updated_at is None
                    else {"base_updated_at": change.base_updated_at}
                ),
            }
            for place, change in sent.items()
        ]
        clock: datetime = NOW + self.skew
        body = {"cursor": self.cursor, "sent_at": clock.isoformat(), "changes": changes}
        return Request(body, self.cursor, sent, self.unknown)

    def hear(self, request: Request, reply: dict[str, Any]) -> None:
        if self.cursor != request.cursor:
            return  # late: what it acknowledges is sent again
        if reply["history_rewritten"]:
            self._offer_everything()
            return
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
        self.cursor, self.more = reply["cursor"], reply["more"]

    def _offer_everything(self) -> None:
        """Offer what the server once had; unsent edits wait behind the offer of their record."""
        self.cursor, self.more = None, True
        for place in {*self.server, *self.outbox}:
            line = self.outbox.get(place)
            known = self.server[place] if line is None else line.server
            if known is None:
                continue
            self.edits += 1
            op = "delete" if known.content is None else "put"
            offer = SentChange(
                self.edits, op, known.version, known.content, base_updated_at=known.updated_at
            )
            if line is None:
                self.outbox[place] = Line(op, known.version, self.edits, known, offer)
            else:
                line.in_flight = offer

    def _problems(self) -> list[Place]:
        return [place for place, line in self.outbox.items() if line.problem]

    def _queue(self, place: Place, op: str) -> None:
        self.edits += 1
        line = self.outbox.get(place)
        if line is None:
            known = self.server.get(place)
            version = 0 if known is None else known.version
            self.outbox[place] = Line(op, version, self.edits, known)
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
        check_in = place[0] == "check_in" and sent.op == "put" and sent.base_updated_at is None
        unheard = check_in and sent.first and state["deleted_at"]
        if line is not None and line.edit == sent.edit and not unheard:
            del self.outbox[place]
            line = None
        if line is not None:
            self._answered(line, sent)
        if state["version"] < self._version(place):
            return  # a late reply
        now = self.content_of(state) if state["deleted_at"] or state["record"] else sent.content
        server = ServerState(state["version"], state["updated_at"], now)
        self.server[place] = server
        if line is None:
            self.records[place] = now
            return
        line.base_version, line.server = state["version"], server
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
        server = ServerState(state["version"], state["updated_at"], self.content_of(state))
        if line is not None and line.in_flight and line.in_flight.base_updated_at:
            pass  # after another restore the same would have to be offered again
        elif line is not None:
            if line.server is None or server.version >= line.server.version:
                line.server = server
        elif server.version > self._version(place):
            self.server[place], self.records[place] = server, server.content
            if server.content is not None:
                self.before[place] = server.content

    def _version(self, place: Place) -> int:
        return self.server[place].version if place in self.server else 0

    def content_of(self, state: dict[str, Any]) -> Content | None:
        """What a person wrote, as far as this phone knows it; None: deleted."""
        record = state["record"]
        if record is None:
            return None
        return self.known({name: record[name] for name in BLANK[state["kind"]]})
