"""The one request a relay hears most, read by the one pattern its bytes may have.

A plain post, written with nothing in it that could be understood in two ways: exactly this path, HTTP/1.1,
one length, no coding of any kind, no wish about the line but to keep it. Bytes that fit mean the same to
every reader of HTTP (RFC 9112), so nothing has to take them apart first; all others are read by a parser,
which alone says what is wrong with them.
"""

import re
from typing import Final

_NAME: Final = rb"[!#$%&'*+.^_`|~0-9a-z-]++"  # a token (RFC 9110, section 5.6.2)
_VALUE: Final = rb"[\t -~]*+"
# Each of these changes how a message is read, or what comes after it.
_WITH_A_MEANING: Final = (
    b"connection",
    b"content-encoding",
    b"content-length",
    b"expect",
    b"keep-alive",
    b"proxy-connection",
    b"te",
    b"trailer",
    b"transfer-encoding",
    b"upgrade",
)


class PlainPost:
    """Plain posts to one path, with a body of at most so many bytes after a head of at most so many."""

    def __init__(self, path: bytes, *, most_bytes: int, header_bytes: int) -> None:
        others = rb"(?:(?!(?:%s):)%s:%s\r\n|connection: keep-alive\r\n)*+" % (
            b"|".join(_WITH_A_MEANING),
            _NAME,
            _VALUE,
        )
        fields = rb"(?i:%scontent-length: ([0-9]{1,9})\r\n%s)\r\n" % (others, others)
        self._pattern = re.compile(rb"POST %s HTTP/1\.1\r\n%s" % (re.escape(path), fields))
        self._most_bytes, self._header_bytes = most_bytes, header_bytes

    def body_of(self, data: bytes) -> bytes | None:
        """Give the body where these bytes are one such request, whole, and nothing else."""
        head = self._pattern.match(data)
        if head is None:
            return None
        end, length = head.end(), int(head[1])
        if end + length != len(data) or length > self._most_bytes or end > self._header_bytes:
            return None
        return data[end:]
