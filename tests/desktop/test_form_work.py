"""How much is done for one key or one page: it must not grow with the size of the household."""

from collections.abc import Mapping, Sequence
from unittest.mock import patch

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.form_entry.form_presenter import FormPresenter
from desktop.form_entry.form_screen import ReviewGroup, ReviewLine, ReviewPage
from desktop.form_entry.questions import select_search
from desktop.form_entry.questions.search_text import search_text
from desktop.form_entry.review_panel import ReviewPanel
from employment import FormFinding
from forms import Choice
from forms.session import outline
from resources.words import Words
from tests.desktop.filling import WHO, WORK, begin_filling, report
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.form_screen import FakeFormScreen, FakeKeeper


class _CountingJudge:
    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, values: Mapping[str, str]) -> Sequence[FormFinding]:
        del values
        self.asked += 1
        return ()


@pytest.fixture
def judge() -> _CountingJudge:
    return _CountingJudge()


@pytest.fixture
def presenter(judge: _CountingJudge) -> FormPresenter:
    keeper = FakeKeeper(STORY_STARTS_MS)
    presenter = FormPresenter(
        FakeFormScreen(),
        begin_filling(),
        words=Words("zh_CN"),
        keep_draft=keeper.keep,
        submit=keeper.submit,
        new_instance_id=lambda: "uuid:work",
        finished=lambda: None,
        closed=lambda: None,
        report=report,
        judge=judge,
    )
    presenter.begin()
    return presenter


def test_the_rules_are_asked_once_for_the_answers_as_they_stand(
    presenter: FormPresenter, judge: _CountingJudge
) -> None:
    presenter.answer(f"{WHO}/phone", "13805551234")
    before_the_review = judge.asked
    presenter.go_to(2)
    presenter.go_to(0)
    presenter.go_to(2)

    assert (before_the_review, judge.asked) == (0, 1)


def test_other_answers_are_judged_anew(presenter: FormPresenter, judge: _CountingJudge) -> None:
    presenter.go_to(2)
    presenter.answer(f"{WHO}/phone", "13805551234")
    presenter.go_to(2)

    assert judge.asked == 2


def test_a_key_names_no_question_of_the_pages_anew(presenter: FormPresenter) -> None:
    presenter.answer(f"{WHO}/phone", "1")

    with patch.object(outline, "_find_standing", wraps=outline._find_standing) as found:
        presenter.answer(f"{WHO}/phone", "13")
        presenter.go_to(1)
        presenter.answer(f"{WORK}/emp_status", "1")

    assert found.call_count == 0


def test_a_long_review_builds_what_is_seen_first_and_the_rest_between_two_turns(
    dressed: QApplication,
) -> None:
    review = ReviewPanel(_review_of(60), Words("zh_CN"))
    at_once = len(review.lines)
    dressed.processEvents()
    one_turn_later = len(review.lines)
    review.build_all()

    assert at_once < one_turn_later < 60
    assert [line.reference for line in _review_of(60).groups[0].lines] == list(review.lines)


def _review_of(number: int) -> ReviewPage:
    lines = tuple(
        ReviewLine(reference=f"/f/q{each}", label=f"问题 {each}", answer="是") for each in range(number)
    )
    return ReviewPage((ReviewGroup("家庭", lines),), problem_count=0)


def test_a_long_list_is_not_spelled_for_its_search_until_somebody_looks_into_it(
    dressed: QApplication, qtbot: QtBot
) -> None:
    del dressed
    choices = tuple(Choice(str(number), f"第{number}种工作") for number in range(200))
    with patch(f"{select_search.__name__}.search_text", wraps=search_text) as spelled:
        field = select_search.SelectOneSearch(choices, invitation="")
        qtbot.addWidget(field)
        unseen = spelled.call_count
        QTest.keyClick(field.line, Qt.Key.Key_7)
        QTest.keyClick(field.line, Qt.Key.Key_1)

    assert (unseen, spelled.call_count) == (0, 200)
    finder = field.field.completer()
    assert finder is not None
    assert finder.completionCount() == 2
