"""What the city's office does to records and scopes while officers are at doors."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from sqlalchemy import Connection

from bench.simulation.laptop import Laptop
from bench.simulation.village import NORTH, SOUTH, TOWN, newcomer
from bench.simulation.world import World
from server_stub.platform.merging import next_revision
from server_stub.platform.moving import move_person
from server_stub.platform.orders import Order, OrderKind
from server_stub.platform.port import PlacedState
from server_stub.platform.records import CityRecord, Provenance, Source, read_record, state_of, write_record

_OFFICE = "office"
_PLACES = ((TOWN,), (SOUTH,), (NORTH,), (SOUTH, NORTH))


def change_phone(world: World) -> None:
    """Correct somebody's number, which every device of the place is told."""
    correct_phone(world, _some_person(world), f"1650{world.steps:07d}")


def correct_phone(world: World, person: str, phone: str) -> None:
    """Give somebody another number."""

    def correct(held: CityRecord) -> CityRecord:
        world.ledger.overwritten.add((person, "phone", held.fields.get("phone")))
        return replace(held, fields={**held.fields, "phone": phone})

    world.said_since_backup.add((person, phone))
    ended = world.city.edit(_rewrite(person, correct))
    world.tell(f"office: {person} has phone {phone} {ended or ''}")


def delete_person(world: World) -> None:
    """Take somebody off the list; the record stays as a tombstone."""
    person = _some_person(world)
    ended = world.city.edit(_rewrite(person, lambda held: replace(held, is_deleted=True)))
    world.tell(f"office: {person} is deleted {ended or ''}")


def add_person(world: World) -> None:
    """Let somebody be born, who is told to every device of the place."""
    name = f"p-{SOUTH}-0901-n{world.steps}"
    if world.city.rows(f"SELECT 1 FROM city_records WHERE id = '{name}'"):  # noqa: S608 - our own words
        return

    def act(connection: Connection, now_ms: int) -> Iterable[PlacedState]:
        born = newcomer(name, now_ms=now_ms)
        write_record(connection, born, provenance=Provenance(Source.PLATFORM, _OFFICE, None, now_ms))
        return [PlacedState(state_of(born))]

    world.tell(f"office: {name} is new {world.city.edit(act) or ''}")


def move(world: World) -> None:
    """Let somebody move to the other village."""
    person = _some_person(world)
    house = world.chance.pick((f"h-{SOUTH}-0901", f"h-{NORTH}-0101"))

    def act(connection: Connection, now_ms: int) -> Iterable[PlacedState]:
        return move_person(connection, person, household_id=house, operator=_OFFICE, now_ms=now_ms)

    world.ledger.may_leave.add(person)
    world.tell(f"office: {person} moves to {house} {world.city.edit(act) or ''}")


def give_other_places(world: World, laptop: Laptop) -> None:
    """Give a device other places: more, fewer, or those of its neighbour."""
    device_id = laptop.device_id
    entry = world.city.registry().device(device_id)
    if entry is None or entry.is_revoked:
        return
    others = [places for places in _PLACES if places != entry.scope]
    rescope(world, laptop, world.chance.pick(others))


def rescope(world: World, laptop: Laptop, places: tuple[str, ...]) -> None:
    """Order the places of a device."""
    ended = world.city.order(Order(OrderKind.RESCOPE, laptop.device_id, scope=places))
    people = world.city.rows("SELECT id FROM city_records WHERE kind = 'person'")
    world.ledger.may_leave |= {str(row[0]) for row in people}
    world.tell(f"{laptop.name}: its places become {places} {ended or ''}")


def _rewrite(
    person: str, change: Callable[[CityRecord], CityRecord]
) -> Callable[[Connection, int], Iterable[PlacedState]]:
    def act(connection: Connection, now_ms: int) -> Iterable[PlacedState]:
        held = read_record(connection, "person", person)
        assert held is not None
        changed = replace(change(held), revision=next_revision(held, now_ms=now_ms))
        write_record(connection, changed, provenance=Provenance(Source.PLATFORM, _OFFICE, None, now_ms))
        return [PlacedState(state_of(changed), before=state_of(held))]

    return act


def _some_person(world: World) -> str:
    rows = world.city.rows("SELECT id FROM city_records WHERE kind = 'person' ORDER BY id")
    return str(world.chance.pick(rows)[0])
