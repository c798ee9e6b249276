"""Settings: sensible without any, overridden by name, refused when they cannot work."""

from dataclasses import fields
from pathlib import Path

import pytest

from server_stub.errors import SettingInvalidError
from server_stub.settings import ServerSettings

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "server.md"


def test_defaults_keep_everything_inside_the_data_folder(tmp_path: Path) -> None:
    settings = ServerSettings.load(tmp_path, {})

    assert settings.relay_database == f"sqlite:///{tmp_path / 'relay.sqlite'}"
    assert settings.city_database == f"sqlite:///{tmp_path / 'city.sqlite'}"


def test_environment_overrides_by_name(tmp_path: Path) -> None:
    settings = ServerSettings.load(tmp_path, {"QUANCAI_POLL_SECONDS": "2", "QUANCAI_REALM": "city/350200"})

    assert (settings.poll_seconds, settings.for_platform().realm) == (2, "city/350200")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("POLL_SECONDS", "0"),
        ("POLL_SECONDS", "-1"),
        ("POLL_SECONDS", "soon"),
        ("REALM", " "),
        ("MAX_ENVELOPE_BYTES", "9000000"),
        ("RELAY_DATABASE", "mysql://city@/relay"),
        ("CITY_DATABASE", "city.sqlite"),
    ],
)
def test_value_that_cannot_work_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingInvalidError) as refused:
        ServerSettings.load(tmp_path, {f"QUANCAI_{name}": value})

    assert refused.value.parameters["setting"] == name.lower()


def test_either_engine_is_one_setting(tmp_path: Path) -> None:
    address = "postgresql://quancai@/quancai?host=/run/postgresql"

    settings = ServerSettings.load(tmp_path, {"QUANCAI_RELAY_DATABASE": address})

    assert settings.relay_database == address


@pytest.mark.parametrize("name", [each.name for each in fields(ServerSettings) if each.name != "data_folder"])
def test_every_setting_is_documented(name: str) -> None:
    assert f"`QUANCAI_{name.upper()}`" in DOCUMENT.read_text(encoding="utf-8")
