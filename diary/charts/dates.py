"""Dates and counts in words, the same on every machine whatever its locale."""

from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def full(day: date) -> str:
    return f"{short(day)} {day.year}"


def month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def counted(number: int, one: str, many: str) -> str:
    """`1 day`, `2 days`; the number comes first."""
    return f"{number} {one if number == 1 else many}"


def days(number: int) -> str:
    return counted(number, "day", "days")
