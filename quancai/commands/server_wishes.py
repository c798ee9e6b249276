"""`quancai server device require-update|diagnose|report`: what the office wants of a computer, what it says.

A wish is told in the platform's next round and answered when the computer is next online.
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quancai.commands.check_names import shown_checks
from quancai.exit_codes import ExitCode
from resources.words import Words

if TYPE_CHECKING:
    from server_stub.platform.device_words import ReportedState

AddAct = Callable[[Any, Words, str], argparse.ArgumentParser]


def add_wishes(
    acts: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words, *, act: AddAct
) -> None:
    text = words.text
    require = act(acts, words, "require-update")
    require.add_argument("version", help=text("terminal.package.version"))
    whom = require.add_mutually_exclusive_group(required=True)
    whom.add_argument("--device", help=text("terminal.help.server_device"))
    whom.add_argument("--all", action="store_true", help=text("terminal.devices.all"))
    require.set_defaults(run=_require)

    diagnose = act(acts, words, "diagnose")
    diagnose.add_argument("device", help=text("terminal.help.server_device"))
    diagnose.set_defaults(run=_diagnose)

    report = act(acts, words, "report")
    report.add_argument("device", help=text("terminal.help.server_device"))
    report.add_argument("--json", action="store_true", help=text("terminal.help.json"))
    report.add_argument("--diagnosis", type=Path, metavar="FILE", help=text("terminal.devices.diagnosis_out"))
    report.set_defaults(run=_report)


def _require(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.wishing import require_update, require_update_everywhere  # noqa: PLC0415 - heavy

    if arguments.all:
        asked = require_update_everywhere(arguments.data, version=arguments.version)
    else:
        asked = (require_update(arguments.data, arguments.device, version=arguments.version),)
    print(words.text("terminal.devices.required", version=arguments.version, count=len(asked)))
    return ExitCode.OK


def _diagnose(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.wishing import ask_for_diagnosis  # noqa: PLC0415 - the server is heavy

    entry = ask_for_diagnosis(arguments.data, arguments.device)
    print(words.text("terminal.devices.asked", name=entry.name))
    return ExitCode.OK


def _report(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.wishing import read_last_diagnosis, read_state  # noqa: PLC0415 - the server is heavy

    entry, state = read_state(arguments.data, arguments.device)
    if arguments.diagnosis is not None:
        arguments.diagnosis.write_bytes(read_last_diagnosis(arguments.data, arguments.device))
    if arguments.json:
        print(json.dumps({"device": entry.device_id, **asdict(state)}, ensure_ascii=False, sort_keys=True))
    else:
        print(words.text("terminal.devices.state", name=entry.name, **_facts(state, words)))
    return ExitCode.OK


def _facts(state: "ReportedState", words: Words) -> dict[str, object]:
    never = words.text("terminal.devices.never_heard")
    troubles = shown_checks(state.troubles, words) or words.text("terminal.devices.no_trouble")
    return {
        "program": state.program,
        "system": state.system,
        "free": state.free_mib,
        "unsent": state.unsent,
        "synced": _shown(state.last_sync_ms) if state.last_sync_ms else never,
        "forms": "、".join(state.forms) or "-",
        "troubles": troubles,
        "heard": _shown(state.heard_at_ms),
        "diagnosed": never if state.diagnosed_at_ms is None else _shown(state.diagnosed_at_ms),
    }


def _shown(at_ms: int) -> str:
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC).astimezone():%Y-%m-%d %H:%M}"
