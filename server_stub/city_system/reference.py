"""A server of the contract around any `CityPlatform`: what the contract suite is run against.

It shows what an own system has to promise: a batch is one commit, an item's outcome is kept with
it and given again word for word, and news stay until a later question says they were heard.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hmac import compare_digest
from itertools import islice
from typing import Final

from sqlalchemy import Column, Connection, Table, Text, delete, insert, select
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from server_stub.city_system.wire import (
    Json,
    Outcome,
    batch_from_json,
    entry_to_json,
    outcome_to_json,
    placed_to_json,
    state_to_json,
)
from server_stub.database import COUNTING_NUMBER, Database, plain_string
from server_stub.platform.city_tables import CITY_TABLES
from server_stub.platform.port import CityPlatform, Coming, PlacedState, SendingDevice, Stage
from server_stub.platform.returned import ReturnedError
from sync.change import Change, FilledForm
from sync.errors import MessageMalformedError

MakeCity = Callable[[Connection], CityPlatform]
_PAGE_ENTRIES: Final = 2_000

outcomes: Final = Table(
    "city_system_outcomes",
    CITY_TABLES,
    Column("item", plain_string(64), primary_key=True),
    Column("outcome", Text, nullable=False),
)
kept_news: Final = Table(
    "city_system_news",
    CITY_TABLES,
    Column("number", COUNTING_NUMBER, primary_key=True),
    Column("placed", Text, nullable=False),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class ReferenceCity:
    """Answers the questions of the contract out of one database."""

    database: Database
    make_city: MakeCity

    def check(self, question: object) -> Json:
        coming, sender = batch_from_json(question)
        with self.database.read() as connection:
            city = self.make_city(connection)
            city.look_ahead(coming, stage=Stage.CHECK, sender=sender)
            judged = list(_judge(coming, lambda item, form: _check(city, item, form, sender)))
        return {"outcomes": [outcome_to_json(one) for one in judged]}

    def apply(self, question: object) -> Json:
        coming, sender = batch_from_json(question)
        with self.database.write() as connection:
            known = _known(connection, [one.item.id for one in coming])
            fresh = [one for one in coming if one.item.id not in known]
            city = self.make_city(connection)
            city.look_ahead(fresh, stage=Stage.APPLY, sender=sender)
            judged = list(_judge(fresh, lambda item, form: _apply(city, item, form, sender)))
            city.write_down()
            made = {one.item_id: outcome_to_json(one) for one in judged}
            rows = [{"item": name, "outcome": json.dumps(one)} for name, one in made.items()]
            if rows:
                connection.execute(insert(outcomes), rows)
        return {"outcomes": [known.get(one.item.id) or made[one.item.id] for one in coming]}

    def find(self, kind: str, record_id: str) -> Json | None:
        with self.database.read() as connection:
            state = self.make_city(connection).find_record(kind, record_id)
        return None if state is None else state_to_json(state)

    def snapshot(self, places: Sequence[str], after: str) -> Json:
        """Give a page; the position is a count, so what changes meanwhile comes with the news anyway."""
        begun = int(after or 0)
        with self.database.read() as connection:
            everything = self.make_city(connection).snapshot(places)
            page = [entry_to_json(one) for one in islice(everything, begun, begun + _PAGE_ENTRIES)]
        following = str(begun + len(page)) if len(page) == _PAGE_ENTRIES else None
        return {"entries": page, "next": following}

    def news(self, after: str) -> Json:
        with self.database.write() as connection:
            connection.execute(delete(kept_news).where(kept_news.c.number <= int(after or 0)))
            taken = self.make_city(connection).take_news()
            rows = [{"placed": json.dumps(placed_to_json(one))} for one in taken]
            if rows:
                connection.execute(insert(kept_news), rows)
            waiting = connection.execute(
                select(kept_news).order_by(kept_news.c.number).limit(_PAGE_ENTRIES)
            ).all()
        following = str(waiting[-1].number) if waiting else after
        return {"news": [json.loads(row.placed) for row in waiting], "next": following}


def create_reference_city(database: Database, make_city: MakeCity, *, token: str) -> Starlette:
    """Build the application; every question but the one for its health needs the token."""
    city = ReferenceCity(database, make_city)

    async def check(request: Request) -> Response:
        return await _answer(request, token, lambda body: city.check(body))

    async def apply(request: Request) -> Response:
        return await _answer(request, token, lambda body: city.apply(body))

    async def find(request: Request) -> Response:
        names = (request.path_params["kind"], request.path_params["record"])
        return await _answer(request, token, lambda _: city.find(*names))

    async def snapshot(request: Request) -> Response:
        query = request.query_params
        return await _answer(
            request, token, lambda _: city.snapshot(query.getlist("place"), query.get("after", ""))
        )

    async def news(request: Request) -> Response:
        after = request.query_params.get("after", "")
        return await _answer(request, token, lambda _: city.news(after))

    return Starlette(
        routes=[
            Route("/v1/check", check, methods=["POST"]),
            Route("/v1/apply", apply, methods=["POST"]),
            Route("/v1/records/{kind}/{record}", find),
            Route("/v1/snapshot", snapshot),
            Route("/v1/news", news),
        ]
    )


async def _answer(request: Request, token: str, ask: Callable[[object], Json | None]) -> Response:
    given = request.headers.get("authorization", "")
    if not compare_digest(given.encode(), f"Bearer {token}".encode()):
        return _problem(401, "city-token")
    try:
        question = json.loads(await request.body()) if request.method == "POST" else None
        answer = await run_in_threadpool(ask, question)
    except (ValueError, MessageMalformedError):
        return _problem(400, "question-malformed")
    return _problem(404, "record-unknown") if answer is None else JSONResponse(answer)


def _problem(status: int, code: str) -> Response:
    return JSONResponse({"code": code}, status, media_type="application/problem+json")


def _known(connection: Connection, ids: Sequence[str]) -> dict[str, Json]:
    query = select(outcomes).where(outcomes.c.item.in_(ids))
    return {row.item: json.loads(row.outcome) for row in connection.execute(query)}


Judge = Callable[[Change | FilledForm, FilledForm | None], Sequence[PlacedState]]


def _judge(coming: Sequence[Coming], judge: Judge) -> Iterator[Outcome]:
    """Judge item by item; a change whose form is returned in the same batch has none."""
    forms = {one.item.id: one.item for one in coming if isinstance(one.item, FilledForm)}
    for one in coming:
        item, form = one.item, one.form
        if isinstance(item, Change) and form is None:
            form = forms.get(item.submission_id or "")
        try:
            yield Outcome(item.id, changed=tuple(judge(item, form)))
        except ReturnedError as reason:
            forms.pop(item.id, None)
            yield Outcome(item.id, reason.code)


def _check(
    city: CityPlatform, item: Change | FilledForm, form: FilledForm | None, sender: SendingDevice
) -> Sequence[PlacedState]:
    if isinstance(item, FilledForm):
        city.check_form(item, sender=sender)
    else:
        city.check_change(item, form=form, sender=sender)
    return ()


def _apply(
    city: CityPlatform, item: Change | FilledForm, form: FilledForm | None, sender: SendingDevice
) -> Sequence[PlacedState]:
    with city.attempt():
        if isinstance(item, FilledForm):
            city.apply_form(item, sender=sender)
            return ()
        return city.apply_change(item, form=form, sender=sender)
