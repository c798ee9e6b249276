"""A second opinion on pictures zxing cannot read: zbar, where it happens to be installed.

zbar turns GBK names into other, plausible names without a word, so only pure ASCII
is believed. Its library is optional; without it this reader simply does not exist.
"""

from typing import Protocol

from desktop.capture.frame_source import Pixels


class SecondReader(Protocol):
    """Another decoder of stills; gives texts with their symbology."""

    def read(self, gray: Pixels) -> tuple[tuple[str, str], ...]: ...


class ZbarReader:
    """pyzbar, believed for ASCII only."""

    def __init__(self, decode: "ZbarDecode") -> None:
        self._decode = decode

    def read(self, gray: Pixels) -> tuple[tuple[str, str], ...]:
        found = self._decode(gray)
        return tuple((item.data.decode("ascii"), str(item.type)) for item in found if item.data.isascii())


class ZbarItem(Protocol):
    """What pyzbar calls `Decoded`."""

    @property
    def data(self) -> bytes: ...
    @property
    def type(self) -> str: ...


class ZbarDecode(Protocol):
    """`pyzbar.pyzbar.decode`."""

    def __call__(self, image: Pixels) -> "list[ZbarItem]": ...


def find_second_reader() -> SecondReader | None:
    """Give zbar when its Python package and its system library are both there."""
    try:
        from pyzbar import pyzbar  # noqa: PLC0415 — optional, and loading it opens a system library
    except (ImportError, OSError):
        return None
    decode: ZbarDecode = pyzbar.decode
    return ZbarReader(decode)
