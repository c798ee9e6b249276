"""The first run in the real window: an invitation from each way in, compared, named, joined, filled."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.capture.frame_source import Pixels
from desktop.capture.picture_source import read_picture
from desktop.codecard.photographed import hold_before_camera
from desktop.paths import AppPaths
from desktop.who_may_come import is_new
from server_stub.enrolment_sheet import write_code_picture
from store import read_record
from sync.errors import EnrolmentPendingError
from tests.desktop.at_the_desk import AtTheDesk, sitting, write_invitation
from tests.fakes.frame_source import FakeFrameSource
from tests.scenario.office import CAI, OPERATOR, Office

pytestmark = pytest.mark.usefixtures("dressed")


def shows_the_fingerprint(desk: AtTheDesk, office: Office) -> bool:
    digest = office.desk.keys.roots.digest.hex()
    return desk.pilot.sees(digest[:4]) and desk.pilot.sees(digest[-4:])


def sees_while_held(desk: AtTheDesk, camera: FakeFrameSource, held: Pixels, key: str) -> bool:
    """Hold the sheet before the camera, frame after frame, until the screen says so."""
    camera.give(held)
    return desk.pilot.sees(desk.say(key))


def test_picture_of_the_office_is_read_by_the_camera(tmp_path: Path, office: Office) -> None:
    text = write_invitation(office, tmp_path / "enroll.qjy").read_text(encoding="ascii")
    write_code_picture(text, tmp_path / "join.png")
    camera = FakeFrameSource()
    with sitting(tmp_path / "new", office, seed="new", camera=camera) as desk:
        desk.pilot.press(desk.say("enrolment.begin"))
        held = hold_before_camera(read_picture(tmp_path / "join.png"), np.random.default_rng(7))
        desk.pilot.wait_for("read", lambda: sees_while_held(desk, camera, held, "enrolment.compare_title"))

        assert shows_the_fingerprint(desk, office)
        assert desk.pilot.sees("泉就业 · 泉州市")
        assert not camera.is_open
        assert desk.wire.requests == []


def test_scanner_gun_types_the_invitation_without_a_click(tmp_path: Path, office: Office) -> None:
    text = write_invitation(office, tmp_path / "enroll.qjy").read_text(encoding="ascii")
    with sitting(tmp_path / "new", office, seed="new") as desk:
        desk.pilot.press(desk.say("enrolment.begin"))
        focused = desk.program.window.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, text)
        QTest.keyClick(focused, Qt.Key.Key_Return)

        assert shows_the_fingerprint(desk, office)


def test_picture_chosen_as_a_file_is_an_invitation_too(tmp_path: Path, office: Office) -> None:
    text = write_invitation(office, tmp_path / "enroll.qjy").read_text(encoding="ascii")
    write_code_picture(text, tmp_path / "邀请码.png")
    with sitting(tmp_path / "new", office, seed="new") as desk:
        desk.show_invitation(tmp_path / "邀请码.png")

        assert shows_the_fingerprint(desk, office)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("enroll.qjy", bytes(range(256)), "invitation-unreadable"),
        ("enroll.qjy", b"YS1:AAAA", "invitation-invalid"),
        ("join.pdf", b"%PDF-1.7", "invitation-is-a-sheet"),
        ("join.png", b"no picture", "picture-unreadable"),
    ],
)
def test_file_that_is_no_invitation_is_refused_in_words_and_the_next_one_is_taken(
    tmp_path: Path, office: Office, name: str, content: bytes, code: str
) -> None:
    wrong = tmp_path / name
    wrong.write_bytes(content)
    right = write_invitation(office, tmp_path / "right.qjy")
    with sitting(tmp_path / "new", office, seed="new") as desk:
        desk.show_invitation(wrong)
        is_told = desk.pilot.sees(desk.words.error(code, {"file": name}).title)
        desk.show_invitation(right)

        assert is_told
        assert shows_the_fingerprint(desk, office)
        assert desk.wire.requests == []


def test_invitation_that_has_ended_is_refused_in_words(tmp_path: Path, office: Office) -> None:
    invitation = write_invitation(office, tmp_path / "enroll.qjy")
    with sitting(tmp_path / "new", office, seed="new") as desk:
        office.clock.advance(seconds=8 * 86_400)
        desk.show_invitation(invitation)

        assert desk.pilot.sees(desk.words.error("invitation-expired").title)


def test_fingerprint_that_differs_sends_nothing_and_makes_nothing(tmp_path: Path, office: Office) -> None:
    with sitting(tmp_path / "new", office, seed="new") as desk:
        desk.show_invitation(write_invitation(office, tmp_path / "enroll.qjy"))
        desk.pilot.press(desk.say("enrolment.differs"))

        assert desk.pilot.sees(desk.say("enrolment.differs_warning"))
        assert desk.wire.requests == []
        assert is_new(AppPaths(tmp_path / "new"))


def test_two_different_passphrases_make_nothing(tmp_path: Path, office: Office) -> None:
    with sitting(tmp_path / "new", office, seed="new") as desk:
        desk.show_invitation(write_invitation(office, tmp_path / "enroll.qjy"))
        desk.compare()
        desk.pilot.write(desk.say("joining.operator"), OPERATOR)
        desk.pilot.write(desk.say("secret.first_passphrase"), "三把椅子一张桌子一棵树")
        desk.pilot.write(desk.say("secret.again"), "三把椅子一张桌子两棵树")
        desk.pilot.press(desk.say("enrolment.join"))

        assert desk.pilot.sees(desk.say("joining.differs"))
        assert is_new(AppPaths(tmp_path / "new"))


def test_joining_waits_for_the_office_and_is_usable_as_soon_as_it_is_admitted(
    tmp_path: Path, office: Office
) -> None:
    with sitting(tmp_path / "new", office, seed="new") as desk:
        outcomes: list[str | None] = []
        desk.program.desk.sync_ended.connect(lambda outcome: outcomes.append(outcome.code))
        desk.ask_to_join(write_invitation(office, tmp_path / "enroll.qjy"))
        desk.pilot.wait_for("waiting", lambda: desk.pilot.sees(desk.say("enrolment.fill_waiting")))
        office.desk.run_once()
        desk.sync()
        desk.enter()
        desk.pilot.wait_for("first records", lambda: read_record(desk.replica, "person", CAI) is not None)

        assert outcomes[0] == EnrolmentPendingError.code
        assert desk.pilot.sees(desk.say("today.tasks_title"))


def test_without_a_network_it_is_said_and_joining_goes_on_when_there_is_one(
    tmp_path: Path, office: Office
) -> None:
    with sitting(tmp_path / "new", office, seed="new") as desk:
        desk.wire.is_connected = False
        desk.ask_to_join(write_invitation(office, tmp_path / "enroll.qjy"))
        desk.pilot.wait_for("told", lambda: desk.pilot.sees(desk.words.error("server-unreachable").title))
        desk.wire.is_connected = True
        desk.pilot.press(desk.say("enrolment.act_retry"))
        desk.pilot.wait_for("waiting", lambda: desk.pilot.sees(desk.say("enrolment.fill_waiting")))

        assert not is_new(AppPaths(tmp_path / "new"))


def test_closed_while_waiting_it_opens_ready(tmp_path: Path, office: Office) -> None:
    with sitting(tmp_path / "new", office, seed="new") as desk:
        desk.ask_to_join(write_invitation(office, tmp_path / "enroll.qjy"))
        desk.pilot.wait_for("waiting", lambda: desk.pilot.sees(desk.say("enrolment.fill_waiting")))
        desk.wait_until_quiet()
    office.desk.run_once()
    with sitting(tmp_path / "new", office, seed="again") as desk:
        desk.unlock()
        desk.pilot.wait_for("working", lambda: desk.program.day is not None)
        desk.pilot.wait_for("first records", lambda: read_record(desk.replica, "person", CAI) is not None)

        assert desk.program.joining is None


def test_closed_after_the_secret_was_set_only_the_name_is_asked_again(tmp_path: Path, office: Office) -> None:
    with sitting(tmp_path / "new", office, seed="new") as desk:
        desk.program.door.try_secret("三把椅子一张桌子一棵树")
        desk.pilot.wait_for("open", lambda: desk.program.desk.unlocked is not None)
    with sitting(tmp_path / "new", office, seed="again") as desk:
        desk.unlock("三把椅子一张桌子一棵树")
        desk.pilot.wait_for("joining", lambda: desk.program.joining is not None)
        desk.ask_to_join(write_invitation(office, tmp_path / "enroll.qjy"))

        assert desk.joins


def test_a_file_dropped_on_the_page_is_taken(tmp_path: Path, office: Office) -> None:
    invitation = write_invitation(office, tmp_path / "enroll.qjy")
    with sitting(tmp_path / "new", office, seed="new") as desk:
        desk.pilot.press(desk.say("enrolment.begin"))
        assert desk.program.joining is not None
        carried = QMimeData()
        carried.setUrls([QUrl.fromLocalFile(str(invitation))])
        copy, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        drop = QDropEvent(QPointF(9, 9), copy, carried, button, Qt.KeyboardModifier.NoModifier)
        desk.program.joining.view.connect_panel.dropEvent(drop)

        assert drop.isAccepted()
        assert shows_the_fingerprint(desk, office)


def test_enter_begins_and_never_passes_the_fingerprint(tmp_path: Path, office: Office) -> None:
    with sitting(tmp_path / "new", office, seed="new") as desk:
        assert desk.program.joining is not None
        view = desk.program.joining.view
        QTest.keyClick(view, Qt.Key.Key_Return)
        has_begun = desk.pilot.sees(desk.say("enrolment.connect_title"))
        desk.program.joining.read_file(write_invitation(office, tmp_path / "enroll.qjy"))
        QTest.keyClick(view, Qt.Key.Key_Return)

        assert has_begun
        assert desk.pilot.sees(desk.say("enrolment.compare_title"))


def test_english_is_spoken_from_the_first_page_on(tmp_path: Path, office: Office) -> None:
    chosen: list[str] = []
    with sitting(tmp_path / "new", office, seed="new") as desk:
        desk.program.language_chosen.connect(chosen.append)
        desk.pilot.press("English")
        QApplication.processEvents()

        assert chosen == ["en"]


def test_closed_before_the_request_was_sent_it_is_sent_at_the_next_start(
    tmp_path: Path, office: Office
) -> None:
    with sitting(tmp_path / "new", office, seed="new") as desk:
        desk.wire.is_connected = False
        desk.ask_to_join(write_invitation(office, tmp_path / "enroll.qjy"))
        desk.pilot.wait_for("told", lambda: desk.pilot.sees(desk.words.error("server-unreachable").title))
        desk.wait_until_quiet()
    with sitting(tmp_path / "new", office, seed="again") as desk:
        desk.unlock()
        desk.pilot.wait_for("waiting", lambda: desk.pilot.sees(desk.say("enrolment.fill_waiting")))
        office.desk.run_once()
        desk.sync()
        desk.enter()
        desk.pilot.wait_for("first records", lambda: read_record(desk.replica, "person", CAI) is not None)

        assert desk.pilot.sees(desk.say("today.tasks_title"))


@pytest.mark.expects_warning
def test_an_invitation_somebody_else_used_is_told_in_words_and_another_one_is_asked_for(
    tmp_path: Path, office: Office
) -> None:
    invitation = write_invitation(office, tmp_path / "enroll.qjy")
    with sitting(tmp_path / "first", office, seed="first") as desk:
        desk.ask_to_join(invitation)
        desk.pilot.wait_for("waiting", lambda: desk.pilot.sees(desk.say("enrolment.fill_waiting")))
        office.desk.run_once()
    with sitting(tmp_path / "second", office, seed="second") as desk:
        desk.ask_to_join(invitation)
        desk.pilot.wait_for("waiting", lambda: desk.pilot.sees(desk.say("enrolment.fill_waiting")))
        desk.wait_until_quiet()
        office.desk.run_once()
        desk.pilot.wait_for("told", lambda: desk.pilot.sees(desk.words.error("invitation-used").title))
        told = desk.program.joining.view.fill.trouble.text()  # type: ignore[union-attr]
        desk.pilot.press(desk.say("enrolment.act_other-invitation"))

        assert "invitation-used" in told
        assert desk.pilot.sees(desk.say("enrolment.connect_title"))
