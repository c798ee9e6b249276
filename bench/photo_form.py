"""The brief form as a city may publish it anew: it keeps a log and names photos, so its files go up too."""

from typing import Final

from resources import read_bytes
from server_stub.platform.documents import NewDocument
from sync.change import DocumentKind

FORM: Final = "employment_brief"
PHOTOS: Final = ("door.jpg", "again.jpg")
_SHIPPED_VERSION: Final = b"2026112301"
_NAMES: Final = b"<audit/><photo>door.jpg</photo><photo_again>again.jpg</photo_again>"


def photo_form(version: str) -> NewDocument:
    """Give the form under a version newer than the shipped one."""
    content = (
        read_bytes(f"forms/{FORM}.xml")
        .replace(_SHIPPED_VERSION, version.encode("ascii"))
        .replace(b"<instanceID/>", b"<instanceID/>" + _NAMES)
        .replace(
            b'<bind nodeset="/employment_brief/meta/instanceID"',
            b'<bind nodeset="/employment_brief/meta/audit" type="binary"/>'
            b'<bind nodeset="/employment_brief/meta/instanceID"',
        )
    )
    return NewDocument(DocumentKind.FORM, FORM, version, content)
