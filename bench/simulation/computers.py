"""What people do to whole computers: copy a disk, lose one, bring one back, scan an invitation again."""

from bench.simulation.disk import Disk
from bench.simulation.laptop import Laptop
from bench.simulation.world import World

MAX_LAPTOPS = 5


def clone(world: World, laptop: Laptop) -> None:
    """Copy a disk into another computer; both go on as the same device."""
    if len(world.laptops) >= MAX_LAPTOPS:
        return
    name = f"{laptop.name}-copy{len(world.laptops)}"
    disk = Disk(world.folder / name)
    disk.replace(laptop.disk.capture())
    copied = world.add_laptop(name, disk, operator=laptop.operator)
    copied.turn_on()
    world.ledger.copy_disk(laptop.name, name)
    world.copied.add(laptop.device_id)
    world.tell(f"{laptop.name} copied to {name}")


def take_backup(world: World, laptop: Laptop) -> None:
    """Keep what is on a laptop's disk now."""
    world.backups[laptop.name] = (laptop.disk.capture(), world.ledger.snapshot(laptop.name))
    world.tell(f"{laptop.name}: backup taken")


def destroy_and_restore(world: World, laptop: Laptop) -> None:
    """Lose a disk and go on from its backup: as a new device, as the program does it, or just so."""
    backup = world.backups.get(laptop.name)
    if backup is None:
        return
    files, held = backup
    world.ledger.destroy(laptop.name, arrived=arrived_at_city(world))
    laptop.put_back(files)
    world.ledger.put_back(laptop.name, held)
    world.observer.forget_line(laptop.name)
    is_proper = world.chance.happens(0.6)
    world.tell(f"{laptop.name}: disk lost, backup put back {'properly' if is_proper else 'as it is'}")
    if is_proper:
        enrol_anew(world, laptop)
    else:
        world.copied.add(laptop.device_id)


def enrol_anew(world: World, laptop: Laptop) -> None:
    """Become a new device and hand in everything under its own name."""
    scope = scope_of(world, laptop)
    laptop.survive(lambda: laptop.forget_identity())
    join(world, laptop, scope=scope)


def join(world: World, laptop: Laptop, *, scope: tuple[str, ...]) -> None:
    """Scan a fresh invitation."""
    invitation = world.city.invitation(scope, suite=world.draw_suite())
    code = laptop.survive(lambda: laptop.join(invitation))
    world.observer.forget_line(laptop.name)
    world.tell(f"{laptop.name} asks to join: {code or 'ok'}")


def scope_of(world: World, laptop: Laptop) -> tuple[str, ...]:
    """Say which places the office has given this device."""
    entry = world.city.registry().device(laptop.device_id)
    return ("350582001",) if entry is None else entry.scope


def arrived_at_city(world: World) -> set[str]:
    """Name every item whose envelope the city has kept."""
    return {str(row[0]) for row in world.city.rows("SELECT id FROM platform_items")}
