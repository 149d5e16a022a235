"""Statistics and drawing in a process of their own, started on demand and ended when idle.

SciPy and matplotlib take 110 MB and seconds to import. No server process loads them: it asks a
child process, which ends after IDLE_SECONDS without work. A job that takes too long is killed
with it. No Django on either side.
"""
