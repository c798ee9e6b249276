"""One founded realm for all tests of a file; each schedule runs on a copy of it."""

from collections.abc import Iterator

import pytest

from bench.simulation.run import Simulation, simulation


@pytest.fixture(scope="module")
def realm() -> Iterator[Simulation]:
    with simulation() as founded:
        yield founded


@pytest.fixture(scope="module")
def small_realm() -> Iterator[Simulation]:
    """Found a realm with a single laptop."""
    with simulation(laptops=1) as founded:
        yield founded
