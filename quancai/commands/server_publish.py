"""`quancai server publish|withdraw|documents`: forms, lists and rule packs for the devices.

A form that could not be begun is refused with everything found in it. The platform sends
out what is published in its next round.
"""

import argparse
import json
import sys
from pathlib import Path

from quancai.exit_codes import ExitCode
from resources.words import Words
from sync.adapters.system import SystemClock
from sync.change import DocumentKind


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    publish = verbs.add_parser(
        "publish",
        help=words.text("terminal.help.server_publish"),
        epilog="quancai server publish --data /var/lib/quancai survey.xlsx",
    )
    publish.add_argument(
        "--data", type=Path, required=True, metavar="FOLDER", help=words.text("terminal.help.server_data")
    )
    publish.add_argument("file", type=Path, help=words.text("terminal.help.server_publish_file"))
    publish.add_argument("--lists", type=Path, metavar="FOLDER", help=words.text("terminal.help.form_lists"))
    publish.add_argument("--version", default="", help=words.text("terminal.help.server_publish_version"))
    publish.add_argument(
        "--vacancies", action="store_true", help=words.text("terminal.help.server_publish_vacancies")
    )
    publish.set_defaults(run=_publish)

    withdraw = verbs.add_parser(
        "withdraw",
        help=words.text("terminal.help.server_withdraw"),
        epilog="quancai server withdraw --data /var/lib/quancai form employment_brief 2026112302",
    )
    withdraw.add_argument(
        "--data", type=Path, required=True, metavar="FOLDER", help=words.text("terminal.help.server_data")
    )
    withdraw.add_argument("kind", choices=[kind.value for kind in DocumentKind])
    withdraw.add_argument("name")
    withdraw.add_argument("version")
    withdraw.set_defaults(run=_withdraw)

    documents = verbs.add_parser(
        "documents",
        help=words.text("terminal.help.server_documents"),
        epilog="quancai server documents --data /var/lib/quancai --json",
    )
    documents.add_argument(
        "--data", type=Path, required=True, metavar="FOLDER", help=words.text("terminal.help.server_data")
    )
    documents.add_argument("--json", action="store_true", help=words.text("terminal.help.json"))
    documents.set_defaults(run=_documents)


def _publish(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from quancai.form_tools.moment import ClockOfThisComputer  # noqa: PLC0415 - the engine is heavy
    from quancai.form_tools.publishing import prepare, prepare_vacancies  # noqa: PLC0415
    from quancai.form_tools.report_words import say_findings  # noqa: PLC0415
    from server_stub.publishing import publish, read_published_lists  # noqa: PLC0415

    if arguments.vacancies:
        prepared = prepare_vacancies(arguments.file, version=arguments.version)
    else:
        prepared = prepare(
            arguments.file,
            lists=arguments.lists,
            published=read_published_lists(arguments.data),
            version=arguments.version,
            clock=ClockOfThisComputer(SystemClock()),
        )
    say_findings(prepared.findings, words, out=sys.stderr)
    if not prepared.is_sound:
        print(words.text("terminal.publish.refused"), file=sys.stderr)
        return ExitCode.BAD_INPUT
    fresh = publish(arguments.data, prepared.documents)
    for one in fresh:
        print(
            words.text("terminal.publish.published", kind=one.kind.value, name=one.name, version=one.version)
        )
    if not fresh:
        print(words.text("terminal.publish.nothing_new"))
    return ExitCode.OK


def _withdraw(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.publishing import withdraw  # noqa: PLC0415 - the server is heavy

    withdraw(arguments.data, DocumentKind(arguments.kind), arguments.name, arguments.version)
    print(words.text("terminal.publish.withdrawn", name=arguments.name, version=arguments.version))
    return ExitCode.OK


def _documents(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.publishing import read_documents  # noqa: PLC0415 - the server is heavy

    rows = [
        {
            "kind": one.kind.value,
            "name": one.name,
            "version": one.version,
            "source": one.source.value,
            "digest": one.digest.hex(),
            "bytes": one.size,
            "published_at_ms": one.published_at_ms,
            "withdrawn_at_ms": one.withdrawn_at_ms,
        }
        for one in read_documents(arguments.data)
    ]
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False, sort_keys=True))
        return ExitCode.OK
    for row in rows:
        state = "" if row["withdrawn_at_ms"] is None else words.text("terminal.publish.mark_withdrawn")
        print(f"{row['kind']:10}{row['name']}  {row['version']}  {row['bytes']}  {state}".rstrip())
    if not rows:
        print(words.text("terminal.publish.none"))
    return ExitCode.OK
