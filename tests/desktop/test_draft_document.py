import pytest

from desktop.form_entry.draft_document import DraftDocument, read_document, write_document
from desktop.form_entry.problems import Rejected
from desktop.form_entry.remarks import OfficerWord
from forms.errors import DraftUnreadableError
from tests.desktop.filling import WORK

REFUSED = {f"{WORK}/status_since": Rejected("2026-13-40\n\ud800", "answer-wrong-type")}


def test_a_document_gives_back_the_session_and_what_was_refused() -> None:
    kept = read_document(write_document(DraftDocument(b'{"a":\n1}\n', REFUSED)))

    assert kept.session == b'{"a":\n1}\n'
    assert kept.rejected == REFUSED


def test_the_officer_s_words_are_kept_with_what_they_are_about() -> None:
    word = OfficerWord("看过证件原件", is_confirmed=True, grounds={f"{WORK}/emp_status": "1"})
    document = DraftDocument(b"{}", REFUSED, {("D14", f"{WORK}/emp_status"): word})

    assert read_document(write_document(document)) == document


def test_a_document_without_words_is_one_an_older_program_can_read() -> None:
    assert write_document(DraftDocument(b"{}")).startswith(b"quancai-draft 1\n")


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
        b'quancai-draft 2\n{}\n[["D14"]]\n{}',
        b'quancai-draft 2\n{}\n[["D14", "/a", "note", true, []]]\n{}',
        b"quancai-draft 3\n{}\n[]\n{}",
        b'quancai-draft 3\n{}\n[]\n{"a.jpg": 9}\n{}',
        b'quancai-draft 3\n{}\n[]\n{"a.jpg": -1}\n{}',
        b'quancai-draft 3\n{}\n[]\n{"a.jpg": 1e400}\n{}',
    ],
)
def test_a_damaged_or_newer_document_is_refused_under_its_code(document: bytes) -> None:
    with pytest.raises(DraftUnreadableError):
        read_document(document)
