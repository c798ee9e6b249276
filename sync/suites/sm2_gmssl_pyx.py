"""SM2 by gmssl-pyx, which carries GmSSL 3.2 in its wheels: the first choice on x86_64.

It takes digests, so ZA is computed here, and that signs ten times faster than its message call. It speaks DER
(GM/T 0009). On a wrong signature or ciphertext GmSSL also prints source lines to stderr; no data is in
them, and swapping file descriptors under a threaded program would be worse than the noise.
"""

from typing import Final

from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from gmssl_pyx import (
    GmsslInnerError,
    sm2_decrypt,
    sm2_encrypt,
    sm2_key_generate,
    sm2_sign_sm3_digest,
    sm2_verify_sm3_digest,
)

from sync.errors import NotOpenableError
from sync.suites.sm2_curve import CIPHER_OVERHEAD, COORDINATE_BYTES, PUBLIC_BYTES, message_digest


@asn1.sequence
class _Cipher:
    """SM2Cipher of GM/T 0009-2012 section 7.2."""

    x: int
    y: int
    check: bytes
    content: bytes


class GmsslPyxProvider:
    name: Final = "gmssl-pyx"

    def new_key(self) -> tuple[bytes, bytes]:
        public, secret = sm2_key_generate()
        return secret, public

    def sign(self, handle: bytes, message: bytes, *, public: bytes) -> bytes:
        r, s = decode_dss_signature(sm2_sign_sm3_digest(handle, message_digest(public, message)))
        return _fixed(r) + _fixed(s)

    def verify(self, public: bytes, message: bytes, *, signature: bytes) -> bool:
        r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
        return bool(
            sm2_verify_sm3_digest(public, message_digest(public, message), encode_dss_signature(r, s))
        )

    def encrypt(self, public: bytes, plaintext: bytes) -> bytes:
        cipher = asn1.decode_der(_Cipher, sm2_encrypt(public, plaintext))
        return _fixed(cipher.x) + _fixed(cipher.y) + cipher.check + cipher.content

    def decrypt(self, handle: bytes, ciphertext: bytes, *, public: bytes) -> bytes:  # noqa: ARG002
        cipher = _Cipher(
            x=int.from_bytes(ciphertext[:COORDINATE_BYTES], "big"),
            y=int.from_bytes(ciphertext[COORDINATE_BYTES:PUBLIC_BYTES], "big"),
            check=ciphertext[PUBLIC_BYTES:CIPHER_OVERHEAD],
            content=ciphertext[CIPHER_OVERHEAD:],
        )
        try:
            return bytes(sm2_decrypt(handle, asn1.encode_der(cipher)))
        except GmsslInnerError as error:
            raise NotOpenableError(part="key") from error


def _fixed(number: int) -> bytes:
    return number.to_bytes(COORDINATE_BYTES, "big")
