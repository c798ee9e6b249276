"""What the city has delivered to this computer, as forms and rules want it: what stands, the newest first.

A version the city withdrew is not among what stands, and can still be found by its name
for a draft that was begun with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from store import Store, StoredDocument, list_documents, read_document, withdrawn_versions
from sync.change import DocumentKind


@dataclass(frozen=True, slots=True)
class Delivered:
    """Looks into one replica."""

    store: Store

    def standing(self, kind: DocumentKind, name: str) -> tuple[StoredDocument, ...]:
        """Give the versions of a document that may be begun with, the newest arrival first."""
        gone = withdrawn_versions(self.store, kind)
        return tuple(one for one in self.versions(kind, name) if (name, one.version) not in gone)

    def is_withdrawn(self, kind: DocumentKind, name: str, version: str) -> bool:
        return (name, version) in withdrawn_versions(self.store, kind)

    def find(self, kind: DocumentKind, name: str, version: str) -> StoredDocument | None:
        """Find one version, withdrawn or not."""
        return next((one for one in self.versions(kind, name) if one.version == version), None)

    def newest_lists(self) -> Mapping[str, StoredDocument]:
        """Give the newest standing version of each list, by file name."""
        gone = withdrawn_versions(self.store, DocumentKind.LIST)
        newest: dict[str, StoredDocument] = {}
        for one in list_documents(self.store, DocumentKind.LIST):
            if (one.name, one.version) not in gone:
                newest.setdefault(one.name, one)
        return newest

    def content(self, document: StoredDocument) -> bytes:
        return read_document(self.store, document.digest)

    def names(self, kind: DocumentKind) -> tuple[str, ...]:
        """Name everything of a kind that ever came, withdrawn or not; a name stands once for each version."""
        return tuple(one.name for one in list_documents(self.store, kind))

    def versions(self, kind: DocumentKind, name: str) -> tuple[StoredDocument, ...]:
        """Give every version that ever came, withdrawn or not, the newest arrival first."""
        return tuple(one for one in list_documents(self.store, kind) if one.name == name)


def is_newer(version: str, other: str) -> bool:
    """Say whether a version of the program is newer than a delivered one, as far as numbers can tell."""
    if version.isascii() and version.isdecimal() and other.isascii() and other.isdecimal():
        return int(version) > int(other)
    return False
