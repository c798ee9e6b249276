"""Pictures a form brings: drawn beside the words, which stay the name; what cannot be read is left out."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.components.option_card import OptionRadio
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_entry.questions.sheet import Sheet
from tests.desktop.any_form import OpenForm, show
from tests.desktop.appearance_screens import drawing, text
from tests.desktop.form_screens import own_form

Q = "/data/q"
WORDS = (
    text("q", "这家做什么", "image=plate.png", "big-image=plate.png", "audio=intro.mp3"),
    text("v0", "石材", "image=v0.png"),
    text("v1", "茶叶", "image=torn.png"),
)
BODY = (
    '<select1 ref="/data/q"><label ref="jr:itext(\'q\')"/>'
    "<item><label ref=\"jr:itext('v0')\"/><value>v0</value></item>"
    "<item><label ref=\"jr:itext('v1')\"/><value>v1</value></item></select1>"
)
FORM = own_form("<q/>", f'<itext><translation lang="zh">{"".join(WORDS)}</translation></itext>', body=(BODY,))


def shelf(name: str) -> bytes:
    return b"no picture" if name == "torn.png" else drawing(name)


@pytest.fixture
def form(qtbot: QtBot, dressed: QApplication) -> OpenForm:
    return show(qtbot, FORM, ports=InputPorts(read_picture=shelf))


def cards(form: OpenForm) -> list[OptionRadio]:
    return form.panel(Q).input.findChildren(OptionRadio)


def test_a_choice_is_drawn_with_its_picture_and_named_by_its_words(form: OpenForm) -> None:
    stone, tea = cards(form)

    assert stone.picture is not None
    assert (stone.picture.width(), stone.picture.height()) == (84, 84)
    assert stone.accessibleName() == "石材"
    assert stone.height() >= 84
    assert (tea.picture, tea.accessibleName()) == (None, "茶叶")


def test_a_question_shows_its_picture_and_names_what_cannot_be_played(form: OpenForm) -> None:
    media = form.panel(Q).media

    assert media is not None
    assert media.picture is not None
    assert media.picture.pixmap().height() == 160
    assert media.picture.accessibleName() == "这家做什么 配图"
    assert form.page.view.grab().isNull() is False


def test_a_large_picture_is_looked_at_in_a_sheet(form: OpenForm) -> None:
    media = form.panel(Q).media
    assert media is not None
    assert media.enlarge is not None

    media.enlarge.click()

    [sheet] = [one for one in form.page.view.findChildren(Sheet) if one.isVisible()]
    assert sheet.accessibleName() == "这家做什么"


def test_without_the_files_the_words_stand_alone(qtbot: QtBot, dressed: QApplication) -> None:
    form = show(qtbot, FORM)

    assert [card.picture for card in cards(form)] == [None, None]
    assert [card.text() for card in cards(form)] == ["石材", "茶叶"]
