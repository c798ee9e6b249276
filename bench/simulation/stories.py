"""Short stories in good weather with one thing going wrong, each place for it to be tried in turn."""

from collections.abc import Callable
from dataclasses import replace

from bench.simulation.clocks import HOUR_MS
from bench.simulation.computers import enrol_anew
from bench.simulation.looking import look
from bench.simulation.office import move
from bench.simulation.power import Fault, Fuse
from bench.simulation.schedule import city_round, sync, visit
from bench.simulation.world import World
from server_stub.platform.orders import Order, OrderKind


def cut_while_pulling(write: int, *, fault: Fault = Fault.CUT) -> Callable[[World], None]:
    """Take a laptop's power at one of its writes, while the answers of the city come in."""

    def story(world: World) -> None:
        _work_and_answer(world)
        _strike(world, world.laptops[0].fuse, fault, write)
        sync(world, world.laptops[0])
        look(world)

    return story


def cut_while_working(write: int, *, fault: Fault = Fault.CUT) -> Callable[[World], None]:
    """Take a laptop's power at one of its writes, while a form is finished and handed in."""

    def story(world: World) -> None:
        _calm(world)
        laptop = world.laptops[0]
        _strike(world, laptop.fuse, fault, write)
        visit(world, laptop)
        look(world)
        _strike(world, laptop.fuse, fault, write)
        sync(world, laptop)
        look(world)

    return story


def cut_at_the_city(write: int, *, fault: Fault = Fault.CUT) -> Callable[[World], None]:
    """Take the platform's power at one of its writes, while it checks, applies and answers."""

    def story(world: World) -> None:
        _calm(world)
        visit(world, world.laptops[0])
        sync(world, world.laptops[0])
        _strike(world, world.city.fuse, fault, write)
        city_round(world)
        look(world)

    return story


def cut_at_the_relay(write: int, *, fault: Fault = Fault.CUT) -> Callable[[World], None]:
    """Take the relay's power at one of its writes, while work comes in and answers go out."""

    def story(world: World) -> None:
        _calm(world)
        visit(world, world.laptops[0])
        _strike(world, world.relay.fuse, fault, write)
        sync(world, world.laptops[0])
        city_round(world)
        look(world)

    return story


def lose_at_the_relay_what_it_gave_a_receipt_for(world: World) -> None:
    """Put a relay back to a backup from before an envelope that nobody had fetched yet."""
    _calm(world)
    backup = world.relay.disk.capture()
    visit(world, world.laptops[0])
    sync(world, world.laptops[0])
    world.relay.restore(backup)
    world.observer.forget_receipts()
    look(world)


def join_anew_with_waiting_work(world: World) -> None:
    """Become another device while a form waits."""
    _calm(world)
    visit(world, world.laptops[0])
    look(world)
    enrol_anew(world, world.laptops[0])
    look(world)


def join_anew_while_somebody_moves_away(world: World) -> None:
    """Become another device, and let people move to another village before the city has heard of it."""
    _calm(world)
    enrol_anew(world, world.laptops[1])
    for _ in range(6):
        move(world)
    city_round(world)
    look(world)


def end_a_device_with_waiting_work(world: World) -> None:
    """End a device that has not handed in its work."""
    _calm(world)
    laptop = world.laptops[0]
    visit(world, laptop)
    world.ended[laptop.device_id] = "revoked"
    world.city.order(Order(OrderKind.REVOKE, laptop.device_id))
    city_round(world)
    look(world)


def _work_and_answer(world: World) -> None:
    _calm(world)
    visit(world, world.laptops[0])
    sync(world, world.laptops[0])
    city_round(world)


def _calm(world: World) -> None:
    world.weather = replace(world.weather, fuse_chance=0.0)
    for line in world.lines:
        line.trouble = 0.0


def _strike(world: World, fuse: Fuse, fault: Fault, write: int) -> None:
    world.time.pass_ms(HOUR_MS)
    fuse.arm(fault, after=write)
