"""A draft of the real program: left in the middle with a signature on it, and taken up where it was left."""

from threading import Event

import pytest
from PySide6.QtGui import QImage

from desktop.form_entry.filled_files import FileContent
from desktop.form_entry.form_page import FormPage
from desktop.form_entry.questions.photo_encoding import encode_drawing
from desktop.form_entry.questions.signature import SignatureInput
from desktop.form_shelf import HOUSEHOLD_FORM
from store import list_drafts, read_draft_files
from tests.desktop.at_the_desk import AtTheDesk
from tests.desktop.form_screens import HOME
from tests.scenario.office import CAI

SIGN = f"{HOME}/consent_grp/consent_sign"
SIGNED = encode_drawing(QImage(900, 300, QImage.Format.Format_RGB888), max_pixels=900)


def page(desk: AtTheDesk) -> FormPage:
    found = desk.program.collecting.page
    assert found is not None
    return found


@pytest.fixture
def signed(working: AtTheDesk) -> AtTheDesk:
    """The consent is signed, the household begun, the form left."""
    working.program.collecting.begin(CAI, HOUSEHOLD_FORM)
    presenter = page(working).presenter
    presenter.answer(f"{HOME}/consent_grp/consent", "1")
    presenter.answer(f"{HOME}/consent_grp/consent_sensitive", "1")
    presenter.attach(SIGN, FileContent(SIGNED, ".png"))
    presenter.change_answer(f"{HOME}/hh/member_count")
    presenter.answer(f"{HOME}/hh/member_count", "2")
    working.program.collecting.leave()
    # The writer has one queue: what is answered after the save stands behind it.
    written: list[None] = []
    working.program.desk.run(lambda _store: None, done=written.append)
    working.pilot.wait_for("written", lambda: written == [None])
    return working


def test_a_draft_is_taken_up_at_the_question_with_its_signature(signed: AtTheDesk) -> None:
    signed.program.collecting.begin(CAI, HOUSEHOLD_FORM)
    again = page(signed)
    section = again.view.section

    assert section is not None
    assert f"{HOME}/hh/member_count" in section.references
    again.presenter.change_answer(SIGN)
    assert again.view.section is not None
    pad = again.view.section.panels[SIGN].input
    assert isinstance(pad, SignatureInput)
    assert not pad.pad.is_blank
    [draft] = list_drafts(signed.replica)
    assert list(read_draft_files(signed.replica, draft.id).values()) == [SIGNED]
    assert SIGNED not in draft.document


def test_a_signature_taken_away_is_gone_from_the_disk_with_the_next_answer(signed: AtTheDesk) -> None:
    signed.program.collecting.begin(CAI, HOUSEHOLD_FORM)
    [draft] = list_drafts(signed.replica)

    page(signed).presenter.attach(SIGN, None)

    signed.pilot.wait_for("gone", lambda: not read_draft_files(signed.replica, draft.id))


def test_who_comes_back_before_the_draft_is_written_finds_the_last_answer(signed: AtTheDesk) -> None:
    collecting = signed.program.collecting
    collecting.begin(CAI, HOUSEHOLD_FORM)
    may_go_on = Event()
    signed.program.desk.run(
        lambda _store: may_go_on.wait(), done=lambda _: None
    )  # an exchange keeps the writer
    page(signed).presenter.answer(f"{HOME}/hh/member_count", "3")
    collecting.leave()

    collecting.begin(CAI, HOUSEHOLD_FORM)
    at_once = collecting.page
    may_go_on.set()
    signed.pilot.wait_for("form", lambda: collecting.page is not None)

    assert at_once is None
    assert page(signed).presenter.session.question(f"{HOME}/hh/member_count").value == "3"
