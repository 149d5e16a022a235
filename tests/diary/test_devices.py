"""Four phones of one person: offline, late, twice, out of order, with wrong clocks, one with an
older version of the app. Beside them an API client, and a server that is restored from backups.
"""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from rest_framework.test import APIClient

from diary.models import Diary, Revision, User, record_manager
from diary.schema.kind import content_json, content_of
from diary.schema.kinds import KINDS
from diary.sync import change_feed
from diary.writes.merge import ERASED
from tests.conftest import client_of, make_person
from tests.diary.device import BLANK, Content, Device, Place, Request
from tests.diary.snapshot import Snapshot, restore_snapshot, take_snapshot
from tests.examples import examples

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
    "question": {"text": ["Why?", "When?"], "discussed": [True, False]},
    "check_in": {},
}


# What an older app may not know: what a record cannot be without, every version knows.
OPTIONAL = ["note", "severity", "ended_at", "discussed"]


def edits(place: Place) -> st.SearchStrategy[tuple[Place, dict[str, Any]]]:
    fields = {name: st.sampled_from(values) for name, values in EDITS[place[0]].items()}
    return st.tuples(st.just(place), st.fixed_dictionaries({}, optional=fields))


@dataclass
class World:
    """One diary on the server, its phones, and what is under way between them."""

    owner: User
    client: APIClient
    namespace: UUID = field(default_factory=uuid4)
    devices: list[Device] = field(default_factory=lambda: [Device(skew) for skew in SKEWS])
    delayed: list[Request] = field(default_factory=list)
    late: list[tuple[Device, Request, dict[str, Any]]] = field(default_factory=list)
    arrived: list[Request] = field(default_factory=list)
    accepted: list[dict[str, Any]] = field(default_factory=list)
    # What the API client put last, as the server then had it.
    put_by_api: dict[Place, dict[str, Any]] = field(default_factory=dict)
    backups: list[Snapshot] = field(default_factory=list)
    # What clients held at the last restore, and must not be lost.
    held: list[tuple[Place, Content]] = field(default_factory=list)
    held_by_api: dict[Place, Content] = field(default_factory=dict)

    def place(self, place: Place) -> Place:
        """An id is one diary's alone: every world has its own."""
        kind, name = place
        return place if kind == "check_in" else (kind, str(uuid5(self.namespace, kind + name)))

    def post(self, request: Request) -> dict[str, Any]:
        before = self.stored(request.unknown)
        reply = self.client.post("/api/v1/sync", request.body)
        assert reply.status_code == 200, reply.content
        after = self.stored(request.unknown)
        assert {place: after[place] for place in before} == before  # an older app erases nothing
        self.arrived.append(request)
        result: dict[str, Any] = reply.json()
        if result["history_rewritten"]:
            return result
        refused = {rejection["index"] for rejection in result["rejected"]}
        changes = enumerate(request.body["changes"])
        self.accepted += [
            change
            for index, change in changes
            if index not in refused and "base_updated_at" not in change
        ]
        return result

    def settle(self) -> None:
        """Everything under way arrives, and everybody is online until nothing is unsent."""
        for request in self.delayed:
            self.post(request)
        for phone, request, reply in self.late:
            phone.hear(request, reply)
        for _ in range(3):
            self.offer_by_api()
            for phone in self.devices:
                phone.repair()
                self.speak(phone)

    def put(self, place: Place, changed: dict[str, Any]) -> None:
        """The API client puts a record, upon the version that it knows."""
        path = self.path(place)
        known = self.put_by_api.get(place, {})
        fields = {name: known.get(name, value) for name, value in BLANK[place[0]].items()}
        body = {**fields, **changed, "base_version": known.get("version", 0)}
        reply = self.client.put(path, body)
        if reply.status_code in (200, 201):
            self.put_by_api[place] = reply.json()
            self.held_by_api.pop(place, None)  # replaced, knowing it
        else:
            assert reply.json()["errors"][0]["code"] == "end_before_start"

    def offer_by_api(self) -> None:
        """The API client offers what it put last."""
        changes = [
            {
                "kind": place[0],
                "id": place[1],
                "op": "put",
                "base_version": record["version"],
                "base_updated_at": record["updated_at"],
                "record": {name: record[name] for name in BLANK[place[0]]},
            }
            for place, record in self.put_by_api.items()
        ]
        reply = self.client.post("/api/v1/sync", {"changes": changes}).json()
        assert reply["rejected"] == []

    @staticmethod
    def path(place: Place) -> str:
        names = {"episode": "episodes", "question": "questions", "check_in": "check-ins"}
        return f"/api/v1/{names[place[0]]}/{place[1]}"

    def restore(self, backup: Snapshot) -> None:
        # What was held before, and by nobody any more, gave way to what is held now.
        self.held.clear()
        for phone in self.devices:
            self.held += phone.held().items()
        self.held_by_api = {
            place: {name: record[name] for name in BLANK[place[0]]}
            for place, record in self.put_by_api.items()
        }
        self.accepted.clear()
        restore_snapshot(backup)

    def speak(self, phone: Device) -> None:
        """As long as there is something to send or to read."""
        for _ in range(50):
            request = phone.request()
            phone.hear(request, self.post(request))
            if not phone.more and not any(not line.problem for line in phone.outbox.values()):
                return
        pytest.fail("The phone and the server speak for ever.")

    def stored(self, names: frozenset[str]) -> dict[Place, dict[str, Any]]:
        """The values of these fields in every record, deleted or not."""
        return {
            (kind, str(record.pk)): {
                name: getattr(record, name) for name in names & {*KINDS[kind].fields}
            }
            for kind in ("episode", "question")
            for record in record_manager(KINDS[kind]).filter(diary=self.owner.diary)
            if names
        }

    def on_server(self) -> dict[Place, tuple[int, Any]]:
        records = {}
        for kind in {name for name, _ in PLACES}:
            for record in record_manager(KINDS[kind]).filter(diary=self.owner.diary):
                content = content_json(KINDS[kind], content_of(KINDS[kind], record))
                shown = None if record.deleted_at else {name: content[name] for name in BLANK[kind]}
                records[kind, str(getattr(record, KINDS[kind].key))] = record.version, shown
        return records

    def check_revisions(self, expected: dict[Place, tuple[int, Any]]) -> None:
        """All that was accepted is in them, and sending it again changes nothing."""
        by_record: dict[Place, list[Revision]] = {}
        for revision in Revision.objects.filter(diary=self.owner.diary).order_by("change_seq"):
            by_record.setdefault((revision.kind, revision.key), []).append(revision)
        for change in self.accepted:
            record = change.get("record")
            assert any(
                revision.deleted
                if record is None
                else any(
                    {name: content.get(name) for name in record} == record
                    for content in contents_of(revision)
                )
                for revision in by_record[change["kind"], change["id"]]
            ), change
        for revisions in by_record.values():
            versions = [revision.version for revision in revisions]
            assert versions == sorted(set(versions))
        for place, content in [*self.held, *self.held_by_api.items()]:
            if any(revision.data == ERASED for revision in by_record.get(place, ())):
                continue  # deleted later, by a phone that offered the tombstone
            assert any(
                {name: said.get(name) for name in content} == content
                for revision in by_record.get(place, ())
                for said in contents_of(revision)
            ), (place, content)
        assert sum(map(len, by_record.values())) == self.change_seq()

        again = {"changes": self.accepted[:500]}
        assert self.client.post("/api/v1/sync", again).json()["rejected"] == []
        assert self.on_server() == expected
        assert self.change_seq() == sum(map(len, by_record.values()))

    def change_seq(self) -> int:
        return Diary.objects.get(owner=self.owner).change_seq


