"""What the diary announces; it does not know who listens."""

from django.dispatch import Signal

# Sent after the commit of a write that an assessment is owed for, and that was not
# already owed before. Arguments: `diary_id`.
entry_saved = Signal()
