"""How many requests one web process works on at a time. No Django: the tests' servers read it."""

RUNNING = 8  # requests that run
WAITING = 24  # requests that wait for one of those to end
SPARE = 8  # threads that are left for the health endpoints
THREADS = RUNNING + WAITING + SPARE  # of the server
