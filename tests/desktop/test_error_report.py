"""A known error is told in its own words, our own mistake by a reference number and nothing personal."""

import logging

import pytest

from desktop.error_report import report_error
from desktop.errors import RecordMissingError
from resources.words import Words
from tests.fakes.entropy import SeededEntropy


def test_a_known_error_has_its_own_words(words: Words) -> None:
    report = report_error(RecordMissingError(), words=words, entropy=SeededEntropy())

    assert report.title == "这份档案不在这台电脑上"
    assert report.code == "record-missing"


@pytest.mark.expects_warning
def test_an_unknown_error_is_an_apology_with_a_reference(
    words: Words, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        report = report_error(ValueError("蔡志明 350582"), words=words, entropy=SeededEntropy())

    assert report.code.startswith("QC-")
    assert report.code in report.next_step
    assert report.code in caplog.text
    assert "ValueError" in caplog.text
    assert "蔡志明" not in caplog.text
