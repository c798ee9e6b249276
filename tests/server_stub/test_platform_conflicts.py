"""Two officers, one field: both values reach both, a decision ends it, and a deletion blocks nobody."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from server_stub.platform.alarms import list_alarms
from sync.change import Change, ConflictNotice, FieldValue, VerdictState
from sync.merge.revision import revision_of, tick
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import CAI, OPERATOR, SAYS_EMPLOYED, Office

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

PHONE = "/employment_brief/who/phone"
MINE, THEIRS = "16405950001", "16405950002"
YEAR_MS = 365 * 86_400_000


def notices(device: FieldDevice) -> dict[str, ConflictNotice]:
    """Give the last word about every conflict a device was told of, by field."""
    return {item.field: item for item in device.received if isinstance(item, ConflictNotice)}


def decide(
    office: Office, device: FieldDevice, edits: Mapping[str, FieldValue], *, deletes: bool = False
) -> Change:
    """Make the edit of an officer who has seen all that came, without a form."""
    office.clock.advance(1)
    made_at = tick(None, wall_ms=office.clock.now_ms(), node=device.id)
    base = device.states("person")[CAI].revision
    revision = revision_of(made_at)
    change_id = office.entropy.uuid()
    return Change(change_id, "person", CAI, base, revision, edits, made_at, OPERATOR, is_deletion=deletes)


def two_phones(office: Office) -> tuple[FieldDevice, FieldDevice]:
    """Let two officers ask the same person for a number, each without the other's."""
    mine, theirs = office.enrol(), office.enrol()
    first = office.visit(mine, {**SAYS_EMPLOYED, PHONE: MINE})
    second = office.visit(theirs, {**SAYS_EMPLOYED, PHONE: THEIRS})
    mine.post(first.form, first.change)
    theirs.post(second.form, second.change)
    office.desk.run_once()
    mine.pull()
    theirs.pull()
    return mine, theirs


def test_both_devices_learn_of_both_values(office: Office) -> None:
    mine, theirs = two_phones(office)

    [told] = notices(mine).values()
    assert (told.field, told.kept, told.lost, told.ended_by) == ("phone", THEIRS, MINE, None)
    assert notices(theirs) == notices(mine)


def test_the_same_answer_from_two_officers_is_no_conflict(office: Office) -> None:
    two_phones(office)

    fields = office.rows("SELECT field FROM city_conflicts")
    assert fields == [("phone",)]


def test_a_device_that_joins_later_is_told_what_waits(office: Office) -> None:
    two_phones(office)

    joined = office.enrol()

    assert [one.lost for one in notices(joined).values()] == [MINE]


def test_a_decision_prevails_everywhere_and_ends_the_conflict(office: Office) -> None:
    mine, theirs = two_phones(office)

    mine.post(decide(office, mine, {"phone": MINE}))
    office.desk.run_once()
    mine.pull()
    theirs.pull()

    assert office.record("person", CAI).fields["phone"] == MINE
    assert theirs.states("person")[CAI].fields["phone"] == MINE
    assert [(one.chosen, one.ended_by) for one in notices(theirs).values()] == [(MINE, OPERATOR)]


def test_deciding_for_what_stands_ends_the_conflict_too(office: Office) -> None:
    mine, theirs = two_phones(office)

    mine.post(decide(office, mine, {"phone": THEIRS}))
    office.desk.run_once()
    theirs.pull()

    assert notices(theirs)["phone"].ended_by == OPERATOR
    assert office.record("person", CAI).fields["phone"] == THEIRS


def test_two_opposite_decisions_are_a_conflict_of_their_own(office: Office) -> None:
    mine, theirs = two_phones(office)
    one, other = decide(office, mine, {"phone": MINE}), decide(office, theirs, {"phone": THEIRS})

    mine.post(one)
    theirs.post(other)
    office.desk.run_once()

    open_ones = office.rows("SELECT city_value, device_value FROM city_conflicts WHERE ended_by IS NULL")
    assert open_ones == [(f'"{THEIRS}"', f'"{MINE}"')]


def test_without_a_form_only_a_value_that_stood_against_another_is_taken(office: Office) -> None:
    mine, _ = two_phones(office)
    forged = decide(office, mine, {"phone": "16405959999"})

    mine.post(forged)
    office.desk.run_once()
    mine.pull()

    assert mine.verdicts(forged.id)[-1] == (VerdictState.RETURNED, "change-without-submission")
    assert office.record("person", CAI).fields["phone"] == THEIRS


def test_a_deletion_asked_for_in_knowledge_of_all_leaves_a_tombstone(office: Office) -> None:
    mine = office.enrol()
    asked = decide(office, mine, {}, deletes=True)

    mine.post(asked)
    office.desk.run_once()
    mine.pull()

    assert mine.verdicts(asked.id)[-1] == (VerdictState.APPLIED, None)
    assert office.record("person", CAI).is_deleted
    assert mine.states("person")[CAI].is_deleted


