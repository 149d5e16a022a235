"""What is counted over all processes and for longer than any of them lives. No health data."""

from django.db.models import F

from triage.models import Tally


def add(name: str, number: int = 1) -> None:
    if number and not Tally.objects.filter(name=name).update(count=F("count") + number):
        Tally.objects.get_or_create(name=name)
        Tally.objects.filter(name=name).update(count=F("count") + number)


def of(name: str) -> int:
    return Tally.objects.filter(name=name).values_list("count", flat=True).first() or 0


def all_of(prefix: str) -> dict[str, int]:
    """By what follows the prefix."""
    found = Tally.objects.filter(name__startswith=prefix).values_list("name", "count")
    return {name.removeprefix(prefix): count for name, count in found}
