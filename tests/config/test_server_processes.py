"""The servers of the fixtures start."""

import psycopg
from redis import Redis


def test_postgres_answers(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        row = connection.execute("SELECT current_setting('server_version_num')::int").fetchone()
    assert row is not None  # Django 5.2 requires 14 or newer
    assert row[0] >= 140_000


def test_redis_answers(redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        assert client.ping()
