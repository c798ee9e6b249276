"""SM2 by gmssl-fast, an older GmSSL bound by Rust, with ARM wheels: for Kylin and UOS on Phytium or Kunpeng.

It speaks the plain forms and computes ZA itself with the common id. Like every GmSSL it prints
source lines to stderr when something is wrong; see `sm2_gmssl_pyx`.
"""

from typing import Final

from gmssl_fast import SM2, GmsslError, GmsslValueError, GmsslVerificationError

from sync.errors import NotOpenableError

_ERRORS: Final = (GmsslError, GmsslValueError, GmsslVerificationError, ValueError)


class GmsslFastProvider:
    name: Final = "gmssl-fast"

    def new_key(self) -> tuple[bytes, bytes]:
        made = SM2.generate()
        return bytes.fromhex(made.private_key_hex or ""), bytes.fromhex((made.public_key_hex or "")[2:])

    def sign(self, handle: bytes, message: bytes, *, public: bytes) -> bytes:
        return bytes(SM2(handle.hex(), public.hex()).sign(message))

    def verify(self, public: bytes, message: bytes, *, signature: bytes) -> bool:
        try:
            return bool(SM2(None, public.hex()).verify(message, signature))
        except _ERRORS:
            return False

    def encrypt(self, public: bytes, plaintext: bytes) -> bytes:
        return bytes(SM2(None, public.hex()).encrypt(plaintext))

    def decrypt(self, handle: bytes, ciphertext: bytes, *, public: bytes) -> bytes:
        try:
            return bytes(SM2(handle.hex(), public.hex()).decrypt(ciphertext))
        except _ERRORS as error:
            raise NotOpenableError(part="key") from error
