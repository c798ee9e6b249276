"""The promises P1 to P10 of the product, each as a check of a world, by name.

`watch` asks what must be true in every moment; `judge` what must be true once everybody
could talk to everybody. Neither trusts a verdict of the product: what should have
happened comes from the ledger, what did happen from the files.
"""

from bench.simulation.broken import Broken
from bench.simulation.city_truth import CityTruth, read_city
from bench.simulation.document_promises import drafts_open, same_documents
from bench.simulation.file_promises import files_arrived, files_there
from bench.simulation.laptop import Laptop
from bench.simulation.laptop_truth import LaptopTruth, read_laptop
from bench.simulation.leaks import leaked
from bench.simulation.ledger import Act, Value
from bench.simulation.wipe_promises import drafts_handed_in, erased, handed_over
from bench.simulation.world import World

DECIDED = frozenset({"applied", "returned"})
SETTLED = frozenset({"merged", "conflicted", "quarantined"})
CITY_SETTLED = frozenset({"applied", "quarantined", "rejected"})


def watch(world: World, laptop: Laptop) -> list[Broken]:
    """Check what must hold at any moment, crashes included."""
    truth = read_laptop(laptop)
    return [
        *_record_and_outbox(world, laptop, truth),
        *files_there(world, laptop, truth),
        *_cursor(world, laptop, truth),
        *_wiretap(world),
    ]


def judge(world: World) -> list[Broken]:
    """Check what must hold at the end."""
    city = read_city(world.city, handed_over=handed_over(world))
    laptops = [(laptop, read_laptop(laptop)) for laptop in world.working()]
    broken = _wiretap(world)
    for laptop, truth in laptops:
        broken += _record_and_outbox(world, laptop, truth)
        broken += files_there(world, laptop, truth)
        broken += _cursor(world, laptop, truth)
        broken += drafts_open(world, laptop)
        broken += _settled(laptop, truth)
        if laptop.device_id not in world.ended:
            broken += _same_records(world, laptop, truth, city)
            broken += same_documents(world, laptop, truth, city)
            broken += _forgotten_is_told(world, laptop, truth)
        broken += _within_scope(world, laptop, truth, city)
    broken += _city_settled(city)
    broken += _once(city)
    broken += _arrived(world, city, laptops)
    broken += _deleted(world, city)
    broken += files_arrived(world, city, laptops)
    broken += drafts_handed_in(world, city, laptops)
    broken += erased(world)
    broken += _no_value_lost(world, city)
    broken += [Broken("P7", where) for where in leaked(world)]
    return broken


def _record_and_outbox(world: World, laptop: Laptop, truth: LaptopTruth) -> list[Broken]:
    """P1: a form, its edits and their places in the outbox appear together. P3, P8: they stay."""
    broken: list[Broken] = []
    for act in world.ledger.on_disk(laptop.name):
        if act.is_in_doubt or _may_have_left(world, act, truth):
            continue
        missing = _missing(act, truth)
        if not missing:
            act.seen_whole.add(laptop.name)
        elif laptop.name not in act.seen_whole:
            broken.append(Broken("P1", f"{laptop.name}: visit {act.number} is there without its {missing}"))
        else:
            promise = "P3" if act.device_id == laptop.device_id else "P8"
            broken.append(Broken(promise, f"{laptop.name}: the {missing} of visit {act.number} is gone"))
    strangers = truth.submissions - {act.submission_id for act in world.ledger.acts}
    broken += [Broken("P1", f"{laptop.name}: a form nobody finished") for _ in strangers]
    drafts = world.ledger.drafts.get(laptop.name, set())
    if laptop.device_id not in world.wiping:  # before it erases itself a device hands in its drafts
        broken += [Broken("P8", f"{laptop.name}: a draft is gone") for _ in drafts - truth.drafts]
    return broken


