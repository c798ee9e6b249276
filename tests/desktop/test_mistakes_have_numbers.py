"""A mistake of ours on a page of its own is told there, with the number that stands in the log."""

import re

import pytest

from desktop.deciding.deciding_presenter import DecidingPresenter
from tests.desktop.test_deciding_presenter import Desk, desk, presenter
from tests.desktop.test_form_presenter import Filling, fill_all, filling

__all__ = ["desk", "filling", "presenter"]  # the fixtures of the stories this goes on with

NUMBER = re.compile("编号 (QC-[0-9A-F]{6})")


@pytest.mark.expects_warning
def test_a_form_that_could_not_be_submitted_says_the_number(
    filling: Filling, caplog: pytest.LogCaptureFixture
) -> None:
    fill_all(filling)
    filling.keeper.error = ZeroDivisionError()

    filling.presenter.go_on()

    assert filling.screen.failure is not None
    [number] = NUMBER.findall(filling.screen.failure[1])
    assert number in caplog.text


@pytest.mark.expects_warning
def test_a_decision_that_could_not_be_written_says_the_number(
    presenter: DecidingPresenter, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.error = ZeroDivisionError()
    presenter.choose(desk.cards[0].differences[1].key, 0)

    presenter.confirm()

    [number] = NUMBER.findall(desk.failure)
    assert number in caplog.text
