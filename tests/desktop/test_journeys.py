"""Days of work as the officers have them, each from its first key to what the city holds at its end.

Every journey is on a real replica and a real line. The way from the invitation to the record that is
applied is `tests/journey/test_headless_demonstration.py`.
"""

import pytest
from PySide6.QtCore import Qt

from desktop.components.choice_card import ChoiceRadio
from desktop.gig.questions import ID_NUMBER, NAME, PHONE
from desktop.gig.workers import Worker
from desktop.operators import Custodian
from desktop.pages.rail_pages import GIG
from store import (
    DeliveryState,
    Store,
    StoredSubmission,
    keep_submission,
    list_items,
    list_submissions,
    open_conflicts,
    transaction,
)
from sync.custody.key_file import SecretKind
from sync.custody.secret_policy import NoKeychain
from tests.desktop.at_the_desk import PASSPHRASE, AtTheDesk
from tests.desktop.gig_story import WHOLE
from tests.desktop.over_loopback import Keyboard, exchange, on_the_line, pull_the_cable
from tests.desktop.test_gig_program import AGREED, SAID
from tests.desktop.test_program import fill_form, open_form
from tests.fakes.entropy import SeededEntropy
from tests.fakes.local_records import id_number
from tests.scenario.office import CAI, OPERATOR, SAYS_EMPLOYED, Office

pytestmark = pytest.mark.socket
COLLEAGUE, COLLEAGUES_PASSPHRASE = "陈建明", "码头旁边的灯塔今年重新刷白了"
NUMBERS = tuple(id_number(f"3505821985{month:02d}1200{month % 10}") for month in range(1, 11))
NAMES, SEX = "一二三四五六七八九十", "/gig_register/who/sex"
PHONE_AT_THE_DOOR = "/employment_brief/who/phone"


def go_to_work(desk: AtTheDesk, passphrase: str = PASSPHRASE) -> None:
    desk.unlock(passphrase)
    desk.pilot.wait_for("working", lambda: desk.program.day is not None and not desk.program.window.is_locked)
    desk.wait_until_quiet()


def finish_form(desk: AtTheDesk) -> None:
    """Answer what the short form needs and finish it; it is on the disk then."""
    finished = len(list_submissions(desk.replica))
    fill_form(desk)
    desk.pilot.press(desk.say("form.submit"))
    desk.pilot.wait_for("kept", lambda: len(list_submissions(desk.replica)) == finished + 1)


def states(desk: AtTheDesk) -> set[DeliveryState]:
    return {item.state for item in list_items(desk.replica)}


def registered_before(desk: AtTheDesk, number: str, at: int) -> StoredSubmission:
    """Give the form of somebody who was registered at this counter yesterday."""
    gig = desk.program.work.gig
    assert gig is not None
    session = gig.begin(Worker(f"g-{at:032}")).session
    who = {ID_NUMBER: number, NAME: f"陈阿{NAMES[at]}", PHONE: f"1390000{at:04}", SEX: "12"[at % 2]}
    said = {**AGREED, **WHOLE, **SAID, **who}
    for reference, text in said.items():
        session.answer(reference, text)
    form = session.finalise(instance_id=f"uuid:yesterday-{at}")
    yesterday_ms = desk.office.clock.now_ms() - 86_400_000
    return StoredSubmission(
        form.instance_id, form.form_id, form.version, f"g-{at:032}", form.xml, yesterday_ms, OPERATOR
    )


def keep_all(store: Store, forms: list[StoredSubmission]) -> None:
    with transaction(store):
        for form in forms:
            keep_submission(store, form)


def register(keys: Keyboard, number: str) -> None:
    """Scan somebody, agree three times, register: no mouse."""
    gig = keys.desk.program.work.gig
    assert gig is not None
    keys.fire(number)
    keys.desk.pilot.wait_for("at the counter", lambda: gig.presenter.registration is not None)
    keys.digits("111")
    keys.press(Qt.Key.Key_F9)
    keys.desk.pilot.wait_for("registered", lambda: gig.presenter.registration is None)