def _missing(act: Act, truth: LaptopTruth) -> str:
    """Name what is not there of an act: its form, the edit in the record, or a place in the outbox."""
    parts = {
        "form": act.submission_id in truth.submissions,
        "edit of the record": not act.touched or act.submission_id in truth.written,
        "place in the outbox": len(act.item_ids) > (1 if act.touched else 0)
        and all(item in truth.outbox for item in act.item_ids),
    }
    return ", ".join(part for part, is_there in parts.items() if not is_there)


def _may_have_left(world: World, act: Act, truth: LaptopTruth) -> bool:
    """Say whether the record left with all that was done here because its place or the scope changed.

    It may be back since: what left with it does not come again, and is looked for at the city.
    """
    is_held = ("person", act.record_id) in truth.records
    rest = {act.submission_id, *act.item_ids} & (truth.submissions | truth.written | set(truth.outbox))
    return act.record_id in world.ledger.may_leave and not (is_held and rest)


def _cursor(world: World, laptop: Laptop, truth: LaptopTruth) -> list[Broken]:
    """P4: what lies for this device at the relay at or before the cursor is here, by mailbox or by stick."""
    rows = world.relay.rows(
        f"SELECT digest FROM relay_envelopes WHERE audience = '{laptop.device_id}'"  # noqa: S608 - hexadecimal
        f" AND position <= {truth.cursor}"
    )
    missing = {str(row[0]) for row in rows} - truth.held
    return [Broken("P4", f"{laptop.name}: cursor {truth.cursor}, {len(missing)} missing")] if missing else []


def _wiretap(world: World) -> list[Broken]:
    return [Broken(promise, what) for promise, what in world.observer.broken]


def _settled(laptop: Laptop, truth: LaptopTruth) -> list[Broken]:
    """P5 on the device: nothing that came waits for ever."""
    waiting = truth.inbox_states - SETTLED
    return [Broken("P5", f"{laptop.name}: envelopes end as {sorted(waiting)}")] if waiting else []


def _city_settled(city: CityTruth) -> list[Broken]:
    """P5 at the city: every envelope is applied or set aside with a reason, and none by a bug."""
    waiting = city.inbox_states - CITY_SETTLED
    broken = [Broken("P5", f"city: envelopes end as {sorted(waiting)}")] if waiting else []
    if "unexpected" in city.quarantine_codes:
        broken.append(Broken("P5", "city: an envelope was set aside by an error of the program"))
    return broken


def _once(city: CityTruth) -> list[Broken]:
    """P3: the city gives an edit one effect, however often and by whatever way it came."""
    return [Broken("P3", f"item {item} was merged {count} times") for item, count in city.merged_twice]


def _arrived(world: World, city: CityTruth, laptops: list[tuple[Laptop, LaptopTruth]]) -> list[Broken]:
    """P3, P8, P9: what any living disk held, or anybody was given a receipt for, the city has."""
    broken: list[Broken] = []
    for act in world.ledger.acts:
        promise = _whose(world, act)
        for item in act.item_ids:
            state = city.items.get(item)
            if state in DECIDED or act.is_excused:
                continue
            if item in city.set_aside and _may_be_set_aside(world, act):
                continue
            broken.append(Broken(promise, f"visit {act.number} of {act.laptop}: city says {state}"))
    for laptop, truth in laptops:
        if laptop.device_id not in world.ended:
            late = sorted({state for state in truth.outbox.values() if state not in DECIDED})
            stuck = [item for item, state in truth.outbox.items() if state not in DECIDED]
            if any(item not in city.set_aside for item in stuck):
                broken.append(Broken("P3", f"{laptop.name}: items end as {late}"))
    return broken


def _may_be_set_aside(world: World, act: Act) -> bool:
    """Say whether there is a reason: a device whose time is over, or a disk two computers went on with."""
    return act.device_id in world.ended or act.device_id in world.copied


