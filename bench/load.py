"""A small HTTP load: keep-alive connections, each sending its next request when answered.

A process of its own, so that its share of the processors can be told: prints one line
of JSON. `python -m bench.load PORT SECONDS EPISODES TOKEN...` sends so many episodes in a
request, one by PUT and more by a sync, with one connection a token; with `-` for a token
the same bodies go to the bare view.
"""

import asyncio
import json
import random
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import uuid4

from diary.schema.example import example_answers

NOW = datetime.now(UTC).replace(microsecond=0)
RANDOM = Random()


def episode() -> bytes:
    """An episode as the app sends it, some time in the last year."""
    start = NOW - timedelta(minutes=random.randrange(60, 525_600))
    fields = {
        "started_at": start.isoformat(),
        "ended_at": (start + timedelta(minutes=20)).isoformat(),
        "zone": "Europe/Berlin",
        **example_answers(RANDOM),
        "note": "After the long meeting; gone on the way home.",
    }
    return json.dumps(fields).encode()


def put() -> tuple[str, bytes]:
    return f"PUT /api/v1/episodes/{uuid4()}", episode()


def sync(episodes: list[bytes], cursor: bytes) -> tuple[str, bytes]:
    change = b'{"kind": "episode", "op": "put", "base_version": 0, "id": "%s", "record": %s}'
    changes = b", ".join(change % (str(uuid4()).encode(), episode) for episode in episodes)
    return "POST /api/v1/sync", b'{"cursor": %s, "changes": [%s]}' % (cursor, changes)


def request(port: int, token: str, line: str, body: bytes) -> bytes:
    head = (
        f"{line} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    )
    return (head + f"X-Session-Token: {token}\r\n\r\n").encode() + body


def cursor_in(reply: bytes) -> bytes:
    """The cursor as JSON; no change may be rejected."""
    if b'"rejected":[]' not in reply:
        raise SystemExit(reply[:500].decode())
    return reply.partition(b'"cursor":')[2].split(b",")[0]


async def connection(
    port: int, token: str, many: int, ready: list[bytes], until: float, waits: list[float]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    cursor = b"null"
    while (sent := time.perf_counter()) < until:
        writer.write(request(port, token, *(sync(ready, cursor) if many > 1 else put())))
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0])
        body = await reader.readexactly(length)
        if not head.startswith(b"http/1.1 2"):
            raise SystemExit(f"{head.decode()}{body.decode()}")
        waits.append(time.perf_counter() - sent)
        cursor = cursor_in(body) if many > 1 else b"null"
    writer.close()
    await writer.wait_closed()


async def run(port: int, seconds: float, many: int, tokens: list[str]) -> dict[str, float]:
    ready = [episode() for _ in range(many)]
    begun, waits = time.perf_counter(), list[float]()
    until = begun + seconds
    await asyncio.gather(*(connection(port, t, many, ready, until, waits) for t in tokens))
    took = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_SELF)
    waits.sort()
    return {
        "per_second": len(waits) / took,
        "median_ms": waits[len(waits) // 2] * 1000,
        "p99_ms": waits[int(len(waits) * 0.99)] * 1000,
        "client_cores": (used.ru_utime + used.ru_stime) / took,
    }


if __name__ == "__main__":
    port, seconds, many = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    print(json.dumps(asyncio.run(run(port, seconds, many, sys.argv[4:]))))
