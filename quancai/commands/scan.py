"""`quancai scan PICTURE`: what the codes in a picture say, without opening any of them."""

import argparse
import json
from pathlib import Path

from quancai.exit_codes import ExitCode
from resources.words import Words


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    parser = commands.add_parser(
        "scan", help=words.text("terminal.help.scan"), epilog="quancai scan card.jpg --json"
    )
    parser.add_argument("picture", type=Path)
    parser.add_argument("--json", action="store_true", help=words.text("terminal.help.json"))
    parser.set_defaults(run=_scan)


def _scan(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from desktop.capture.barcode_decoder import decode_still  # noqa: PLC0415 - OpenCV is heavy
    from desktop.capture.picture_source import read_picture  # noqa: PLC0415

    found = decode_still(read_picture(arguments.picture))
    if arguments.json:
        print(
            json.dumps(
                [{"text": scan.text, "symbology": scan.symbology} for scan in found], ensure_ascii=False
            )
        )
    else:
        for scan in found:
            print(f"{scan.symbology}\t{scan.text}")
    if not found:
        print(words.text("terminal.nothing_found"))
    return ExitCode.OK if found else ExitCode.FAILED
