"""Episodes/s of `POST /api/v1/sync` with 500 new episodes, beside single PUTs in the same run.

PostgreSQL with its defaults, Redis as the broker, granian with 2 workers; rounds of the two
alternate, each from empty diaries, so that both meet the same noise and the same tables.
"""

import os
import platform
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import psycopg

from bench.put_episode import CONNECTIONS, ROUNDS, SECONDS, granian, load, sign_up, site

MANY = 500
# So many keep both workers busy; each sends what 500 of the other kind send.
PHONES = 4
EMPTY = (
    "TRUNCATE diary_episode, diary_revision",
    "UPDATE diary_diary SET change_seq = 0, assessment_due = NULL",
)


def main() -> str:
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url, env = site(stack, home)
        port = granian(stack, "config.wsgi:application", env, home / "site.log")
        tokens = [sign_up(port, number) for number in range(CONNECTIONS)]
        kinds = {
            "single PUTs": (1, tokens),
            f"syncs of {MANY}": (MANY, tokens[:PHONES]),
        }
        for many, senders in kinds.values():
            load(port, 2, senders, many=many)  # warm
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in kinds}
        for number in range(ROUNDS):
            for name, (many, senders) in kinds.items():
                with psycopg.connect(url) as connection:
                    for statement in EMPTY:
                        connection.execute(statement)
                runs[name].append(load(port, SECONDS, senders, many=many))
                rate = runs[name][-1]["per_second"] * many
                print(f"round {number + 1}: {name}: {rate:.0f} episodes/s", flush=True)
        return table({name: (kinds[name][0], measures) for name, measures in runs.items()})


def table(runs: dict[str, tuple[int, list[dict[str, float]]]]) -> str:
    head = "| | episodes/s: median (min to max) | a request, median ms | client, of 2 cores |"
    lines, rates = [head, "|---|---|---|---|"], []
    for name, (many, measures) in runs.items():
        rate = [measure["per_second"] * many for measure in measures]
        rates.append(median(rate))
        latency, cores = (
            median(measure[key] for measure in measures) for key in ("median_ms", "client_cores")
        )
        lines.append(
            f"| {name} | {median(rate):.0f} ({min(rate):.0f} to {max(rate):.0f}) "
            f"| {latency:.1f} | {cores:.2f} |"
        )
    return "\n".join([*lines, "", f"Ratio of the medians: {rates[1] / rates[0]:.1f}"])


if __name__ == "__main__":
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}\n")
    print(main())
