"""Moves the wall clock of a Python process by CLOCK_SHIFT seconds, from its first line on.

`tests.clocks` puts this folder on PYTHONPATH, so that workers and servers that a test starts
agree with it about the time. Clocks that measure durations stay as they are.
"""

import os
import time

if shift := float(os.environ.get("CLOCK_SHIFT", "0")):
    import time_machine

    time_machine.travel(time.time() + shift).start()