def contents_of(revision: Revision) -> tuple[dict[str, Any], ...]:
    """The submitted content, if a merge changed it, and the resulting content.

    An edit that equals the resulting content makes no revision of its own.
    """
    return (revision.submitted or {}, revision.data)


phones = st.integers(0, 3)
places = st.sampled_from(PLACES)
any_of = st.integers(0, 9)


class Phones(RuleBasedStateMachine):
    """Four phones by chance; after the last step they come together, and all is compared."""

    def __init__(self) -> None:
        super().__init__()
        owner = make_person(f"{uuid4()}@example.org")
        self.here = World(owner, client_of(owner))

    @initialize(unknown=st.frozensets(st.sampled_from(OPTIONAL), min_size=1))
    def an_older_app(self, unknown: frozenset[str]) -> None:
        self.here.devices.append(Device(timedelta(), unknown))

    @rule(phone=phones, edit=places.flatmap(edits))
    def edit(self, phone: int, edit: tuple[Place, dict[str, Any]]) -> None:
        self.here.devices[phone].edit(self.here.place(edit[0]), edit[1])

    @rule(edit=places.flatmap(edits))
    def an_older_app_edits_online(self, edit: tuple[Place, dict[str, Any]]) -> None:
        phone = self.here.devices[-1]
        self.here.speak(phone)
        phone.edit(self.here.place(edit[0]), edit[1])
        self.here.speak(phone)

    @rule(phone=phones, place=places)
    def delete(self, phone: int, place: Place) -> None:
        self.here.devices[phone].delete(self.here.place(place))

    @rule(phone=phones, place=places)
    def undo(self, phone: int, place: Place) -> None:
        self.here.devices[phone].undo(self.here.place(place))

    @rule(edit=places.flatmap(edits))
    def put_by_api(self, edit: tuple[Place, dict[str, Any]]) -> None:
        self.here.put(self.here.place(edit[0]), edit[1])

    @rule()
    def back_up(self) -> None:
        self.here.backups.append(take_snapshot(self.here.owner.diary.pk))

    @precondition(lambda self: self.here.backups)
    @rule(which=any_of)
    def restore(self, which: int) -> None:
        self.here.restore(self.here.backups[which % len(self.here.backups)])

    @rule(online=st.lists(st.tuples(phones, places.flatmap(edits), st.booleans()), max_size=4))
    def lose_what_was_done_online(
        self, online: list[tuple[int, tuple[Place, dict[str, Any]], bool]]
    ) -> None:
        backup = take_snapshot(self.here.owner.diary.pk)
        for number, (place, changed), deletes in online:
            phone = self.here.devices[number]
            phone.edit(self.here.place(place), changed)
            if deletes:
                phone.delete(self.here.place(place))
            phone.repair()
            self.here.speak(phone)
        self.here.restore(backup)

    @rule(phone=phones)
    def give_up(self, phone: int) -> None:
        self.here.devices[phone].give_up()

    @rule(phone=phones)
    def sync(self, phone: int) -> None:
        request = self.here.devices[phone].request()
        self.here.devices[phone].hear(request, self.here.post(request))

    @rule(phone=phones)
    def sync_to_the_end(self, phone: int) -> None:
        self.here.speak(self.here.devices[phone])

    @rule(phone=phones)
    def lose_the_answer(self, phone: int) -> None:
        self.here.post(self.here.devices[phone].request())

    @rule(phone=phones)
    def hold_the_answer(self, phone: int) -> None:
        request = self.here.devices[phone].request()
        self.here.late.append((self.here.devices[phone], request, self.here.post(request)))

    @rule(phone=phones)
    def hold_the_request(self, phone: int) -> None:
        self.here.delayed.append(self.here.devices[phone].request())

    @precondition(lambda self: self.here.delayed)
    @rule(which=any_of)
    def a_request_arrives(self, which: int) -> None:
        self.here.post(self.here.delayed.pop(which % len(self.here.delayed)))

    @precondition(lambda self: self.here.late)
    @rule(which=any_of)
    def an_answer_arrives(self, which: int) -> None:
        phone, request, reply = self.here.late.pop(which % len(self.here.late))
        phone.hear(request, reply)

    @precondition(lambda self: self.here.arrived)
    @rule(which=any_of)
    def a_request_comes_again(self, which: int) -> None:
        self.here.post(self.here.arrived[which % len(self.here.arrived)])

    def teardown(self) -> None:
        self.here.settle()
        there = self.here.on_server()
        for phone in self.here.devices:
            assert phone.outbox == {}
            shown = {
                place: (state.version, phone.records[place])
                for place, state in phone.server.items()
            }
            assert shown == {
                place: (version, content and phone.known(content))
                for place, (version, content) in there.items()
            }
        self.here.check_revisions(there)


def test_all_phones_come_to_show_the_same_and_nothing_that_any_held_is_lost(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_feed, "MAX_CHANGES", 3)  # so that there is more to read
    run_state_machine_as_test(
        Phones,
        settings=settings(
            max_examples=examples(50, 200),
            # SHRINK=1 spends some minutes on shrinking a failure.
            phases=[Phase.generate, *([Phase.shrink] if "SHRINK" in os.environ else [])],
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
