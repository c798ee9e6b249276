"""`quancai self-check`: is this copy of the program whole, and does it work on this computer."""

import argparse
import json
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from quancai.exit_codes import ExitCode
from resources.words import Words

if TYPE_CHECKING:
    from quancai.self_check.running import Finding, Look


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    parser = commands.add_parser(
        "self-check", help=words.text("terminal.self_check.help"), epilog="quancai self-check --json"
    )
    parser.add_argument("--json", action="store_true", help=words.text("terminal.help.json"))
    parser.set_defaults(run=_self_check)


def _self_check(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from quancai.self_check.running import look_at_all  # noqa: PLC0415 - heavy

    findings = []
    for finding in look_at_all(_looks()):
        findings.append(finding)
        if not arguments.json:
            print(_line(finding, words), flush=True)
    broken = [finding.name for finding in findings if not finding.is_fine]
    if arguments.json:
        print(json.dumps(_plain(findings), ensure_ascii=False))
    else:
        print(_verdict(len(findings), broken, words))
    return ExitCode.FAILED if broken else ExitCode.OK


def _looks() -> "Iterator[tuple[str, Look]]":
    # Whoever checks a computer by a script has no screen there; Qt reads this when it loads.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from quancai.build_stamp import read_stamp  # noqa: PLC0415 - heavy
    from quancai.self_check.core_looks import core_looks  # noqa: PLC0415 - heavy

    yield from core_looks()
    parts = read_stamp().parts
    if "desktop" in parts:
        from desktop.self_check import looks  # noqa: PLC0415 - Qt is heavy

        yield from looks()
        yield "qt.end", _end_qt
    if "server_stub" in parts:
        from quancai.self_check.server_looks import server_looks  # noqa: PLC0415 - the server is heavy

        yield from server_looks()


def _end_qt() -> str:
    from desktop.application import end_application  # noqa: PLC0415 - Qt is heavy

    end_application()
    return "in order"


def _line(finding: "Finding", words: Words) -> str:
    verdict = words.text("terminal.self_check.fine" if finding.is_fine else "terminal.self_check.broken")
    return f"{verdict}\t{finding.name}\t{finding.detail}"


def _verdict(count: int, broken: list[str], words: Words) -> str:
    if not broken:
        return words.text("terminal.self_check.all_fine", count=count)
    return words.text("terminal.self_check.some_broken", count=len(broken), names=" ".join(broken))


def _plain(findings: "list[Finding]") -> dict[str, object]:
    from quancai.build_stamp import read_stamp  # noqa: PLC0415 - heavy

    stamp = read_stamp()
    return {
        "ok": all(finding.is_fine for finding in findings),
        "version": stamp.version,
        "commit": stamp.commit,
        "lock": stamp.lock,
        "checks": [{"name": one.name, "ok": one.is_fine, "detail": one.detail} for one in findings],
    }
