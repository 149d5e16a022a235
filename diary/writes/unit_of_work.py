"""Edits of one diary, under its lock: read what they touch, apply them in order, store.

Each of the three takes a constant number of statements, however many edits there are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from diary.kinds import Kind, content_json, from_json
from diary.models import Record, Revision
from diary.writes.commands import Edit, Key, NotHere, Place
from diary.writes.merge import ERASED, Content, Earlier
from diary.writes.upsert import upsert

STAMPS = ("version", "change_seq", "updated_at", "deleted_at")


@dataclass(frozen=True)
class Written:
    """`record` as it stands now; `changed` is false when everything was so already.

    `content` is what this edit made it say, as version `version`.
    """

    record: Record
    created: bool = False
    changed: bool = True
    version: int = 0
    content: Content | None = None


class Batch:
    """`last` is the diary's last change number, which grows with every edit that changes something.

    `clock_ahead`: by how many seconds the writer's clock was ahead, when they told.
    """

    def __init__(
        self,
        diary_id: int,
        edits: Sequence[Edit],
        *,
        last: int,
        now: datetime,
        clock_ahead: int | None = None,
    ) -> None:
        self.diary_id, self.last, self.now, self.clock_ahead = diary_id, last, now, clock_ahead
        self.records: dict[Place, Record] = {}
        self.elsewhere: set[Place] = set()
        self.versions: defaultdict[Place, list[Earlier]] = defaultdict(list)
        self.edits_of = Counter(edit.place for edit in edits)
        self.touched: dict[Place, tuple[Kind, Record]] = {}
        self.revisions: list[dict[str, Any]] = []
        self._find(edits)
        self._look_back(edits)

    def apply(self, edit: Edit) -> Written | None:
        """What becomes of the edit; None when there is no such record in this diary."""
        record = self.records.get(edit.place)
        if record is None and edit.place in self.elsewhere:
            return None
        try:
            content = edit.decide(record, self._since(edit))
        except NotHere:
            return None
        if content is None:
            return None if record is None else Written(record, changed=False)
        self.last += 1
        created = record is None
        record = self._changed(edit, record, content)
        self._keep(edit, record, content)
        return Written(record, created=created, version=record.version, content=content)

    def store(self) -> None:
        by_model: defaultdict[Kind, list[Record]] = defaultdict(list)
        for kind, record in self.touched.values():
            by_model[kind].append(record)
        for kind, records in by_model.items():
            upsert(
                kind.model,
                [record.__dict__ for record in records],
                key=("diary_id", kind.key),
                replace=(*STAMPS, *kind.fields),
            )
        upsert(Revision, self.revisions)

    @property
    def assessed(self) -> bool:
        """Whether something changed that an assessment reads."""
        return any(kind.assessed for kind, _ in self.touched.values())

    def _find(self, edits: Sequence[Edit]) -> None:
        for kind, keys in _keys((edit.kind, edit.key) for edit in edits):
            # A day is everyone's; an id is one record's alone, whoever's it is.
            mine = {"diary_id": self.diary_id} if kind.key == "date" else {}
            for record in kind.model._default_manager.filter(**mine, **{f"{kind.key}__in": keys}):
                place = kind.name, getattr(record, kind.key)
                # Two people who make one id at the same moment may both have it: each has
                # their own.
                if record.diary_id == self.diary_id:
                    self.records[place] = record
                else:
                    self.elsewhere.add(place)

    def _look_back(self, edits: Sequence[Edit]) -> None:
        """Read the versions that late edits were made upon, and those since."""
        late: list[Edit] = []
        before: Counter[Place] = Counter()
        for edit in edits:
            record = self.records.get(edit.place)
            if record is not None and edit.is_late(record.version + before[edit.place]):
                late.append(edit)
            before[edit.place] += 1
        if not late:
            return
        asked = Q()
        for kind, keys in _keys((edit.kind, edit.key) for edit in late):
            asked |= Q(kind=kind.name, key__in=[str(key) for key in keys])
        oldest = min(edit.base_version or 0 for edit in late)
        found = Revision.objects.filter(asked, diary_id=self.diary_id, version__gte=oldest)
        places = {(edit.kind.name, str(edit.key)): (edit.kind, edit.key) for edit in late}
        for one in found.order_by("version").values():
            kind, key = places[one["kind"], one["key"]]
            self._remember(kind, key, one)

    def _remember(self, kind: Kind, key: Key, one: Mapping[str, Any]) -> None:
        """Of a row of Revision."""
        data = {**content_json(kind, {}), **one["data"]}
        sent = data if one["sent"] is None else {**content_json(kind, {}), **one["sent"]}
        erased = one["data"] == ERASED
        self.versions[kind.name, key].append(
            Earlier(one["version"], data, one["deleted"], one["base_version"], sent, erased)
        )

    def _since(self, edit: Edit) -> list[Earlier]:
        base = edit.base_version
        if base is None:
            return []
        return [one for one in self.versions.get(edit.place, ()) if one.version >= base]

    def _changed(self, edit: Edit, record: Record | None, content: Content) -> Record:
        values: dict[str, Any] = {}
        if not edit.deletes:
            values = {name: from_json(name, value) for name, value in content.items()}
        values["change_seq"] = self.last
        values["updated_at"] = self.now
        values["deleted_at"] = self.now if edit.deletes else None
        if record is None:
            values[edit.kind.key] = edit.key
            values["created_at"] = edit.made_at or self.now
            values["updated_at"] = edit.changed_at or self.now
            record = edit.kind.model(diary_id=self.diary_id, version=1, **values)
            self.records[edit.place] = record
        else:
            record.version += 1
            for name, value in values.items():
                setattr(record, name, value)
        self.touched[edit.place] = edit.kind, record
        return record

    def _keep(self, edit: Edit, record: Record, content: Content) -> None:
        revision = {
            "diary_id": self.diary_id,
            "change_seq": record.change_seq,
            "kind": edit.kind.name,
            "key": str(edit.key),
            "version": record.version,
            "base_version": edit.base_version,
            "sent": None if edit.sent == content else edit.sent,
            "data": content,
            "deleted": edit.deletes,
            "at": record.updated_at,
            "clock_ahead": self.clock_ahead,
        }
        self.revisions.append(revision)
        if self.edits_of[edit.place] > 1:
            self._remember(edit.kind, edit.key, revision)


def _keys(found: Iterable[tuple[Kind, Key]]) -> Iterable[tuple[Kind, set[Key]]]:
    by_kind: defaultdict[Kind, set[Key]] = defaultdict(set)
    for kind, key in found:
        by_kind[kind].add(key)
    return by_kind.items()
