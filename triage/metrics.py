"""Counters in the database: shared by all processes and kept over restarts. No health data."""

from django.db.models import F

from triage.models import Tally


def increment_counter(name: str, number: int = 1) -> None:
    if number and not Tally.objects.filter(name=name).update(count=F("count") + number):
        Tally.objects.get_or_create(name=name)
        Tally.objects.filter(name=name).update(count=F("count") + number)


def read_counter(name: str) -> int:
    return Tally.objects.filter(name=name).values_list("count", flat=True).first() or 0


def read_counters(prefix: str) -> dict[str, int]:
    """Every counter whose name starts with `prefix`, by the rest of its name."""
    counters = Tally.objects.filter(name__startswith=prefix).values_list("name", "count")
    return {name.removeprefix(prefix): count for name, count in counters}
