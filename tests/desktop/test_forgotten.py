"""A forgotten passphrase at the locked door, all the way to an open one, in the window."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop.capture.barcode_decoder import decode_still
from desktop.components.labels import Label
from desktop.paths import AppPaths
from desktop.recovering import secure_recovery
from desktop.shell.recovery_view import AnswerView, AskView
from desktop.tokens import Tone
from desktop.unlocking import unlock
from server_stub.recovery import make_recovery_key, read_recovery_key, write_recovery_answer
from store import Draft, keep_enrolment, list_drafts, save_draft
from tests.desktop.at_the_desk import AtTheDesk, sitting
from tests.desktop.test_recovering import FORGOTTEN, NEW, QUICK, membership
from tests.fakes.entropy import SeededEntropy
from tests.scenario.office import Office

DRAFT = Draft("d1", "person_employment", "1", None, b"half a form", 1)


@pytest.fixture
def forgetful(tmp_path: Path, office: Office, dressed: QApplication) -> Iterator[AtTheDesk]:
    """A locked computer with a draft, whose city can recover it."""
    make_recovery_key(tmp_path / "city", tmp_path / "recovery.key", entropy=SeededEntropy("city"))
    inside = unlock(AppPaths(tmp_path / "device"), FORGOTTEN, entropy=SeededEntropy("device"), cost=QUICK)
    store = inside.open_writer()
    save_draft(store, DRAFT)
    keep_enrolment(store, membership(read_recovery_key(tmp_path / "city")))
    assert secure_recovery(store, inside)
    store.close()
    with sitting(tmp_path / "device", office, seed="forgetful") as desk:
        yield desk


def ask(desk: AtTheDesk) -> AnswerView:
    desk.pilot.press(desk.say("unlock.forgot_passphrase"))
    desk.pilot.write(desk.say("secret.first_passphrase"), NEW)
    desk.pilot.write(desk.say("secret.again"), NEW)
    desk.pilot.press(desk.say("recovery.ask"))
    return waiting(desk)


def waiting(desk: AtTheDesk) -> AnswerView:
    desk.pilot.wait_for("request", lambda: desk.pilot.sees(desk.say("recovery.wait_title")))
    (view,) = [each for each in desk.program.window.findChildren(AnswerView) if each.isVisible()]
    return view


def answer(view: AnswerView, folder: Path) -> Path:
    """Carry the request to the city and its answer back."""
    view.save_to(folder / "request.txt")
    write_recovery_answer(folder / "request.txt", folder / "answer.txt", key_path=folder / "recovery.key")
    return folder / "answer.txt"


def test_city_lets_a_forgetful_officer_in_and_nothing_is_lost(forgetful: AtTheDesk, tmp_path: Path) -> None:
    view = ask(forgetful)
    view.choose_answer(answer(view, tmp_path))
    forgetful.pilot.write(forgetful.say("recovery.secret"), NEW)
    forgetful.pilot.press(forgetful.say("recovery.open"))
    forgetful.pilot.wait_for("in", lambda: not forgetful.program.window.is_locked)

    assert list_drafts(forgetful.replica) == (DRAFT,)
    assert not forgetful.program.paths.pending_recovery.exists()
    assert forgetful.program.window.findChildren(AskView) == []


def test_new_passphrase_opens_from_then_on(forgetful: AtTheDesk, tmp_path: Path) -> None:
    view = ask(forgetful)
    view.choose_answer(answer(view, tmp_path))
    forgetful.pilot.write(forgetful.say("recovery.secret"), NEW)
    forgetful.pilot.press(forgetful.say("recovery.open"))
    forgetful.pilot.wait_for("in", lambda: not forgetful.program.window.is_locked)
    forgetful.program.lock()

    forgetful.unlock(NEW)

    forgetful.pilot.wait_for("in again", lambda: not forgetful.program.window.is_locked)


def test_request_waits_through_days_and_is_shown_again(forgetful: AtTheDesk, tmp_path: Path) -> None:
    first = ask(forgetful)
    first.save_to(tmp_path / "first.txt")
    forgetful.pilot.press(forgetful.say("recovery.back"))
    forgetful.pilot.press(forgetful.say("unlock.forgot_passphrase"))
    waiting(forgetful).save_to(tmp_path / "second.txt")

    assert (tmp_path / "first.txt").read_text("ascii") == (tmp_path / "second.txt").read_text("ascii")


def test_wrong_new_passphrase_is_said_and_the_door_stays_closed(forgetful: AtTheDesk, tmp_path: Path) -> None:
    view = ask(forgetful)
    view.choose_answer(answer(view, tmp_path))
    forgetful.pilot.write(forgetful.say("recovery.secret"), FORGOTTEN)
    forgetful.pilot.press(forgetful.say("recovery.open"))
    other = forgetful.say("recovery.wrong_secret")

    forgetful.pilot.wait_for("refused", lambda: forgetful.pilot.sees(other))
    assert forgetful.program.window.is_locked


def test_answer_without_the_secret_asks_for_it(forgetful: AtTheDesk, tmp_path: Path) -> None:
    view = ask(forgetful)
    view.choose_answer(answer(view, tmp_path))

    forgetful.pilot.press(forgetful.say("recovery.open"))

    assert view.secret.error == forgetful.say("recovery.secret_missing")


def test_request_that_was_saved_looks_like_no_mistake(forgetful: AtTheDesk, tmp_path: Path) -> None:
    view = ask(forgetful)
    forgetful.pilot.press(forgetful.say("recovery.open"))  # without an answer: that is said in red

    view.save_to(tmp_path / "request.txt")

    assert view.file.text() == forgetful.words.text("screens.recovery.saved", file="request.txt")
    assert {label.property("tone") for label in view.file.findChildren(Label)} == {str(Tone.OK)}


def test_file_that_is_no_answer_is_said(forgetful: AtTheDesk, tmp_path: Path) -> None:
    view = ask(forgetful)
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    view.choose_answer(tmp_path / "holiday.jpg")
    forgetful.pilot.write(forgetful.say("recovery.secret"), NEW)
    forgetful.pilot.press(forgetful.say("recovery.open"))
    title = forgetful.words.error("recovery-message-invalid").title

    forgetful.pilot.wait_for("refused", lambda: forgetful.pilot.sees(title))


def test_officer_who_remembers_goes_back_and_opens(forgetful: AtTheDesk) -> None:
    ask(forgetful)
    forgetful.pilot.press(forgetful.say("recovery.back"))
    forgetful.unlock(FORGOTTEN)

    forgetful.pilot.wait_for("in", lambda: not forgetful.program.window.is_locked)


def test_where_the_city_cannot_help_the_words_say_who_can(desk: AtTheDesk) -> None:
    desk.pilot.press(desk.say("unlock.forgot_passphrase"))

    assert desk.pilot.sees(desk.say("unlock.forgot_answer"))
    assert desk.program.window.findChild(AskView) is None


def test_the_code_on_the_screen_says_what_the_file_says(forgetful: AtTheDesk, tmp_path: Path) -> None:
    view = ask(forgetful)
    view.save_to(tmp_path / "request.txt")
    shown = view.code.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(bytes(shown.constBits()), dtype=np.uint8)
    picture = pixels.reshape(shown.height(), shown.bytesPerLine())[:, : shown.width()]

    assert [scan.text for scan in decode_still(picture)] == [(tmp_path / "request.txt").read_text()]
