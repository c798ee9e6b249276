"""From a machine's policy to a version that runs: everything between the window and the publisher is real."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.machine_updates import MachineUpdates
from sync.version import PROGRAM_VERSION
from tests.architecture.sources import ROOT
from tests.fakes.clock import FakeClock
from tests.updates.publisher import Office, nobody_cares
from updates.adapters.system_commands import run_command
from updates.choosing import Take, Wait, Why
from updates.installed import Installation, begin_installation
from updates.machine import read_machine
from updates.moments import moment_of
from updates.release import System
from updates.this_system import this_arch, this_platform
from updates.updating import UpdateFolder
from updates.version import parse_version

HERE = parse_version(PROGRAM_VERSION)


@dataclass
class Machine:
    """A computer with a policy, started by its launcher."""

    office: Office
    installation: Installation
    clock: FakeClock

    def updates(self) -> MachineUpdates:
        told = read_machine(now=moment_of(self.clock.now_ms()))
        return MachineUpdates(told, clock=self.clock, device_name="晋江1号")

    def release(self, version: str, *, carries_from: str = PROGRAM_VERSION) -> None:
        kind = self.office.publisher.releases()[0].system.kind
        system = System(this_platform(), this_arch(), kind)
        self.office.release(version, system=system, carries_from=carries_from)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    clock = FakeClock()
    office = Office(tmp_path / "office", now=moment_of(clock.now_ms()))
    office.begin()
    manifest = office.release(PROGRAM_VERSION)
    installation = begin_installation(
        tmp_path / "program", office.folder / f"build-{PROGRAM_VERSION}", HERE, manifest
    )
    shutil.copy(ROOT / "resources" / "launcher" / "quancai", installation.folder / "quancai")
    etc = tmp_path / "etc"
    etc.mkdir()
    (etc / "root.json").write_bytes(office.root)
    (etc / "policy.toml").write_text(
        f'source = "{office.repository}"\npublisher_root = "{etc / "root.json"}"\n', encoding="utf-8"
    )
    monkeypatch.setenv("QUANCAI_MACHINE_FOLDER", str(etc))
    monkeypatch.setenv("QUANCAI_INSTALLATION", str(installation.folder))
    monkeypatch.setenv("QUANCAI_RUNNING", PROGRAM_VERSION)
    return Machine(office, installation, clock)


def test_a_version_is_made_ready_beside_the_one_that_runs_and_switched_to_afterwards(
    machine: Machine,
) -> None:
    machine.release("9.0")
    updates = machine.updates()

    word = updates.make_ready(unsent=3, required=None, progress=nobody_cares)
    before = machine.installation.current
    assert isinstance(word, Take)
    updates.switch(word.release)

    assert before == HERE
    assert machine.installation.current == parse_version("9.0")
    assert run_command([str(machine.installation.folder / "quancai")])
    assert list(UpdateFolder(machine.installation.folder / "updates").cache.iterdir()) == []


def test_a_version_that_would_strand_work_waits(machine: Machine) -> None:
    machine.release("9.0", carries_from="9.0")

    word = machine.updates().make_ready(unsent=1, required="9.0", progress=nobody_cares)

    assert isinstance(word, Wait)
    assert word.why is Why.UNSENT
    assert machine.installation.current == HERE


def test_a_program_that_stands_is_confirmed_under_the_version_its_launcher_started(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.release("9.0")
    updates = machine.updates()
    word = updates.make_ready(unsent=0, required=None, progress=nobody_cares)
    assert isinstance(word, Take)
    updates.switch(word.release)

    updates.confirm()  # the version that ran while the new one was put in place
    still_open = [machine.installation.is_unconfirmed]
    monkeypatch.setenv("QUANCAI_RUNNING", "9.0")
    machine.updates().confirm()

    assert [*still_open, machine.installation.is_unconfirmed] == [True, False]


def test_where_the_policy_leaves_updates_to_somebody_else_nobody_asks(machine: Machine) -> None:
    etc = Path(machine.installation.folder).parent / "etc"
    (etc / "policy.toml").write_text("updates = false\n", encoding="utf-8")

    assert not machine.updates().has_source


def test_a_program_nobody_provisioned_has_no_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUANCAI_MACHINE_FOLDER", str(tmp_path))
    monkeypatch.delenv("QUANCAI_INSTALLATION", raising=False)
    clock = FakeClock()

    updates = MachineUpdates(read_machine(now=moment_of(clock.now_ms())), clock=clock, device_name="晋江1号")

    assert (updates.has_source, updates.brings_itself) == (False, False)
