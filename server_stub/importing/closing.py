"""Vacancies a whole list has no more are closed: each an increment to the devices, nothing is removed."""

from collections.abc import Container
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from server_stub.database import Database
from server_stub.importing.tables import imported
from server_stub.importing.taking_in import MAX_BATCH, list_provenance
from server_stub.importing.vacancies import CLOSED
from server_stub.keeping import keep_last
from server_stub.platform.ledger import Ledger
from server_stub.platform.merging import next_revision
from server_stub.platform.port import PlacedState
from server_stub.platform.records import Provenance, fields_from_text, fields_to_text, state_of
from server_stub.platform.untold import note_untold

_VACANCY: Final = "vacancy"


def close_missing(database: Database, seen: Container[str], *, digest: str, now_ms: int, keep: bool) -> int:
    """Close what other lists brought and this one lacks, a batch a commit; give how many.

    A trial (`keep` is false) only counts.
    """
    closed, after = 0, ""
    while True:
        with database.write() as connection:
            is_next = (imported.c.kind == _VACANCY) & (imported.c.key > after)
            query = select(imported).where(is_next).order_by(imported.c.key).limit(MAX_BATCH)
            rows = connection.execute(query).all()
            if not rows:
                return closed
            after = rows[-1].key
            missing = [row for row in rows if row.key not in seen]
            closed += _Closing(connection, list_provenance(digest, now_ms)).close(missing, keep=keep)


@dataclass(frozen=True, slots=True)
class _Closing:
    """Closes vacancies in one transaction."""

    connection: Connection
    provenance: Provenance

    def close(self, missing: list[Row[Any]], *, keep: bool) -> int:
        now_ms, ledger = self.provenance.at_ms, Ledger(self.connection)
        ledger.look_ahead(_VACANCY, [row.id for row in missing])
        news: list[PlacedState] = []
        notes: list[dict[str, object]] = []
        for row in missing:
            current = ledger.read(_VACANCY, row.id)
            if current is None or current.fields.get("state") == CLOSED:
                continue
            fields = {**current.fields, "state": CLOSED}
            closed = replace(current, fields=fields, revision=next_revision(current, now_ms=now_ms))
            ledger.write(closed, provenance=self.provenance)
            news.append(PlacedState(state_of(closed), state_of(current)))
            # A later list that has it says something else than is noted here, and so opens it again.
            said = fields_to_text({**fields_from_text(row.said), "state": CLOSED})
            notes.append({**row._asdict(), "said": said, "revision": closed.revision})
        if keep:
            ledger.write_down()
            keep_last(self.connection, imported, notes)
            note_untold(self.connection, news, now_ms=now_ms)
        return len(news)
