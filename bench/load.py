"""A small HTTP load: keep-alive connections, each sending its next request when answered.

A process of its own, so that its share of the processors can be told: prints one line
of JSON. `python -m bench.load PORT SECONDS TOKEN...` puts episodes with one connection
a token; with `-` for a token the same bodies go to the bare view.
"""

import asyncio
import json
import random
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

NOW = datetime.now(UTC).replace(microsecond=0)


def episode() -> bytes:
    """An episode as the app sends it, some time in the last year."""
    start = NOW - timedelta(minutes=random.randrange(60, 525_600))
    fields = {
        "started_at": start.isoformat(),
        "ended_at": (start + timedelta(minutes=20)).isoformat(),
        "zone": "Europe/Berlin",
        "areas": ["left.foot", "left.calf", "right.toes"],
        "sensations": ["numb", "tingling"],
        "severity": 4,
        "interference": 1,
        "trigger": "sitting",
        "relief": "moving",
        "relief_minutes": 3,
        "symptoms": {"leg_pain": False, "back_pain": True, "dizziness": False},
        "red_flags": {"injury": False, "slurred_speech": False},
        "note": "After the long meeting; gone on the way home.",
    }
    return json.dumps(fields).encode()


def request(port: int, token: str) -> bytes:
    body = episode()
    head = (
        f"PUT /api/v1/episodes/{uuid4()} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    )
    return (head + f"X-Session-Token: {token}\r\n\r\n").encode() + body


async def connection(port: int, token: str, until: float, waits: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (sent := time.perf_counter()) < until:
        writer.write(request(port, token))
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0])
        body = await reader.readexactly(length)
        if not head.startswith(b"http/1.1 2"):
            raise SystemExit(f"{head.decode()}{body.decode()}")
        waits.append(time.perf_counter() - sent)
    writer.close()
    await writer.wait_closed()


async def run(port: int, seconds: float, tokens: list[str]) -> dict[str, float]:
    begun, waits = time.perf_counter(), list[float]()
    await asyncio.gather(*(connection(port, t, begun + seconds, waits) for t in tokens))
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
    print(json.dumps(asyncio.run(run(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]))))
