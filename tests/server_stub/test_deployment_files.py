"""The files an operator copies name what really exists: commands, settings, paths, limits."""

import re
from configparser import ConfigParser
from dataclasses import fields
from pathlib import Path

import pytest

from quancai.door import build_parser
from quancai.exit_codes import ExitCode
from resources.words import Words
from server_stub.__main__ import DEFAULT_PORT, make_parser
from server_stub.relay.openapi import ENDPOINTS
from server_stub.settings import ENVIRONMENT_PREFIX, ServerSettings
from sync.envelope.encoding import MAX_ENVELOPE_BYTES
from sync.keys.registry import MAX_WHOLE_BYTES
from sync.wake_events import HEARTBEAT_SECONDS, WAKE_PATH
from sync.wire import MAX_WAIT_SECONDS, REGISTRY_PATH
from updates.machine import ROOTS_FOLDER, machine_folder
from updates.provisioned import POLICY_NAME, PROFILE_NAME

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
NGINX = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
SERVICES = ("relay", "platform", "all-in-one")


@pytest.fixture
def unit() -> ConfigParser:
    parser = ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd minds capitals
    parser.read(DEPLOY / "quancai-server@.service", encoding="utf-8")
    return parser


@pytest.mark.parametrize("service", SERVICES)
def test_unit_starts_a_command_that_exists(unit: ConfigParser, service: str) -> None:
    python, *words = unit["Service"]["ExecStart"].replace("%i", service).split()

    assert python == "/opt/quancai/.venv/bin/python"
    assert words[:2] == ["-m", "server_stub"]
    parsed = make_parser().parse_args(words[2:])
    assert (parsed.service, parsed.data) == (service, Path("/var/lib/quancai"))


def test_unit_sets_only_settings_that_exist(unit: ConfigParser) -> None:
    name, _, value = unit["Service"]["Environment"].partition("=")

    assert name in {ENVIRONMENT_PREFIX + setting.name.upper() for setting in fields(ServerSettings)}
    assert ServerSettings.load(Path("/var/lib/quancai"), {name: value}).log_format == value


def test_unit_gives_the_server_its_folder_its_lines_and_nothing_else(unit: ConfigParser) -> None:
    service = unit["Service"]

    assert service["StateDirectory"] == "quancai"
    assert (service["StateDirectoryMode"], service["UMask"]) == ("0700", "0077")
    assert int(service["LimitNOFILE"]) >= 16_384
    assert (service["User"], service["ProtectSystem"]) == ("quancai", "strict")
    assert service["CapabilityBoundingSet"] == ""


def test_unit_waits_for_the_server_to_finish(unit: ConfigParser) -> None:
    assert unit["Service"]["KillSignal"] == "SIGTERM"
    assert int(unit["Service"]["TimeoutStopSec"]) > 10


def test_proxy_sends_to_the_port_the_relay_listens_on() -> None:
    assert f"server 127.0.0.1:{DEFAULT_PORT};" in NGINX
    assert NGINX.count("{") == NGINX.count("}")


def test_proxy_names_paths_that_are_served() -> None:
    named = set(re.findall(r"location = (\S+)", NGINX))

    assert named == {WAKE_PATH, REGISTRY_PATH, "/metrics"}
    assert named <= {endpoint.path for endpoint in ENDPOINTS}


def test_proxy_lets_the_largest_bodies_and_the_longest_wait_through() -> None:
    body, registry = re.findall(r"client_max_body_size (\d+)m;", NGINX)
    [wait] = re.findall(r"proxy_read_timeout (\d+)s;", NGINX)

    assert int(body) * 1024 * 1024 == MAX_ENVELOPE_BYTES
    assert int(registry) * 1024 * 1024 == MAX_WHOLE_BYTES
    assert int(wait) > max(MAX_WAIT_SECONDS, HEARTBEAT_SECONDS)


def test_proxy_changes_nothing_that_is_signed_and_keeps_figures_inside() -> None:
    assert "gzip off;" in NGINX
    assert "merge_slashes off;" in NGINX
    assert "rewrite" not in re.sub(r"#.*", "", NGINX)
    assert re.search(r"location = /metrics \{[^}]*deny all;", NGINX)
    assert re.search(r"location = /v1/wake \{[^}]*proxy_buffering off;", NGINX)


def test_update_unit_runs_a_command_that_exists_and_keeps_what_it_saw() -> None:
    parser = ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd minds capitals
    parser.read([DEPLOY / "quancai-update.service", DEPLOY / "quancai-update.timer"], encoding="utf-8")

    program, *words = parser["Service"]["ExecStart"].split()
    parsed = build_parser(Words("en")).parse_args(words)

    assert program == "/usr/bin/quancai"
    assert parsed.unsent > 0  # root cannot see whether somebody's work waits, so some does
    assert Path("/var/lib") / parser["Service"]["StateDirectory"] == ROOTS_FOLDER
    assert parser["Timer"]["Persistent"] == "true"


def test_update_unit_comes_again_soon_for_a_version_that_waits_and_calls_that_no_failure() -> None:
    parser = ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd minds capitals
    parser.read([DEPLOY / "quancai-update.service", DEPLOY / "quancai-update.timer"], encoding="utf-8")

    well = {int(status) for status in parser["Service"]["SuccessExitStatus"].split()}

    assert parser["Timer"]["OnCalendar"] == "hourly"
    assert well == {ExitCode.FAILED, ExitCode.PUT_OFF}


def test_update_unit_waits_for_the_files_the_program_reads() -> None:
    unit = (DEPLOY / "quancai-update.service").read_text(encoding="utf-8")

    waited = set(re.findall(r"^ConditionPathExists=\|(.+)$", unit, flags=re.MULTILINE))

    machine = machine_folder({})
    assert waited == {str(machine / POLICY_NAME), str(machine / PROFILE_NAME)}
