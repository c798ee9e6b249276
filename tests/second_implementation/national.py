"""Suite 2 of section 3: SM2 (GB/T 32918), SM3 and SM4-GCM (RFC 8998).

The curve arithmetic is written out, slow and not in constant time: enough for tests, and for nothing else.
"""

import hmac
from typing import ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SM3, Hash

from tests.second_implementation import cbor
from tests.second_implementation.hpke import Take
from tests.second_implementation.refused import Refused, insist

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
IDENTITY = b"1234567812345678"

Point = tuple[int, int] | None


def sm3(message: bytes) -> bytes:
    state = Hash(SM3())
    state.update(message)
    return state.finalize()


class NationalSuite:
    number: ClassVar[int] = 2
    signature_algorithm: ClassVar[int] = -70001
    wrap_algorithm: ClassVar[int] = -70003
    content_algorithm: ClassVar[int] = -70002
    content_key_bytes: ClassVar[int] = 16

    def digest(self, message: bytes) -> bytes:
        return sm3(message)

    def signing_public(self, secret: bytes) -> bytes:
        return _written(_times(int.from_bytes(secret[:32], "big"), G))

    sealing_public = signing_public

    def signing_kid(self, public: bytes) -> bytes:
        return sm3(cbor.write({1: 2, -1: -70004, -2: public[:32], -3: public[32:]}))[:16]

    sealing_kid = signing_kid

    def sign(self, secret: bytes, message: bytes, *, take: Take) -> bytes:
        digest = _message_digest(self.signing_public(secret), message)
        scalar = int.from_bytes(secret[:32], "big")
        while True:
            k = int.from_bytes(take(32), "big") % (N - 1) + 1
            point = _times(k, G)
            r = (digest + (point[0] if point else 0)) % N
            s = pow(1 + scalar, -1, N) * (k - r * scalar) % N
            if r and s and r + k != N:
                return _number(r) + _number(s)

    def verify(self, public: bytes, message: bytes, signature: bytes) -> None:
        insist(len(signature) == 64, "signature-invalid")
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        t = (r + s) % N
        insist(0 < r < N and 0 < s < N and t != 0, "signature-invalid")
        point = _plus(_times(s, G), _times(t, _point(public, "signature-invalid")))
        found = point is not None and (_message_digest(public, message) + point[0]) % N == r
        insist(found, "signature-invalid")

    def wrap(self, public: bytes, key: bytes, *, info: bytes, take: Take) -> tuple[bytes, bytes]:
        message = key + sm3(info)
        k = int.from_bytes(take(32), "big") % (N - 1) + 1
        shared = _written(_times(k, _point(public, "message-malformed")))
        mask = _kdf(shared, len(message))
        hidden = bytes(a ^ b for a, b in zip(message, mask, strict=True))
        return _written(_times(k, G)), sm3(shared[:32] + message + shared[32:]) + hidden

    def unwrap(self, secret: bytes, enc: bytes, wrapped: bytes, *, info: bytes) -> bytes:
        failed = "envelope-not-openable"
        insist(len(wrapped) == 32 + 16 + 32, failed)
        shared = _written(_times(int.from_bytes(secret[:32], "big"), _point(enc, failed)))
        mask = _kdf(shared, len(wrapped) - 32)
        message = bytes(a ^ b for a, b in zip(wrapped[32:], mask, strict=True))
        insist(hmac.compare_digest(sm3(shared[:32] + message + shared[32:]), wrapped[:32]), failed)
        insist(hmac.compare_digest(message[16:], sm3(info)), failed)
        return message[:16]

    def encrypt(self, key: bytes, nonce: bytes, plaintext: bytes, about: bytes) -> bytes:
        cipher = Cipher(SM4(key), GCM(nonce)).encryptor()
        cipher.authenticate_additional_data(about)
        return cipher.update(plaintext) + cipher.finalize() + cipher.tag

    def decrypt(self, key: bytes, nonce: bytes, ciphertext: bytes, about: bytes) -> bytes:
        try:
            cipher = Cipher(SM4(key), GCM(nonce, ciphertext[-16:])).decryptor()
            cipher.authenticate_additional_data(about)
            return cipher.update(ciphertext[:-16]) + cipher.finalize()
        except (InvalidTag, ValueError) as error:
            raise Refused("envelope-not-openable") from error


def _message_digest(public: bytes, message: bytes) -> int:
    curve = b"".join(_number(number) for number in (A, B, *G))
    za = sm3((len(IDENTITY) * 8).to_bytes(2, "big") + IDENTITY + curve + public)
    return int.from_bytes(sm3(za + message), "big")


def _kdf(shared: bytes, length: int) -> bytes:
    blocks = range(1, length // 32 + 2)
    return b"".join(sm3(shared + block.to_bytes(4, "big")) for block in blocks)[:length]


def _number(number: int) -> bytes:
    return number.to_bytes(32, "big")


def _written(point: Point) -> bytes:
    insist(point is not None, "envelope-not-openable")
    return b"".join(_number(number) for number in point or ())


def _point(written: bytes, code: str) -> Point:
    insist(len(written) == 64, code)
    x, y = int.from_bytes(written[:32], "big"), int.from_bytes(written[32:], "big")
    insist(x < P and y < P and (y * y - x * x * x - A * x - B) % P == 0, code, "not on the curve")
    return x, y


def _plus(one: Point, other: Point) -> Point:
    if one is None or other is None:
        return one or other
    if one[0] == other[0] and (one[1] + other[1]) % P == 0:
        return None
    if one == other:
        slope = (3 * one[0] * one[0] + A) * pow(2 * one[1], -1, P) % P
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, P) % P
    x = (slope * slope - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def _times(scalar: int, point: Point) -> Point:
    found: Point = None
    while scalar:
        if scalar & 1:
            found = _plus(found, point)
        point = _plus(point, point)
        scalar >>= 1
    return found
