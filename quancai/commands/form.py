"""`quancai form …`: turn a workbook into the XForm that devices run."""

import argparse
import json
from pathlib import Path

from quancai.exit_codes import ExitCode
from resources.words import Words


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    parser = commands.add_parser("form", help=words.text("terminal.help.form"))
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    convert = verbs.add_parser(
        "convert",
        help=words.text("terminal.help.form_convert"),
        epilog="quancai form convert survey.xlsx --out survey.xml",
    )
    convert.add_argument("workbook", type=Path)
    convert.add_argument("--out", type=Path, required=True, metavar="FILE")
    convert.add_argument("--json", action="store_true", help=words.text("terminal.help.json"))
    convert.set_defaults(run=_convert)


def _convert(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from forms import convert_xlsform, load_form  # noqa: PLC0415 - pyxform takes a third of a second to import

    xml = convert_xlsform(arguments.workbook.read_bytes(), form_name=arguments.workbook.stem)
    definition = load_form(xml)  # a form that cannot be loaded is not worth writing
    arguments.out.write_bytes(xml)
    if arguments.json:
        print(json.dumps({"form_id": definition.form_id, "version": definition.version, "bytes": len(xml)}))
    else:
        print(words.text("terminal.converted", form=definition.form_id, path=arguments.out))
    return ExitCode.OK
