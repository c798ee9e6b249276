"""Second opinions on photographs zxing cannot read: tapirscan, and zbar where it happens to be installed.

tapirscan samples a code along its own grid, and so reads through glare, wear and deep shade where
thresholds fail; it takes tenths of a second, so it is never asked about a live frame, and only about square
codes, whose error correction vouches for what was read. Its bytes are turned into text by the same rules as
zxing's. zbar turns GBK names into other, plausible names without a word: only pure ASCII is believed of it.
Both are optional: a computer that cannot load one reads with what is left.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from desktop.capture.frame_source import Pixels
from desktop.capture.text_decoding import DecodedText, decode_text

logger = logging.getLogger(__name__)

_SQUARE: Final = ("QRCode", "MicroQRCode")


@dataclass(frozen=True, slots=True)
class Reading:
    """One code as another decoder reads it."""

    decoded: DecodedText
    symbology: str


class SecondReader(Protocol):
    """Another decoder of stills."""

    def read(self, gray: Pixels) -> tuple[Reading, ...]: ...


class TapirReader:
    """tapirscan, for square codes."""

    def __init__(self, scan: "TapirScan") -> None:
        self._scan = scan

    def read(self, gray: Pixels) -> tuple[Reading, ...]:
        try:
            found = self._scan(gray, formats=_SQUARE).barcodes
        except RuntimeError as error:  # what its own errors are; the picture is simply not read
            logger.info("a second reader gave up: %s", type(error).__name__)
            return ()
        return tuple(Reading(_text_of(item), str(item.format)) for item in found)


class ZbarReader:
    """pyzbar, believed for ASCII only."""

    def __init__(self, decode: "ZbarDecode") -> None:
        self._decode = decode

    def read(self, gray: Pixels) -> tuple[Reading, ...]:
        found = self._decode(gray)
        return tuple(
            Reading(DecodedText(item.data.decode("ascii"), is_certain=True), str(item.type))
            for item in found
            if item.data.isascii()
        )


@dataclass(frozen=True, slots=True)
class InTurn:
    """Asks one reader after the other until one reads something."""

    readers: Sequence[SecondReader]

    def read(self, gray: Pixels) -> tuple[Reading, ...]:
        return next((found for reader in self.readers if (found := reader.read(gray))), ())


class TapirItem(Protocol):
    """What tapirscan calls `Barcode`."""

    @property
    def text(self) -> str: ...
    @property
    def payload_bytes(self) -> bytes | None: ...
    @property
    def format(self) -> str: ...


class TapirResult(Protocol):
    """What tapirscan calls `ScanResult`."""

    @property
    def barcodes(self) -> Sequence[TapirItem]: ...


class TapirScan(Protocol):
    """`tapirscan.Scanner.scan`."""

    def __call__(self, image: Pixels, *, formats: tuple[str, ...]) -> TapirResult: ...


class ZbarItem(Protocol):
    """What pyzbar calls `Decoded`."""

    @property
    def data(self) -> bytes: ...
    @property
    def type(self) -> str: ...


class ZbarDecode(Protocol):
    """`pyzbar.pyzbar.decode`."""

    def __call__(self, image: Pixels) -> "list[ZbarItem]": ...


def find_second_reader() -> InTurn:
    """Give what this computer has besides zxing; perhaps nothing, which reads nothing."""
    return InTurn([reader for reader in (_find_tapir(), _find_zbar()) if reader is not None])


def _find_tapir() -> SecondReader | None:
    try:
        import tapirscan  # noqa: PLC0415 — optional, and loading it opens a library of its own

        # Not in parallel: the window and the decoder of the camera want their core meanwhile.
        scanner: Any = tapirscan.Scanner("high", parallel=False)
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        logger.info("no second reader: %s", type(error).__name__)
        return None
    return TapirReader(scanner.scan)


def _find_zbar() -> SecondReader | None:
    try:
        from pyzbar import pyzbar  # noqa: PLC0415 — optional, and loading it opens a system library
    except (ImportError, OSError):
        return None
    decode: ZbarDecode = pyzbar.decode
    return ZbarReader(decode)


def _text_of(item: TapirItem) -> DecodedText:
    """Decode by our own rules; where both agree (a declared set, or UTF-8), nothing was guessed."""
    if item.payload_bytes is None:
        return DecodedText(item.text, is_certain=item.text.isascii())
    decoded = decode_text(item.payload_bytes)
    return decoded if decoded.text != item.text else DecodedText(item.text, is_certain=True)
