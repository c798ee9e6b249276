"""One step of a schedule: who does what now, and what goes wrong while they do it."""

from collections.abc import Callable, Mapping

from bench.simulation.clocks import DAY_MS, HOUR_MS, SECOND_MS, YEAR_MS
from bench.simulation.computers import clone, destroy_and_restore, take_backup
from bench.simulation.laptop import Laptop
from bench.simulation.office import change_phone, delete_person, move, shrink_scope
from bench.simulation.power import Fault, Fuse
from bench.simulation.world import World
from server_stub.platform.orders import Order, OrderKind
from sync.keys.roots import follow_roots

_STATEMENTS = 25  # as many as a sync with something to do writes, roughly


def take_step(world: World) -> None:
    """Do one thing, as the seed wants it."""
    world.steps += 1
    world.time.pass_ms(world.chance.between(SECOND_MS, 90 * SECOND_MS))
    name = world.chance.weighted(world.weather.steps)
    _STEPS[name](world)


def visit(world: World, laptop: Laptop) -> None:
    """Let an officer finish a form."""
    _maybe_arm(world, laptop.fuse)
    ended = laptop.survive(lambda: _visit(world, laptop))
    laptop.fuse.disarm()
    world.officers.look_at_disk(laptop)
    world.tell(f"{laptop.name} visit: {ended}")


def sync(world: World, laptop: Laptop) -> None:
    """Let a laptop exchange once."""
    _maybe_arm(world, laptop.fuse)
    _maybe_arm(world, world.relay.fuse)
    ended = laptop.survive(lambda: _sync(laptop))
    laptop.fuse.disarm()
    world.tell(f"{laptop.name} sync: {ended}")


def city_round(world: World) -> None:
    """Let the platform work once."""
    _maybe_arm(world, world.city.fuse)
    _maybe_arm(world, world.relay.fuse)
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


def _draft(world: World, laptop: Laptop) -> None:
    def save() -> str:
        world.officers.put_aside(laptop)
        return "saved"

    _maybe_arm(world, laptop.fuse)
    ended = laptop.survive(save)
    laptop.fuse.disarm()
    world.tell(f"{laptop.name} draft: {ended}")


def _maybe_arm(world: World, fuse: Fuse) -> None:
    weather = world.weather
    if weather.fuse_faults and world.chance.happens(weather.fuse_chance):
        fault: Fault = world.chance.pick(weather.fuse_faults)
        fuse.arm(fault, after=world.chance.between(1, _STATEMENTS))


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


def _revoke(world: World, laptop: Laptop) -> None:
    device_id = laptop.device_id
    if len(world.ended) >= len(world.laptops) // 2 or not device_id:
        return
    world.ended[device_id] = "revoked"
    ended = world.city.order(Order(OrderKind.REVOKE, device_id))
    world.tell(f"{laptop.name}: revocation ordered {ended or ''}")


def _city_key(world: World) -> None:
    subject = world.city.desk.keys.city.public.sealing_kid.hex()
    world.tell(f"city key ordered {world.city.order(Order(OrderKind.CITY_KEY, subject)) or ''}")


def _new_roots(world: World) -> None:
    present = follow_roots(world.city.registry().root_changes, world.city.desk.keys.roots)
    order = Order(OrderKind.ROOTS, present.digest.hex())
    world.tell(f"new roots ordered {world.city.order(order) or ''}")


def _device_keys(world: World, laptop: Laptop) -> None:
    _maybe_arm(world, laptop.fuse)
    ended = laptop.survive(laptop.renew_keys)
    laptop.fuse.disarm()
    world.tell(f"{laptop.name} asks for new keys: {ended or 'ok'}")


def _relay_backup(world: World) -> None:
    world.relay_backup = world.relay.disk.capture()
    world.tell("relay: backup taken")


def _relay_restore(world: World) -> None:
    if world.relay_backup is not None:
        world.relay.restore(world.relay_backup)
        world.observer.forget_receipts()
        world.tell("relay: restored from the backup")


def _with_laptop(step: Callable[[World, Laptop], None]) -> Callable[[World], None]:
    def run(world: World) -> None:
        step(world, world.chance.pick(world.working()))

    return run


_STEPS: Mapping[str, Callable[[World], None]] = {
    "visit": _with_laptop(visit),
    "sync": _with_laptop(sync),
    "round": city_round,
    "draft": _with_laptop(_draft),
    "time": _pass_time,
    "office edit": change_phone,
    "plug": _with_laptop(_plug),
    "clock": _with_laptop(_clock),
    "clone": _with_laptop(clone),
    "backup": _with_laptop(take_backup),
    "restore": _with_laptop(destroy_and_restore),
    "revoke": _with_laptop(_revoke),
    "relay backup": _relay_backup,
    "relay restore": _relay_restore,
    "city key": _city_key,
    "new roots": _new_roots,
    "device keys": _with_laptop(_device_keys),
    "office delete": delete_person,
    "move": move,
    "scope": _with_laptop(shrink_scope),
}