def test_an_edit_beside_a_deletion_keeps_the_record_and_waits_for_an_officer(office: Office) -> None:
    mine, theirs = office.enrol(), office.enrol()
    visit = office.visit(theirs, {**SAYS_EMPLOYED, PHONE: THEIRS})

    mine.post(decide(office, mine, {}, deletes=True))
    office.desk.run_once()
    theirs.post(visit.form, visit.change)
    office.desk.run_once()
    theirs.pull()

    assert not office.record("person", CAI).is_deleted
    assert office.record("person", CAI).fields["phone"] == THEIRS
    assert [(one.kept, one.lost) for one in notices(theirs).values()] == [(False, True)]


def test_a_deletion_decided_by_an_officer_stays(office: Office) -> None:
    mine, theirs = office.enrol(), office.enrol()
    visit = office.visit(theirs, {**SAYS_EMPLOYED, PHONE: THEIRS})
    mine.post(decide(office, mine, {}, deletes=True))
    office.desk.run_once()
    theirs.post(visit.form, visit.change)
    office.desk.run_once()
    theirs.pull()

    theirs.post(decide(office, theirs, {}, deletes=True))
    office.desk.run_once()
    theirs.pull()

    assert office.record("person", CAI).is_deleted
    assert notices(theirs)["is_deleted"].ended_by == OPERATOR


def test_a_deleted_person_comes_back_by_decision(office: Office) -> None:
    mine = office.enrol()
    mine.post(decide(office, mine, {}, deletes=True))
    office.desk.run_once()
    mine.pull()

    mine.post(decide(office, mine, {}))
    office.desk.run_once()

    assert not office.record("person", CAI).is_deleted


@pytest.mark.expects_warning
def test_a_clock_a_year_ahead_is_noted_and_loses_to_the_next_day(office: Office) -> None:
    mine, theirs = office.enrol(), office.enrol()
    visit = office.visit(mine, {**SAYS_EMPLOYED, PHONE: MINE})
    office.clock.advance(YEAR_MS / 1000)
    ahead = office.visit(theirs, {**SAYS_EMPLOYED, PHONE: THEIRS})
    office.clock.advance(-YEAR_MS / 1000)
    theirs.post(ahead.form, ahead.change)
    office.desk.run_once()

    office.clock.advance(86_400)
    late = office.visit(mine, {**SAYS_EMPLOYED, PHONE: MINE}, base=visit.change.base_revision)
    mine.post(late.form, late.change)
    office.desk.run_once()

    assert office.record("person", CAI).fields["phone"] == MINE
    with office.city.read() as connection:
        assert [one.code for one in list_alarms(connection)] == ["clock-ahead"]


def test_a_copied_disk_has_not_seen_what_the_original_made_since(office: Office) -> None:
    original, copy = office.enrol(), office.enrol()
    first = office.visit(original, {**SAYS_EMPLOYED, PHONE: MINE})
    second = office.visit(copy, {**SAYS_EMPLOYED, PHONE: THEIRS})
    node = first.change.made_at.node
    made_at = replace(second.change.made_at, node=node)
    under_its_name = replace(second.change, made_at=made_at, revision=revision_of(made_at))

    original.post(first.form, first.change)
    office.desk.run_once()
    copy.post(second.form, under_its_name)
    office.desk.run_once()
    copy.pull()

    assert [(one.kept, one.lost) for one in notices(copy).values()] == [(THEIRS, MINE)]


def test_the_reason_of_a_decision_comes_along(office: Office) -> None:
    mine, _ = two_phones(office)

    mine.post(decide(office, mine, {"phone": MINE, "note": "核对手机号：电话问过"}))
    office.desk.run_once()

    assert office.record("person", CAI).fields["note"] == "核对手机号：电话问过"


def test_a_decision_takes_no_line_of_the_note_away(office: Office) -> None:
    mine, _ = two_phones(office)
    mine.post(decide(office, mine, {"phone": MINE, "note": "核对手机号：电话问过"}))
    office.desk.run_once()
    mine.pull()

    forged = decide(office, mine, {"phone": THEIRS, "note": "没问过"})
    mine.post(forged)
    office.desk.run_once()
    mine.pull()

    assert mine.verdicts(forged.id)[-1] == (VerdictState.RETURNED, "change-without-submission")
    assert office.record("person", CAI).fields["note"] == "核对手机号：电话问过"


def test_a_note_alone_is_no_decision(office: Office) -> None:
    mine, _ = two_phones(office)
    forged = decide(office, mine, {"note": "没人问过"})

    mine.post(forged)
    office.desk.run_once()
    mine.pull()

    assert mine.verdicts(forged.id)[-1] == (VerdictState.RETURNED, "change-without-submission")


def test_a_decision_taken_back_leaves_what_stood_before(office: Office) -> None:
    mine, theirs = two_phones(office)
    mine.post(decide(office, mine, {"phone": MINE}))
    mine.post(decide(office, mine, {"phone": THEIRS}))
    office.desk.run_once()
    theirs.pull()

    assert office.record("person", CAI).fields["phone"] == THEIRS
    assert theirs.states("person")[CAI].fields["phone"] == THEIRS
