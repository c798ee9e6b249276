"""Programs that are run to their end, and what may end them before."""

import signal

import pytest

from updates.adapters.system_commands import run_command, run_installer
from updates.updating import RunCommand

ENDINGS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_installer_is_ended_by_no_shutdown_and_no_hand_at_the_keys(ending: signal.Signals) -> None:
    before = signal.getsignal(ending)

    assert run_installer(["sh", "-c", f"kill -{int(ending)} $$; exit 0"])
    assert signal.getsignal(ending) == before


def test_a_check_can_be_ended() -> None:
    assert not run_command(["sh", "-c", "kill -TERM $$; exit 0"])


@pytest.mark.parametrize("run", [run_command, run_installer])
def test_a_program_that_says_no_or_is_not_there_did_not_end_well(
    run: RunCommand,
) -> None:
    assert not run(["sh", "-c", "exit 1"])
    assert not run(["/nowhere/quancai"])
    assert run(["true"])


def test_only_a_check_has_a_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("updates.adapters.system_commands._PATIENCE_SECONDS", 0.0)

    assert not run_command(["sleep", "60"])
    assert run_installer(["true"])
