"""Signals about prompts, sent in a transaction that holds the diary's row lock.

A receiver that raises rolls it back.
"""

from django.dispatch import Signal

# Reminders of a prompt are due from `start` on. Arguments: `diary`, `prompt`, `start`.
prompt_scheduled = Signal()

# A prompt was answered, corrected away, or will be scheduled anew. Arguments: `prompt`.
prompt_unscheduled = Signal()

# A visit was booked for another day than before. Arguments: `diary`, `prompt`.
visit_moved = Signal()

# Booked visits or running episodes of these diaries may have changed.
# Arguments: `diaries`, `now`.
upcoming_changed = Signal()
