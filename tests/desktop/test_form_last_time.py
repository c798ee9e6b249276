"""Beside each question stands what the record held, masked as everything neighbours may see."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desktop.any_form import one_page, show
from tests.scenario.form_scenario import ask, bind, choose

FORM = one_page(
    "<phone/><job/>",
    bind("phone", qz_validator="cn_mobile"),
    body=(ask("phone"), choose("job", "a", "b")),
)
HELD = {"/data/phone": "13805551234", "/data/job": "a"}


def test_what_is_not_answered_yet_shows_what_was_held_before(qtbot: QtBot, dressed: QApplication) -> None:
    form = show(qtbot, FORM, last_time=HELD)

    assert form.panel("/data/phone").before == "上次：138****1234"
    assert form.value("/data/phone") == ""


def test_an_answer_is_marked_as_the_same_or_as_changed(qtbot: QtBot, dressed: QApplication) -> None:
    form = show(qtbot, FORM, last_time=HELD)
    form.page.presenter.answer("/data/job", "b")
    changed = form.panel("/data/job").before
    form.page.presenter.answer("/data/job", "a")

    assert changed == "上次：A"
    assert form.panel("/data/job").before == "和上次一样"


def test_where_nothing_was_held_nothing_is_said(qtbot: QtBot, dressed: QApplication) -> None:
    form = show(qtbot, FORM)

    assert form.panel("/data/job").before == ""
