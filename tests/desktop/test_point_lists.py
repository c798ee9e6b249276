"""Lines and areas typed point by point: nothing is an answer before it is one, and nothing is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.form_entry.questions.coordinates import Part
from desktop.form_entry.questions.geopoint import GeopointInput
from desktop.form_entry.questions.point_list import PointListInput
from tests.desktop.any_form import OpenForm, one_page, show
from tests.scenario.form_scenario import ask, bind

Q = "/data/q"
FIRST, SECOND, THIRD = ("24.7", "118.5"), ("24.8", "118.5"), ("24.8", "118.6")


def opened(qtbot: QtBot, kind: str) -> OpenForm:
    return show(qtbot, one_page("<q/><r/>", bind("q", type=kind), body=(ask("q"), ask("r"))))


def points(form: OpenForm) -> PointListInput:
    answer = form.panel(Q).input
    assert isinstance(answer, PointListInput)
    return answer


def add(form: OpenForm, *coordinates: tuple[str, str]) -> None:
    for latitude, longitude in coordinates:
        points(form).point.put(latitude, longitude, "")
        points(form).add.click()


@pytest.fixture
def line(qtbot: QtBot, dressed: QApplication) -> OpenForm:
    return opened(qtbot, "geotrace")


@pytest.fixture
def area(qtbot: QtBot, dressed: QApplication) -> OpenForm:
    return opened(qtbot, "geoshape")


def test_a_line_is_typed_with_the_keyboard_alone(line: OpenForm) -> None:
    fields = points(line).point.fields
    QTest.keyClicks(fields[Part.LATITUDE], "24.7")
    QTest.keyClicks(fields[Part.LONGITUDE], "118.5")
    QTest.keyClick(fields[Part.LONGITUDE], Qt.Key.Key_Return)
    QTest.keyClicks(fields[Part.LATITUDE], "24.8")
    QTest.keyClicks(fields[Part.LONGITUDE], "118.5")
    QTest.keyClicks(fields[Part.ACCURACY], "12")
    QTest.keyClick(fields[Part.ACCURACY], Qt.Key.Key_Return)

    assert line.value(Q) == "24.7 118.5 0.0 0.0;24.8 118.5 0.0 12.0"
    assert fields[Part.LATITUDE].hasFocus()


def test_an_area_is_closed_by_itself_and_shows_each_corner_once(area: OpenForm) -> None:
    add(area, FIRST, SECOND, THIRD)

    resumed = area.reopen()

    first = "24.7 118.5 0.0 0.0"
    assert area.value(Q) == f"{first};24.8 118.5 0.0 0.0;24.8 118.6 0.0 0.0;{first}"
    assert points(area).standing.text() == "3 个点，已围合：最后一点接回第 1 点。"
    assert points(resumed).rows.count() == 3


def test_an_area_of_two_points_is_no_answer_and_is_kept_with_the_draft(area: OpenForm) -> None:
    add(area, FIRST, SECOND)
    area.page.presenter.leave_field(Q)

    resumed = area.reopen()

    assert area.value(Q) == ""
    assert area.panel(Q).problem == "围一块地至少要 3 个点"
    assert points(resumed).rows.count() == 2


def test_points_are_moved_and_removed_by_keys(line: OpenForm) -> None:
    add(line, FIRST, SECOND, THIRD)
    QTest.keyClick(points(line).rows, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    moved = line.value(Q)
    QTest.keyClick(points(line).rows, Qt.Key.Key_Delete)

    assert moved.split(";")[1] == "24.8 118.6 0.0 0.0"
    assert line.value(Q) == "24.7 118.5 0.0 0.0;24.8 118.5 0.0 0.0"


def test_without_points_there_is_no_answer(line: OpenForm) -> None:
    add(line, FIRST)
    points(line).remove.click()
    line.page.presenter.leave_field(Q)

    assert (line.value(Q), line.panel(Q).problem) == ("", "")


@pytest.mark.parametrize(
    ("latitude", "longitude", "told"),
    [
        ("118.5", "24.7", "纬度和经度好像写反了"),
        ("24.7", "", "经度还没有写"),
        ("象山", "118.5", "纬度写成数字，例如 24.7814"),
    ],
)
def test_what_is_wrong_with_a_point_is_said_and_nothing_is_added(
    line: OpenForm, latitude: str, longitude: str, told: str
) -> None:
    add(line, (latitude, longitude))

    assert points(line).trouble.text() == told
    assert points(line).rows.count() == 0


def test_the_same_point_twice_is_added_once(line: OpenForm) -> None:
    add(line, FIRST, FIRST)

    assert points(line).trouble.text() == "和上一点一样，没有加上"
    assert points(line).rows.count() == 1


def test_a_point_that_was_typed_and_not_added_is_not_forgotten_in_silence(line: OpenForm) -> None:
    points(line).point.fields[Part.LATITUDE].setFocus()
    QTest.keyClicks(points(line).point.fields[Part.LATITUDE], "24.7")

    line.panel("/data/r").input.take_focus()

    assert points(line).trouble.text().startswith("这一点还没有加上")


def test_both_angles_pasted_at_once_fall_into_their_fields(qtbot: QtBot, dressed: QApplication) -> None:
    form = opened(qtbot, "geopoint")
    answer = form.panel(Q).input
    assert isinstance(answer, GeopointInput)

    QApplication.clipboard().setText("24.7814, 118.5526")
    answer.fields[Part.LATITUDE].paste()

    assert form.value(Q) == "24.7814 118.5526 0.0 0.0"


def test_on_the_way_to_the_second_field_nobody_is_told_it_is_missing(
    qtbot: QtBot, dressed: QApplication
) -> None:
    form = opened(qtbot, "geopoint")
    answer = form.panel(Q).input
    assert isinstance(answer, GeopointInput)
    answer.fields[Part.LATITUDE].setFocus()
    QTest.keyClicks(answer.fields[Part.LATITUDE], "24.7814")

    answer.fields[Part.LONGITUDE].setFocus()
    on_the_way = form.panel(Q).problem
    form.panel("/data/r").input.take_focus()

    assert on_the_way == ""
    assert form.panel(Q).problem == "纬度和经度都要写，例如 24.7814 和 118.5526"


def test_the_review_says_a_place_in_words(area: OpenForm) -> None:
    add(area, FIRST, SECOND, THIRD)
    area.page.presenter.go_on()

    [line] = area.page.presenter.printed(is_full=True, subject="").groups[0].lines
    assert line.answer.startswith("3 个点")
