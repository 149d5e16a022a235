"""A burst of mail and of reports: an emergency is assessed, and the site says that it is alive."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from tests.busy_site import fill, mail_settings, put_emergency
from tests.mail_server import mail_server
from tests.servers import answers, request_status, site, wait_until

pytestmark = pytest.mark.live
REPORTS = 40


def test_one_process_assesses_an_emergency_while_mail_and_reports_wait(tmp_path: Path) -> None:
    data = tmp_path / "data"
    database = f"file:{data / 'footnote.sqlite3'}?mode=ro"

    def assessed() -> bool:
        reader = sqlite3.connect(database, uri=True)
        try:
            (level,) = reader.execute("SELECT count(*) FROM triage_assessment").fetchone()
            return bool(level)
        finally:
            reader.close()

    with mail_server() as server, ThreadPoolExecutor(REPORTS) as people:
        server.gate = Event()  # no mail is taken before it is set
        env = mail_settings(server)
        token = fill({"DATA_DIR": str(data), **env}, mails=300, episodes=300)
        with site(data, **env) as (address, _):
            wait_until(lambda: server.waiting, 60, "a mail that is on its way")
            report = f"{address}/api/v1/report.pdf"
            asked = [
                people.submit(request_status, "GET", report, None, token) for _ in range(REPORTS)
            ]
            assert answers(f"{address}/healthz")
            assert put_emergency(address, token) == 201
            wait_until(assessed, 60, "the assessment of the emergency")
            assert answers(f"{address}/readyz")
            assert server.mails == []  # it did not wait for the mail
            statuses = [one.result() for one in asked]
            server.gate.set()
    assert set(statuses) == {200, 503}
