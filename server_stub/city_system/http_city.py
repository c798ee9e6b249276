# ruff: noqa: ARG002 - every question has the same words, and the answers came together
"""The city's own system as the platform's `CityPlatform`, for the length of one transaction.

A whole envelope is one question: all its items are asked about when they are announced
(`look_ahead`), and what the platform asks afterwards of each is read from that answer. An
answer that was lost is asked for again with the same item ids, and the city answers as before.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Final, TypeVar
from urllib.parse import quote, urlencode

from sqlalchemy import Connection

from server_stub.city_system.cursor import read_cursor, write_cursor
from server_stub.city_system.errors import CitySystemAnswerError
from server_stub.city_system.line import CityLine
from server_stub.city_system.wire import (
    Json,
    Outcome,
    batch_to_json,
    entry_from_json,
    outcomes_from_json,
    placed_from_json,
    state_from_json,
)
from server_stub.platform.port import Coming, PlacedState, SendingDevice, Stage
from server_stub.platform.returned import ReturnedError
from sync.cbor import read_text
from sync.change import Change, ConflictNotice, FilledForm, RecordState
from sync.errors import MessageMalformedError

_PATHS: Final = {Stage.CHECK: "/v1/check", Stage.APPLY: "/v1/apply"}
Read = TypeVar("Read")


class ReturnedByCityError(ReturnedError):
    """The city's system returns an item; the code is its own, one of the contract's."""

    code = "returned-by-city"

    def __init__(self, said: str) -> None:
        super().__init__(code=said)
        self.code = said  # type: ignore[misc]  # each refusal has the code the city gave


@dataclass(slots=True)
class HttpCity:
    """Asks the city's system; made anew for each transaction."""

    connection: Connection
    line: CityLine
    _outcomes: dict[str, Outcome] = field(default_factory=dict, init=False)

    def look_ahead(self, coming: Sequence[Coming], *, stage: Stage, sender: SendingDevice) -> None:
        if not coming:
            return
        answer = self.line.post(_PATHS[stage], batch_to_json(coming, sender))
        self._outcomes = _read(answer, outcomes_from_json)
        if self._outcomes.keys() != {one.item.id for one in coming}:
            raise CitySystemAnswerError(reason="items")

    def attempt(self) -> AbstractContextManager[None]:
        return nullcontext()  # an item has had its effect there, or none

    def write_down(self) -> None:
        """Nothing waits here: the city has written before it answered."""

    def check_form(self, form: FilledForm, *, sender: SendingDevice) -> None:
        self._outcome(form)

    def check_change(
        self,
        change: Change,
        *,
        form: FilledForm | None,
        sender: SendingDevice,
    ) -> None:
        self._outcome(change)

    def apply_form(self, form: FilledForm, *, sender: SendingDevice) -> None:
        self._outcome(form)

    def apply_change(
        self,
        change: Change,
        *,
        form: FilledForm | None,
        sender: SendingDevice,
    ) -> Sequence[PlacedState]:
        return self._outcome(change).changed

    def find_record(self, kind: str, record_id: str) -> RecordState | None:
        answer = self.line.get(f"/v1/records/{quote(kind, safe='')}/{quote(record_id, safe='')}")
        return None if answer is None else _read(answer, state_from_json)

    def snapshot(self, scope: Sequence[str]) -> Iterator[RecordState | ConflictNotice]:
        after: str | None = ""
        while after is not None:
            query = urlencode([*(("place", one) for one in scope), ("after", after)])
            entries, after = _read(self._require(f"/v1/snapshot?{query}"), _snapshot_page)
            yield from entries

    def take_news(self) -> Sequence[PlacedState]:
        after = read_cursor(self.connection)
        news, following = _read(self._require(f"/v1/news?{urlencode({'after': after})}"), _news_page)
        if following != after:
            write_cursor(self.connection, following)
        return news

    def _require(self, target: str) -> Json:
        answer = self.line.get(target)
        if answer is None:
            raise CitySystemAnswerError(reason="missing")
        return answer

    def _outcome(self, item: Change | FilledForm) -> Outcome:
        outcome = self._outcomes[item.id]
        if outcome.code is not None:
            raise ReturnedByCityError(outcome.code)
        return outcome


def _snapshot_page(page: Json) -> tuple[list[RecordState | ConflictNotice], str | None]:
    following = page["next"]
    return [entry_from_json(one) for one in page["entries"]], None if following is None else read_text(
        following
    )


def _news_page(page: Json) -> tuple[list[PlacedState], str]:
    return [placed_from_json(one) for one in page["news"]], read_text(page["next"], limit=128)


def _read(answer: Json, reader: Callable[[Json], Read]) -> Read:
    try:
        return reader(answer)
    except (MessageMalformedError, KeyError, TypeError, ValueError) as error:
        raise CitySystemAnswerError(reason="shape") from error
