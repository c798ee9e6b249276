"""`extract-signed()`: the content of a signed text, if the signature holds.

Ed25519 verification (RFC 8032 §5.1.7) in plain integers. A form only ever
verifies, with public values, so nothing here has to run in constant time; and the
engine stays free of a cryptographic library for one function of one specification.
"""

import base64
import binascii
import hashlib
from typing import Final

from forms.xpath.coercion import to_text
from forms.xpath.context import Context, Value
from forms.xpath.functions.signature import Function

_PRIME: Final = 2**255 - 19
_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
_CURVE: Final = -121665 * pow(121666, -1, _PRIME) % _PRIME
_ROOT_OF_MINUS_ONE: Final = pow(2, (_PRIME - 1) // 4, _PRIME)
_SIGNATURE_BYTES: Final = 64

Point = tuple[int, int, int, int]  # extended coordinates: x = X/Z, y = Y/Z, xy = T/Z
_IDENTITY: Final[Point] = (0, 1, 1, 0)


def _extract_signed(_context: Context, contents: Value, public_key: Value) -> Value:
    """Give what follows the signature; blank where the signature does not hold."""
    try:
        signed = base64.b64decode(to_text(contents), validate=True)
        key = base64.b64decode(to_text(public_key), validate=True)
        message = signed[_SIGNATURE_BYTES:]
        is_genuine = verify_signature(signed[:_SIGNATURE_BYTES], message, key=key)
        return message.decode() if is_genuine else ""
    except (binascii.Error, ValueError):
        return ""


def verify_signature(signature: bytes, message: bytes, *, key: bytes) -> bool:
    """Tell whether an Ed25519 signature of a message was made with the private half of `key`."""
    public = _decode_point(key)
    commitment = _decode_point(signature[:32])
    response = int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or len(signature) != _SIGNATURE_BYTES or response >= _ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    challenge = int.from_bytes(digest, "little") % _ORDER
    return _are_equal(_multiply(response, _BASE), _add(commitment, _multiply(challenge, public)))


def _decode_point(encoded: bytes) -> Point | None:
    if len(encoded) != 32:
        return None
    number = int.from_bytes(encoded, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    x = _recover_x(y, sign) if y < _PRIME else None
    return (x, y, 1, x * y % _PRIME) if x is not None else None


def _recover_x(y: int, sign: int) -> int | None:
    squared = (y * y - 1) * pow(_CURVE * y * y + 1, -1, _PRIME) % _PRIME
    x = pow(squared, (_PRIME + 3) // 8, _PRIME)
    if (x * x - squared) % _PRIME:
        x = x * _ROOT_OF_MINUS_ONE % _PRIME
    if (x * x - squared) % _PRIME or (x == 0 and sign):
        return None
    return _PRIME - x if x % 2 != sign else x


def _add(first: Point, second: Point) -> Point:
    a = (first[1] - first[0]) * (second[1] - second[0]) % _PRIME
    b = (first[1] + first[0]) * (second[1] + second[0]) % _PRIME
    c = 2 * first[3] * second[3] * _CURVE % _PRIME
    d = 2 * first[2] * second[2] % _PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _PRIME, g * h % _PRIME, f * g % _PRIME, e * h % _PRIME


def _multiply(number: int, point: Point) -> Point:
    result = _IDENTITY
    while number:
        if number & 1:
            result = _add(result, point)
        point = _add(point, point)
        number >>= 1
    return result


def _are_equal(first: Point, second: Point) -> bool:
    same_x = (first[0] * second[2] - second[0] * first[2]) % _PRIME == 0
    return same_x and (first[1] * second[2] - second[1] * first[2]) % _PRIME == 0


def _base_point() -> Point:
    y = 4 * pow(5, -1, _PRIME) % _PRIME
    x = _recover_x(y, 0) or 0
    return x, y, 1, x * y % _PRIME


_BASE: Final = _base_point()

SIGNATURES: Final = {"extract-signed": Function(2, 2, _extract_signed)}
