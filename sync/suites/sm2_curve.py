"""The public arithmetic around SM2: the curve, which points and signatures can be right, the signed digest.

GB/T 32918.5-2017 fixes the curve; GB/T 32918.2 section 5.5 says that what is signed is not the
message but SM3(ZA || M), where ZA ties in the signer's id and public key. Nothing here sees a
secret, so plain integers do. Libraries differ in what they refuse; asking here first makes them alike,
keeps points off the curve from any secret, and keeps most forgeries from their error printing.
"""

from typing import Final

from cryptography.hazmat.primitives.hashes import SM3, Hash

COORDINATE_BYTES: Final = 32
PUBLIC_BYTES: Final = 64  # x || y
SIGNATURE_BYTES: Final = 64  # r || s
CIPHER_OVERHEAD: Final = 96  # C1 (x || y) and C3 (SM3), before C2

_P: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
_A: Final = _P - 3
_B: Final = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
_N: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
_G: Final = bytes.fromhex(
    "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7"
    "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0"
)
# GM/T 0009-2012 section 10: the id of a signer who has agreed on no other.
_DEFAULT_ID: Final = b"1234567812345678"


def sm3(message: bytes) -> bytes:
    """Give the SM3 digest (GB/T 32905), 32 bytes."""
    hashing = Hash(SM3())
    hashing.update(message)
    return hashing.finalize()


def is_point(coordinates: bytes) -> bool:
    """Say whether `x || y` is a point of the curve; the curve has prime order, so any such point will do."""
    if len(coordinates) != PUBLIC_BYTES:
        return False
    x, y = _halves(coordinates)
    return x < _P and y < _P and (y * y - (x * x * x + _A * x + _B)) % _P == 0


def may_be_signature(signature: bytes) -> bool:
    """Say whether `r || s` lies in the ranges GB/T 32918.2 section 7.1 asks for, steps B1, B2 and B5."""
    if len(signature) != SIGNATURE_BYTES:
        return False
    r, s = _halves(signature)
    return 0 < r < _N and 0 < s < _N and (r + s) % _N != 0


def signer_digest(public: bytes) -> bytes:
    """Give ZA, 32 bytes: the signer's id, the curve and the public key."""
    id_bits = (8 * len(_DEFAULT_ID)).to_bytes(2, "big")
    curve = _A.to_bytes(COORDINATE_BYTES, "big") + _B.to_bytes(COORDINATE_BYTES, "big") + _G
    return sm3(id_bits + _DEFAULT_ID + curve + public)


def message_digest(public: bytes, message: bytes) -> bytes:
    """Give e = SM3(ZA || M), 32 bytes: what a key device is handed to sign."""
    return sm3(signer_digest(public) + message)


def _halves(pair: bytes) -> tuple[int, int]:
    return int.from_bytes(pair[:COORDINATE_BYTES], "big"), int.from_bytes(pair[COORDINATE_BYTES:], "big")
