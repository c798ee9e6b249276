import hashlib

from store import InboxState, list_documents, read_document
from sync.change import DocumentKind, DocumentPiece
from sync.document_pieces import MAX_DOCUMENT_BYTES
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop

FORM = b"<h:html>employment brief, second edition</h:html>"


def piece(start: int, end: int, *, content: bytes = FORM, version: str = "2", size: int = 0) -> DocumentPiece:
    return DocumentPiece(
        DocumentKind.FORM,
        "employment_brief",
        version,
        hashlib.sha256(FORM).digest(),
        size or len(FORM),
        start,
        content[start:end],
    )


def test_a_form_that_came_in_pieces_counts_when_it_is_whole(laptop: Laptop, city: CityDesk) -> None:
    city.send(piece(20, len(FORM)))
    laptop.sync()
    assert list_documents(laptop.store, "form") == ()

    city.send(piece(0, 20))
    laptop.sync()

    [form] = list_documents(laptop.store, "form")
    assert (form.name, form.version) == ("employment_brief", "2")
    assert read_document(laptop.store, form.digest) == FORM


def test_pieces_that_make_another_document_are_not_used(laptop: Laptop, city: CityDesk) -> None:
    city.send(piece(0, 20, content=b"x" * 20), piece(20, len(FORM)))

    outcome = laptop.sync()

    assert outcome.code == "document-damaged"
    assert list_documents(laptop.store, "form") == ()
    city.send(piece(0, len(FORM)))
    assert laptop.sync().code is None
    assert len(list_documents(laptop.store, "form")) == 1


def test_an_endless_document_is_set_aside(laptop: Laptop, city: CityDesk) -> None:
    city.send(piece(0, 20, size=MAX_DOCUMENT_BYTES + 1))

    laptop.sync()

    assert laptop.codes(InboxState.QUARANTINED) == ["message-too-large"]
    assert list_documents(laptop.store, "form") == ()
