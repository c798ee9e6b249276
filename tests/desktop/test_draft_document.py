import pytest

from desktop.form_entry.draft_document import DraftDocument, read_document, write_document
from desktop.form_entry.problems import Rejected
from desktop.form_entry.remarks import OfficerWord
from desktop.form_entry.whereabouts import Whereabouts
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


def test_a_document_says_where_the_person_was() -> None:
    place = Whereabouts("/f/household", "/f/member[2]", "/f/member/job", "/f/member[2]/job/since")

    assert read_document(write_document(DraftDocument(b"{}", stopped_at=place))).stopped_at == place


def test_files_beside_a_document_are_its_files() -> None:
    kept = read_document(write_document(DraftDocument(b"{}")), {"door-1.jpg": b"a door"})

    assert (kept.files, kept.beside) == ({"door-1.jpg": b"a door"}, frozenset({"door-1.jpg"}))


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (b"quancai-draft 1\n{}\n{1}", DraftDocument(b"{1}")),
        (
            b'quancai-draft 2\n{}\n[["D14", "/a", "seen", true, {}]]\n{1}',
            DraftDocument(b"{1}", {}, {("D14", "/a"): OfficerWord("seen", is_confirmed=True, grounds={})}),
        ),
        (
            b'quancai-draft 3\n{}\n[]\n{"a.jpg": 3}\nabc{1}',
            DraftDocument(b"{1}", {}, {}, {"a.jpg": b"abc"}),
        ),
    ],
)
def test_documents_of_every_earlier_program_are_read(document: bytes, expected: DraftDocument) -> None:
    assert read_document(document) == expected


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
        b"quancai-draft 4\n{}\n[]\n{}",
        b"quancai-draft 4\n{}\n[]\n7\n{}",
        b'quancai-draft 4\n{}\n[]\n["a", "b", "c", "d", "e"]\n{}',
        b"quancai-draft 5\n{}\n[]\nnull\n{}",
    ],
)
def test_a_damaged_or_newer_document_is_refused_under_its_code(document: bytes) -> None:
    with pytest.raises(DraftUnreadableError):
        read_document(document)
