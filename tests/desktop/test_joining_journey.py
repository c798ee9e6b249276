"""Two records joined and parted by pressing, on the whole program, with the city hearing of both."""

from employment.same_person import MERGED_INTO
from store import Store, read_record
from tests.desktop.at_the_desk import AtTheDesk
from tests.scenario.office import CAI, Office

TWIN = "p-350582001014-0902-1"


def is_gone(replica: Store, person_id: str) -> bool:
    record = read_record(replica, "person", person_id)
    return record is not None and record.is_deleted


def exchange(desk: AtTheDesk, office: Office) -> None:
    desk.sync()
    desk.wait_until_quiet()
    office.desk.run_once()
    desk.sync()
    desk.wait_until_quiet()


def test_records_are_joined_and_parted_again_at_both_ends(working: AtTheDesk, office: Office) -> None:
    records = working.program.records
    assert records is not None
    view, replica = records.view, working.replica
    working.program.window.go_to("records")
    records.presenter.open_record(CAI)
    working.pilot.wait_for("record", view.record.isVisible)
    view.record.twin_chosen.emit(TWIN)
    working.pilot.wait_for("pair", lambda: working.pilot.sees(working.say("record.pair_title")))

    working.pilot.press(working.say("record.pair_join"))
    working.pilot.wait_for("joined", lambda: is_gone(replica, TWIN))
    exchange(working, office)

    assert office.record("person", TWIN).fields[MERGED_INTO] == CAI
    assert office.record("person", TWIN).is_deleted
    working.pilot.wait_for("record", view.record.isVisible)
    working.pilot.press(working.say("record.part"))
    working.pilot.wait_for("parted", lambda: not is_gone(replica, TWIN))
    exchange(working, office)

    assert not office.record("person", TWIN).is_deleted
    assert office.record("person", TWIN).fields[MERGED_INTO] is None
