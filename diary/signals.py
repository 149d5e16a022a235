"""What the diary announces; it does not know who listens."""

from django.dispatch import Signal

# Sent after the commit of a write that an assessment is owed for, and that was not
# already owed before. Arguments: `diary_id`.
entry_saved = Signal()

# Sent within the transaction that changes the settings of a diary, whose row it holds.
# Arguments: `diary`, with the settings as they are now; `before`, by name; `now`.
settings_changed = Signal()

# Sent within the transaction that erases all entries of a diary: what a listener keeps that
# was drawn from them, it deletes; when it fails, nothing is erased. Arguments: `diary_id`.
entries_erased = Signal()
