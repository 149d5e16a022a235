"""A site with one account that has the sample's 120 days, and a phone that synced them."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, StorageState, expect

from tests.e2e.conftest import new_phone
from tests.servers import ROOT, environment, site

EMAIL, PASSWORD = "you@example.org", "a long way to walk"


@contextmanager
def sampled_site() -> Iterator[str]:
    """Yields its URL."""
    with tempfile.TemporaryDirectory() as home:
        data = Path(home) / "data"
        with site(data) as (address, _):
            command = [sys.executable, "manage.py", "sample", "--email", EMAIL]
            env = environment(DATA_DIR=str(data), PORT=address.rpartition(":")[2])
            subprocess.run([*command, "--password", PASSWORD], cwd=ROOT, env=env, check=True)
            yield address


def signed_in(chromium: Browser, address: str) -> StorageState:
    """The storage state of the phone."""
    context = new_phone(chromium, address)
    page = context.new_page()
    page.goto("/#/sign-in")
    page.get_by_role("button", name="Use a password").tap()
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).last.tap()
    page.get_by_role("button", name="Numb now").wait_for()
    expect(page.get_by_role("link", name="What to do next")).to_be_visible()
    state = context.storage_state(indexed_db=True)
    context.close()
    return state
