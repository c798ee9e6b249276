"""The power goes at each write of a day's work in turn, before it or in the middle of its commit."""

from collections.abc import Callable

import pytest

from bench.simulation.power import Fault
from bench.simulation.run import Simulation
from bench.simulation.stories import cut_at_the_city, cut_at_the_relay, cut_while_pulling, cut_while_working
from bench.simulation.world import World
from tests.properties.fleet.telling import tell

pytestmark = pytest.mark.expects_warning
SEED = 5


@pytest.mark.parametrize("write", range(1, 25))
def test_of_a_laptop_that_finishes_a_form(small_realm: Simulation, write: int) -> None:
    assert tell(small_realm.run(SEED, story=cut_while_working(write))) == ""


@pytest.mark.parametrize("write", range(1, 25))
def test_of_a_laptop_that_takes_in_answers(small_realm: Simulation, write: int) -> None:
    assert tell(small_realm.run(SEED, story=cut_while_pulling(write))) == ""


@pytest.mark.parametrize("write", range(1, 40, 2))
def test_of_the_platform(small_realm: Simulation, write: int) -> None:
    assert tell(small_realm.run(SEED, story=cut_at_the_city(write))) == ""


@pytest.mark.parametrize("write", range(1, 13))
def test_of_the_relay(small_realm: Simulation, write: int) -> None:
    assert tell(small_realm.run(SEED, story=cut_at_the_relay(write))) == ""


@pytest.mark.parametrize("fault", [Fault.TORN, Fault.FULL])
@pytest.mark.parametrize("write", [2, 6, 10])
@pytest.mark.parametrize("story", [cut_while_working, cut_while_pulling, cut_at_the_city, cut_at_the_relay])
def test_torn_commits_and_full_disks_there(
    small_realm: Simulation, story: Callable[..., Callable[[World], None]], write: int, fault: Fault
) -> None:
    assert tell(small_realm.run(SEED, story=story(write, fault=fault))) == ""
