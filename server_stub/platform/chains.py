"""Where each chain ends, up and down; moved in the commit that adds a link."""

from sqlalchemy import Connection, insert, select, update

from server_stub.platform.exchange_tables import chains
from sync.envelope.header import GENESIS, ChainLink


def read_link(connection: Connection, name: str) -> ChainLink:
    query = select(chains.c.sequence, chains.c.digest).where(chains.c.name == name)
    row = connection.execute(query).one_or_none()
    return GENESIS if row is None else ChainLink(row.sequence, row.digest)


def write_link(connection: Connection, name: str, link: ChainLink) -> None:
    end = {"sequence": link.sequence, "digest": link.digest}
    if connection.execute(update(chains).where(chains.c.name == name).values(**end)).rowcount == 0:
        connection.execute(insert(chains).values(name=name, **end))
