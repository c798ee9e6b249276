r"""Make the two bundled fonts: one family that can write every name in the lists we ship.

A village laptop without a Chinese font must still show names and places, and the
tests must draw the same pictures everywhere. The full Noto Sans SC weighs 10 MB a
weight; what a form needs is the official table of 8,105 characters, GB 2312 and
the characters of the division list, which is under 3 MB.

Run by hand after a new font release; the results are committed:

    npm pack @expo-google-fonts/noto-sans-sc@0.4.3
    apt-get download unicode-data && dpkg-deb -x unicode-data_*.deb unicode
    python -m pip install fonttools      # in a throw-away environment: the product does not need it
    python scripts/subset_fonts.py expo-google-fonts-noto-sans-sc-0.4.3.tgz \
        unicode/usr/share/unicode/Unihan_OtherMappings.txt.bz2
"""

import argparse
import bz2
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter  # type: ignore[import-not-found, unused-ignore]
from fontTools.ttLib import TTFont  # type: ignore[import-not-found, unused-ignore]

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = {
    "package/400Regular/NotoSansSC_400Regular.ttf": "NotoSansSC-Regular.ttf",
    "package/700Bold/NotoSansSC_700Bold.ttf": "NotoSansSC-Bold.ttf",
}
LICENCE = "package/LICENSE_FONT"
DIVISIONS = ROOT / "employment" / "tables" / "quanzhou_divisions.tsv"


def general_standard_characters(unihan: Path) -> set[int]:
    """Read the 8,105 characters of the General Standard table (property kTGH)."""
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        return {int(line.split("\t")[0].removeprefix("U+"), base=16) for line in lines if "\tkTGH\t" in line}


def gb2312_characters() -> Iterator[int]:
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            text = bytes((row, cell)).decode("gb2312", errors="ignore")
            yield from (ord(character) for character in text)


def latin_and_signs() -> set[int]:
    ranges = ((0x20, 0x17F), (0x2010, 0x2044), (0x20AC, 0x20AD), (0x2100, 0x2123), (0x2190, 0x219A))
    cjk = ((0x2460, 0x2474), (0x2500, 0x2501), (0x25A0, 0x25D0), (0x3000, 0x3018), (0xFF00, 0xFFE6))
    return {point for first, end in (*ranges, *cjk) for point in range(first, end)}


def division_characters() -> set[int]:
    return (
        {ord(character) for character in DIVISIONS.read_text(encoding="utf-8")}
        if DIVISIONS.exists()
        else set()
    )


def subset(font: bytes, points: set[int]) -> bytes:
    options = Options()
    options.hinting = False
    options.layout_features = ["kern", "vert", "locl", "tnum"]
    options.name_IDs = ["*"]
    loaded = TTFont(io.BytesIO(font), recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(loaded)
    written = io.BytesIO()
    loaded.save(written)
    return written.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("package", type=Path, help="the npm package as a .tgz file")
    parser.add_argument("unihan", type=Path, help="Unihan_OtherMappings.txt.bz2 of unicode-data")
    arguments = parser.parse_args()
    points = general_standard_characters(arguments.unihan) | set(gb2312_characters())
    points |= latin_and_signs() | division_characters()
    folder = ROOT / "resources" / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(arguments.package) as package:
        for member, name in WEIGHTS.items():
            source = package.extractfile(member)
            assert source is not None, member
            (folder / name).write_bytes(subset(source.read(), points))
            print(f"{name}: {(folder / name).stat().st_size / 1e6:.2f} MB")
        licence = package.extractfile(LICENCE)
        assert licence is not None
        (folder / "OFL.txt").write_bytes(licence.read())
    print(f"{len(points)} characters")


if __name__ == "__main__":
    main()
