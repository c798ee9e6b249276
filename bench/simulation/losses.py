"""What is lost for good or put back from a copy: devices that must erase themselves, photos, servers."""

from bench.simulation.computers import arrived_at_city
from bench.simulation.laptop import Laptop
from bench.simulation.publishing import publish_again
from bench.simulation.world import World
from server_stub.platform.orders import Order, OrderKind


def revoke(world: World, laptop: Laptop) -> None:
    """End a device."""
    _end(world, laptop, is_wipe=False)


def order_wipe(world: World, laptop: Laptop) -> None:
    """End a device and let it erase itself when it hears of it; perhaps its battery fails while it does."""
    laptop.is_cut_while_wiping = world.chance.happens(0.4)
    _end(world, laptop, is_wipe=True)


def lose(world: World, laptop: Laptop) -> None:
    """Leave a laptop in a bus for ever; the office orders it to erase itself, and nobody hears."""
    if len(world.working()) < 2 or not _end(world, laptop, is_wipe=True):
        return
    laptop.turn_off()
    laptop.is_lost = True
    world.ledger.destroy(laptop.name, arrived=arrived_at_city(world))
    world.tell(f"{laptop.name}: lost")


def order_again(world: World) -> None:
    """Repeat the orders about devices that a backup of the city has forgotten."""
    for device_id in world.ended:
        entry = world.city.registry().device(device_id)
        is_wipe = device_id in world.wiping
        if entry is not None and (not entry.is_revoked or entry.wipe_ordered < is_wipe):
            world.city.order(Order(OrderKind.REVOKE, device_id, is_wipe=is_wipe))


def lose_a_photo(world: World, laptop: Laptop) -> None:
    """Remove a sealed photo from a laptop's disk, as a careless clean-up does."""
    # By the form that speaks of it: a content's own name is not the seed's to decide.
    rows = laptop.store.rows(
        "SELECT submission_id, name, content_id FROM attachments ORDER BY submission_id, name"
    )
    folder = laptop.disk.folder / "attachments"
    there = [(name, content) for _, name, content in rows if (folder / content).exists()]
    if not there:
        return
    name, content = world.chance.pick(there)
    (folder / content).unlink()
    world.ledger.spoiled |= {(form, file) for form, file, one in rows if one == content}
    world.tell(f"{laptop.name}: {name} of a form is gone from the disk")


def relay_backup(world: World) -> None:
    world.relay_backup = world.relay.disk.capture()
    world.tell("relay: backup taken")


def relay_restore(world: World) -> None:
    if world.relay_backup is not None:
        world.relay.restore(world.relay_backup)
        world.observer.forget_receipts()
        world.tell("relay: restored from the backup")


def city_backup(world: World) -> None:
    world.city_backup = world.city.disk.capture()
    world.said_since_backup.clear()
    world.tell("city: backup taken")


def city_restore(world: World) -> None:
    """Put the platform back to its backup; the office gives its orders again, and no record another value."""
    if world.city_backup is None:
        return
    world.city.restore(world.city_backup)
    world.observer.forget_unkept("city")
    world.tell("city: restored from the backup")
    publish_again(world)
    order_again(world)
    world.forgotten |= world.said_since_backup


def _end(world: World, laptop: Laptop, *, is_wipe: bool) -> bool:
    device_id = laptop.device_id
    if len(world.ended) >= len(world.laptops) // 2 or not device_id or device_id in world.ended:
        return False
    world.ended[device_id] = "revoked"
    if is_wipe:
        world.wiping.add(device_id)
    ended = world.city.order(Order(OrderKind.REVOKE, device_id, is_wipe=is_wipe))
    world.tell(f"{laptop.name}: {'wipe' if is_wipe else 'revocation'} ordered {ended or ''}")
    return True
