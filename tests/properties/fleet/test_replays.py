"""A seed is a schedule: what broke once breaks again."""

import pytest

from bench.simulation.run import Simulation, simulation

pytestmark = pytest.mark.expects_warning


@pytest.mark.parametrize("seed", [7, 309, 2001])
def test_a_seed_gives_the_same_trace_in_a_realm_founded_anew(realm: Simulation, seed: int) -> None:
    first = realm.run(seed)
    with simulation() as another:
        second = another.run(seed)

    assert first.trace == second.trace
    assert (first.statements, first.restarts) == (second.statements, second.restarts)


def test_seeds_differ(realm: Simulation) -> None:
    assert realm.run(1).trace != realm.run(2).trace
