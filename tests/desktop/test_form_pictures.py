"""Pictures a form brings: drawn beside the words, which stay the name; what cannot be read is left out."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from desktop.components.option_card import OptionRadio
from desktop.form_entry.questions.choice_pictures import ChoicePictures
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_entry.questions.select_search import SelectOneSearch
from desktop.form_entry.questions.sheet import Sheet
from forms import Choice, LabelMedia
from tests.desktop.any_form import OpenForm, show
from tests.desktop.appearance_screens import drawing, text
from tests.desktop.form_screens import own_form
from tests.scenario.form_scenario import bind

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


LISTS = own_form(
    "<one/><many/><order/>",
    f'<itext><translation lang="zh">{"".join(WORDS)}</translation></itext>',
    bind("order", type="odk:rank"),
    body=(
        BODY.replace('ref="/data/q"', 'ref="/data/one" appearance="autocomplete"'),
        BODY.replace('ref="/data/q"', 'ref="/data/many" appearance="autocomplete"').replace(
            "select1", "select"
        ),
        BODY.replace('ref="/data/q"', 'ref="/data/order"').replace("select1", "odk:rank"),
    ),
)


@pytest.fixture
def asked() -> list[str]:
    """Every file that was read, in order."""
    return []


@pytest.fixture
def lists(qtbot: QtBot, dressed: QApplication, asked: list[str]) -> OpenForm:
    def read(name: str) -> bytes:
        asked.append(name)
        return shelf(name)

    return show(qtbot, LISTS, ports=InputPorts(read_picture=read))


def test_a_search_shows_the_picture_beside_each_choice_and_beside_the_chosen_one(lists: OpenForm) -> None:
    field = lists.panel("/data/one").input
    assert isinstance(field, SelectOneSearch)
    field.show_text("v0")

    pictures = [field.field.itemData(row, Qt.ItemDataRole.DecorationRole) for row in range(2)]
    assert [picture.size() for picture in pictures] == [QSize(64, 48), QSize(64, 48)]
    assert middle(pictures[0]) == QColor("#1B5A99")
    assert middle(pictures[1]).alpha() == 0  # torn: its room stays empty, the words stand in line
    assert field.field.iconSize() == QSize(64, 48)


@pytest.mark.parametrize("reference", ["/data/many", "/data/order"])
def test_rows_to_tick_and_to_order_are_painted_with_their_pictures(lists: OpenForm, reference: str) -> None:
    listing = lists.panel(reference).input.findChild(QListView)
    assert listing is not None
    row = listing.visualRect(listing.model().index(0, 0))
    painted = listing.viewport().grab(row).toImage()
    blue = [painted.pixelColor(x, row.height() // 2 - 3) == QColor("#1B5A99") for x in range(row.width())]

    assert row.height() >= 60
    assert any(blue)


def test_a_picture_is_read_when_it_is_painted_and_once(dressed: QApplication, asked: list[str]) -> None:
    def read(name: str) -> bytes:
        asked.append(name)
        return shelf(name)

    pictures = ChoicePictures([Choice("v0", "石材", media=LabelMedia(image="v0.png"))], read)
    before = list(asked)
    pictures.of("v0")
    pictures.of("v0")

    assert bool(pictures)
    assert (before, asked) == ([], ["v0.png"])


def middle(picture: QPixmap) -> QColor:
    return picture.toImage().pixelColor(picture.width() // 2, picture.height() // 2)
