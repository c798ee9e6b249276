"""What both ends agree on about files of forms: their limits, and under which id a verdict speaks of one."""

import hashlib
from typing import Final

MAX_ATTACHMENT_BYTES: Final = 64 * 1024 * 1024
MAX_PIECE_BYTES: Final = 256 * 1024
_PURPOSE: Final = b"quancai attachment item 1"


def attachment_item(submission_id: str, name: str) -> str:
    """Give the id of a file of a form: 32 hexadecimal digits."""
    said = _PURPOSE + b"\0" + submission_id.encode() + b"\0" + name.encode()
    return hashlib.sha256(said).hexdigest()[:32]
