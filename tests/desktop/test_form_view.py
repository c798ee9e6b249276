from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.components.option_card import OptionRadio
from desktop.form_entry.form_page import FormPage, build_form_page, form_language
from desktop.form_entry.form_screen import FormHeader
from desktop.form_entry.question_panel import QuestionPanel
from desktop.form_entry.questions.text import TextInput
from desktop.shell.layout import WindowLayout
from forms import FormSession
from resources.words import Words
from tests.desktop.filling import WHO, WORK, begin_filling, brief_form, report
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.form_screen import FakeKeeper


@dataclass
class Open:
    page: FormPage
    session: FormSession
    keeper: FakeKeeper

    def panel(self, reference: str) -> QuestionPanel:
        section = self.page.view.section
        assert section is not None
        return section.panels[reference]

    def field(self, reference: str) -> QLineEdit:
        widget = self.panel(reference).input
        assert isinstance(widget, TextInput)
        return widget.field

    def option(self, reference: str, number: int) -> OptionRadio:
        return self.panel(reference).input.findChildren(OptionRadio)[number - 1]


@pytest.fixture
def form(qtbot: QtBot, dressed: QApplication) -> Open:
    session = begin_filling()
    keeper = FakeKeeper(STORY_STARTS_MS)
    page = build_form_page(
        session,
        Words("zh_CN"),
        header=FormHeader("蔡*明", "象山路 12 号"),
        context=(),
        keep_draft=keeper.keep,
        submit=keeper.submit,
        new_instance_id=lambda: "uuid:story",
        finished=lambda: None,
        closed=lambda: None,
        report=report,
    )
    qtbot.addWidget(page.view)
    page.view.resize(1366, 690)
    with qtbot.waitExposed(page.view):
        page.view.show()
    return Open(page, session, keeper)


def test_a_number_key_chooses_in_the_group_that_has_the_focus(qtbot: QtBot, form: Open) -> None:
    form.option(f"{WHO}/consent", 1).setFocus()

    QTest.keyClick(form.option(f"{WHO}/consent", 1), Qt.Key.Key_2)

    assert form.session.question(f"{WHO}/consent").value == "2"
    assert form.option(f"{WHO}/consent", 2).isChecked()


def test_typing_keeps_the_draft_after_a_moment_of_rest(qtbot: QtBot, form: Open) -> None:
    QTest.keyClicks(form.field(f"{WHO}/phone"), "13805551234")
    qtbot.waitUntil(lambda: len(form.keeper.drafts) == 1)

    assert form.session.question(f"{WHO}/phone").value == "13805551234"


def test_the_cursor_stays_in_the_field_while_follow_ups_come_and_go(qtbot: QtBot, form: Open) -> None:
    form.page.presenter.go_on()
    group = form.option(f"{WORK}/emp_status", 1)
    group.setFocus()
    before = form.panel(f"{WORK}/emp_status")

    QTest.keyClick(group, Qt.Key.Key_1)
    reason_is_shown = form.panel(f"{WORK}/unemp_reason").isVisible()
    QTest.keyClick(form.option(f"{WORK}/emp_status", 1), Qt.Key.Key_2)

    assert reason_is_shown
    assert not form.panel(f"{WORK}/unemp_reason").isVisible()
    assert form.panel(f"{WORK}/employer_name").isVisible()
    assert form.panel(f"{WORK}/emp_status") is before


def test_control_enter_goes_to_the_next_section(qtbot: QtBot, form: Open) -> None:
    QTest.keyClick(form.field(f"{WHO}/phone"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    section = form.page.view.section
    assert section is not None
    assert f"{WORK}/emp_status" in section.panels


def test_a_wrong_answer_is_drawn_and_told_to_the_screen_reader(qtbot: QtBot, form: Open) -> None:
    QTest.keyClicks(form.field(f"{WHO}/phone"), "1380")
    form.page.presenter.leave_field(f"{WHO}/phone")

    assert form.field(f"{WHO}/phone").property("invalid") is True
    assert form.field(f"{WHO}/phone").accessibleDescription() == "请输入11位手机号。"
    assert form.field(f"{WHO}/phone").accessibleName() == "本人手机号"


def test_known_answers_can_be_read_and_not_changed(form: Open) -> None:
    field = form.panel(f"{WHO}/relation").findChildren(QLineEdit)[0]

    assert (field.text(), field.isReadOnly()) == ("本人或户主", True)


def test_a_narrow_window_folds_the_outline_into_a_button(form: Open) -> None:
    form.page.view.adapt(WindowLayout(is_compact=True, is_low=True))

    assert not form.page.view.outline.isVisible()


def test_the_form_speaks_the_language_of_the_screen() -> None:
    definition = brief_form()

    session = begin_filling(language=form_language(definition, "en"))

    assert session.question(f"{WHO}/phone").label == "Mobile number"


def test_tab_goes_from_the_last_question_to_the_action_bar(form: Open) -> None:
    form.field(f"{WHO}/phone").setFocus()
    QTest.keyClick(form.field(f"{WHO}/phone"), Qt.Key.Key_Tab)
    first = form.page.view.focusWidget()
    QTest.keyClick(form.page.view.bar.leave, Qt.Key.Key_Tab)
    second = form.page.view.focusWidget()

    assert (first, second) == (form.page.view.bar.leave, form.page.view.bar.onward)
