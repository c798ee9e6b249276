"""The whole program: a draft of an older version is offered the newer one, and loses nothing either way."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.collecting import Collecting
from desktop.form_entry.move_view import MoveView
from forms import FormSession, LeftOver, LeftOverReason, load_form
from server_stub.publishing import withdraw
from store import Draft, Store, list_documents, list_drafts, save_draft
from sync.change import DocumentKind
from tests.desktop.at_the_desk import AtTheDesk
from tests.desktop.filling import DEVICE, StoryClock
from tests.desktop.test_city_forms import FORM, TITLE, publish
from tests.desktop.test_starting_forms import session_of
from tests.scenario.form_scenario import ask, bind, form
from tests.scenario.office import CAI


def version(number: str, nodes: str, *body: str, workers: str = "string") -> bytes:
    source = form(nodes, bind("loss", required="true()"), bind("workers", type=workers), body=body)
    titled = source.replace("<h:title>测试".encode(), f"<h:title>{TITLE}".encode())
    return titled.replace(b'id="test" version="1"', f'id="{FORM}" version="{number}"'.encode())


ASKED = (ask("loss", "受了什么灾"), ask("workers", "几个人停工"))
FIRST = version("1", "<loss/><workers/><pet/>", *ASKED, ask("pet", "养了什么"))
SECOND = version("2", "<loss/><workers/><help/>", *ASKED, ask("help", "要什么帮助"), workers="int")


@pytest.fixture
def begun(working: AtTheDesk) -> AtTheDesk:
    """A draft of the first version, and the second one has come since."""
    publish(working, FIRST)
    collecting = working.program.collecting
    collecting.begin(CAI, FORM)
    assert collecting.page is not None
    collecting.page.presenter.answer("/data/loss", "鞋厂进水")
    collecting.page.presenter.answer("/data/workers", "三十来个")
    collecting.page.presenter.answer("/data/pet", "两头猪")
    collecting.leave()
    working.pilot.wait_for("draft", lambda: bool(list_drafts(working.replica)))
    publish(working, SECOND)
    working.pilot.wait_for("second", lambda: len(list_documents(working.replica, DocumentKind.FORM)) == 2)
    return working


def kept(desk: AtTheDesk) -> Draft:
    [draft] = list_drafts(desk.replica)
    return draft


def offer(desk: AtTheDesk) -> MoveView:
    desk.program.collecting.begin(CAI, FORM)
    view = desk.program.collecting.offer
    assert view is not None
    return view


def collecting(desk: AtTheDesk) -> Collecting:
    return desk.program.collecting


def test_offer_says_what_comes_along_what_does_not_and_what_is_asked(begun: AtTheDesk) -> None:
    offer(begun)

    count, words = begun.words.count, begun.words
    assert begun.pilot.sees(count("screens.move.kept", 1))
    assert begun.pilot.sees(count("screens.move.left", 2))
    assert begun.pilot.sees("养了什么 · 两头猪")
    assert begun.pilot.sees("几个人停工 · 三十来个")
    assert begun.pilot.sees(words.text("screens.move.reason.other-type"))
    assert begun.pilot.sees("要什么帮助")
    assert collecting(begun).page is None


def test_draft_is_untouched_until_somebody_says_yes(begun: AtTheDesk) -> None:
    before = kept(begun)
    view = offer(begun)

    QTest.keyClick(view, Qt.Key.Key_Escape)

    assert kept(begun) == before
    assert not begun.program.window.is_full_screen_task_open


def test_moved_draft_goes_on_in_the_new_version_and_keeps_what_fits_nowhere(begun: AtTheDesk) -> None:
    offer(begun)
    begun.pilot.press(begun.say("move.act"))
    begun.pilot.wait_for("kept", lambda: kept(begun).form_version == "2")

    session = session_of(begun)
    assert (session.definition.version, session.values()) == ("2", {"/data/loss": "鞋厂进水"})
    assert set(session.left_over) == {
        LeftOver("/data/pet", "两头猪", LeftOverReason.GONE),
        LeftOver("/data/workers", "三十来个", LeftOverReason.OTHER_TYPE),
    }
    assert begun.pilot.sees(begun.say("move.card"))
    assert begun.pilot.sees("两头猪")


def test_what_fits_nowhere_is_named_again_when_the_draft_is_opened_later(begun: AtTheDesk) -> None:
    offer(begun)
    begun.pilot.press(begun.say("move.act"))
    begun.pilot.wait_for("kept", lambda: kept(begun).form_version == "2")
    collecting(begun).leave()

    collecting(begun).begin(CAI, FORM)
    begun.pilot.wait_for("form", lambda: collecting(begun).page is not None)

    assert collecting(begun).offer is None
    assert begun.pilot.sees("养了什么")
    assert begun.pilot.sees("两头猪")


def test_old_version_can_be_gone_on_with(begun: AtTheDesk) -> None:
    offer(begun)

    begun.pilot.press(begun.say("move.stay"))

    session = session_of(begun)
    assert session.definition.version == "1"
    assert session.values()["/data/pet"] == "两头猪"


def test_withdrawn_version_says_so(begun: AtTheDesk) -> None:
    withdraw(begun.office.folder, DocumentKind.FORM, FORM, "1")
    begun.office.desk.run_once()
    begun.sync()

    offer(begun)

    assert begun.pilot.sees(begun.words.text("screens.move.withdrawn", former="1", newest="2"))


def test_draft_of_a_version_that_is_nowhere_is_moved_and_not_refused(begun: AtTheDesk) -> None:
    definition = load_form(FIRST.replace(b'version="1"', b'version="0"'))
    session = FormSession.start(definition, clock=StoryClock(), device=DEVICE)
    session.answer("/data/loss", "大棚塌了")
    old = Draft(kept(begun).id, FORM, "0", CAI, session.save(), begun.office.clock.now_ms())

    def put(store: Store) -> None:
        save_draft(store, old)

    begun.program.desk.run(put, done=lambda _: None)
    begun.pilot.wait_for("old draft", lambda: kept(begun).form_version == "0")
    offer(begun)

    assert begun.pilot.sees(begun.words.text("screens.move.gone_version", former="0", newest="2"))
    assert not begun.pilot.sees(begun.say("move.stay"))
    begun.pilot.press(begun.say("move.act"))
    assert session_of(begun).values() == {"/data/loss": "大棚塌了"}


def test_locking_takes_the_offer_away_and_keeps_the_draft(begun: AtTheDesk) -> None:
    before = kept(begun)
    offer(begun)

    begun.program.lock()

    assert collecting(begun).offer is None
    assert before.form_version == "1"
