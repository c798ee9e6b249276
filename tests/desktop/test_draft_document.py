import pytest

from desktop.form_entry.draft_document import read_document, write_document
from desktop.form_entry.problems import Rejected
from forms.errors import DraftUnreadableError
from tests.desktop.filling import WORK

REFUSED = {f"{WORK}/status_since": Rejected("2026-13-40\n\ud800", "answer-wrong-type")}


def test_a_document_gives_back_the_session_and_what_was_refused() -> None:
    kept = read_document(write_document(b'{"a":\n1}\n', rejected=REFUSED))

    assert kept.session == b'{"a":\n1}\n'
    assert kept.rejected == REFUSED


def test_a_bare_session_of_an_older_program_is_still_read() -> None:
    kept = read_document(b'{"format": 1}')

    assert (kept.session, kept.rejected) == (b'{"format": 1}', {})


@pytest.mark.parametrize(
    "document",
    [
        b"quancai-draft 1",
        b"quancai-draft 1\n{}",
        b"quancai-draft 1\n[]\n{}",
        b'quancai-draft 1\n{"a": 1}\n{}',
        b'quancai-draft 1\n{"a": ["b"]}\n{}',
        b"quancai-draft 1\n{\n{}",
        b"quancai-draft 2\n{}\n{}",
    ],
)
def test_a_damaged_or_newer_document_is_refused_under_its_code(document: bytes) -> None:
    with pytest.raises(DraftUnreadableError):
        read_document(document)
