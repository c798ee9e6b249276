"""A photograph, read with everything this computer has; every way a still picture comes in ends here.

The other readers are looked for when the first photograph comes, not before: most days none does.
"""

from functools import cache

from desktop.capture.barcode_decoder import Scan, decode_still
from desktop.capture.frame_source import Pixels
from desktop.capture.second_reader import SecondReader, find_second_reader


def read_still(pixels: Pixels) -> tuple[Scan, ...]:
    """Read every code of a photograph; takes up to a second where there is none to be found."""
    return decode_still(pixels, second=_others())


@cache
def _others() -> SecondReader:
    return find_second_reader()
