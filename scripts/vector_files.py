"""Writing golden vectors: a file that is there is kept, because what was released must be read for ever."""

from collections.abc import Mapping
from pathlib import Path


def write_missing(folder: Path, vectors: Mapping[str, bytes]) -> None:
    """Write the vectors that are not there yet, by their file names, and say of each what was done."""
    for name, content in vectors.items():
        place = folder / name
        if place.exists():
            print(f"kept     {place}")
        else:
            place.write_bytes(content)
            print(f"written  {place}")
