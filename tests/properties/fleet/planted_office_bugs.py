"""Programs that do wrong what the office orders, each in one place: places, suites, a city put back."""

from collections.abc import Mapping

import pytest

import server_stub.platform.desk
import server_stub.platform.intake
import server_stub.platform.revocation
import server_stub.platform.telling_anew
import sync.accept
import sync.runner
import sync.settle
from server_stub.platform.inbox import InboxState
from tests.properties.fleet.planted_bugs import Plant


def an_old_state_stays_old(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(server_stub.platform.desk, "restate_what_waits", lambda _database, _roots, **_rest: None)
    patch.setattr(server_stub.platform.revocation, "restate", lambda *_all, **_rest: None)


def nobody_hears_what_was_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync.accept, "tell_forgotten", lambda _replica, **_rest: None)


def gained_places_untold(patch: pytest.MonkeyPatch) -> None:
    telling = server_stub.platform.telling_anew.TellingAnew
    patch.setattr(telling, "tell_places", lambda _telling, _device, _places: None)


def lost_places_stay(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync.settle, "enforce_scope", lambda _replica, _scope, **_rest: None)


def nobody_wishes_for_keys_that_count(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync.runner, "wish_if_too_weak", lambda _replica, _member, **_rest: None)


def work_of_a_weak_suite_dropped(patch: pytest.MonkeyPatch) -> None:
    honest = server_stub.platform.intake.Intake._keep_for_review

    def drop(intake: server_stub.platform.intake.Intake, arrived: object, late: object) -> None:
        honest(intake, arrived, late)  # type: ignore[arg-type]
        server_stub.platform.inbox.settle(intake.connection, arrived.digest, InboxState.REJECTED)  # type: ignore[attr-defined]

    patch.setattr(server_stub.platform.intake.Intake, "_keep_for_review", drop)


OFFICE_BUGS: Mapping[Plant, str] = {
    an_old_state_stays_old: "P6",
    nobody_hears_what_was_forgotten: "P6",
    gained_places_untold: "P6",
    lost_places_stay: "P10",
    nobody_wishes_for_keys_that_count: "P6",
    work_of_a_weak_suite_dropped: "P3",
}
