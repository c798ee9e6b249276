"""Two records of one person joined over the city: every device ends alike, and nobody is lost."""

import json
from collections.abc import Mapping

import pytest
from sqlalchemy import select, update

from employment.same_person import ABSORBED, MERGED_INTO
from server_stub.platform.city_tables import records, revisions
from sync.change import Change, FieldValue, VerdictState
from sync.merge.revision import revision_of, tick
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import CAI, OPERATOR, Office

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

TWIN = "p-350582001014-0902-1"
THIRD = "p-350582001014-0902-2"
TWIN_PHONE = "16405957919"
RETURNED = [(VerdictState.RETURNED, "merge-not-possible")]


def change(
    office: Office,
    device: FieldDevice,
    person: str,
    edits: Mapping[str, FieldValue],
    *,
    deletes: bool = False,
) -> Change:
    office.clock.advance(1)
    made_at = tick(None, wall_ms=office.clock.now_ms(), node=device.id)
    base, revision = device.states("person")[person].revision, revision_of(made_at)
    name = office.entropy.uuid()
    return Change(name, "person", person, base, revision, edits, made_at, OPERATOR, is_deletion=deletes)


def joining(
    office: Office, device: FieldDevice, survivor: str, duplicate: str, **taken: FieldValue
) -> list[Change]:
    return [
        change(office, device, survivor, {**taken, ABSORBED: duplicate}),
        change(office, device, duplicate, {MERGED_INTO: survivor}),
        change(office, device, duplicate, {}, deletes=True),
    ]


def hand_in(office: Office, device: FieldDevice, changes: list[Change]) -> list[list[object]]:
    """Post, let the city work, and give the last word about each."""
    device.post(*changes)
    office.desk.run_once()
    device.pull()
    return [list(device.verdicts(one.id)[-1:]) for one in changes]


def forget(office: Office, person: str, name: str) -> None:
    """Have the city's records look as if somebody had never been asked this."""
    with office.city.write() as connection:
        for table in (records, revisions):
            is_them = table.c.id == person
            (fields, *_) = connection.execute(select(table.c.fields).where(is_them)).scalars()
            kept = {key: value for key, value in json.loads(fields).items() if key != name}
            connection.execute(update(table).where(is_them).values(fields=json.dumps(kept)))


def test_every_device_learns_which_record_stands_and_what_it_took_over(office: Office) -> None:
    mine, theirs = office.enrol(), office.enrol()

    hand_in(office, mine, joining(office, mine, CAI, TWIN, phone=TWIN_PHONE))
    theirs.pull()

    stands, gone = theirs.states("person")[CAI], theirs.states("person")[TWIN]
    assert (stands.fields["phone"], stands.fields[ABSORBED], stands.is_deleted) == (TWIN_PHONE, TWIN, False)
    assert (gone.fields[MERGED_INTO], gone.fields["phone"], gone.is_deleted) == (CAI, TWIN_PHONE, True)


def test_parted_records_are_both_there_again_everywhere(office: Office) -> None:
    mine, theirs = office.enrol(), office.enrol()
    before = mine.states("person")[CAI].fields["phone"]
    hand_in(office, mine, joining(office, mine, CAI, TWIN, phone=TWIN_PHONE))

    parting = [
        change(office, mine, TWIN, {MERGED_INTO: None}),
        change(office, mine, CAI, {"phone": before, ABSORBED: None}),
    ]
    hand_in(office, mine, parting)
    theirs.pull()

    assert theirs.states("person")[CAI].fields["phone"] == before
    assert not theirs.states("person")[TWIN].is_deleted
    assert theirs.states("person")[TWIN].fields["phone"] == TWIN_PHONE


def test_two_officers_who_join_the_other_way_round_lose_nobody(office: Office) -> None:
    mine, theirs = office.enrol(), office.enrol()
    other_way = joining(office, theirs, TWIN, CAI)
    hand_in(office, mine, joining(office, mine, CAI, TWIN))

    theirs.post(*other_way)
    office.desk.run_once()
    theirs.pull()

    assert theirs.verdicts(other_way[2].id)[-1:] == RETURNED
    assert not office.record("person", CAI).is_deleted
    assert office.record("person", TWIN).fields[MERGED_INTO] == CAI


def test_an_answer_the_other_record_never_had_may_be_taken_over_as_none(office: Office) -> None:
    """A list brings people in with fewer fields than a form does."""
    forget(office, TWIN, "phone")
    mine = office.enrol()

    [first, *_] = hand_in(office, mine, joining(office, mine, CAI, TWIN, phone=None))

    assert first != RETURNED
    assert office.record("person", CAI).fields["phone"] is None
    assert office.record("person", CAI).fields[ABSORBED] == TWIN


def test_a_value_neither_record_ever_had_cannot_ride_along(office: Office) -> None:
    mine = office.enrol()
    before = office.record("person", CAI).fields["phone"]

    [first, *_] = hand_in(office, mine, joining(office, mine, CAI, TWIN, phone="16405950000"))

    assert first == RETURNED
    assert office.record("person", CAI).fields["phone"] == before


def test_a_household_of_the_other_does_not_ride_along(office: Office) -> None:
    mine = office.enrol()
    before = office.record("person", CAI).fields["household_id"]
    elsewhere = office.record("person", TWIN).fields["household_id"]

    [first, *_] = hand_in(office, mine, joining(office, mine, CAI, TWIN, household_id=elsewhere))

    assert first == RETURNED
    assert (office.record("person", CAI).fields["household_id"], before != elsewhere) == (before, True)


def test_a_record_others_lead_to_is_not_deleted_from_under_them(office: Office) -> None:
    mine = office.enrol()
    hand_in(office, mine, joining(office, mine, CAI, TWIN))

    [word] = hand_in(office, mine, [change(office, mine, CAI, {}, deletes=True)])

    assert word == RETURNED
    assert not office.record("person", CAI).is_deleted


def test_joined_records_may_be_joined_on(office: Office) -> None:
    mine = office.enrol()
    hand_in(office, mine, joining(office, mine, CAI, TWIN))

    hand_in(office, mine, joining(office, mine, THIRD, CAI))

    assert office.record("person", CAI).is_deleted
    assert office.record("person", CAI).fields[MERGED_INTO] == THIRD
    assert office.record("person", TWIN).fields[MERGED_INTO] == CAI


def test_somebody_nobody_holds_is_not_taken_in(office: Office) -> None:
    mine = office.enrol(scope=("350582001014",))

    [word] = hand_in(office, mine, [change(office, mine, CAI, {ABSORBED: "p-nobody"})])

    assert word == RETURNED
