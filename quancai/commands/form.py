"""`quancai form …`: what an author of forms needs, without a screen.

Turn a workbook into the XForm that devices run, check a form, fill it from a file
of answers, and let it be compared with other engines. The work is in
`quancai.form_tools`; here are only arguments, words and exit codes.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from quancai.exit_codes import ExitCode
from quancai.form_tools.moment import ClockOfThisComputer
from resources.words import Words
from sync.adapters.system import SystemClock, SystemEntropy

if TYPE_CHECKING:  # the engine is loaded by the verb that needs it
    from forms import FormDefinition
    from quancai.form_tools.fill import FilledForm


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

    check = verbs.add_parser(
        "check", help=words.text("terminal.help.form_check"), epilog="quancai form check survey.xlsx --json"
    )
    _add_form(check, words)
    check.set_defaults(run=_check)

    run = verbs.add_parser(
        "run",
        help=words.text("terminal.help.form_run"),
        epilog="quancai form run survey.xml --answers answers.json --json",
    )
    _add_form(run, words)
    run.add_argument(
        "--answers", type=Path, required=True, metavar="FILE", help=words.text("terminal.help.form_answers")
    )
    run.set_defaults(run=_run)

    preview = verbs.add_parser(
        "preview", help=words.text("terminal.help.form_preview"), epilog="quancai form preview survey.xlsx"
    )
    preview.add_argument("form", type=Path)
    preview.add_argument("--lists", type=Path, metavar="FOLDER", help=words.text("terminal.help.form_lists"))
    preview.add_argument(
        "--picture", type=Path, metavar="FILE", help=words.text("terminal.help.form_picture")
    )
    preview.set_defaults(run=_preview)

    protocol = verbs.add_parser(
        "serve-protocol",
        help=words.text("terminal.help.form_serve_protocol"),
        epilog="quancai form serve-protocol < jobs.jsonl",
    )
    protocol.set_defaults(run=_serve_protocol)


def _add_form(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("form", type=Path)
    parser.add_argument("--lists", type=Path, metavar="FOLDER", help=words.text("terminal.help.form_lists"))
    parser.add_argument("--json", action="store_true", help=words.text("terminal.help.json"))


def _convert(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from forms.errors import FormFileMissingError  # noqa: PLC0415 - only the verbs that need the engine load it
    from quancai.form_tools.check import FindingKind, findings_of  # noqa: PLC0415
    from quancai.form_tools.files import convert_form  # noqa: PLC0415
    from quancai.form_tools.report_words import plain_finding, say_findings  # noqa: PLC0415

    opened = convert_form(arguments.workbook)
    arguments.out.write_bytes(opened.content)
    # Lists may lie elsewhere; whether they do is what `check` is for.
    findings = [each for each in findings_of(opened) if each.code != FormFileMissingError.code]
    definition = opened.definition
    if arguments.json:
        converted = {
            "form_id": definition.form_id,
            "version": definition.version,
            "bytes": len(opened.content),
        }
        said = [plain_finding(finding, words) for finding in findings]
        print(json.dumps({**converted, "findings": said}, ensure_ascii=False))
    else:
        print(words.text("terminal.converted", form=definition.form_id, path=arguments.out))
        say_findings(findings, words, out=sys.stderr)
    is_broken = any(finding.kind is FindingKind.ERROR for finding in findings)
    return ExitCode.FAILED if is_broken else ExitCode.OK


def _check(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from quancai.form_tools.check import check_form  # noqa: PLC0415 - as above
    from quancai.form_tools.report_words import plain_report, say_findings  # noqa: PLC0415

    report = check_form(arguments.form, lists=arguments.lists, clock=ClockOfThisComputer(SystemClock()))
    if arguments.json:
        print(json.dumps(plain_report(report, words), ensure_ascii=False))
    else:
        say_findings(report.findings, words, out=sys.stdout)
        verdict = "usable" if report.is_usable else "unusable"
        print(words.text(f"terminal.form.{verdict}", form=report.form_id, count=len(report.findings)))
    return ExitCode.OK if report.is_usable else ExitCode.FAILED


def _run(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from forms import DeviceProperties, FormSession  # noqa: PLC0415 - as above
    from quancai.form_tools.fill import fill_form, read_answers  # noqa: PLC0415

    answers = read_answers(arguments.answers.read_bytes())
    definition = _open_sound_form(arguments, words)
    if definition is None:
        return ExitCode.BAD_INPUT
    session = FormSession.start(
        definition, clock=ClockOfThisComputer(SystemClock()), device=DeviceProperties("terminal")
    )
    language = definition.language_for(words.language.partition("_")[0])
    if language is not None:
        session.set_language(language)
    filled = fill_form(session, answers, instance_id=f"uuid:{SystemEntropy().uuid()}")
    if arguments.json:
        print(json.dumps(_plain_filled(filled), ensure_ascii=False))
    else:
        _say_filled(filled, words)
    return ExitCode.OK if filled.submission is not None and not filled.skipped else ExitCode.FAILED


def _preview(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from desktop.form_preview import preview_form  # noqa: PLC0415 - Qt is heavy
    from quancai.form_tools.files import read_lists, read_lists_beside  # noqa: PLC0415

    definition = _open_sound_form(arguments, words)
    if definition is None:
        return ExitCode.BAD_INPUT
    clock, entropy = SystemClock(), SystemEntropy()
    beside = read_lists(arguments.lists) if arguments.lists else read_lists_beside(arguments.form)
    submission = preview_form(
        definition, words, clock=clock, entropy=entropy, files=beside, picture=arguments.picture
    )
    if submission is not None:
        print(submission.xml.decode("utf-8"))
    return ExitCode.OK


def _open_sound_form(arguments: argparse.Namespace, words: Words) -> "FormDefinition | None":
    """Open a form that can be started; of another, say all that is wrong with it, not only the first."""
    from quancai.form_tools.check import faults_of  # noqa: PLC0415 - as above
    from quancai.form_tools.files import open_form  # noqa: PLC0415
    from quancai.form_tools.report_words import say_findings  # noqa: PLC0415

    opened = open_form(arguments.form, lists=arguments.lists)
    faults = faults_of(opened)
    say_findings(faults, words, out=sys.stderr)
    return None if faults else opened.definition


def _plain_filled(filled: "FilledForm") -> dict[str, object]:
    submission = filled.submission
    return {
        "finished": submission is not None,
        "values": dict(filled.values),
        "violations": [asdict(violation) for violation in filled.violations],
        "skipped": [asdict(skipped) for skipped in filled.skipped],
        "instance_id": submission.instance_id if submission is not None else None,
        "xml": submission.xml.decode() if submission is not None else None,
    }


def _say_filled(filled: "FilledForm", words: Words) -> None:
    for reference, value in filled.values.items():
        print(f"{reference}\t{value}")
    for skipped in filled.skipped:
        reason = words.error(skipped.code, {"reference": skipped.reference}).title
        print(
            words.text(
                "terminal.form.skipped", reference=skipped.reference, reason=reason, code=skipped.code
            ),
            file=sys.stderr,
        )
    for violation in filled.violations:
        message = violation.message or words.error(violation.code, {}).title
        strength = words.text(f"terminal.form.strength.{violation.strength.value}")
        print(f"{strength} [{violation.code}] {violation.reference}\n  {message}", file=sys.stderr)
    print(words.text(f"terminal.form.{'finished' if filled.submission else 'unfinished'}"), file=sys.stderr)


def _serve_protocol(_arguments: argparse.Namespace, _words: Words) -> ExitCode:
    from quancai.form_tools.protocol import serve  # noqa: PLC0415 - as above

    for answer in serve(sys.stdin):
        print(answer, flush=True)
    return ExitCode.OK
