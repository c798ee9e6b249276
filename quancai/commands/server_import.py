"""`quancai server import`: lists of residents, enterprises and vacancies, and templates for them.

Good rows are kept and bad ones listed with their reasons in a report; the platform tells the
devices in its next rounds.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from quancai.exit_codes import ExitCode
from resources.words import Words

if TYPE_CHECKING:
    from server_stub.importing.findings import Finding
    from server_stub.importing.running import Summary

_KINDS = ("residents", "enterprises", "vacancies")


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    command = verbs.add_parser(
        "import",
        help=words.text("terminal.help.server_import"),
        epilog="quancai server import residents --data /var/lib/quancai list.xlsx",
    )
    lists = command.add_subparsers(required=True, metavar="LIST")
    for kind in _KINDS:
        one = lists.add_parser(kind, help=words.text(f"terminal.help.server_import_{kind}"))
        one.add_argument(
            "--data", type=Path, required=True, metavar="FOLDER", help=words.text("terminal.help.server_data")
        )
        one.add_argument("file", type=Path, help=words.text("terminal.help.server_import_file"))
        one.add_argument("--dry-run", action="store_true", help=words.text("terminal.help.server_import_dry"))
        one.add_argument(
            "--report", type=Path, metavar="FILE", help=words.text("terminal.help.server_import_report")
        )
        one.add_argument("--json", action="store_true", help=words.text("terminal.help.json"))
        if kind == "residents":
            nobody = words.text("terminal.help.server_import_no_tasks")
            one.add_argument("--without-tasks", action="store_true", help=nobody)
        if kind == "vacancies":
            whole = words.text("terminal.help.server_import_whole")
            one.add_argument("--close-missing", action="store_true", help=whole)
        one.set_defaults(run=_import, kind=kind, close_missing=False, without_tasks=False)
    form = lists.add_parser("template", help=words.text("terminal.help.server_import_template"))
    form.add_argument("kind", choices=_KINDS)
    form.add_argument("--out", type=Path, metavar="FILE", help=words.text("terminal.help.export_out"))
    form.add_argument("--titles", choices=("zh_CN", "en"), default=words.language)
    form.set_defaults(run=_template)


def _import(arguments: argparse.Namespace, words: Words) -> ExitCode:
    """Exit 1 says that some rows were not kept."""
    from server_stub.importing.columns import ListKind  # noqa: PLC0415 - the server is heavy
    from server_stub.list_import import import_list  # noqa: PLC0415

    report = arguments.report or arguments.file.with_name(f"{arguments.file.stem}.report")

    def say(finding: "Finding") -> str:
        return words.text(f"errors.{finding.code}.title", **finding.parameters)

    summary = import_list(
        arguments.data,
        ListKind(arguments.kind),
        arguments.file,
        report=report,
        say=say,
        titles=words.text("terminal.import.report_titles").split(),
        is_trial=arguments.dry_run,
        is_whole=arguments.close_missing,
        sends_nobody=arguments.without_tasks,
    )
    if arguments.json:
        print(json.dumps(_plain(summary), ensure_ascii=False, sort_keys=True))
    else:
        _tell(summary, report, words)
    return ExitCode.FAILED if summary.bad else ExitCode.OK


def _tell(summary: "Summary", report: Path, words: Words) -> None:
    counts = {outcome.value: number for outcome, number in summary.outcomes.items()}
    name = "trial" if summary.is_trial else "done"
    print(words.text(f"terminal.import.{name}", rows=summary.rows, bad=summary.bad, **counts))
    if summary.tasks_opened or summary.tasks_ended:
        tasks = {"opened": summary.tasks_opened, "ended": summary.tasks_ended}
        print(words.text("terminal.import.tasks", **tasks))
    if summary.closed:
        print(words.text("terminal.import.closed", number=summary.closed))
    if summary.examples:
        print(words.text("terminal.import.examples", number=summary.examples), file=sys.stderr)
    if summary.ignored:
        print(words.text("terminal.import.ignored", columns=", ".join(summary.ignored)), file=sys.stderr)
    if summary.bad or summary.examples:
        print(words.text("terminal.import.report", path=f"{report}.csv"), file=sys.stderr)


def _plain(summary: "Summary") -> dict[str, object]:
    return {
        "digest": summary.digest,
        "dry_run": summary.is_trial,
        "rows": summary.rows,
        "bad": summary.bad,
        "examples": summary.examples,
        "closed": summary.closed,
        "tasks_opened": summary.tasks_opened,
        "tasks_ended": summary.tasks_ended,
        "ignored": list(summary.ignored),
        **{outcome.value: number for outcome, number in summary.outcomes.items()},
    }


def _template(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.importing.columns import ListKind  # noqa: PLC0415 - the server is heavy
    from server_stub.list_import import template, write_template  # noqa: PLC0415

    kind = ListKind(arguments.kind)
    if arguments.out is None:
        print(template(kind, arguments.titles), end="")
    else:
        write_template(kind, arguments.titles, arguments.out)
        print(words.text("terminal.import.template", path=arguments.out))
    return ExitCode.OK
