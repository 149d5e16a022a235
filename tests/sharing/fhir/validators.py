"""Two third-party FHIR validators, run by Node over many resources at once."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FRONTEND = Path(__file__).resolve().parents[3] / "frontend"


def problems(resources: Sequence[Any]) -> list[list[str]]:
    """Messages of both validators for each resource; an empty list if it is valid."""
    ran = subprocess.run(
        ["node", "tests/validate-fhir.mjs"],
        cwd=FRONTEND,
        input=json.dumps(resources),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    messages: list[list[str]] = json.loads(ran.stdout)
    assert len(messages) == len(resources)
    return messages
