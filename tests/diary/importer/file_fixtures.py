"""Diary files for import and export tests, and the contents of a diary."""

from typing import Any

from diary.models import Diary, record_manager
from diary.schema.kind import content_json, content_of
from diary.schema.kinds import KINDS

ID = "0193510c-0000-7000-8000-0000000000{:02x}"
EPISODE: dict[str, Any] = {
    "id": ID.format(1),
    "started_at": "2026-11-22T08:00:00Z",
    "ended_at": "2026-11-22T08:20:00.250000Z",
    "zone": "Europe/Berlin",
    "start_precision": "about",
    "onset": "sudden",
    "areas": ["left.foot", "middle.saddle"],
    "spread": "hours",
    "sensations": [],
    "severity": 7,
    "interference": 0,
    "trigger": "none",
    "relief": "moving",
    "relief_minutes": 2.5,
    "symptoms": {"rash": False, "leg_pain": True},
    "pain": 10,
    "leg_changes": ["cold"],
    "red_flags": {},
    "note": '=1+1, "said" she;\r\n\'twas 🦵 \u202e',
    "clinician_assessed_at": "2026-11-23T08:00:00Z",
}
RECORDS: dict[str, list[dict[str, Any]]] = {
    "episodes": [
        EPISODE,
        {"id": ID.format(2), "started_at": "2026-11-22T09:00:00Z", "zone": "Asia/Kathmandu"},
        {"id": ID.format(3), "started_at": "2026-11-23T09:00:00Z", "zone": "UTC", "note": ""},
    ],
    "alerts": [
        {
            "id": ID.format(4),
            "noticed_at": "2026-11-21T08:00:00Z",
            "zone": "UTC",
            "red_flags": {"vision": True, "injury": False},
            "last_known_well_at": "2026-11-21T07:00:00Z",
            "clinician_assessed_at": "2026-11-22T07:00:00Z",
        }
    ],
    "check_ins": [{"date": "2026-11-19"}, {"date": "2026-11-20"}],
    "background": [
        {"id": ID.format(5), "kind": "medication", "name": "", "code": None},
        {
            "id": ID.format(6),
            "kind": "visit",
            "name": "Dr. Foot",
            "code": "neurologist",
            "started_on": "2026-12-01",
            "note": "-",
        },
    ],
    "questions": [{"id": ID.format(7), "text": "Why?", "discussed": True}],
}
SETTINGS = {
    "zone": "Europe/Berlin",
    "locale": "es",
    "emergency_number": "0 112",
    "thresholds": {"frequent_week_days": 4},
    "quiet_start": "22:00",
    "quiet_end": "07:30",
    "email_reminders": False,
}


def file(**lists: Any) -> dict[str, Any]:
    return {"format": "footnote-diary", "version": 1, **lists}


def contents(diary: Diary) -> dict[str, dict[str, Any]]:
    """What the person wrote, by kind and key, without the deleted."""
    return {
        name: {
            str(getattr(record, kind.key)): content_json(kind, content_of(kind, record))
            for record in record_manager(kind).filter(diary_id=diary.pk, deleted_at=None)
        }
        for name, kind in KINDS.items()
    }
