"""Long contents in authenticated pieces, so that a photo is never whole in memory and never half accepted.

The STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár, "Online Authenticated-
Encryption and its Nonce-Reuse Misuse-Resistance", CRYPTO 2015) over ChaCha20-Poly1305
(RFC 8439): the nonce of a chunk is its number and whether it is the last. A chunk that
is moved, repeated, dropped or cut off therefore fails its tag. A key serves one content.
The one place of this package that knows a cryptographic library.
"""

from collections.abc import Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from store.errors import StoreUnavailableError

KEY_BYTES: Final = 32
CHUNK_BYTES: Final = 64 * 1024
TAG_BYTES: Final = 16
_COUNTER_BYTES: Final = 11
_PURPOSE: Final = b"quancai attachment 1"


class AttachmentDamagedError(StoreUnavailableError):
    """The content is cut off, changed, put together from others, or not the one that was kept."""

    code = "attachment-damaged"


def seal_chunks(chunks: Iterator[bytes], key: bytes) -> Iterator[bytes]:
    """Seal chunks of `CHUNK_BYTES`, of which only the last may be shorter; nothing is one empty chunk."""
    cipher = ChaCha20Poly1305(key)
    for number, (chunk, is_last) in enumerate(_with_last(chunks)):
        yield cipher.encrypt(_nonce(number, is_last=is_last), chunk, _PURPOSE)


def open_chunks(sealed: BinaryIO, key: bytes) -> Iterator[bytes]:
    """Open what was sealed, chunk by chunk; what comes is genuine, and complete only if this ends quietly.

    Raises:
        AttachmentDamagedError: at the first chunk that is not the next one.

    """
    cipher = ChaCha20Poly1305(key)
    for number, (chunk, is_last) in enumerate(_with_last(_sealed_chunks(sealed))):
        try:
            yield cipher.decrypt(_nonce(number, is_last=is_last), chunk, _PURPOSE)
        except InvalidTag as error:
            raise AttachmentDamagedError from error


def open_chunks_from(
    sealed: BinaryIO, key: bytes, *, first: int, count: int, size_bytes: int
) -> Iterator[bytes]:
    """Open some chunks of a content of this size, without reading those before.

    Raises:
        AttachmentDamagedError: at the first chunk that is not the one of its number.

    """
    cipher, last = ChaCha20Poly1305(key), max(1, -(-size_bytes // CHUNK_BYTES)) - 1
    sealed.seek(first * (CHUNK_BYTES + TAG_BYTES))
    numbered = zip(range(first, min(first + count, last + 1)), _sealed_chunks(sealed), strict=False)
    for number, chunk in numbered:
        try:
            yield cipher.decrypt(_nonce(number, is_last=number == last), chunk, _PURPOSE)
        except InvalidTag as error:
            raise AttachmentDamagedError from error


def sealed_size(size_bytes: int) -> int:
    """Give how long a content of this size is once sealed."""
    return size_bytes + TAG_BYTES * max(1, -(-size_bytes // CHUNK_BYTES))


def read_chunks(source: BinaryIO, size: int) -> Iterator[bytes]:
    """Read whole chunks, also from a source that gives less than it was asked for."""
    while True:
        chunk = b""
        while len(chunk) < size and (more := source.read(size - len(chunk))):
            chunk += more
        if not chunk:
            return
        yield chunk


def _sealed_chunks(sealed: BinaryIO) -> Iterator[bytes]:
    return read_chunks(sealed, CHUNK_BYTES + TAG_BYTES)


def _with_last(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    held = next(chunks, b"")
    for chunk in chunks:
        yield held, False
        held = chunk
    yield held, True


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(_COUNTER_BYTES, "big") + bytes([is_last])
