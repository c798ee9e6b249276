"""What a draft keeps: the form session, and beside it the texts that were refused as answers.

The engine holds answers only, so a text it refused ("2026-13-40") has no place in a
session; without one it would be gone when the form is put aside. Drafts of programs
before this one are the bare session, and are still read.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop.form_entry.problems import Rejected
from forms.errors import DraftUnreadableError

_MARK: Final = b"quancai-draft "  # a bare session begins with a brace
_VERSION: Final = b"1"


@dataclass(frozen=True, slots=True)
class DraftDocument:
    session: bytes
    rejected: Mapping[str, Rejected]


def write_document(session: bytes, *, rejected: Mapping[str, Rejected]) -> bytes:
    """Put the session and the refused texts, by reference, into one document."""
    refused = {reference: [each.text, each.code] for reference, each in rejected.items()}
    return b"\n".join((_MARK + _VERSION, json.dumps(refused).encode("ascii"), session))


def read_document(document: bytes) -> DraftDocument:
    """Take apart what `write_document` made.

    Raises:
        DraftUnreadableError: damaged, or written by a newer program.

    """
    if not document.startswith(_MARK):
        return DraftDocument(document, {})
    try:
        head, refused, session = document.split(b"\n", 2)
        rejected = {
            str(reference): Rejected(str(text), str(code))
            for reference, (text, code) in json.loads(refused).items()
        }
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise DraftUnreadableError from error
    if head != _MARK + _VERSION:
        raise DraftUnreadableError
    return DraftDocument(session, rejected)
