"""A changed file as what makes it out of the one before: Zstandard with the older file as its dictionary.

Nearly all of a new version is files that did not change, and those do not travel. Of the rest one is large:
the program's own archive, of which a change of ours moves a few hundred kilobytes. A difference is a short
cut and never believed: what it makes must have the signed digest, or the whole file is fetched.
"""

from typing import Final

import zstandard

from updates.errors import DamagedError

# Below, a difference saves nothing worth a file; above, both files no longer fit into the window.
LEAST_BYTES: Final = 64 * 1024
MOST_BYTES: Final = 48 * 1024 * 1024
_WINDOW_LOG: Final = 27  # 128 MiB: the older file and the newer one
_LEVEL: Final = 15


def difference_name(digest: str, older: str) -> str:
    """Give where the difference between two files lies in a repository, by the digests of both."""
    return f"objects/{digest[:2]}/{digest}.from-{older}.zst"


def make_difference(older: bytes, newer: bytes) -> bytes:
    settings = zstandard.ZstdCompressionParameters.from_level(_LEVEL, window_log=_WINDOW_LOG, enable_ldm=True)
    packer = zstandard.ZstdCompressor(compression_params=settings, dict_data=_dictionary(older))
    return packer.compress(newer)


def apply_difference(older: bytes, packed: bytes, *, size: int) -> bytes:
    """Make the newer file, of a size that was signed.

    Raises:
        DamagedError: it makes nothing, or something longer.

    """
    unpacker = zstandard.ZstdDecompressor(dict_data=_dictionary(older), max_window_size=1 << _WINDOW_LOG)
    try:
        made = unpacker.stream_reader(packed).read(size + 1)
    except zstandard.ZstdError as error:
        raise DamagedError(file="difference") from error
    if len(made) != size:
        raise DamagedError(file="difference")
    return made


def _dictionary(older: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(older, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
