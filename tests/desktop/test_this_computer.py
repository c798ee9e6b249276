"""The whole program: who may open this computer, when it locks by itself, how it copies itself."""

from pathlib import Path

import pytest

from desktop.copying import list_copies
from desktop.preferences import read_preferences
from desktop.settings.section_tabs import Section
from desktop.settings.settings_view import SettingsView
from desktop.who_may_come import list_operators
from store import list_drafts
from tests.desktop.at_the_desk import PASSPHRASE, AtTheDesk
from tests.desktop.test_program import open_form

COLLEAGUE = "码头旁边的灯塔今年重新刷白了"


def settings(desk: AtTheDesk, section: Section = Section.PEOPLE) -> SettingsView:
    desk.program.window.go_to("computer")
    view = desk.program.computer.view
    assert view is not None
    view.open_section(section)
    return view


def operators(desk: AtTheDesk) -> list[str]:
    return [one.operator for one in list_operators(desk.program.paths)]


def type_new(desk: AtTheDesk, secret: str) -> None:
    desk.pilot.write(desk.say("secret.first_passphrase"), secret)
    desk.pilot.write(desk.say("secret.again"), secret)


@pytest.fixture
def shared(working: AtTheDesk) -> AtTheDesk:
    """The officer has let a colleague in."""
    settings(working).operators.add_chosen.emit()
    working.pilot.write(working.say("computer.name"), "0922")
    type_new(working, COLLEAGUE)
    working.pilot.press(working.say("computer.add_go"))
    working.pilot.wait_for("added", lambda: operators(working) == ["1", "0922"])
    working.pilot.wait_for("told", lambda: working.pilot.sees("0922"))
    return working


def test_plate_with_the_name_opens_the_page(working: AtTheDesk) -> None:
    working.pilot.press(working.say("computer.operators_heading"))

    assert working.program.window.navigation.current == "computer"


def test_added_colleague_comes_in_at_the_next_lock(shared: AtTheDesk) -> None:
    shared.program.lock()
    shared.pilot.press("0922")
    shared.unlock(COLLEAGUE)
    shared.pilot.wait_for("in", lambda: not shared.program.window.is_locked)

    assert shared.program.desk.unlocked is not None
    assert shared.program.desk.unlocked.operator == "0922"


def test_name_that_is_taken_is_refused_in_the_sheet(shared: AtTheDesk) -> None:
    settings(shared).operators.add_chosen.emit()
    shared.pilot.write(shared.say("computer.name"), "0922")
    type_new(shared, "另外一句很长很长的口令")
    shared.pilot.press(shared.say("computer.add_go"))
    title = shared.words.error("operator-name-taken", {"operator": "0922"}).title

    shared.pilot.wait_for("refused", lambda: shared.pilot.sees(title))
    assert operators(shared) == ["1", "0922"]


def test_removed_colleague_stays_out_and_the_keys_have_changed(shared: AtTheDesk) -> None:
    former = shared.program.desk.unlocked
    assert former is not None
    settings(shared).operators.remove_chosen.emit("0922")
    shared.pilot.press(shared.say("computer.remove_act"))
    shared.pilot.wait_for("locked", lambda: shared.program.window.is_locked)
    shared.unlock(PASSPHRASE)
    shared.pilot.wait_for("in", lambda: not shared.program.window.is_locked)

    assert operators(shared) == ["1"]
    assert shared.program.desk.unlocked is not None
    assert shared.program.desk.unlocked.key != former.key


def test_changed_passphrase_opens_and_the_former_one_does_not(working: AtTheDesk) -> None:
    settings(working).operators.change_chosen.emit()
    type_new(working, COLLEAGUE)
    working.pilot.press(working.say("computer.change_go"))
    told = working.say("computer.changed")
    working.pilot.wait_for("changed", lambda: working.pilot.sees(told))
    working.program.lock()

    working.unlock(PASSPHRASE)
    refused = working.words.count("screens.unlock.wrong_passphrase", 4)
    working.pilot.wait_for("refused", lambda: working.pilot.sees(refused))
    working.unlock(COLLEAGUE)
    working.pilot.wait_for("in", lambda: not working.program.window.is_locked)


def test_without_a_keychain_no_pin_is_offered_and_the_words_say_why(working: AtTheDesk) -> None:
    settings(working).operators.add_chosen.emit()

    assert not working.pilot.sees(working.say("secret.pin"))
    assert working.pilot.sees(working.words.text("screens.secret.no_keychain", shortest=10))


def test_computer_left_alone_saves_the_form_and_locks(working: AtTheDesk) -> None:
    open_form(working)
    working.office.clock.advance(10 * 60)
    working.program.computer.idle.look()

    assert working.program.window.is_locked
    assert working.program.collecting.page is None
    working.pilot.wait_for("let go", lambda: working.program.desk.unlocked is None)


def test_form_is_there_again_after_an_idle_lock(working: AtTheDesk) -> None:
    open_form(working)
    page = working.program.collecting.page
    assert page is not None
    page.presenter.answer("/employment_brief/who/consent", "1")
    working.office.clock.advance(10 * 60)
    working.program.computer.idle.look()
    working.unlock()
    working.pilot.wait_for("in", lambda: not working.program.window.is_locked)

    assert len(list_drafts(working.replica)) == 1


def test_chosen_minutes_are_remembered(working: AtTheDesk) -> None:
    settings(working)
    working.pilot.press(working.words.text("screens.computer.idle_minutes", minutes=5))

    assert read_preferences(working.program.paths.preferences).idle_minutes == 5
    assert working.program.computer.idle.minutes == 5


def test_stick_that_is_chosen_gets_a_copy_and_another_hours_later(working: AtTheDesk, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    settings(working, Section.RECORDS).copies.place_chosen.emit(stick)
    working.pilot.wait_for("copied", lambda: len(list_copies(stick)) == 1)
    copies = working.program.computer.copies
    working.pilot.wait_for("settled", lambda: not copies.status.is_running)

    working.let_time_pass(seconds=5 * 3600)
    working.sync()

    working.pilot.wait_for("copied again", lambda: len(list_copies(stick)) == 2)
    working.pilot.wait_for("settled", lambda: not copies.status.is_running)


def test_stick_that_is_gone_is_one_line_on_the_page(working: AtTheDesk, tmp_path: Path) -> None:
    settings(working, Section.RECORDS).copies.place_chosen.emit(tmp_path / "not there")
    missing = working.say("computer.copy_missing")

    working.pilot.wait_for("said", lambda: working.pilot.sees(missing))
    assert not working.program.window.toast.isVisible()
