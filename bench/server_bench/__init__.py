"""The parts of `bench/server.py`, each a measurement or a process it starts."""
