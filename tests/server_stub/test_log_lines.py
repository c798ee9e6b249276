"""The log says what happened and where, and never whose data was in hand."""

import json
import logging
import sys

from server_stub.log_lines import JsonLines, TextLines


def fail_with(error: Exception) -> None:
    raise error


def failure_about(person: str) -> logging.LogRecord:
    error = ValueError(f"cannot store {person}")
    try:
        fail_with(error)
    except ValueError:
        parts = sys.exc_info()
    return logging.LogRecord("relay", logging.ERROR, __file__, 1, "request %s failed", ("7f3a",), parts)


def test_json_line_is_one_object_with_time_level_and_message() -> None:
    record = logging.LogRecord(
        "relay", logging.WARNING, __file__, 1, "fork in the chain of %s", ("4711",), None
    )

    line = JsonLines().format(record)

    told = json.loads(line)
    assert "\n" not in line
    assert (told["level"], told["logger"], told["message"]) == (
        "warning",
        "relay",
        "fork in the chain of 4711",
    )
    assert told["time"].endswith("+00:00")


def test_words_of_a_foreign_error_stay_out_of_the_json_log() -> None:
    line = JsonLines().format(failure_about("林秀梅"))

    assert "林秀梅" not in line
    assert json.loads(line)["error"][0] == "ValueError"
    assert "fail_with" in line


def test_words_of_a_foreign_error_stay_out_of_the_text_log() -> None:
    text = TextLines().format(failure_about("林秀梅"))

    assert "林秀梅" not in text
    assert "ValueError" in text
