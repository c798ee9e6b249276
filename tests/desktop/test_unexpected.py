"""Errors nobody caught: told once, logged without a person in them, never a traceback."""

import logging
import sys
import threading
from pathlib import Path

import pytest

from desktop.log_file import open_log
from desktop.unexpected import watched
from resources.words import Words
from tests.fakes.entropy import SeededEntropy

PERSONAL = "蔡志明 350582198005069016"


def fail() -> None:
    raise ValueError(PERSONAL)


def mistake() -> ValueError:
    with pytest.raises(ValueError, match=PERSONAL) as caught:
        fail()
    return caught.value


def test_an_error_in_a_slot_is_told_and_not_printed(words: Words, capsys: pytest.CaptureFixture[str]) -> None:
    told: list[BaseException] = []
    error = mistake()
    with watched(told.append, words=words, entropy=SeededEntropy()):
        sys.excepthook(ValueError, error, error.__traceback__)

    assert told == [error]
    assert capsys.readouterr().err == ""


def test_the_hooks_are_given_back(words: Words) -> None:
    before = (sys.excepthook, threading.excepthook)
    with watched(lambda _error: None, words=words, entropy=SeededEntropy()):
        during = (sys.excepthook, threading.excepthook)

    assert (sys.excepthook, threading.excepthook) == before
    assert during != before


@pytest.mark.expects_warning
def test_an_error_in_a_thread_is_a_line_in_the_log(words: Words, caplog: pytest.LogCaptureFixture) -> None:
    with watched(lambda _error: None, words=words, entropy=SeededEntropy()):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()

    assert "unexpected ValueError" in caplog.text
    assert PERSONAL not in caplog.text


@pytest.mark.expects_warning
def test_the_log_file_tells_kind_and_place_and_nothing_personal(tmp_path: Path) -> None:
    log = open_log(tmp_path / "data" / "quancai.log")
    error = mistake()
    logger = logging.getLogger("desktop.test")
    logger.addHandler(log)
    logger.error("broken", exc_info=error)
    logger.removeHandler(log)
    log.close()
    written = (tmp_path / "data" / "quancai.log").read_text(encoding="utf-8")

    assert "ERROR desktop.test broken" in written
    assert "ValueError at fail:" in written
    assert PERSONAL not in written


def test_other_peoples_loggers_do_not_reach_the_log_file(tmp_path: Path) -> None:
    log = open_log(tmp_path / "quancai.log")
    logger = logging.getLogger("urllib3.connectionpool")
    logger.addHandler(log)
    logger.error("GET /v1/envelopes")
    logger.removeHandler(log)
    log.close()

    assert not (tmp_path / "quancai.log").exists()
