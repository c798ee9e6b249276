"""`quancai server device fleet`: all computers at one look, those that need somebody first.

For a screen a table, for a spreadsheet CSV, for another program JSON; the same facts in each, and nothing
about anybody. It decides nothing and changes nothing.
"""

import argparse
import csv
import json
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from quancai.commands.check_names import shown_checks
from quancai.exit_codes import ExitCode
from quancai.terminal_text import still
from resources.words import Words

if TYPE_CHECKING:
    from server_stub.fleet import FleetRow

AddAct = Callable[[Any, Words, str], argparse.ArgumentParser]
_COLUMNS: Final = ("name", "standing", "version", "free", "heard", "synced", "unsent", "concerns")
_FURTHER: Final = ("places", "system", "forms", "troubles", "required", "device")
_MIB_A_GIB: Final = 1024


def add_fleet(
    acts: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words, *, act: AddAct
) -> None:
    text = words.text
    fleet = act(acts, words, "fleet")
    fleet.add_argument(
        "--silent-days", type=int, default=7, metavar="N", help=text("terminal.fleet.help_silent")
    )
    fleet.add_argument("--low-gb", type=float, default=2.0, metavar="N", help=text("terminal.fleet.help_low"))
    fleet.add_argument("--below", metavar="VERSION", help=text("terminal.fleet.help_below"))
    fleet.add_argument("--concerns", action="store_true", help=text("terminal.fleet.help_concerns"))
    form = fleet.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=text("terminal.help.json"))
    form.add_argument("--csv", action="store_true", help=text("terminal.fleet.help_csv"))
    fleet.set_defaults(run=_fleet)


def _fleet(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.fleet import Limits, look_at_fleet  # noqa: PLC0415 - the server is heavy
    from sync.adapters.system import SystemClock  # noqa: PLC0415

    limits = Limits(arguments.silent_days, round(arguments.low_gb * _MIB_A_GIB), arguments.below)
    rows = look_at_fleet(arguments.data, limits=limits, now_ms=SystemClock().now_ms())
    if arguments.concerns:
        rows = tuple(row for row in rows if row.concerns)
    if arguments.json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, sort_keys=True))
    elif arguments.csv:
        _print_csv(rows, words)
    else:
        _print_table(rows, words)
    return ExitCode.OK


def _print_table(rows: Sequence["FleetRow"], words: Words) -> None:
    if not rows:
        print(words.text("terminal.fleet.none"))
        return
    table = [[words.text(f"terminal.fleet.{name}") for name in _COLUMNS]]
    table += [[still(_cells(row, words)[name]) for name in _COLUMNS] for row in rows]
    widths = [max(_width(line[at]) for line in table) for at in range(len(_COLUMNS))]
    for line in table:
        padded = [cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)]
        print("  ".join(padded).rstrip())
    print(words.text("terminal.fleet.count", all=len(rows), some=sum(bool(row.concerns) for row in rows)))


def _print_csv(rows: Sequence["FleetRow"], words: Words) -> None:
    from server_stub.export_cells import harmless  # noqa: PLC0415 - the server is heavy

    names = (*_COLUMNS, *_FURTHER)
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow([words.text(f"terminal.fleet.{name}") for name in names])
    for row in rows:
        cells = _cells(row, words)
        table.writerow([harmless(still(cells[one])) for one in names])


def _cells(row: "FleetRow", words: Words) -> dict[str, str]:
    text, device, state = words.text, row.device, row.device.state
    never = text("terminal.devices.never_heard")
    said = {} if state is None else _said(row, words)
    return {
        **dict.fromkeys((*_COLUMNS, *_FURTHER), ""),
        "name": device.name,
        "standing": text(f"terminal.devices.standing.{device.standing.value.replace('-', '_')}"),
        "version": text("terminal.devices.not_said"),
        "heard": never if device.last_heard_ms is None else _shown(device.last_heard_ms),
        "synced": never,
        "concerns": "、".join(_concern(one.value, row, words) for one in row.concerns),
        "places": " ".join(device.scope),
        "required": row.required,
        "device": device.device_id,
        **said,
    }


def _said(row: "FleetRow", words: Words) -> dict[str, str]:
    state = row.device.state
    if state is None:
        return {}
    never = words.text("terminal.devices.never_heard")
    return {
        "version": state.program,
        "free": f"{state.free_mib / _MIB_A_GIB:.1f} GB",
        "synced": _shown(state.last_sync_ms) if state.last_sync_ms else never,
        "unsent": str(state.unsent),
        "system": state.system,
        "forms": "、".join(state.forms),
        "troubles": shown_checks(state.troubles, words),
    }


def _concern(value: str, row: "FleetRow", words: Words) -> str:
    state = row.device.state
    troubles = "" if state is None else shown_checks(state.troubles, words)
    key = f"terminal.fleet.concern.{value.replace('-', '_')}"
    return words.text(key, days=row.days_silent or 0, troubles=troubles)


def _shown(at_ms: int) -> str:
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC).astimezone():%Y-%m-%d %H:%M}"


def _width(text: str) -> int:
    """Count the cells of a terminal: a Chinese sign takes two (Unicode Standard Annex 11)."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
