"""`quancai form …`: what an author of forms needs, without a screen.

Turn a workbook into the XForm that devices run, check a form, fill it from a file
of answers, and let it be compared with other engines. The work is in
`quancai.form_tools`; here are only arguments, words and exit codes.
"""

import argparse
import json
import sys
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
    protocol = verbs.add_parser(
        "serve-protocol",
        help=words.text("terminal.help.form_serve_protocol"),
        epilog="quancai form serve-protocol < jobs.jsonl",
    )
    protocol.set_defaults(run=_serve_protocol)


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


def _serve_protocol(_arguments: argparse.Namespace, _words: Words) -> ExitCode:
    from quancai.form_tools.protocol import serve  # noqa: PLC0415 - only this verb needs the engine

    for answer in serve(sys.stdin):
        print(answer, flush=True)
    return ExitCode.OK
