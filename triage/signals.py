"""Signals of the closed loop, sent within its transaction, which holds the diary's row.

A receiver that fails takes the transaction back.
"""

from django.dispatch import Signal

# A prompt is to be reminded of from `start` on. Arguments: `diary`, `prompt`, `start`.
prompt_scheduled = Signal()

# A prompt is answered, corrected away, or to be scheduled again. Arguments: `prompt`.
prompt_unscheduled = Signal()

# A visit was booked for another day than before. Arguments: `diary`, `prompt`.
visit_moved = Signal()

# What lies ahead of these diaries may have changed: booked visits and running episodes.
# Arguments: `diaries`, `now`.
upcoming_changed = Signal()
