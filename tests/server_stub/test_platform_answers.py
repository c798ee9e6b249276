"""What goes down is no more than a device needs, and never about what it may not hold."""

import pytest

from server_stub.platform.answering import combine, news_for, verdicts_of
from server_stub.platform.items import JudgedItem
from server_stub.platform.moving import move_person
from server_stub.platform.port import PlacedState
from sync.change import EnvelopeVerdict, RecordLeft, RecordPatch, RecordState, Verdict, VerdictState, Want
from sync.keys.identity import generate_identity
from sync.keys.registry_document import DeviceEntry
from tests.fakes.entropy import SeededEntropy
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.office import CAI, SAYS_UNEMPLOYED, Office
from tests.scenario.realm import ORG
from tests.sync.story import change

XIANGSHAN, PUZHAO = "350582001014", "350582001015"
IDENTITY = generate_identity(entropy=SeededEntropy("answers"), org=ORG)


def device(*scope: str) -> DeviceEntry:
    return DeviceEntry(IDENTITY.device_id, "window", IDENTITY.public, scope)


def person(revision: str, place: str = XIANGSHAN, **fields: str) -> RecordState:
    return RecordState("person", "p-1", revision, {"name": "林美", **fields}, place=place)


def judged(item_id: str, state: VerdictState, code: str | None = None) -> JudgedItem:
    return JudgedItem(change(item_id), state, code, 5)


def test_who_was_told_the_last_state_hears_only_what_differs() -> None:
    placed = PlacedState(person("r-2", phone="0595"), before=person("r-1"))

    [news] = news_for(device(XIANGSHAN), [placed])

    assert isinstance(news, RecordPatch)
    assert (news.base_revision, news.fields) == ("r-1", {"phone": "0595"})


def test_who_made_the_change_hears_only_what_the_city_did_with_it() -> None:
    made = person("own-1", phone="0595")
    placed = PlacedState(person("r-2", phone="0595"), before=person("r-1"), made=made)

    [news] = news_for(device(XIANGSHAN), [placed], is_sender=True)

    assert isinstance(news, RecordPatch)
    assert (news.base_revision, news.fields) == ("own-1", {})


def test_who_held_it_and_may_no_longer_hears_that_it_left() -> None:
    placed = PlacedState(person("r-2", PUZHAO), before=person("r-1"))

    assert news_for(device(XIANGSHAN), [placed]) == [RecordLeft("person", "p-1")]
    assert news_for(device(PUZHAO), [placed]) == [placed.state]
    assert news_for(device("350582002"), [placed]) == []


def test_two_changes_of_one_record_are_one_answer() -> None:
    first = PlacedState(person("r-2"), before=person("r-1"))
    second = PlacedState(person("r-3"), before=person("r-2"), made=person("own-2"))

    assert combine([first, second]) == (PlacedState(person("r-3"), person("r-1"), person("own-2")),)


def test_the_common_word_is_said_once_and_the_others_by_name() -> None:
    words = verdicts_of(
        "ab" * 32,
        [
            judged("a", VerdictState.CHECKED),
            judged("b", VerdictState.RETURNED, "record-unknown"),
            judged("c", VerdictState.CHECKED),
        ],
        now_ms=9,
    )

    assert words == [
        Verdict("b", VerdictState.RETURNED, "record-unknown", 5),
        EnvelopeVerdict("ab" * 32, VerdictState.CHECKED, 9),
    ]


@pytest.mark.parametrize("office", ENGINES, indirect=True)
def test_a_device_that_asks_gets_the_whole_record_and_another_places_device_nothing(office: Office) -> None:
    near, far = office.enrol(), office.enrol(scope=("350582002",))

    near.post(Want("person", CAI))
    far.post(Want("person", CAI))
    office.desk.run_once()

    [state] = near.pull()
    assert isinstance(state, RecordState)
    assert (state.record_id, state.place) == (CAI, office.record("person", CAI).village)
    assert far.pull() == [RecordLeft("person", CAI)]


@pytest.mark.parametrize("office", ENGINES, indirect=True)
def test_a_second_device_of_the_place_hears_of_a_visit_in_a_few_fields(office: Office) -> None:
    first, second = office.enrol(), office.enrol()
    visit = office.visit(first, SAYS_UNEMPLOYED)
    first.post(visit.form, visit.change)
    office.desk.run_once()

    second.pull()

    assert second.states("person")[CAI].fields == office.record("person", CAI).fields


@pytest.mark.parametrize("office", ENGINES, indirect=True)
def test_a_person_who_moves_goes_to_the_new_place_with_their_tasks(office: Office) -> None:
    first = office.enrol()
    visit = office.visit(first, SAYS_UNEMPLOYED)
    first.post(visit.form, visit.change)
    office.desk.run_once()
    [elsewhere] = office.rows("SELECT id, village FROM city_records WHERE kind = 'household' "
                              "AND village <> (SELECT village FROM city_records WHERE id = "
                              f"'{CAI}') ORDER BY id LIMIT 1")  # fmt: skip

    with office.city.write() as connection:
        moved = move_person(
            connection, CAI, household_id=str(elsewhere[0]), operator="office", now_ms=office.clock.now_ms()
        )

    assert {one.state.record_kind for one in moved} == {"person", "task"}
    assert {one.village for one in moved} == {elsewhere[1]}
    assert office.record("person", CAI).belongs_to == elsewhere[0]
    assert all(one.before is not None and one.before.place != elsewhere[1] for one in moved)
