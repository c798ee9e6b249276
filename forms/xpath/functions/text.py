"""Functions on text. Positions of XPath's `substring` count from 1, of ODK's `substr` from 0."""

import base64
import binascii
import hashlib
import math
from collections.abc import Callable
from typing import Final

from forms.xpath.coercion import to_number, to_text
from forms.xpath.context import Context, Value
from forms.xpath.functions.patterns import matches_whole
from forms.xpath.functions.signature import Function

_DIGESTS: Final[dict[str, Callable[[bytes], "hashlib._Hash"]]] = {
    "MD5": lambda content: hashlib.md5(content, usedforsecurity=False),
    "SHA-1": lambda content: hashlib.sha1(content, usedforsecurity=False),
    "SHA-256": hashlib.sha256,
    "SHA-384": hashlib.sha384,
    "SHA-512": hashlib.sha512,
}


def _texts(values: tuple[Value, ...]) -> list[str]:
    """Spread node-sets into the texts of their nodes."""
    return [
        text
        for value in values
        for text in ([node.read() for node in value] if isinstance(value, list) else [to_text(value)])
    ]


def _concat(_context: Context, *values: Value) -> Value:
    return "".join(_texts(values))


def _join(_context: Context, separator: Value, *values: Value) -> Value:
    return to_text(separator).join(_texts(values))


def _contains(_context: Context, whole: Value, part: Value) -> Value:
    return to_text(part) in to_text(whole)


def _starts_with(_context: Context, whole: Value, part: Value) -> Value:
    return to_text(whole).startswith(to_text(part))


def _ends_with(_context: Context, whole: Value, part: Value) -> Value:
    return to_text(whole).endswith(to_text(part))


def _substring(_context: Context, whole: Value, start: Value, length: Value | None = None) -> Value:
    text = to_text(whole)
    first = _round_half_up(to_number(start))
    end = math.inf if length is None else first + _round_half_up(to_number(length))
    # XPath 1.0 §4.2: a character counts where its position lies between both; NaN lies nowhere.
    if math.isnan(first) or math.isnan(end) or first == math.inf or end == -math.inf:
        return ""
    begin = 0 if first == -math.inf else max(int(first) - 1, 0)
    return text[begin:] if end == math.inf else text[begin : max(int(end) - 1, 0)]


def _round_half_up(number: float) -> float:
    return float(math.floor(number + 0.5)) if math.isfinite(number) else number


def _substr(_context: Context, whole: Value, start: Value, end: Value | None = None) -> Value:
    text = to_text(whole)
    begin = to_number(start)
    stop = float(len(text)) if end is None else to_number(end)
    if math.isnan(begin) or math.isnan(stop):
        return ""
    limit = len(text)
    first = _clamp(begin + limit if begin < 0 else begin, limit)
    return text[first : _clamp(stop + limit if stop < 0 else stop, limit)]


def _clamp(number: float, limit: int) -> int:
    return int(max(0.0, min(number, float(limit))))


def _substring_before(_context: Context, whole: Value, mark: Value) -> Value:
    before, found, _ = to_text(whole).partition(to_text(mark)) if to_text(mark) else ("", "", "")
    return before if found else ""


def _substring_after(_context: Context, whole: Value, mark: Value) -> Value:
    if not to_text(mark):
        return to_text(whole)
    return to_text(whole).partition(to_text(mark))[2]


def _string_length(context: Context, value: Value | None = None) -> Value:
    return float(len(to_text([context.node] if value is None else value)))


def _normalize_space(context: Context, value: Value | None = None) -> Value:
    return " ".join(to_text([context.node] if value is None else value).split())


def _translate(_context: Context, value: Value, old: Value, new: Value) -> Value:
    replacements = to_text(new)
    table: dict[int, str | None] = {}
    for index, character in enumerate(to_text(old)):
        table.setdefault(ord(character), replacements[index] if index < len(replacements) else None)
    return to_text(value).translate(table)


def _regex(_context: Context, value: Value, pattern: Value) -> Value:
    return matches_whole(to_text(pattern), to_text(value))


def _digest(_context: Context, value: Value, algorithm: Value, encoding: Value = "base64") -> Value:
    name = to_text(algorithm).upper()
    if name not in _DIGESTS:
        raise ValueError("unknown digest")
    digest = _DIGESTS[name](to_text(value).encode())
    return digest.hexdigest() if to_text(encoding) == "hex" else base64.b64encode(digest.digest()).decode()


def _base64_decode(_context: Context, value: Value) -> Value:
    try:
        return base64.b64decode(to_text(value), validate=True).decode("utf-8", errors="replace")
    except binascii.Error:
        return ""


TEXT: Final = {
    "base64-decode": Function(1, 1, _base64_decode),
    "concat": Function(0, None, _concat),
    "contains": Function(2, 2, _contains),
    "digest": Function(2, 3, _digest),
    "ends-with": Function(2, 2, _ends_with),
    "join": Function(1, None, _join),
    "normalize-space": Function(0, 1, _normalize_space),
    "regex": Function(2, 2, _regex),
    "starts-with": Function(2, 2, _starts_with),
    "string-length": Function(0, 1, _string_length),
    "substr": Function(2, 3, _substr),
    "substring": Function(2, 3, _substring),
    "substring-after": Function(2, 2, _substring_after),
    "substring-before": Function(2, 2, _substring_before),
    "translate": Function(3, 3, _translate),
}
