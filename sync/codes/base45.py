"""RFC 9285: bytes in the alphabet that QR codes store most tightly and scanner guns cannot garble."""

from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES: Final = {character: value for value, character in enumerate(_ALPHABET)}
_BASE: Final = 45


def encode_base45(payload: bytes) -> str:
    return "".join(_encode_group(payload[at : at + 2]) for at in range(0, len(payload), 2))


def decode_base45(text: str) -> bytes:
    """Read it back.

    Raises:
        ValueError: a character outside the alphabet, a lone character, or a group beyond its bytes.

    """
    return b"".join(_decode_group(text[at : at + 3]) for at in range(0, len(text), 3))


def _encode_group(group: bytes) -> str:
    number = int.from_bytes(group, "big")
    digits = []
    for _ in range(len(group) + 1):
        number, digit = divmod(number, _BASE)
        digits.append(_ALPHABET[digit])
    return "".join(digits)


def _decode_group(group: str) -> bytes:
    size = len(group) - 1
    if size == 0 or not set(group) <= _VALUES.keys():
        raise ValueError(group)
    number = sum(_VALUES[character] * int(_BASE**place) for place, character in enumerate(group))
    if number >= 1 << 8 * size:
        raise ValueError(group)
    return number.to_bytes(size, "big")
