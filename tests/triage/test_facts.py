"""The vectors check the values of facts; here, that none is missing."""

from datetime import UTC, datetime

from diary.entries import AlertEntry, Entry
from triage.facts import entry as facts
from triage.rules.rulebook import RULES, thresholds_for

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def declared(kind: str, *, alert: bool | None = None) -> set[str]:
    return {
        name
        for name, fact in RULES["facts"].items()
        if fact["kind"] == kind and alert in (None, fact["alert"])
    }


def test_an_episode_gives_every_entry_fact() -> None:
    entry = Entry(id="a", started_at=NOW, zone="UTC")
    assert facts.entry_subject(entry, NOW, thresholds_for()).facts.keys() == declared("entry")


def test_an_alert_gives_every_fact_that_alerts_have() -> None:
    alert = AlertEntry(id="x", noticed_at=NOW, zone="UTC", red_flags={})
    own = facts.entry_subject(alert, NOW, thresholds_for())
    assert own.facts.keys() == declared("entry", alert=True)


def test_an_episode_in_its_diary_gives_every_fact() -> None:
    entry = Entry(id="a", started_at=NOW, zone="UTC")
    assert in_diary(entry) == declared("entry") | declared("history")


def test_an_empty_diary_gives_the_counts() -> None:
    of_one = {"medicines", "diabetes"}
    of_one |= {name for name in declared("history") if name.startswith("zones_risen")}
    assert in_diary() == declared("history") - of_one


def in_diary(*entries: Entry) -> set[str]:
    subjects = facts.diary_subjects(
        entries, [], [], now=NOW, zone="UTC", thresholds=thresholds_for(), names=RULES["names"]
    )
    return {name for subject in subjects for name in subject.facts}
