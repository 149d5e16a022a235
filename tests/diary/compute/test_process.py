"""The compute process: on demand, one job at a time, killed when late, ended when idle."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from diary.charts.plots import charts
from diary.charts.remote import compute_remotely, draw_chart, locale_of
from diary.compute import process
from diary.compute.process import ComputeFailed, ComputeProcess, ComputeTimeout
from diary.formatting import ENGLISH
from diary.i18n import active_locale, override_language
from diary.statistics.insights import all_statistics, compute_here
from tests.diary.charts.chart_fixtures import LINES, chart_data, render_chart
from tests.servers import ROOT, wait_until

NAMES = list(charts())


@pytest.fixture
def computing() -> Iterator[ComputeProcess]:
    computing = ComputeProcess()
    yield computing
    computing.end()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_starts_with_the_first_job_and_keeps_running(computing: ComputeProcess) -> None:
    assert computing.pid is None
    first = computing.call(os.getpid)
    assert first == computing.pid != os.getpid()
    assert computing.call(os.getpid) == first


def test_jobs_of_many_threads_each_get_their_own_result(computing: ComputeProcess) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda n: computing.call(abs, -n), range(50))) == list(range(50))


def test_what_a_job_raises_is_told_by_its_class_alone(
    computing: ComputeProcess, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ComputeFailed, match=r"^ValueError$"):
        computing.call(int, "numb since Anna's party")
    assert computing.call(int, "7") == 7
    log = capfd.readouterr().err
    assert "compute: ValueError" in log
    assert "Anna" not in log


def test_what_a_job_prints_does_not_disturb_it(computing: ComputeProcess) -> None:
    assert computing.call(print, "hello") is None
    assert computing.call(len, "four") == 4


def test_a_job_that_takes_too_long_is_killed_and_the_next_has_a_new_process(
    computing: ComputeProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = computing.call(os.getpid)
    with monkeypatch.context() as hurried:
        hurried.setattr(process, "JOB_SECONDS", 0.1)
        with pytest.raises(ComputeTimeout):
            computing.call(time.sleep, 600)
    assert computing.call(os.getpid) not in (first, os.getpid())


def test_after_it_died_the_next_job_starts_another(computing: ComputeProcess) -> None:
    first = computing.call(os.getpid)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: computing.has_ended, 30, "its end")
    assert computing.call(os.getpid) != first


def test_it_ends_when_nobody_needs_it(
    computing: ComputeProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "IDLE_SECONDS", 0.1)
    first = computing.call(os.getpid)
    wait_until(lambda: not is_alive(first), 30, "its end")
    assert computing.pid is None
    assert computing.call(os.getpid) != first


def test_it_ends_with_its_parent_however_that_ends() -> None:
    code = (
        "import os, signal; from diary.compute.process import process;"
        "print(process.call(os.getpid), flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    wait_until(lambda: not is_alive(int(done.stdout)), 30, "its end")


def test_a_fork_has_a_process_of_its_own(computing: ComputeProcess) -> None:
    """As Celery's prefork workers have."""
    code = (
        "import os; from diary.compute.process import process; mine = process.call(os.getpid)\n"
        "if child := os.fork(): os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
        "os._exit(process.call(os.getpid) == mine)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("count", [0, 40])
def test_a_chart_is_the_same_wherever_it_is_drawn(name: str, count: int) -> None:
    data = chart_data(count, 90)
    plot = charts()[name].prepare(data)
    options = {"theme": "light", "format": "svg", "language": "en"}
    remote = process.process.call(draw_chart, name, plot, LINES, **options)  # type: ignore[arg-type]
    assert remote == render_chart(name, data)


def test_statistics_are_the_same_wherever_they_are_computed() -> None:
    data = chart_data(40, 90).insights.data
    names = list(all_statistics())
    assert compute_remotely(names, data) == compute_here(names, data)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_catalogues_are_those_of_the_site(language: str) -> None:
    data = chart_data(40, 90)
    with override_language(language):
        here, there = active_locale(), locale_of(language)
        assert (here.code, here.identifier) == (there.code, there.identifier)
        for chart in charts().values():
            plot = chart.prepare(data)
            assert chart.title(here) == chart.title(there)
            assert chart.describe(plot, LINES, here) == chart.describe(plot, LINES, there)
    assert locale_of("en").gettext("Yes") == ENGLISH.gettext("Yes")


def test_a_server_process_never_loads_what_takes_memory() -> None:
    code = (
        "import sys; from diary.compute.process import process;"
        "from diary.charts.remote import draw_chart;"
        "from diary.charts.remote import compute_remotely;"
        "from tests.diary.charts.chart_fixtures import *;"
        "data = chart_data(40, 90); data.insights._compute = compute_remotely;"
        "data.insights.compute_all();"
        "[process.call(draw_chart, name, chart.prepare(data), LINES, theme='light', format='svg',"
        " language='en') for name, chart in charts().items()];"
        "found = {name.partition('.')[0] for name in sys.modules};"
        "sys.exit(str(found & {'matplotlib', 'numpy', 'scipy', 'django'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr.strip() == "set()"
