"""Import of diary files, one format per file."""
