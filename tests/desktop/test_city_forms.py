"""The whole program: a form it has never heard of is begun from a record, until the city takes it back."""

import pytest
from PySide6.QtGui import QAction

from quancai.door import run
from quancai.exit_codes import ExitCode
from server_stub.publishing import withdraw
from store import DeliveryState, list_documents, list_drafts, list_items
from sync.change import DocumentKind
from tests.desktop.at_the_desk import AtTheDesk
from tests.desktop.test_starting_forms import open_record, session_of
from tests.scenario.form_scenario import ask, bind, form
from tests.scenario.office import CAI

FORM = "flood_help"
TITLE = "台风受灾就业摸底"
SOURCE = (
    form("<loss/>", bind("loss", required="true()"), body=(ask("loss", "受了什么灾"),))
    .replace("<h:title>测试".encode(), f"<h:title>{TITLE}".encode())
    .replace(b'<data id="test" version="1"', b'<data id="flood_help" version="1"')
)


def publish(desk: AtTheDesk, source: bytes = SOURCE) -> None:
    file = desk.office.folder.parent / "flood.xml"
    file.write_bytes(source)
    assert run(["server", "publish", "--data", str(desk.office.folder), str(file)]) is ExitCode.OK
    bring(desk)


def bring(desk: AtTheDesk) -> None:
    desk.office.desk.run_once()
    desk.sync()
    desk.pilot.wait_for("form", lambda: bool(list_documents(desk.replica, DocumentKind.FORM)))


def offer(desk: AtTheDesk) -> QAction:
    """Open the record and give the last entry of its menu."""
    return open_record(desk).actions()[-1]


@pytest.fixture
def published(working: AtTheDesk) -> AtTheDesk:
    publish(working)
    return working


def test_form_of_the_city_is_offered_by_the_city_s_title(published: AtTheDesk) -> None:
    last = offer(published)

    assert (last.text(), last.isEnabled()) == (TITLE, True)


def test_form_of_the_city_is_filled_and_accepted(published: AtTheDesk) -> None:
    offer(published).trigger()
    session = session_of(published)
    page = published.program.collecting.page
    assert page is not None
    assert session.definition.form_id == FORM

    page.presenter.answer("/data/loss", "鞋厂进水停工")
    page.presenter.go_to(9)
    page.presenter.go_on()
    published.pilot.wait_for("closed", lambda: published.program.collecting.page is None)
    published.sync()
    published.office.desk.run_once()
    published.sync()

    assert {item.state for item in list_items(published.replica)} == {DeliveryState.APPLIED}
    published.program.window.go_to("sync")
    published.pilot.wait_for("listed", lambda: published.pilot.sees(TITLE))


def test_withdrawn_form_says_so_and_is_not_begun(published: AtTheDesk) -> None:
    withdraw(published.office.folder, DocumentKind.FORM, FORM, "1")
    bring(published)
    gone = published.words.text("screens.records.withdrawn", form=TITLE)

    last = offer(published)
    assert (last.text(), last.isEnabled()) == (gone, False)


def test_form_withdrawn_while_its_record_is_open_is_refused_in_words(published: AtTheDesk) -> None:
    withdraw(published.office.folder, DocumentKind.FORM, FORM, "1")
    bring(published)

    published.program.collecting.begin(CAI, FORM)

    assert published.program.collecting.page is None
    assert published.pilot.sees(published.words.error("form-withdrawn").title)


def test_draft_of_a_withdrawn_form_is_named_on_today_and_can_be_finished(published: AtTheDesk) -> None:
    published.program.collecting.begin(CAI, FORM)
    page = published.program.collecting.page
    assert page is not None
    page.presenter.answer("/data/loss", "鞋厂进水")
    published.program.collecting.leave()
    published.pilot.wait_for("draft", lambda: bool(list_drafts(published.replica)))
    withdraw(published.office.folder, DocumentKind.FORM, FORM, "1")
    bring(published)

    published.program.window.go_to("today")
    published.pilot.wait_for("named", lambda: published.pilot.sees(TITLE))
    last = offer(published)
    assert last.isEnabled()
    last.trigger()
    assert session_of(published).values()["/data/loss"] == "鞋厂进水"
