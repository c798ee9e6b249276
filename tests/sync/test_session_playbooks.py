"""Scripts of a session: what it is told, and what it then wants."""

import pytest

from sync.errors import (
    EnvelopeForkError,
    KeyStoreLockedError,
    RegistryExpiredError,
    RegistryUntrustedError,
    ServerBusyError,
    ServerRefusedError,
    ServerUnreachableError,
    SyncError,
)
from sync.session.backoff import LONGEST_SECONDS, wait_seconds
from sync.session.commands import Command, FetchRegistry, Finish, Pull, Push, Settle, Wait
from sync.session.events import Event, Failed, Pulled, Pushed, RegistryKept, Settled, Started, StopAsked
from sync.session.machine import SyncSession

ALL_SENT = Pushed(has_more=False)
ALL_READ = Pulled(has_more=False, knows_newer_registry=False)
START = Started(needs_registry=False)


def failed(error: SyncError) -> Failed:
    return Failed(error, jitter=0.0)


def play(session: SyncSession, *script: tuple[Event, Command]) -> None:
    wanted = [session.handle(event) for event, _ in script]
    assert wanted == [command for _, command in script]


def test_everything_goes_up_before_anything_comes_down() -> None:
    play(
        SyncSession(),
        (START, Push()),
        (Pushed(has_more=True), Push()),
        (ALL_SENT, Pull()),
        (Pulled(has_more=True, knows_newer_registry=False), Settle()),
        (Settled(), Pull()),
        (ALL_READ, Settle()),
        (Settled(), Finish()),
    )


def test_a_page_that_cannot_be_fetched_ends_the_pulling_and_not_the_settling() -> None:
    play(
        SyncSession(),
        (START, Push()),
        (ALL_SENT, Pull()),
        (Pulled(has_more=True, knows_newer_registry=False), Settle()),
        (Settled(), Pull()),
        (failed(ServerRefusedError(status=403, problem_code="mailbox-closed")), Settle()),
        (Settled(), Finish("mailbox-closed")),
    )


def test_first_sync_asks_for_the_registry_before_it_seals() -> None:
    play(
        SyncSession(),
        (Started(needs_registry=True), FetchRegistry()),
        (RegistryKept(), Push()),
        (ALL_SENT, Pull()),
    )


def test_newer_registry_is_fetched_between_pulling_and_opening() -> None:
    play(
        SyncSession(),
        (START, Push()),
        (ALL_SENT, Pull()),
        (Pulled(has_more=False, knows_newer_registry=True), FetchRegistry()),
        (RegistryKept(), Settle()),
        (Settled(), Finish()),
    )


def test_without_a_network_it_waits_longer_each_time_and_starts_over_after_success() -> None:
    play(
        SyncSession(),
        (START, Push()),
        (failed(ServerUnreachableError()), Wait(2.0, "server-unreachable")),
        (START, Push()),
        (failed(ServerBusyError()), Wait(4.0, "server-busy")),
        (START, Push()),
        (ALL_SENT, Pull()),
        (ALL_READ, Settle()),
        (Settled(), Finish()),
        (START, Push()),
        (failed(ServerUnreachableError()), Wait(2.0, "server-unreachable")),
    )


def test_a_server_that_names_a_time_is_not_asked_before_it() -> None:
    play(
        SyncSession(),
        (START, Push()),
        (failed(ServerBusyError(after_seconds="30")), Wait(30.0, "server-busy")),
        (START, Push()),
        (failed(ServerBusyError(after_seconds="1")), Wait(4.0, "server-busy")),
    )


@pytest.mark.parametrize(
    "named", ["2592000", "999999999999999999999999", "-1", "Mon, 23 Nov 2026 08:00:00 GMT"]
)
def test_no_server_can_silence_a_device_for_longer_than_its_own_longest_wait(named: str) -> None:
    wait = SyncSession().handle(failed(ServerBusyError(after_seconds=named)))

    assert isinstance(wait, Wait)
    assert wait.seconds <= 300.0


def test_refused_upload_is_remembered_and_reading_goes_on() -> None:
    play(
        SyncSession(),
        (START, Push()),
        (failed(ServerRefusedError(status=409, problem_code="envelope-fork")), Pull()),
        (ALL_READ, Settle()),
        (Settled(), Finish("envelope-fork")),
    )


def test_refused_mailbox_still_lets_what_is_kept_be_settled() -> None:
    play(
        SyncSession(),
        (START, Push()),
        (ALL_SENT, Pull()),
        (failed(ServerRefusedError(status=403, problem_code="sender-revoked")), Settle()),
        (Settled(), Finish("sender-revoked")),
    )


def test_expired_registry_does_not_close_the_upload_lane() -> None:
    play(
        SyncSession(),
        (Started(needs_registry=True), FetchRegistry()),
        (failed(RegistryExpiredError()), Push()),
        (ALL_SENT, Pull()),
        (ALL_READ, Settle()),
        (failed(RegistryExpiredError()), Finish("registry-expired")),
    )


def test_forged_registry_leaves_what_came_down_unopened() -> None:
    play(
        SyncSession(),
        (START, Push()),
        (ALL_SENT, Pull()),
        (Pulled(has_more=False, knows_newer_registry=True), FetchRegistry()),
        (failed(RegistryUntrustedError()), Finish("registry-untrusted")),
    )


def test_first_refusal_is_the_one_that_is_told() -> None:
    play(
        SyncSession(),
        (START, Push()),
        (failed(EnvelopeForkError()), Pull()),
        (failed(ServerRefusedError(status=403, problem_code="key-unknown")), Settle()),
        (Settled(), Finish("envelope-fork")),
    )


def test_refusal_is_forgotten_when_the_next_session_succeeds() -> None:
    play(
        SyncSession(),
        (START, Push()),
        (failed(EnvelopeForkError()), Pull()),
        (ALL_READ, Settle()),
        (Settled(), Finish("envelope-fork")),
        (START, Push()),
        (ALL_SENT, Pull()),
        (ALL_READ, Settle()),
        (Settled(), Finish()),
    )


def test_locked_key_ends_the_session_at_once() -> None:
    play(
        SyncSession(),
        (START, Push()),
        (failed(KeyStoreLockedError()), Finish("key-store-locked")),
    )


def test_closing_the_program_ends_the_session() -> None:
    play(SyncSession(), (START, Push()), (StopAsked(), Finish()))


def test_waiting_is_capped_and_jitter_only_shortens_it() -> None:
    assert wait_seconds(50, jitter=0.0) == LONGEST_SECONDS
    assert wait_seconds(1, jitter=1.0) == 1.0
