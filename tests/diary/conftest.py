from collections.abc import Iterator

import pytest

from diary.signals import entry_saved


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """The diaries of which it was announced that an assessment has become due."""
    diaries: list[int] = []

    def hear(diary_id: int, **_: object) -> None:
        diaries.append(diary_id)

    entry_saved.connect(hear)
    yield diaries
    entry_saved.disconnect(hear)
