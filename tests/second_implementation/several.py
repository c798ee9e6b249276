"""The frame of several envelopes and their receipts, read from the page of the relay alone."""

from tests.second_implementation import cbor, shapes
from tests.second_implementation.refused import insist

MOST = 16
MAX_FRAME = 4 * 1024 * 1024
MAX_ANSWER = 256 * 1024


def read_several(encoded: bytes) -> list[bytes]:
    listed = shapes.sequence(cbor.read(encoded, limit=MAX_FRAME))
    insist(len(listed) > 0, "message-malformed", "nothing in it")
    insist(len(listed) <= MOST, "message-too-large")
    return [shapes.octets(one) for one in listed]


def read_receipts(encoded: bytes) -> tuple[list[bytes], bytes | None]:
    receipts, refusal = shapes.members(cbor.read(encoded, limit=MAX_ANSWER), "receipts", "refusal")
    found = [shapes.octets(one) for one in shapes.sequence(receipts)]
    insist(len(found) > 0, "message-malformed", "no receipt")
    return found, None if refusal is None else shapes.octets(refusal)
