"""Three phones of one person: offline, late, twice, out of order, with clocks that are wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from diary.kinds import KINDS, content_json, content_of
from diary.models import Diary, Revision, User
from tests.conftest import client_of, make_person
from tests.diary.device import BLANK, Device, Place, Request

PLACES: list[Place] = [
    ("episode", "one"),
    ("episode", "another"),
    ("question", "one"),
    ("check_in", "2026-11-20"),
]
SKEWS = [timedelta(days=-365 * 56), timedelta(minutes=3), timedelta(days=365 * 70)]
EDITS: dict[str, dict[str, list[Any]]] = {
    "episode": {
        "note": [None, "a", "b"],
        "severity": [None, 3, 7],
        "started_at": ["2026-11-22T08:00:00Z", "2026-11-22T08:20:00Z"],
        "ended_at": [None, "2026-11-22T08:10:00Z", "2026-11-22T08:30:00Z"],
    },
    "question": {"text": ["Why?", "When?"], "asked": [True, False]},
    "check_in": {},
}


def edits(place: Place) -> st.SearchStrategy[tuple[Place, dict[str, Any]]]:
    fields = {name: st.sampled_from(values) for name, values in EDITS[place[0]].items()}
    return st.tuples(st.just(place), st.fixed_dictionaries({}, optional=fields))


device = st.integers(0, 2)
place = st.sampled_from(PLACES)
STEP = st.one_of(
    st.tuples(st.just("edit"), device, place.flatmap(edits)),
    st.tuples(st.just("edit"), device, place.flatmap(edits)),
    st.tuples(st.just("delete"), device, place),
    st.tuples(st.just("sync"), device, st.sampled_from(["heard", "lost", "late", "held"])),
    st.tuples(st.just("sync"), device, st.just("heard")),
    st.tuples(st.sampled_from(["arrive", "hear", "replay"]), st.integers(0, 9), st.none()),
)


@dataclass
class World:
    """One diary on the server, three phones, and what is under way between them."""

    owner: User
    client: APIClient
    namespace: UUID = field(default_factory=uuid4)
    devices: list[Device] = field(default_factory=lambda: [Device(skew) for skew in SKEWS])
    held: list[Request] = field(default_factory=list)
    late: list[tuple[Device, Request, dict[str, Any]]] = field(default_factory=list)
    arrived: list[Request] = field(default_factory=list)
    accepted: list[dict[str, Any]] = field(default_factory=list)

    def place(self, place: Place) -> Place:
        """An id is one diary's alone: every world has its own."""
        kind, name = place
        return place if kind == "check_in" else (kind, str(uuid5(self.namespace, kind + name)))

    def post(self, request: Request) -> dict[str, Any]:
        reply = self.client.post("/api/v1/sync", request.body)
        assert reply.status_code == 200, reply.content
        self.arrived.append(request)
        told: dict[str, Any] = reply.json()
        assert not told["more"]
        refused = {one["index"] for one in told["rejected"]}
        changes = enumerate(request.body["changes"])
        self.accepted += [one for index, one in changes if index not in refused]
        return told

    def step(self, what: str, which: int, more: Any) -> None:
        phone = self.devices[which % 3]
        if what == "edit":
            phone.edit(self.place(more[0]), more[1])
        elif what == "delete":
            phone.delete(self.place(more))
        elif what == "sync":
            request = phone.request()
            if more == "held":
                self.held.append(request)
                return
            reply = self.post(request)
            if more == "heard":
                phone.hear(request, reply)
            elif more == "late":
                self.late.append((phone, request, reply))
        elif what == "arrive" and self.held:
            self.post(self.held.pop(which % len(self.held)))
        elif what == "hear" and self.late:
            phone, request, reply = self.late.pop(which % len(self.late))
            phone.hear(request, reply)
        elif what == "replay" and self.arrived:
            self.post(self.arrived[which % len(self.arrived)])

    def settle(self) -> None:
        """Everything under way arrives, and everybody is online until nothing is unsent."""
        while self.held:
            self.step("arrive", 0, None)
        while self.late:
            self.step("hear", 0, None)
        for _ in range(3):
            for phone in self.devices:
                phone.repair()
                request = phone.request()
                phone.hear(request, self.post(request))

    def on_server(self) -> dict[Place, tuple[int, Any]]:
        found = {}
        for kind in {name for name, _ in PLACES}:
            for record in KINDS[kind].model._default_manager.filter(diary=self.owner.diary):
                content = content_json(KINDS[kind], content_of(KINDS[kind], record))
                shown = None if record.deleted_at else {name: content[name] for name in BLANK[kind]}
                found[kind, str(getattr(record, KINDS[kind].key))] = record.version, shown
        return found

    def change_seq(self) -> int:
        return Diary.objects.get(owner=self.owner).change_seq


@pytest.fixture
def world(db: None) -> Callable[[], World]:
    def made() -> World:
        owner = make_person(f"{uuid4()}@example.org")
        return World(owner, client_of(owner))

    return made


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # a failure costs a minute less to see
    suppress_health_check=list(HealthCheck),
)
@given(steps=st.lists(STEP, max_size=40))
def test_all_phones_come_to_show_the_same_and_no_edit_is_lost(
    steps: list[tuple[str, int, Any]], world: Callable[[], World]
) -> None:
    here = world()
    for step in steps:
        here.step(*step)
    here.settle()
    there = here.on_server()
    for phone in here.devices:
        assert phone.outbox == {}
        assert {
            place: (version, phone.records[place]) for place, version in phone.versions.items()
        } == there

    kept: dict[Place, list[Revision]] = {}
    for revision in Revision.objects.filter(diary=here.owner.diary).order_by("change_seq"):
        kept.setdefault((revision.kind, revision.key), []).append(revision)
    for change in here.accepted:
        sent = change.get("record")
        assert any(
            one.deleted
            if sent is None
            else {name: (one.sent or one.data).get(name) for name in sent} == sent
            for one in kept[change["kind"], change["id"]]
        ), change
    for revisions in kept.values():
        assert [one.version for one in revisions] == list(range(1, len(revisions) + 1))
    assert sum(map(len, kept.values())) == here.change_seq()

    again = {"cursor": 0, "changes": here.accepted[:500]}
    assert here.client.post("/api/v1/sync", again).json()["rejected"] == []
    assert here.on_server() == there
    assert here.change_seq() == sum(map(len, kept.values()))
