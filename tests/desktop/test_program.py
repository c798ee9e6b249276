"""The program as an officer meets it: the first day, the locked door, a form, an error of ours."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.shell.rail import RailItem
from desktop.unlocking import unlock
from store import DeliveryState, Store, StoreError, list_drafts, list_items, read_record
from tests.desktop.at_the_desk import PASSPHRASE, AtTheDesk
from tests.fakes.entropy import SeededEntropy
from tests.scenario.office import CAI


def open_form(desk: AtTheDesk) -> None:
    desk.program.collecting.begin(CAI)
    desk.pilot.wait_for("form", lambda: desk.program.collecting.page is not None)


def opens(opener: Callable[[], Store]) -> bool:
    try:
        opener().close()
    except StoreError:
        return False
    return True


def fill_form(desk: AtTheDesk) -> None:
    page = desk.program.collecting.page
    assert page is not None
    page.presenter.answer("/employment_brief/who/consent", "1")
    page.presenter.answer("/employment_brief/work/emp_status", "1")
    page.presenter.answer("/employment_brief/work/unemp_reason", "04")
    page.presenter.answer("/employment_brief/work/unemp_registered", "1")
    page.presenter.go_to(2)


def test_a_wrong_passphrase_keeps_the_door_shut(desk: AtTheDesk) -> None:
    desk.unlock("象山路的榕树下有四把椅子")
    desk.pilot.wait_for("refusal", lambda: desk.pilot.sees("口令不对"))

    assert desk.program.window.is_locked
    assert desk.program.desk.reader is None


def test_typing_at_the_closed_door_goes_into_the_passphrase(desk: AtTheDesk) -> None:
    view = desk.program.window.focusWidget()

    assert view is not None
    assert view.accessibleName() == desk.say("unlock.passphrase_label")


def test_a_lock_puts_the_form_aside_and_the_passphrase_brings_its_draft_back(working: AtTheDesk) -> None:
    open_form(working)
    page = working.program.collecting.page
    assert page is not None
    page.presenter.answer("/employment_brief/who/consent", "1")
    working.program.lock()
    working.pilot.wait_for("closed", lambda: working.program.desk.unlocked is None)
    is_hidden = not working.pilot.sees("蔡*明")
    working.unlock()
    working.pilot.wait_for("open door", lambda: not working.program.window.is_locked)
    open_form(working)
    resumed = working.program.collecting.page

    assert is_hidden
    assert resumed is not None
    assert len(list_drafts(working.replica)) == 1
    assert resumed.view.section is not None
    consent = resumed.view.section.panels["/employment_brief/who/consent"]
    assert [card.isChecked() for card in consent.findChildren(QAbstractButton)] == [True, False, False]


def test_a_lock_lets_go_of_the_records_and_their_keys(working: AtTheDesk) -> None:
    paths, replica = working.program.paths, working.replica
    working.program.lock()
    working.pilot.wait_for("closed", lambda: working.program.desk.unlocked is None)
    elsewhere = unlock(paths, PASSPHRASE, entropy=SeededEntropy("elsewhere")).open_writer
    working.pilot.wait_for("let go", lambda: opens(elsewhere))

    working.program.desk.sync()

    assert not working.program.desk.is_syncing
    with pytest.raises(StoreError):
        replica.rows("SELECT 1")


def test_wrong_passphrase_after_a_lock_opens_nothing_and_the_right_one_goes_on(working: AtTheDesk) -> None:
    working.program.lock()
    working.unlock("象山路的榕树下有四把椅子")
    refused = working.words.count("screens.unlock.wrong_passphrase", 4)
    working.pilot.wait_for("refused", lambda: working.pilot.sees(refused))
    is_still_closed = working.program.desk.unlocked is None
    working.unlock()
    working.pilot.wait_for("open door", lambda: not working.program.window.is_locked)
    working.wait_until_quiet()

    assert is_still_closed
    assert read_record(working.replica, "person", CAI) is not None


def test_text_that_is_no_date_is_still_there_when_the_draft_is_opened_again(working: AtTheDesk) -> None:
    since = "/employment_brief/work/status_since"
    open_form(working)
    page = working.program.collecting.page
    assert page is not None
    page.presenter.answer(since, "2026-13-40")
    working.program.collecting.leave()
    working.pilot.wait_for("draft", lambda: len(list_drafts(working.replica)) == 1)
    open_form(working)
    resumed = working.program.collecting.page
    assert resumed is not None
    resumed.presenter.change_answer(since)

    assert resumed.view.section is not None
    panel = resumed.view.section.panels[since]
    assert [field.text() for field in panel.findChildren(QLineEdit)] == ["2026-13-40"]
    assert working.pilot.sees("日期写成年-月-日，例如 2026-08-01")


def test_the_closed_door_says_what_waits_and_names_nobody(working: AtTheDesk) -> None:
    working.wire.is_connected = False
    open_form(working)
    fill_form(working)
    working.pilot.press(working.say("form.submit"))
    working.pilot.wait_for("kept", lambda: working.program.desk.status.unsent == 1)
    working.program.lock()

    assert working.pilot.sees(working.words.text("screens.unlock.unsent", count=1))
    assert not working.pilot.sees("蔡")


def test_submitting_is_one_commit_and_starts_an_exchange(working: AtTheDesk, qtbot: QtBot) -> None:
    open_form(working)
    fill_form(working)
    with qtbot.waitSignal(working.program.desk.sync_ended):
        working.pilot.press(working.say("form.submit"))
    working.wait_until_quiet()
    person = read_record(working.replica, "person", CAI)

    assert person is not None
    assert person.fields["emp_status"] == "1"
    assert {item.state for item in list_items(working.replica)} == {DeliveryState.DELIVERED}
    assert list_drafts(working.replica) == ()
    assert working.program.collecting.page is None


def test_without_a_network_the_form_is_kept_and_the_form_page_says_so(working: AtTheDesk) -> None:
    working.wire.is_connected = False
    open_form(working)
    working.sync()
    working.pilot.wait_for("offline", lambda: working.pilot.sees(working.say("form.offline")))
    fill_form(working)
    working.pilot.press(working.say("form.submit"))
    working.pilot.wait_for("kept", lambda: working.program.desk.status.unsent == 1)
    working.wait_until_quiet()

    assert {item.state for item in list_items(working.replica)} == {DeliveryState.SEALED}
    assert working.pilot.sees(working.say("program.submitted"))


def test_a_form_begins_at_its_first_question(working: AtTheDesk) -> None:
    open_form(working)
    page = working.program.collecting.page
    assert page is not None
    assert page.view.section is not None
    focused = working.program.window.focusWidget()

    assert page.view.section.panels["/employment_brief/who/consent"].isAncestorOf(focused)


def test_ctrl_l_under_a_form_leaves_the_scanning_page_alone(working: AtTheDesk) -> None:
    assert working.program.scanning is not None
    working.program.scanning.view.entry.setText("0921")
    open_form(working)
    working.program.window.manual_entry_requested.emit()

    assert working.program.scanning.view.entry.text() == "0921"
    assert working.program.collecting.page is not None


def test_enter_after_a_typed_number_only_searches(working: AtTheDesk) -> None:
    working.program.window.manual_entry_requested.emit()
    assert working.program.scanning is not None
    entry = working.program.scanning.view.entry
    entry.setText("0921")
    QTest.keyClick(entry, Qt.Key.Key_Return)

    assert working.pilot.sees("象山路 12 号")
    assert working.program.collecting.page is None


def test_a_person_who_is_not_here_is_told_in_words(working: AtTheDesk) -> None:
    working.program.collecting.begin("p-350582001014-9999-1")

    assert working.pilot.sees(working.words.error("record-missing").title)
    assert working.program.collecting.page is None


@pytest.mark.expects_warning
def test_an_error_of_ours_becomes_an_apology(working: AtTheDesk) -> None:
    working.program.desk.broken.emit(ValueError("蔡志明 350582198005069016"))

    assert working.pilot.sees(working.words.error("unexpected").title)
    assert not working.pilot.sees("蔡志明")


def test_the_sync_page_names_the_city_and_not_the_code(working: AtTheDesk) -> None:
    working.program.window.go_to("sync")

    assert working.pilot.sees("泉就业 · 泉州市")
    assert not working.pilot.sees("city/350500")


def test_choosing_the_records_again_goes_from_one_record_back_to_the_list(working: AtTheDesk) -> None:
    assert working.program.records is not None
    view = working.program.records.view
    [place] = [each for each in working.program.window.rail.findChildren(RailItem) if "档案" in each.text()]
    place.click()
    view.record_chosen.emit(CAI)
    working.pilot.wait_for("record", view.record.isVisible)
    place.click()

    assert not view.record.isVisible()
    assert view.pane.isVisible()
