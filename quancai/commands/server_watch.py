"""`quancai server status|doctor`: how the installation stands, and what is wrong with it."""

import argparse
import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from quancai.commands.server_verb import add_verb
from quancai.exit_codes import ExitCode
from resources.words import Words
from sync.adapters.system import SystemClock

if TYPE_CHECKING:
    from server_stub.doctor import Finding
    from server_stub.status import CityStatus, ServerStatus

_MIB: Final = 1024 * 1024
_KINDS: Final = ("person", "household", "task", "enterprise", "vacancy")


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    status = add_verb(verbs, words, "status", "quancai server status --data /var/lib/quancai --json")
    status.add_argument("--json", action="store_true", help=words.text("terminal.help.json"))
    status.set_defaults(run=_status)
    doctor = add_verb(verbs, words, "doctor", "quancai server doctor --data /var/lib/quancai")
    doctor.add_argument("--json", action="store_true", help=words.text("terminal.help.json"))
    doctor.set_defaults(run=_doctor)


def _status(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.status import read_status  # noqa: PLC0415 - the server is heavy

    status = read_status(arguments.data, now_ms=SystemClock().now_ms())
    if arguments.json:
        print(json.dumps(asdict(status), ensure_ascii=False, sort_keys=True))
    else:
        _say_status(status, words)
    return ExitCode.OK


def _say_status(status: "ServerStatus", words: Words) -> None:
    serving = words.text("terminal.status.not_serving")
    if status.url is not None:
        serving = words.text("terminal.status.serving", url=status.url)
    print(serving)
    print(words.text("terminal.status.disk", mib=status.disk_free_bytes // _MIB))
    if status.relay is not None:
        print(words.text("terminal.status.relay", **asdict(status.relay)))
    if status.city is not None:
        _say_city(status.city, words)
    if status.envelopes_unread:
        print(words.text("terminal.status.unread", number=status.envelopes_unread))


def _say_city(city: "CityStatus", words: Words) -> None:
    counts = {kind: city.records.get(kind, 0) for kind in _KINDS}
    ends = f"{datetime.fromtimestamp(city.registry_expires_ms / 1000, UTC).astimezone():%Y-%m-%d}"
    numbers = {name: value for name, value in asdict(city).items() if isinstance(value, int)}
    print(words.text("terminal.status.city", **counts, **numbers))
    name = "registry" if city.registry_version else "no_registry"
    print(words.text(f"terminal.status.{name}", ends=ends, **numbers))
    print(words.text("terminal.status.waiting", **numbers))
    print(words.text("terminal.status.to_look_at", **numbers))


def _doctor(arguments: argparse.Namespace, words: Words) -> ExitCode:
    """Exit 1 says that something is broken; a warning alone is 0."""
    from server_stub.doctor import examine, is_well  # noqa: PLC0415 - the server is heavy
    from sync.adapters.http_transport import HttpTransport  # noqa: PLC0415

    findings = examine(
        arguments.data,
        clock=SystemClock(),
        connect=lambda url, authorities: HttpTransport(url, authorities=authorities),
    )
    if arguments.json:
        rows = [asdict(one) for one in findings]
        print(json.dumps({"is_well": is_well(findings), "checks": rows}, ensure_ascii=False, sort_keys=True))
    else:
        for one in findings:
            _say_finding(one, words)
    return ExitCode.OK if is_well(findings) else ExitCode.FAILED


def _say_finding(finding: "Finding", words: Words) -> None:
    name = words.text(f"terminal.doctor.check.{finding.check.value.replace('-', '_')}")
    health = words.text(f"terminal.doctor.health.{finding.health.value}")
    print(f"{health}  {name}")
    if finding.code:
        said = words.error(finding.code, finding.parameters)
        print(f"    {said.title} [{said.code}]\n    {said.explanation}\n    {said.next_step}")