def register_all(keys: Keyboard) -> None:
    for number in NUMBERS:
        register(keys, number)


def test_ten_people_are_registered_at_the_counter_by_keyboard_only(desk: AtTheDesk, office: Office) -> None:
    with on_the_line(office, desk):
        go_to_work(desk)
        past = [registered_before(desk, number, at) for at, number in enumerate(NUMBERS)]
        desk.program.desk.run(lambda store: keep_all(store, past), done=lambda _: None)
        desk.pilot.wait_for("yesterday", lambda: len(list_submissions(desk.replica)) == len(NUMBERS))
        keys = Keyboard(desk)
        desk.program.window.activateWindow()
        keys.press(Qt.Key.Key_F8)
        desk.pilot.wait_for("counter", lambda: desk.program.window.navigation.current == GIG)

        register_all(keys)
        exchange(desk)

        today = [one for one in list_submissions(desk.replica) if "yesterday" not in one.id]
        assert len(today) == 10
        assert states(desk) == {DeliveryState.APPLIED}
        assert office.rows("SELECT count(*) FROM city_submissions WHERE form_id = 'gig_register'") == [(10,)]


def test_two_officers_wrote_different_phones_and_one_choice_settles_it_everywhere(
    desk: AtTheDesk, office: Office
) -> None:
    theirs = office.enrol()
    go_to_work(desk)
    pull_the_cable(desk)
    open_form(desk)
    page = desk.program.collecting.page
    assert page is not None
    page.presenter.answer(PHONE_AT_THE_DOOR, "13800000001")
    finish_form(desk)
    visit = office.visit(theirs, {**SAYS_EMPLOYED, PHONE_AT_THE_DOOR: "13900000002"})
    theirs.post(visit.form, visit.change)
    office.desk.run_once()

    with on_the_line(office, desk):
        exchange(desk)
        desk.pilot.wait_for("differing", lambda: bool(open_conflicts(desk.replica)))
        desk.pilot.press(desk.say("today.act_decide"))
        desk.pilot.wait_for("sides", lambda: bool(sides(desk)))
        desk.pilot.press(desk.say("differences.all_mine"))
        desk.pilot.write(desk.say("differences.reason"), "本人在门口说的")
        desk.pilot.press(desk.say("differences.confirm"))
        desk.pilot.wait_for("decided", lambda: not open_conflicts(desk.replica))
        exchange(desk)

    assert office.record("person", CAI).fields["phone"] == "13800000001"
    assert office.rows("SELECT count(*) FROM city_conflicts WHERE ended_by IS NULL") == [(0,)]
    theirs.pull()
    assert theirs.states("person")[CAI].fields["phone"] == "13800000001"


def sides(desk: AtTheDesk) -> list[ChoiceRadio]:
    view = desk.program.deciding.view
    return [] if view is None else [one for one in view.findChildren(ChoiceRadio) if one.isVisible()]


def test_a_colleague_takes_over_the_computer_and_each_signs_their_own_work(
    desk: AtTheDesk, office: Office
) -> None:
    go_to_work(desk)
    inside = desk.program.desk.unlocked
    assert inside is not None
    Custodian(inside, NoKeychain(), SeededEntropy("colleague")).add(
        COLLEAGUE, COLLEAGUES_PASSPHRASE, kind=SecretKind.PASSPHRASE
    )

    with on_the_line(office, desk):
        open_form(desk)
        finish_form(desk)
        desk.program.lock()
        desk.pilot.press(COLLEAGUE)
        go_to_work(desk, COLLEAGUES_PASSPHRASE)
        named = desk.pilot.sees(COLLEAGUE)
        open_form(desk)
        finish_form(desk)
        exchange(desk)

        assert named
        assert {one.operator for one in list_submissions(desk.replica)} == {OPERATOR, COLLEAGUE}
        assert states(desk) == {DeliveryState.APPLIED}
