"""SM2 by gmalg, pure Python: the last resort where no compiled library has a wheel, and a judge in tests.

It is slow and its time depends on the secret, so somebody who can measure this computer may learn the key.
"""

from typing import Final

from gmalg import SM2
from gmalg.errors import GMError

from sync.errors import NotOpenableError
from sync.suites.sm2_curve import COORDINATE_BYTES

_COMMON_ID: Final = b"1234567812345678"
_UNCOMPRESSED: Final = b"\x04"


class GmalgProvider:
    name: Final = "gmalg"

    def new_key(self) -> tuple[bytes, bytes]:
        secret, public = SM2().generate_keypair()
        return _fixed(secret), bytes(public)[1:]

    def sign(self, handle: bytes, message: bytes, *, public: bytes) -> bytes:
        r, s = SM2(handle, _COMMON_ID, _UNCOMPRESSED + public).sign(message)
        return _fixed(r) + _fixed(s)

    def verify(self, public: bytes, message: bytes, *, signature: bytes) -> bool:
        r, s = signature[:COORDINATE_BYTES], signature[COORDINATE_BYTES:]
        return bool(SM2(None, _COMMON_ID, _UNCOMPRESSED + public).verify(message, r, s))

    def encrypt(self, public: bytes, plaintext: bytes) -> bytes:
        return bytes(SM2(pk=_UNCOMPRESSED + public).encrypt(plaintext))[1:]

    def decrypt(self, handle: bytes, ciphertext: bytes, *, public: bytes) -> bytes:
        try:
            return bytes(SM2(handle, pk=_UNCOMPRESSED + public).decrypt(_UNCOMPRESSED + ciphertext))
        except GMError as error:
            raise NotOpenableError(part="key") from error


def _fixed(number: bytes) -> bytes:
    return bytes(number).rjust(COORDINATE_BYTES, b"\x00")
