"""Paper sizes: the names of the API, and those of typst."""

PAPER_SIZES = {"a4": "a4", "letter": "us-letter"}
