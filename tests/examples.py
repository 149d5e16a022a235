"""The number of examples of property-based tests."""

import os

FULL = "FULL" in os.environ  # `make test-all` sets it


def examples(quick: int, full: int) -> int:
    """The number of random examples: `quick` of them in `make test`, `full` in `make test-all`."""
    return full if FULL else quick
