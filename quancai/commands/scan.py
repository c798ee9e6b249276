"""`quancai scan PICTURE…`: what the codes in pictures say, without opening any of them."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from quancai.exit_codes import ExitCode
from quancai.worded_parser import WordedParser
from resources.words import Words
from sync.adapters.system import SystemClock

if TYPE_CHECKING:
    from desktop.capture.barcode_decoder import Scan


def add_to(commands: "argparse._SubParsersAction[WordedParser]", words: Words) -> None:
    parser = commands.add_parser(
        "scan",
        help=words.text("terminal.help.scan"),
        epilog="quancai scan card.jpg --json",
        # Said here, because a parser that lets its options be mixed has put its arguments away by then.
        usage="%(prog)s [-h] [--json] PICTURE [PICTURE ...]",
    )
    parser.add_argument("pictures", type=Path, nargs="+", metavar="PICTURE")
    parser.add_argument("--json", action="store_true", help=words.text("terminal.help.scan_json"))
    parser.may_mix = True
    parser.set_defaults(run=_scan)


def _scan(arguments: argparse.Namespace, words: Words) -> ExitCode:
    found_in_all = True
    for picture in arguments.pictures:
        started_s = SystemClock().monotonic_s()
        found = _read(picture)
        spent_ms = round(1000 * (SystemClock().monotonic_s() - started_s), 1)
        found_in_all = found_in_all and bool(found)
        if arguments.json:
            print(json.dumps(_plain(picture, found, spent_ms), ensure_ascii=False), flush=True)
        else:
            _say(picture, found, words)
    return ExitCode.OK if found_in_all else ExitCode.FAILED


def _read(picture: Path) -> "tuple[Scan, ...]":
    from desktop.capture.picture_source import read_picture  # noqa: PLC0415 - OpenCV is heavy
    from desktop.capture.still_reading import read_still  # noqa: PLC0415

    return read_still(read_picture(picture))


def _plain(picture: Path, found: "tuple[Scan, ...]", spent_ms: float) -> dict[str, object]:
    codes = [{"text": scan.text, "format": scan.symbology, "confident": scan.is_certain} for scan in found]
    return {"file": str(picture), "codes": codes, "ms": spent_ms}


def _say(picture: Path, found: "tuple[Scan, ...]", words: Words) -> None:
    for scan in found:
        print(f"{picture.name}\t{scan.symbology}\t{scan.text}")
    if not found:
        print(f"{picture.name}\t{words.text('terminal.nothing_found')}")