def _deleted(world: World, city: CityTruth) -> list[Broken]:
    """P3: whom an officer took off the list was off it, or the city said why not. P6: history knows it."""
    broken: list[Broken] = []
    for one in world.ledger.deletions:
        state = city.items.get(one.item_id)
        if state not in DECIDED and one.item_id not in city.set_aside and not one.is_excused:
            broken.append(Broken("P3", f"a deletion by {one.laptop}: city says {state}"))
        if state == "applied" and one.record_id not in city.deleted:
            broken.append(Broken("P6", f"the deletion of {one.record_id} is in no revision"))
    return broken


def _whose(world: World, act: Act) -> str:
    if act.device_id in world.ended:
        return "P9"
    return "P8" if len(act.on_disks) != 1 or act.laptop not in act.on_disks else "P3"


def _same_records(world: World, laptop: Laptop, truth: LaptopTruth, city: CityTruth) -> list[Broken]:
    """P6: a device that has heard everything holds what the city holds."""
    expected = city.records_within(world.city.registry().device(laptop.device_id))
    broken: list[Broken] = []
    for key, record in expected.items():
        held = truth.records.get(key)
        if held is None:
            broken.append(Broken("P6", f"{laptop.name} has no {key}"))
        elif held != record:
            different = [name for name in record if record.get(name) != held.get(name)]
            broken.append(Broken("P6", f"{laptop.name} holds another {key}: {different or 'more fields'}"))
    return broken


def _forgotten_is_told(world: World, laptop: Laptop, truth: LaptopTruth) -> list[Broken]:
    """P6: what the office said and a restore took from the city is in the history here, and an alarm."""
    return [
        Broken("P6", f"{laptop.name}: nobody hears that the city forgot the number of {person}")
        for person, phone in sorted(world.forgotten & truth.phones)
        if ("city-forgot", f"person {person}") not in truth.alarms
        and not any(_has_seen(act, person, "phone", phone) for act in world.ledger.acts)
    ]


def _within_scope(world: World, laptop: Laptop, truth: LaptopTruth, city: CityTruth) -> list[Broken]:
    """P10: nothing is held of a place the office has not given this device."""
    entry = world.city.registry().device(laptop.device_id)
    if entry is None or entry.is_revoked:
        return []
    allowed = city.records_within(entry).keys()
    # A record somebody is at work on stays until the work is handed in: P8 goes before P10.
    outside = [key for key in truth.records.keys() - allowed if key[1] not in truth.at_work]
    return [Broken("P10", f"{laptop.name} holds {key}") for key in sorted(outside)]


def _no_value_lost(world: World, city: CityTruth) -> list[Broken]:
    """P6: a value that was said is what stands, was overwritten by somebody who saw it, or is a conflict."""
    broken: list[Broken] = []
    applied = [act for act in world.ledger.acts if _is_applied(act, city)]
    for act in applied:
        for name, (_, value) in act.touched.items():
            key = ("person", act.record_id)
            if city.records[key].fields.get(name) == value:
                continue
            is_known = (act.record_id, name, value) in world.ledger.overwritten or any(
                _saw(other, act, name) for other in applied
            )
            if not is_known and not city.is_conflict(key, name, value):
                broken.append(Broken("P6", f"{name} of {act.record_id} said in visit {act.number} is lost"))
            if not city.was_ever(key, name, value):
                broken.append(Broken("P6", f"{name} of visit {act.number} is in no revision"))
    return broken


def _is_applied(act: Act, city: CityTruth) -> bool:
    return len(act.item_ids) > 1 and all(city.items.get(item) == "applied" for item in act.item_ids)


def _saw(other: Act, act: Act, name: str) -> bool:
    return other is not act and _has_seen(other, act.record_id, name, act.touched[name][1])


def _has_seen(act: Act, record_id: str, name: str, value: Value) -> bool:
    """Say whether an act put something in the place of this value."""
    return act.record_id == record_id and name in act.touched and act.touched[name][0] == value
