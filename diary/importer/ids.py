"""Deterministic ids of imported records, so that imports are idempotent."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

from diary.models import record_manager
from diary.schema.kinds import KINDS
from diary.writes.commands import Command

AnyCommand = TypeVar("AnyCommand", bound=Command)


def avoid_conflicts(diary_id: int, commands: Sequence[AnyCommand]) -> list[AnyCommand]:
    """Replace ids that another diary uses by ids of this diary's own; one query per kind."""
    ids: defaultdict[str, set[UUID]] = defaultdict(set)
    for command in commands:
        if isinstance(command.key, UUID):
            ids[command.kind.name].add(command.key)
    taken = set()
    for name, candidates in ids.items():
        manager: Any = record_manager(KINDS[name])
        elsewhere = manager.filter(id__in=candidates).exclude(diary_id=diary_id)
        taken |= {(name, id) for id in elsewhere.values_list("id", flat=True)}
    return [
        replace(command, key=diary_specific_id(command.key, diary_id))
        if command.ref in taken and isinstance(command.key, UUID)
        else command
        for command in commands
    ]


def diary_specific_id(id: UUID, diary_id: int) -> UUID:
    """Another UUID of version 7 with the same time, the same for the same diary."""
    return _version_7(id.bytes[:6], f"{id} {diary_id}")


def content_id(moment: datetime, words: str) -> UUID:
    """A UUID of version 7 with this time, the same for the same words."""
    return _version_7(int(moment.timestamp() * 1000).to_bytes(6, "big", signed=True), words)


def _version_7(first: bytes, words: str) -> UUID:
    octets = bytearray(first + sha256(words.encode("utf-8", "replace")).digest()[:10])
    octets[6] = 0x70 | octets[6] & 0x0F
    octets[8] = 0x80 | octets[8] & 0x3F
    return UUID(bytes=bytes(octets))
