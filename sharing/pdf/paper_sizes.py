"""The sizes of paper there are, by the names that are asked for; and what typst calls them."""

PAPERS = {"a4": "a4", "letter": "us-letter"}
