"""One step of a schedule: who does what now, and what goes wrong while they do it."""

from collections.abc import Callable, Mapping

from bench.simulation.arming import maybe_arm
from bench.simulation.clocks import DAY_MS, HOUR_MS, SECOND_MS, YEAR_MS
from bench.simulation.computers import clone, destroy_and_restore, take_backup
from bench.simulation.laptop import Laptop
from bench.simulation.losses import (
    city_backup,
    city_restore,
    lose,
    lose_a_photo,
    order_wipe,
    relay_backup,
    relay_restore,
    revoke,
)
from bench.simulation.office import add_person, change_phone, delete_person, give_other_places, move
from bench.simulation.publishing import publish, withdraw
from bench.simulation.sticks import carry
from bench.simulation.world import World
from server_stub.platform.orders import Order, OrderKind
from sync.keys.roots import follow_roots


def take_step(world: World) -> None:
    """Do one thing, as the seed wants it."""
    world.steps += 1
    world.time.pass_ms(world.chance.between(SECOND_MS, 90 * SECOND_MS))
    name = world.chance.weighted(world.weather.steps)
    _STEPS[name](world)


def visit(world: World, laptop: Laptop) -> None:
    """Let an officer finish a form."""
    maybe_arm(world, laptop.fuse)
    ended = laptop.survive(lambda: _visit(world, laptop))
    laptop.fuse.disarm()
    world.officers.look_at_disk(laptop)
    world.tell(f"{laptop.name} visit: {ended}")


def sync(world: World, laptop: Laptop) -> None:
    """Let a laptop exchange once."""
    maybe_arm(world, laptop.fuse)
    maybe_arm(world, world.relay.fuse)
    ended = laptop.survive(lambda: _sync(laptop))
    laptop.fuse.disarm()
    world.tell(f"{laptop.name} sync: {ended}")


def city_round(world: World) -> None:
    """Let the platform work once."""
    maybe_arm(world, world.city.fuse)
    maybe_arm(world, world.relay.fuse)
    ended = world.city.round()
    world.city.fuse.disarm()
    world.tell(f"city round: {ended or 'ok'}")


def _visit(world: World, laptop: Laptop) -> str:
    act = world.officers.visit(laptop)
    if act is None:
        return "nothing to finish"
    return f"{act.record_id} {dict(act.touched)}"


def _sync(laptop: Laptop) -> str:
    outcome = laptop.sync()
    told = f"{outcome.state} +{outcome.pushed} -{outcome.pulled}"
    return told if outcome.code is None else f"{told} {outcome.code}"


def put_aside(world: World, laptop: Laptop) -> None:
    """Let an officer begin a form and leave it."""

    def save() -> str:
        world.officers.put_aside(laptop)
        return "saved"

    maybe_arm(world, laptop.fuse)
    ended = laptop.survive(save)
    laptop.fuse.disarm()
    world.tell(f"{laptop.name} draft: {ended}")


def officer_deletes(world: World, laptop: Laptop) -> None:
    """Let an officer take somebody off the list."""
    maybe_arm(world, laptop.fuse)
    ended = laptop.survive(lambda: world.officers.take_off_the_list(laptop))
    laptop.fuse.disarm()
    world.officers.look_at_disk(laptop)
    world.tell(f"{laptop.name}: takes somebody off the list: {ended}")


def _pass_time(world: World) -> None:
    passed = world.chance.pick((SECOND_MS, HOUR_MS, 5 * HOUR_MS, DAY_MS))
    world.time.pass_ms(passed)
    world.tell(f"{passed // SECOND_MS} s pass")


def _plug(world: World, laptop: Laptop) -> None:
    laptop.pull_the_plug()
    world.tell(f"{laptop.name}: power cut")


def _clock(world: World, laptop: Laptop) -> None:
    off = world.chance.pick((0, -YEAR_MS, YEAR_MS, -DAY_MS, HOUR_MS, 11 * 60 * SECOND_MS))
    laptop.clock.off_ms = off
    world.tell(f"{laptop.name}: clock is off by {off // SECOND_MS} s")


def _city_key(world: World) -> None:
    subject = world.city.desk.keys.city.public.sealing_kid.hex()
    world.tell(f"city key ordered {world.city.order(Order(OrderKind.CITY_KEY, subject)) or ''}")


def raise_minimum(world: World) -> None:
    """Let the work of the weakest suite wait for review; its devices get other keys by themselves."""
    if len(world.suites) == 1:
        return
    world.suites = world.suites[1:]
    order = Order(OrderKind.MINIMUM_SUITE, str(world.suites[0]))
    world.tell(f"suites below {world.suites[0]} are too weak now {world.city.order(order) or ''}")


def _new_roots(world: World) -> None:
    present = follow_roots(world.city.registry().root_changes, world.city.desk.keys.roots)
    order = Order(OrderKind.ROOTS, present.digest.hex())
    world.tell(f"new roots ordered {world.city.order(order) or ''}")


def _device_keys(world: World, laptop: Laptop) -> None:
    maybe_arm(world, laptop.fuse)
    suite = world.draw_suite()
    ended = laptop.survive(lambda: laptop.renew_keys(suite))
    laptop.fuse.disarm()
    world.tell(f"{laptop.name} asks for new keys: {ended or 'ok'}")


def _with_laptop(step: Callable[[World, Laptop], None]) -> Callable[[World], None]:
    def run(world: World) -> None:
        step(world, world.chance.pick(world.working()))

    return run


_STEPS: Mapping[str, Callable[[World], None]] = {
    "visit": _with_laptop(visit),
    "sync": _with_laptop(sync),
    "round": city_round,
    "draft": _with_laptop(put_aside),
    "time": _pass_time,
    "office edit": change_phone,
    "plug": _with_laptop(_plug),
    "clock": _with_laptop(_clock),
    "clone": _with_laptop(clone),
    "backup": _with_laptop(take_backup),
    "restore": _with_laptop(destroy_and_restore),
    "revoke": _with_laptop(revoke),
    "wipe": _with_laptop(order_wipe),
    "lose": _with_laptop(lose),
    "photo lost": _with_laptop(lose_a_photo),
    "relay backup": relay_backup,
    "relay restore": relay_restore,
    "city backup": city_backup,
    "city restore": city_restore,
    "publish": publish,
    "withdraw": withdraw,
    "courier": carry,
    "officer deletes": _with_laptop(officer_deletes),
    "newcomer": add_person,
    "city key": _city_key,
    "new roots": _new_roots,
    "device keys": _with_laptop(_device_keys),
    "office delete": delete_person,
    "move": move,
    "places": _with_laptop(give_other_places),
    "minimum suite": raise_minimum,
}
