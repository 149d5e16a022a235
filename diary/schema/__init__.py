"""Declaration of the record kinds, their fields, types and codes."""
