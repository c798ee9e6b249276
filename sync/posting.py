"""Several envelopes of one sender in one request, and the receipts that answer them: the framing of both.

A device that comes back to a line has a chain of small envelopes waiting; a request each would cost it
as many ways there and back. Each envelope still proves itself and gets a receipt of its own, so
the frame around them is not signed: cut, mixed or repeated it can do no more than its envelopes alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_list, read_map
from sync.errors import MessageMalformedError
from sync.receipt import MAX_RECEIPT_BYTES
from sync.wire import ENVELOPES_PATH

SEVERAL_PATH: Final = f"{ENVELOPES_PATH}/several"
SEVERAL_TYPE: Final = "application/vnd.quancai.sync-envelopes"
RECEIPTS_TYPE: Final = "application/vnd.quancai.receipts"

MOST_TOGETHER: Final = 16
MAX_TOGETHER_BYTES: Final = 4 * 1024 * 1024  # of the whole body
_FRAME_BYTES: Final = 1 + MOST_TOGETHER * 5  # a list's head, and one for each string
MOST_CONTENT_BYTES: Final = MAX_TOGETHER_BYTES - _FRAME_BYTES  # of the envelopes in it
_MAX_REFUSAL_BYTES: Final = 65_536
_MAX_ANSWER_BYTES: Final = MOST_TOGETHER * (MAX_RECEIPT_BYTES + 5) + _MAX_REFUSAL_BYTES + 64
_MOST_ANSWER_VALUES: Final = 6 + MOST_TOGETHER
_ANSWER_KEYS: Final = frozenset({"receipts", "refusal"})


@dataclass(frozen=True, slots=True)
class Posted:
    """What stands of a request: a receipt for each envelope taken, in order, and why the next was not.

    `refusal` is the problem document (RFC 9457) of the first envelope that was refused; nothing after it
    was looked at. Without one every envelope has its receipt.
    """

    receipts: tuple[bytes, ...]
    refusal: bytes | None = None


def encode_envelopes(bodies: Sequence[bytes]) -> bytes:
    """Frame envelopes of one sender in the order of their chain: a list of byte strings."""
    return encode_cbor(list(bodies))


def decode_envelopes(encoded: bytes) -> tuple[bytes, ...]:
    """Take the frame away; what is inside is looked at by nobody yet.

    Raises:
        MessageTooLargeError: more bytes or more envelopes than the limits; nothing was parsed.
        MessageMalformedError, MessageNotCanonicalError: not one list of byte strings, or an empty one.

    """
    values = decode_cbor(encoded, limit=MAX_TOGETHER_BYTES, most_values=1 + MOST_TOGETHER)
    return _read_strings(values)


def encode_posted(posted: Posted) -> bytes:
    return encode_cbor({"receipts": list(posted.receipts), "refusal": posted.refusal})


def decode_posted(encoded: bytes) -> Posted:
    """Read the answer; the receipts in it are unverified.

    Raises:
        SyncError: not an answer to several envelopes, or one without any receipt.

    """
    value = decode_cbor(encoded, limit=_MAX_ANSWER_BYTES, most_values=_MOST_ANSWER_VALUES)
    row = read_map(value, keys=_ANSWER_KEYS)
    refusal = row["refusal"]
    return Posted(_read_strings(row["receipts"]), None if refusal is None else read_bytes(refusal))


def _read_strings(value: object) -> tuple[bytes, ...]:
    strings = tuple(read_bytes(one) for one in read_list(value, limit=MOST_TOGETHER))
    if not strings:
        raise MessageMalformedError(part="list")
    return strings
