"""Each kind of question by keyboard: what reaches the form, and what a resumed form shows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.components.option_card import OptionRadio
from desktop.form_entry.questions.coordinates import Part
from desktop.form_entry.questions.geopoint import GeopointInput
from desktop.form_entry.questions.range import RangeInput
from desktop.form_entry.questions.rank import RankInput
from desktop.form_entry.questions.select_many_search import SelectManySearch
from desktop.form_entry.questions.select_one import SelectOneCards, SelectOneList
from desktop.form_entry.questions.select_search import SelectOneSearch
from desktop.form_entry.questions.text import TextInput
from forms import FormDefinition
from tests.desktop.any_form import OpenForm, one_page, show, type_in
from tests.scenario.form_scenario import ask, bind, choose, instance

Q = "/data/q"
TRADES = (
    "缝纫工",
    "电工",
    "焊工",
    "叉车司机",
    "保洁员",
    "厨师",
    "服务员",
    "保安",
    "快递员",
    "瓦工",
    "木工",
    "司炉",
    "钳工",
)


def question(body: str, *, kind: str = "string") -> FormDefinition:
    return one_page("<q/>", bind("q", type=kind), body=(body,))


def select(*labels: str, tag: str = "select1", appearance: str = "") -> str:
    items = "".join(
        f"<item><label>{label}</label><value>v{number}</value></item>"
        for number, label in enumerate(labels, start=1)
    )
    return f'<{tag} ref="{Q}" appearance="{appearance}"><label>问题</label>{items}</{tag}>'


def line(form: OpenForm) -> TextInput:
    typed = form.panel(Q).input
    assert isinstance(typed, TextInput)
    return typed


@pytest.mark.parametrize(
    ("kind", "appearance", "typed", "kept", "shown"),
    [
        ("date", "", "2026年8月1日", "2026-08-01", "2026-08-01"),
        ("date", "month-year", "2026年8月", "2026-08-01", "2026-08"),
        ("date", "month-year", "202608", "2026-08-01", "2026-08"),
        ("date", "year", "2019", "2019-01-01", "2019"),
        ("time", "", "9点5分", "09:05:00.000", "09:05"),
        ("time", "", "0905", "09:05:00.000", "09:05"),
        ("dateTime", "", "2026.8.1 9:05", "2026-08-01T09:05:00.000", "2026-08-01 09:05"),
        ("decimal", "", "４,５００.5", "4500.5", "4500.5"),
    ],
)
def test_what_people_type_is_kept_as_the_form_spells_it(
    qtbot: QtBot, dressed: QApplication, kind: str, appearance: str, typed: str, kept: str, shown: str
) -> None:
    body = f'<input ref="{Q}" appearance="{appearance}"><label>问题</label></input>'
    form = show(qtbot, question(body, kind=kind))

    type_in(line(form).field, typed)

    assert form.value(Q) == kept
    assert line(form.reopen()).field.text() == shown


def test_a_clock_that_cannot_be_is_refused_with_an_example(qtbot: QtBot, dressed: QApplication) -> None:
    form = show(qtbot, question(ask("q"), kind="time"))

    QTest.keyClicks(line(form).field, "25:61")
    form.page.presenter.leave_field(Q)

    assert form.value(Q) == ""
    assert form.panel(Q).problem == "时间写成几点几分，例如 9:05"


def test_a_unit_in_the_label_stands_behind_the_field(qtbot: QtBot, dressed: QApplication) -> None:
    form = show(qtbot, question(ask("q", "期望月薪（元）"), kind="int"))

    texts = [label.text() for label in line(form).findChildren(QWidget, "") if hasattr(label, "text")]

    assert "元" in texts


def ranging(form: OpenForm) -> RangeInput:
    answer = form.panel(Q).input
    assert isinstance(answer, RangeInput)
    return answer


def test_a_range_is_unanswered_until_it_is_touched_and_moved_by_keys(
    qtbot: QtBot, dressed: QApplication
) -> None:
    body = f'<range ref="{Q}" start="0" end="1" step="0.25"><label>问题</label></range>'
    form = show(qtbot, question(body, kind="decimal"))
    before = form.value(Q)

    QTest.keyClick(ranging(form).slider, Qt.Key.Key_Right)
    QTest.keyClick(ranging(form).slider, Qt.Key.Key_Right)

    assert (before, form.value(Q)) == ("", "0.5")
    resumed = ranging(form.reopen())
    assert (resumed.slider.value(), resumed.field.text()) == (2, "0.5")


def test_the_first_limit_of_a_range_can_be_chosen(qtbot: QtBot, dressed: QApplication) -> None:
    body = f'<range ref="{Q}" start="0" end="10" step="1"><label>问题</label></range>'
    form = show(qtbot, question(body, kind="int"))

    QTest.keyClick(ranging(form).slider, Qt.Key.Key_Home)

    assert form.value(Q) == "0"


def ranked(form: OpenForm) -> RankInput:
    answer = form.panel(Q).input
    assert isinstance(answer, RankInput)
    return answer


@pytest.fixture
def ranking(qtbot: QtBot, dressed: QApplication) -> OpenForm:
    body = select("工资", "离家近", "学技术", tag="odk:rank").replace(
        "<odk:rank", '<odk:rank xmlns:odk="http://www.opendatakit.org/xforms"'
    )
    return show(qtbot, question(body, kind="odk:rank"))


def test_a_rank_is_moved_with_control_and_the_arrows(ranking: OpenForm) -> None:
    before = ranking.value(Q)

    QTest.keyClick(ranked(ranking).list, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)

    assert (before, ranking.value(Q)) == ("", "v2 v1 v3")
    assert ranked(ranking.reopen()).list.item(0).text() == "离家近"


def test_an_order_that_is_right_already_is_confirmed(ranking: OpenForm) -> None:
    ranked(ranking).confirm.click()

    assert ranking.value(Q) == "v1 v2 v3"
    assert not ranked(ranking).confirm.isVisible()


def searching(form: OpenForm) -> SelectOneSearch:
    answer = form.panel(Q).input
    assert isinstance(answer, SelectOneSearch)
    return answer


@pytest.mark.parametrize("typed", ["叉车", "chache", "ccsj", "v4"])
def test_a_long_list_is_found_by_words_by_reading_and_by_initials(
    qtbot: QtBot, dressed: QApplication, typed: str
) -> None:
    form = show(qtbot, question(select(*TRADES)))

    type_in(searching(form).line, typed)
    searching(form).line.editingFinished.emit()

    assert form.value(Q) == "v4"
    assert searching(form.reopen()).line.text() == "叉车司机"


def test_of_several_that_fit_none_is_guessed(qtbot: QtBot, dressed: QApplication) -> None:
    form = show(qtbot, question(select(*TRADES)))

    type_in(searching(form).line, "工")
    searching(form).line.editingFinished.emit()

    assert form.value(Q) == ""
    assert searching(form).line.text() == ""


def test_an_emptied_search_clears_the_answer(qtbot: QtBot, dressed: QApplication) -> None:
    form = show(qtbot, question(select(*TRADES)))
    form.page.presenter.answer(Q, "v2")

    searching(form).line.clear()
    searching(form).line.editingFinished.emit()

    assert form.value(Q) == ""


def test_many_of_many_are_ticked_by_the_space_bar_after_a_search(qtbot: QtBot, dressed: QApplication) -> None:
    form = show(qtbot, question(select(*TRADES, tag="select")))
    answer = form.panel(Q).input
    assert isinstance(answer, SelectManySearch)

    QTest.keyClicks(answer.field, "hg")
    answer.list.setCurrentIndex(answer.list.model().index(0, 0))
    QTest.keyClick(answer.list, Qt.Key.Key_Space)
    form.page.presenter.answer(Q, f"{form.value(Q)} v1")

    assert form.value(Q) == "v3 v1"


def test_likert_answers_stand_in_one_row(qtbot: QtBot, dressed: QApplication) -> None:
    form = show(qtbot, question(select("好", "中", "差", "很差", appearance="likert")))
    answer = form.panel(Q).input
    assert isinstance(answer, SelectOneCards)

    tops = {card.y() for card in answer.findChildren(OptionRadio)}

    assert len(tops) == 1


def test_a_number_key_chooses_from_a_closed_list(qtbot: QtBot, dressed: QApplication) -> None:
    form = show(qtbot, question(select(*TRADES[:3], appearance="minimal")))
    answer = form.panel(Q).input
    assert isinstance(answer, SelectOneList)

    QTest.keyClick(answer.field, Qt.Key.Key_2)
    QTest.keyClick(answer.field, Qt.Key.Key_9)

    assert form.value(Q) == "v2"
    assert answer.field.currentText() == "电工"


def test_a_long_answer_of_a_list_has_the_whole_row(qtbot: QtBot, dressed: QApplication) -> None:
    form = show(
        qtbot, question(select("年满16周岁，从各类学校毕业、肄业未就业", "其他", appearance="minimal"))
    )

    assert form.panel(Q).is_wide


def test_a_place_is_typed_and_kept_with_its_exactness(qtbot: QtBot, dressed: QApplication) -> None:
    form = show(qtbot, question(ask("q"), kind="geopoint"))
    answer = form.panel(Q).input
    assert isinstance(answer, GeopointInput)

    QTest.keyClicks(answer.fields[Part.LATITUDE], "24.7814")
    QTest.keyClicks(answer.fields[Part.LONGITUDE], "118.5526")
    QTest.keyClicks(answer.fields[Part.ACCURACY], "12")

    assert form.value(Q) == "24.7814 118.5526 0.0 12.0"
    resumed = form.reopen().panel(Q).input
    assert isinstance(resumed, GeopointInput)
    assert resumed.fields[Part.LONGITUDE].text() == "118.5526"


def test_a_list_that_depends_on_an_answer_offers_what_fits_it(qtbot: QtBot, dressed: QApplication) -> None:
    towns = instance(
        "towns",
        {"name": "qy", "label": "青阳", "county": "jj"},
        {"name": "cd", "label": "陈埭", "county": "jj"},
        {"name": "hs", "label": "华山", "county": "na"},
    )
    itemset = (
        "<itemset nodeset=\"instance('towns')/root/item[county = /data/county]\">"
        '<value ref="name"/><label ref="label"/></itemset>'
    )
    form = show(
        qtbot, one_page("<county/><q/>", towns, body=(choose("county", "jj", "na"), choose("q", itemset)))
    )
    before = len(form.panel(Q).input.findChildren(OptionRadio))

    form.page.presenter.answer("/data/county", "jj")

    offered = [card.text() for card in form.panel(Q).input.findChildren(OptionRadio)]
    assert before == 0
    assert offered == ["青阳", "陈埭"]


def test_a_long_answer_that_stands_already_is_read_from_its_beginning(
    qtbot: QtBot, dressed: QApplication
) -> None:
    told = "国家规定的提前退休年龄最早是男50周岁、女45周岁，本人还没到。" * 4
    binding = bind("q", calculate=f"'{told}'", readonly="true()")
    form = show(qtbot, one_page("<q/>", binding, body=(ask("q"),)))
    field = form.panel(Q).input.findChild(QLineEdit)
    assert field is not None

    assert (field.text(), field.cursorPosition(), field.toolTip()) == (told, 0, told)
