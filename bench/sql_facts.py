"""What the facts of the sweep cost, beside the same counts by SQL alone, over the same rows.

One process with one connection for each. Batches of the two alternate, so that both meet the
same noise and the same caches. `python -m bench.sql_facts DIARIES` with DATABASE_URL set takes
SAMPLE diaries spread over all; prints one line of JSON.
"""

import json
import os
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django
import psycopg

AGGREGATE = Path(__file__).with_name("aggregate.sql").read_bytes()
SAMPLE, ROUNDS = 10_000, 3


def main(diaries: int) -> dict[str, Any]:
    django.setup()
    from config.celery import freeze_loaded_objects
    from diary.models import Diary
    from triage import evaluation
    from triage.evaluation import LEAD, MAX_ZONE_DIFFERENCE
    from triage.rules.rulebook import thresholds_for
    from triage.sweep import BATCH_SIZE

    freeze_loaded_objects()
    now = datetime.now(UTC)
    reach = now - timedelta(days=thresholds_for()["recent_entry_days"]) - MAX_ZONE_DIFFERENCE - LEAD

    def facts(first: int, last: int) -> int:
        batch = list(Diary.objects.filter(pk__range=(first, last)))
        records = evaluation.read_records(batch, now)
        return sum(len(evaluation.subjects_of(diary, records[diary.pk], now)) for diary in batch)

    with psycopg.connect(os.environ["DATABASE_URL"]) as database:

        def aggregate(first: int, last: int) -> int:
            parameters = {"first": first, "last": last, "now": now, "since": reach}
            return len(database.execute(AGGREGATE, parameters).fetchall())

        timings: dict[str, list[float]] = {"facts": [], "aggregate": []}
        firsts = range(1, diaries + 1, max(BATCH_SIZE, diaries * BATCH_SIZE // SAMPLE))
        for _ in range(ROUNDS):
            seconds = dict.fromkeys(timings, 0.0)
            for first in firsts:
                for name, run in (("facts", facts), ("aggregate", aggregate)):
                    begun = time.perf_counter()
                    run(first, first + BATCH_SIZE - 1)
                    seconds[name] += time.perf_counter() - begun
            for name, duration in seconds.items():
                timings[name].append(duration)
        sql = (
            "SELECT count(*) FROM diary_episode WHERE diary_id BETWEEN %s AND %s"
            " AND deleted_at IS NULL AND (settled_at >= %s OR settled_at IS NULL)"
        )
        counted = [database.execute(sql, [a, a + BATCH_SIZE - 1, reach]).fetchone() for a in firsts]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = sum(row[0] for row in counted if row)
    return {"diaries": len(firsts) * BATCH_SIZE, "rows": rows, "peak_mb": peak, **timings}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
