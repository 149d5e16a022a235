"""A diary in and out, one format per file."""
