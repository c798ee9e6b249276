"""Stories of what the office does: other places, suites too weak, a city put back; in good weather."""

from dataclasses import replace

from bench.simulation.clocks import HOUR_MS
from bench.simulation.losses import city_backup, city_restore
from bench.simulation.office import correct_phone, rescope
from bench.simulation.schedule import city_round, put_aside, raise_minimum, sync, visit
from bench.simulation.village import NORTH, SOUTH
from bench.simulation.world import World


def put_a_city_back_that_nobody_writes_to_again(world: World) -> None:
    """Put the platform back to a backup from before a word of the office that devices have heard."""
    _calm(world)
    city_backup(world)
    for person in sorted(str(row[0]) for row in world.city.rows("SELECT id FROM city_records LIMIT 400")):
        if person.startswith("p-"):
            correct_phone(world, person, "16500000001")
    city_round(world)
    for laptop in world.laptops:
        sync(world, laptop)
    world.time.pass_ms(HOUR_MS)
    city_restore(world)


def give_a_device_its_neighbours_place(world: World) -> None:
    """Give a device another village in the place of its own, with a form put aside and one on its way."""
    _calm(world)
    laptop = world.laptops[1]
    visit(world, laptop)
    put_aside(world, laptop)
    rescope(world, laptop, (NORTH,))
    city_round(world)
    sync(world, laptop)


def give_a_device_a_second_place(world: World) -> None:
    """Give a device a village beside its own."""
    _calm(world)
    rescope(world, world.laptops[1], (SOUTH, NORTH))
    city_round(world)


def raise_the_minimum_suite(world: World) -> None:
    """Let a suite become too weak while devices of it have work on its way; needs a realm of all suites."""
    _calm(world)
    raise_minimum(world)
    visit(world, world.laptops[0])
    sync(world, world.laptops[0])
    city_round(world)
    for laptop in world.laptops[:2]:
        visit(world, laptop)
        sync(world, laptop)


def _calm(world: World) -> None:
    world.weather = replace(world.weather, fuse_chance=0.0)
    for line in world.lines:
        line.trouble = 0.0
    world.time.pass_ms(HOUR_MS)
