"""What the city packs for a village without a network: all that is for it, however much is for others."""

from pathlib import Path

import pytest

import server_stub.courier
from quancai.door import run
from quancai.exit_codes import ExitCode
from tests.scenario.office import Office
from tests.scenario.village import Village, settle_village


def export(office: Office, stick: Path, *options: str) -> ExitCode:
    stick.mkdir()
    return run(["server", "courier", "export", "--data", str(office.folder), *options, str(stick)])


def readers(stick: Path) -> set[str]:
    return {path.parent.name for path in stick.rglob("*.envelope")}


def test_a_stick_for_one_device_is_not_filled_with_what_is_for_others(
    office: Office, village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = settle_village(office, tmp_path / "other", scope=("350582001015",))
    monkeypatch.setattr(server_stub.courier, "_MOST_ENVELOPES", 1)
    device = village.device.device_id

    assert export(office, tmp_path / "stick-of-all") is ExitCode.OK
    assert export(office, tmp_path / "stick-of-one", "--device", device) is ExitCode.OK

    assert readers(tmp_path / "stick-of-all") == {other.device.device_id}
    assert readers(tmp_path / "stick-of-one") == {device}
    other.store.close()
