"""What a chart costs, beside the same chart by pyplot and its defaults.

One process, both warm, rounds of the two alternate; from what a chart reads to the bytes of an
SVG. A third column keeps text as text in pyplot's too, which its defaults turn into outlines.
"""

import platform
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from statistics import median
from typing import Any

import matplotlib
import matplotlib.pyplot as plt  # noqa: TID251  # what is measured against
from matplotlib import rc_context

from bench.pyplot_charts import BY_PYPLOT
from diary.charts.chart import WIDTHS, Chart
from diary.charts.plots import charts
from diary.charts.render import POINTS, render
from diary.charts.theme import THEMES
from diary.formatting import ENGLISH
from tests.diary.charts.chart_fixtures import LINES, chart_data

DIARIES = {  # episodes, days, rounds
    "40 episodes, 90 days": (40, 90, 11),
    "5,000 episodes, ten years": (5000, 3650, 3),
}


def ours(chart: Chart[Any], read: Any) -> bytes:
    return render(chart, read, LINES, THEMES["light"], "svg", ENGLISH)


def theirs(chart: Chart[Any], read: Any, draw: Callable[..., None]) -> bytes:
    width = WIDTHS["phone"]
    figure, axes = plt.subplots(figsize=(width / POINTS, chart.height(read, width) / POINTS))
    draw(axes, read, LINES)
    axes.set_title(chart.title(ENGLISH))
    out = BytesIO()
    figure.savefig(out, format="svg")
    plt.close(figure)
    return out.getvalue()


def as_text(*args: Any) -> bytes:
    with rc_context({"svg.fonttype": "none"}):
        return theirs(*args)


def main() -> str:
    plt.switch_backend("svg")
    lines = [
        "| chart | ours, ms: median (min to max) | pyplot | with text as text | ours of pyplot |",
        "|---|---|---|---|---|",
    ]
    for diary, (episodes, days, rounds) in DIARIES.items():
        data = chart_data(episodes, days)
        for name, chart in charts().items():
            plot = chart.prepare(data)
            draw = BY_PYPLOT[name]
            runs: dict[str, Callable[[], bytes]] = {
                "ours": partial(ours, chart, plot),
                "pyplot": partial(theirs, chart, plot, draw),
                "text": partial(as_text, chart, plot, draw),
            }
            timings: dict[str, list[float]] = {run: [] for run in runs}
            for number in range(rounds + 1):
                for run, drawing in runs.items():
                    begun = time.perf_counter()
                    drawing()
                    if number:  # the first is for warming up
                        timings[run].append(1000 * (time.perf_counter() - begun))
            cells = [
                f"{median(values):.1f} ({min(values):.1f} to {max(values):.1f})"
                for values in timings.values()
            ]
            ratio = median(timings["ours"]) / median(timings["pyplot"])
            lines.append(f"| {name}, {diary} | {' | '.join(cells)} | {ratio:.2f} |")
            print(lines[-1], flush=True)
    lines.append(f"\nmatplotlib {matplotlib.__version__}, Python {platform.python_version()}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(main())
