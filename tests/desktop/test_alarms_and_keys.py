"""The whole program: alarms are shown until somebody looked, keys change, a computer begins anew."""

from functools import partial

from desktop.operations.device_keys import DeviceKeys, KeyName, read_keys
from desktop.settings.key_words import say_keys
from desktop.settings.section_tabs import Section
from desktop.settings.settings_view import SettingsView
from resources.words import Words
from store import list_drafts, read_enrolment, read_record
from store.trust import Alarm, list_alarms, raise_alarm
from sync.replica import read_member
from tests.desktop.at_the_desk import AtTheDesk, write_invitation
from tests.desktop.test_program import open_form
from tests.fakes.clock import STORY_STARTS_MS
from tests.scenario.office import CAI, OPERATOR

ALARM = Alarm("peer-history-differs", "7", 1_795_311_600_000)


def computer(desk: AtTheDesk) -> SettingsView:
    desk.program.window.go_to("computer")
    view = desk.program.computer.view
    assert view is not None
    view.open_section(Section.PEOPLE)
    return view


def alarm(desk: AtTheDesk, one: Alarm = ALARM) -> None:
    desk.program.desk.run(partial(raise_alarm, alarm=one), done=lambda _: desk.program.desk.refresh())
    badge = desk.program.window.rail
    desk.pilot.wait_for("counted", lambda: badge.count("computer") == 1)


def test_alarm_is_counted_in_the_rail_and_explained_on_the_page(working: AtTheDesk) -> None:
    alarm(working)

    computer(working)

    said = working.words.error(ALARM.code, {"subject": "7"})
    assert working.pilot.sees(said.title)
    assert working.pilot.sees("第 7 号报文")
    assert working.pilot.sees(said.next_step)


def test_alarm_that_was_seen_keeps_who_and_when_and_is_counted_no_more(working: AtTheDesk) -> None:
    alarm(working)
    computer(working)

    working.pilot.press(working.say("device.alarm_act"))

    working.pilot.wait_for("seen", lambda: working.program.window.rail.count("computer") == 0)
    now_ms = working.office.clock.now_ms()
    assert [(one.seen_by, one.seen_at_ms) for one in list_alarms(working.replica)] == [(OPERATOR, now_ms)]
    assert working.pilot.sees(f"{OPERATOR} 今天")


def test_computer_without_alarms_says_nothing_about_them(working: AtTheDesk) -> None:
    computer(working)

    assert not working.pilot.sees(working.say("device.alarms_heading"))


def test_keys_are_shown_in_groups_of_four(working: AtTheDesk) -> None:
    computer(working)
    digits = read_member(working.replica).identity.kid.hex()

    shown = " ".join(digits[place : place + 4] for place in range(0, 32, 4))
    assert working.pilot.sees(shown)
    assert working.pilot.sees(working.say("device.suite.1"))


def wished(desk: AtTheDesk) -> KeyName | None:
    keys = read_keys(desk.replica)
    return None if keys is None else keys.following


def test_wish_for_new_keys_waits_and_then_they_are_in_use(working: AtTheDesk) -> None:
    before = read_member(working.replica).identity.kid
    computer(working)

    working.pilot.press(working.say("device.keys_rotate"))
    told = working.say("device.keys_asked")
    working.pilot.wait_for("told", lambda: working.pilot.sees(told))
    waiting = read_keys(working.replica)
    working.wait_until_quiet()
    working.office.desk.run_once()
    working.sync()

    working.pilot.wait_for("changed", lambda: read_member(working.replica).identity.kid != before)
    now = read_keys(working.replica)
    assert waiting is not None
    assert now is not None
    assert (now.current, now.following) == (waiting.following, None)
    assert now.since_version is not None


def test_wish_that_waits_is_not_made_twice_and_says_so(working: AtTheDesk) -> None:
    computer(working)
    working.pilot.press(working.say("device.keys_rotate"))
    working.pilot.wait_for("wished", lambda: wished(working) is not None)
    first = wished(working)

    working.pilot.press(working.say("device.keys_rotate"))

    told = working.say("device.keys_asked_before")
    working.pilot.wait_for("told", lambda: working.pilot.sees(told))
    assert wished(working) == first


def test_keys_that_wait_are_named_with_their_number() -> None:
    name = KeyName(1, "0011223344556677", "8899aabbccddeeff")

    keys = DeviceKeys(name, None, None, following=name, wished_at_ms=STORY_STARTS_MS)
    page = say_keys(keys, now_ms=STORY_STARTS_MS, words=Words("zh_CN"))

    assert "0011 2233 4455 6677" in page.waiting
    assert page.since == Words("zh_CN").text("screens.device.keys_not_heard")


def test_computer_that_begins_anew_keeps_its_records_and_drafts_and_joins_again(
    working: AtTheDesk,
) -> None:
    open_form(working)
    collecting = working.program.collecting
    assert collecting.page is not None
    collecting.page.presenter.answer("/employment_brief/who/consent", "1")
    collecting.leave()
    working.pilot.wait_for("draft", lambda: len(list_drafts(working.replica)) == 1)
    before = read_member(working.replica).identity.device_id
    computer(working)

    working.pilot.press(working.say("device.anew"))
    working.pilot.press(working.say("device.anew_act"))
    working.pilot.wait_for("asked to join", lambda: working.program.joining is not None)

    assert read_enrolment(working.replica) is None
    invitation = working.program.paths.folder / "again.qjy"
    working.ask_to_join(write_invitation(working.office, invitation))
    working.wait_until_quiet()
    working.office.desk.run_once()
    working.sync()
    working.enter()
    working.pilot.wait_for("joined", lambda: working.program.joining is None)
    assert read_member(working.replica).identity.device_id != before
    assert read_record(working.replica, "person", CAI) is not None
    assert len(list_drafts(working.replica)) == 1
    assert not working.program.window.is_full_screen_task_open


def test_safe_answer_leaves_the_computer_who_it_was(working: AtTheDesk) -> None:
    before = read_enrolment(working.replica)
    computer(working)

    working.pilot.press(working.say("device.anew"))
    working.pilot.press(working.say("device.anew_safe"))

    assert read_enrolment(working.replica) == before
    assert working.program.joining is None
