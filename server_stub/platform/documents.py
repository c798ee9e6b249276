"""Forms, lists, rule packs and vacancies as the city publishes them, version by version.

A version says one thing for ever: the same words again change nothing, other words under
its name are refused. Withdrawn means that nothing new is begun with it, on any device.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update

from server_stub.errors import ServerError
from server_stub.platform.document_tables import documents
from sync.change import DocumentKind
from sync.document_pieces import MAX_DOCUMENT_BYTES, document_digest


class DocumentVersionTakenError(ServerError):
    """Other words were published under this name and version before."""

    code = "document-version-taken"


class DocumentTooLargeError(ServerError):
    """No device takes a document of this size."""

    code = "document-too-large"


class DocumentNotPublishedError(ServerError):
    """The city has published no such version."""

    code = "document-not-published"


class DocumentSource(StrEnum):
    """Whether devices have it from their program, or only from us."""

    SHIPPED = "shipped"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class NewDocument:
    """What is to be published; a form weighs as much as everything that must be there before it."""

    kind: DocumentKind
    name: str
    version: str
    content: bytes
    weight: int = 0


@dataclass(frozen=True, slots=True)
class PublishedDocument:
    """One version of one document, without its content."""

    number: int
    kind: DocumentKind
    name: str
    version: str
    source: DocumentSource
    digest: bytes
    size: int
    published_at_ms: int
    withdrawn_at_ms: int | None

    @property
    def is_standing(self) -> bool:
        return self.withdrawn_at_ms is None


_ROW: Final = (
    documents.c.number,
    documents.c.kind,
    documents.c.name,
    documents.c.version,
    documents.c.source,
    documents.c.digest,
    documents.c.size,
    documents.c.published_at_ms,
    documents.c.withdrawn_at_ms,
)


def keep_document(
    connection: Connection,
    new: NewDocument,
    *,
    now_ms: int,
    source: DocumentSource = DocumentSource.PUBLISHED,
) -> bool:
    """Publish a version; say whether it is a new one.

    Raises:
        DocumentVersionTakenError, DocumentTooLargeError: nothing was kept.

    """
    if len(new.content) > MAX_DOCUMENT_BYTES:
        raise DocumentTooLargeError(name=new.name, size=len(new.content), limit=MAX_DOCUMENT_BYTES)
    digest = document_digest(new.content)
    held = find_document(connection, new.kind, new.name, new.version)
    if held is not None:
        if held.digest != digest:
            raise DocumentVersionTakenError(name=new.name, version=new.version)
        return False
    row = {"kind": new.kind, "name": new.name, "version": new.version, "source": source}
    size = len(new.content)
    connection.execute(
        insert(documents).values(
            digest=digest,
            size=size,
            weight=max(new.weight, size),
            content=new.content,
            published_at_ms=now_ms,
            **row,
        )
    )
    return True


def withdraw_document(
    connection: Connection, kind: DocumentKind, name: str, version: str, *, now_ms: int
) -> None:
    """Let nothing new be begun with a version; saying it again is harmless.

    Raises:
        DocumentNotPublishedError: there is none.

    """
    held = find_document(connection, kind, name, version)
    if held is None:
        raise DocumentNotPublishedError(name=name, version=version)
    if held.withdrawn_at_ms is None:
        is_this = documents.c.number == held.number
        connection.execute(update(documents).where(is_this).values(withdrawn_at_ms=now_ms))


def find_document(
    connection: Connection, kind: DocumentKind, name: str, version: str
) -> PublishedDocument | None:
    is_it = (documents.c.kind == kind) & (documents.c.name == name) & (documents.c.version == version)
    row = connection.execute(select(*_ROW).where(is_it)).one_or_none()
    return None if row is None else _document(row)


def list_documents(connection: Connection, kind: DocumentKind | None = None) -> tuple[PublishedDocument, ...]:
    """Give every version there is, in the order of publication."""
    query = select(*_ROW).order_by(documents.c.number)
    rows = connection.execute(query if kind is None else query.where(documents.c.kind == kind))
    return tuple(_document(row) for row in rows)


def current_documents(connection: Connection) -> tuple[PublishedDocument, ...]:
    """Give what devices should hold: of each name the newest that stands, the lightest first.

    A form comes after what it needs, because it weighs as much as itself and that.
    """
    newest = (
        select(func.max(documents.c.number))
        .where(documents.c.withdrawn_at_ms.is_(None), documents.c.source == DocumentSource.PUBLISHED)
        .group_by(documents.c.kind, documents.c.name)
    )
    is_form = documents.c.kind == DocumentKind.FORM
    query = select(*_ROW).where(documents.c.number.in_(newest))
    return tuple(
        _document(row)
        for row in connection.execute(query.order_by(documents.c.weight, is_form, documents.c.number))
    )


def withdrawn_documents(connection: Connection) -> tuple[PublishedDocument, ...]:
    query = select(*_ROW).where(documents.c.withdrawn_at_ms.is_not(None)).order_by(documents.c.number)
    return tuple(_document(row) for row in connection.execute(query))


def read_content(connection: Connection, number: int) -> bytes:
    query = select(documents.c.content).where(documents.c.number == number)
    return bytes(connection.execute(query).scalar_one())


def versions_of_lists(connection: Connection, names: Sequence[str]) -> tuple[PublishedDocument, ...]:
    """Give every version of these lists there ever were, the newest first."""
    is_one = (documents.c.kind == DocumentKind.LIST) & documents.c.name.in_(names)
    query = select(*_ROW).where(is_one).order_by(documents.c.number.desc())
    return tuple(_document(row) for row in connection.execute(query))


def _document(row: Sequence[Any]) -> PublishedDocument:
    number, kind, name, version, source, digest, *rest = row
    kinds = (DocumentKind(kind), name, version, DocumentSource(source))
    return PublishedDocument(number, *kinds, bytes(digest), *rest)
