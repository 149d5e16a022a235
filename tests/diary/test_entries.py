"""Local days of an entry, and their fast path without zone arithmetic."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from diary.entries import Entry, spans

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # the night in which Europe's clocks change
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"}))


@given(own=ZONES, there=ZONES, ago=st.integers(0, 40 * 24 * 60), lasts=st.integers(0, 3_000))
@settings(max_examples=500, deadline=None)
def test_what_may_not_touch_the_last_days_does_not_in_any_zone(
    own: str, there: str, ago: int, lasts: int
) -> None:
    now = NOW + timedelta(minutes=ago % 1_440)
    start = now - timedelta(minutes=ago)
    entry = Entry("a", start, there, min(start + timedelta(minutes=lasts), now))
    today = now.astimezone(ZoneInfo(own)).date()
    for days in (1, 7, 28):
        touches = entry.local_span(now)[1] > today - timedelta(days=days)
        assert entry.may_touch(now, days) >= touches
        assert spans([entry], now, days) == (
            {"a": entry.local_span(now)} if entry.may_touch(now, days) else {}
        )


def test_what_was_over_three_days_before_is_not_asked_for_its_local_days() -> None:
    over = NOW - timedelta(days=31)
    assert spans([Entry("a", over, "Not/AZone", over)], NOW, 28) == {}


def test_what_goes_on_touches_today_however_long_ago_it_began() -> None:
    began = NOW - timedelta(days=400)
    assert spans([Entry("a", began, "UTC")], NOW, 7) == {"a": (began.date(), NOW.date())}
