"""Stories of files, documents, sticks and devices that erase themselves, in good weather."""

from dataclasses import replace

from bench.photo_form import photo_form
from bench.simulation.clocks import HOUR_MS
from bench.simulation.losses import order_wipe
from bench.simulation.office import move
from bench.simulation.publication import Publication
from bench.simulation.publishing import keep, withdraw
from bench.simulation.schedule import city_round, officer_deletes, put_aside, sync, visit
from bench.simulation.sticks import leave_city, pack, reach_city, stick, take
from bench.simulation.world import World


def photograph(world: World) -> None:
    """Publish a form with photos, and finish a few."""
    _calm(world)
    _publish(world, "2027010101")
    for _ in range(4):
        visit(world, world.laptops[0])


def publish_while_drafts_are_open(world: World) -> None:
    """Begin a form, publish the next version, and withdraw one."""
    _calm(world)
    put_aside(world, world.laptops[0])
    _publish(world, "2027010101")
    put_aside(world, world.laptops[0])
    _publish(world, "2027010102")
    withdraw(world)


def carry_work_on_a_stick(world: World) -> None:
    """Let work and answers go by stick alone, twice over, while there is no network."""
    _calm(world)
    laptop = world.laptops[0]
    laptop_line = world.line_of(laptop.name)
    laptop_line.is_connected = False
    place = stick(world, "stick.qzc")
    visit(world, laptop)
    for act in (pack, reach_city, pack, reach_city):
        act(world, laptop, place)
    city_round(world)
    for act in (leave_city, take, leave_city, take):
        act(world, laptop, place)


def leave_a_stick_in_a_drawer(world: World) -> None:
    """Pack work on a stick that nobody ever brings to the city."""
    _calm(world)
    visit(world, world.laptops[0])
    pack(world, world.laptops[0], stick(world, "stick"))


def leave_photos_on_a_stick_in_a_drawer(world: World) -> None:
    """Pack photos on a stick that nobody ever brings to the city."""
    photograph(world)
    for number in range(4):
        pack(world, world.laptops[0], stick(world, f"stick-{number}"))


def carry_photos_on_a_stick(world: World) -> None:
    """Let forms, photos and answers go by stick alone."""
    photograph(world)
    laptop = world.laptops[0]
    world.line_of(laptop.name).is_connected = False
    place = stick(world, "stick.qzc")
    for _ in range(4):
        for act in (pack, reach_city):
            act(world, laptop, place)
        city_round(world)
        for act in (leave_city, take):
            act(world, laptop, place)


def erase_a_device_with_waiting_work(world: World) -> None:
    """Order a device to erase itself that has a finished form and one put aside."""
    _calm(world)
    laptop = world.laptops[0]
    visit(world, laptop)
    put_aside(world, laptop)
    order_wipe(world, laptop)
    laptop.is_cut_while_wiping = True
    city_round(world)
    sync(world, laptop)


def put_an_old_city_back(world: World) -> None:
    """Put the platform back to a backup from before answers that devices have heard."""
    _calm(world)
    backup = world.city.disk.capture()
    for laptop in world.laptops[:2]:
        visit(world, laptop)
        sync(world, laptop)
        city_round(world)
        sync(world, laptop)
    world.city.restore(backup)
    visit(world, world.laptops[0])


def take_somebody_off_the_list(world: World) -> None:
    """Let an officer delete a person."""
    _calm(world)
    officer_deletes(world, world.laptops[0])
    sync(world, world.laptops[0])


def let_people_move_away(world: World) -> None:
    """Let people move between villages, and the device of one of them hear of it."""
    _calm(world)
    for _ in range(6):
        move(world)
    city_round(world)
    sync(world, world.laptops[1])


def _publish(world: World, version: str) -> None:
    keep(world, Publication(photo_form(version)))
    city_round(world)
    for laptop in world.laptops:
        sync(world, laptop)


def _calm(world: World) -> None:
    world.weather = replace(world.weather, fuse_chance=0.0)
    for line in world.lines:
        line.trouble = 0.0
    world.time.pass_ms(HOUR_MS)
