"""Where the focus and the eye are: on the first question that can be answered, and on the one to mend."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFocusFrame, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.components.focus_ring import FocusRing
from desktop.form_entry.questions.select_one import SelectOneCards, SelectOneList
from desktop.form_entry.questions.text import TextInput
from desktop.theme import current_theme
from desktop.tokens import Tone
from tests.desktop.any_form import OpenForm, one_page, show, type_in
from tests.scenario.form_scenario import ask, bind


def field(form: OpenForm, name: str) -> QLineEdit:
    answer = form.panel(f"/data/{name}").input
    assert isinstance(answer, TextInput)
    return answer.field


def press_tab(form: OpenForm) -> QWidget | None:
    """Press Tab and give where it led."""
    QTest.keyClick(form.page.view.focusWidget(), Qt.Key.Key_Tab)
    return form.page.view.focusWidget()


def test_the_first_question_that_can_be_answered_has_the_focus(qtbot: QtBot, dressed: QApplication) -> None:
    definition = one_page(
        "<told/><known>7</known><asked/><last/>",
        bind("told", readonly="true()"),
        bind("known", readonly="true()"),
        body=tuple(ask(name) for name in ("told", "known", "asked", "last")),
    )

    form = show(qtbot, definition)

    assert form.page.view.focusWidget() is field(form, "asked")


def test_a_question_to_mend_is_brought_before_the_eye(qtbot: QtBot, dressed: QApplication) -> None:
    names = [f"q{number}" for number in range(40)]
    definition = one_page(
        "".join(f"<{name}/>" for name in names),
        bind("q39", required="true()"),
        body=tuple(ask(name) for name in names),
    )
    form = show(qtbot, definition)
    form.page.presenter.go_on()

    form.page.presenter.mend_first()

    qtbot.waitUntil(lambda: not field(form, "q39").visibleRegion().isEmpty())
    assert form.page.view.focusWidget() is field(form, "q39")


def test_questions_that_come_and_go_leave_the_page_where_it_is(qtbot: QtBot, dressed: QApplication) -> None:
    names = [f"q{number}" for number in range(30)]
    definition = one_page(
        "".join(f"<{name}/>" for name in names) + "<more/>",
        bind("more", relevant="/data/q20 != ''"),
        body=(*(ask(name) for name in names), ask("more")),
    )
    form = show(qtbot, definition)
    form.page.view.focus_question("/data/q20")
    qtbot.waitUntil(lambda: len(form.section.findChildren(TextInput)) == len(names))
    before = field(form, "q20").mapToGlobal(field(form, "q20").rect().topLeft())

    type_in(field(form, "q20"), "x")
    QApplication.processEvents()

    assert form.panel("/data/more").isVisible()
    assert field(form, "q20").mapToGlobal(field(form, "q20").rect().topLeft()) == before
    assert form.page.view.focusWidget() is field(form, "q20")


def test_tab_goes_in_reading_order_to_a_question_that_came_later(qtbot: QtBot, dressed: QApplication) -> None:
    definition = one_page(
        "<first/><between/><last/>",
        bind("between", relevant="/data/first != ''"),
        body=tuple(ask(name) for name in ("first", "between", "last")),
    )
    form = show(qtbot, definition)
    type_in(field(form, "first"), "x")
    qtbot.waitUntil(lambda: field(form, "between").isVisible())
    QApplication.processEvents()

    walked = [press_tab(form), press_tab(form), press_tab(form)]

    assert walked == [field(form, "between"), field(form, "last"), form.page.view.bar.leave]


def test_a_long_section_is_whole_when_nobody_has_waited_for_it(qtbot: QtBot, dressed: QApplication) -> None:
    names = [f"q{number}" for number in range(60)]
    definition = one_page("".join(f"<{name}/>" for name in names), body=tuple(ask(name) for name in names))

    form = show(qtbot, definition)
    form.page.presenter.go_to(0)
    section = form.section
    at_first = len(section.findChildren(TextInput))

    qtbot.waitUntil(lambda: len(section.findChildren(TextInput)) == len(names))
    assert at_first < len(names)


def choice(name: str, count: int, appearance: str = "") -> str:
    items = "".join(
        f"<item><label>答案{number}</label><value>{number}</value></item>" for number in range(count)
    )
    return f'<select1 ref="/data/{name}" appearance="{appearance}"><label>{name}</label>{items}</select1>'


def to_mend(qtbot: QtBot, last: str) -> OpenForm:
    """Open a long page whose last question was left out, and go there to mend it."""
    names = [f"q{number}" for number in range(40)]
    definition = one_page(
        "".join(f"<{name}/>" for name in names) + "<chosen/>",
        bind("chosen", required="true()"),
        body=(*(ask(name) for name in names), last),
    )
    form = show(qtbot, definition)
    form.page.view.activateWindow()
    qtbot.waitUntil(form.page.view.isActiveWindow)
    form.page.presenter.go_on()
    form.page.presenter.mend_first()
    qtbot.waitUntil(lambda: not form.panel("/data/chosen").input.visibleRegion().isEmpty())
    return form


def test_a_card_the_page_scrolled_to_has_the_ring(qtbot: QtBot, dressed: QApplication) -> None:
    ring = FocusRing(dressed)

    form = to_mend(qtbot, choice("chosen", 2))

    assert isinstance(form.panel("/data/chosen").input, SelectOneCards)
    assert ring.widget() is form.page.view.focusWidget()
    qtbot.waitUntil(lambda: any(each.isVisible() for each in form.page.view.findChildren(QFocusFrame)))
    dressed.removeEventFilter(ring)


def test_a_wrong_list_shows_that_it_is_wrong_and_that_it_has_the_focus(
    qtbot: QtBot, dressed: QApplication
) -> None:
    form = to_mend(qtbot, choice("chosen", 12, "minimal"))
    answer = form.panel("/data/chosen").input
    assert isinstance(answer, SelectOneList)

    assert answer.field.hasFocus()
    assert edge_colours(answer.field) == (
        current_theme().palette.primary.lower(),
        current_theme().tone(Tone.DANGER).text.lower(),
    )


def edge_colours(field: QComboBox) -> tuple[str, str]:
    """Give the colours of the upper and the lower edge as they are drawn."""
    drawn = field.grab().toImage()
    middle = drawn.width() // 2
    return drawn.pixelColor(middle, 1).name(), drawn.pixelColor(middle, drawn.height() - 2).name()
