"""Schedules 100 to 199: crashes, lost messages, full disks, copied disks, and every promise holds."""

import pytest

from bench.simulation.run import Simulation
from tests.properties.fleet.telling import tell

pytestmark = pytest.mark.expects_warning


@pytest.mark.parametrize("seed", range(100, 200))
def test_every_promise_holds(realm: Simulation, seed: int) -> None:
    assert tell(realm.run(seed)) == ""
