"""Three PostgreSQL nodes of which a commit needs two: a leader, two standbys, and a promotion by hand."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.scenario.guarded_folder import end_folder, new_folder
from tests.scenario.postgresql import USER, Cluster, programs

DATABASE = "postgres"
_PORTS = (5432, 5433, 5434)
# Any one of the two must have flushed before a commit returns.
_QUORUM = "ANY 1 (node5433, node5434)"
_STANDBYS = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum' AND state = 'streaming'"


@dataclass
class Trio:
    """The nodes that live, the leader first."""

    nodes: list[Cluster]

    @property
    def address(self) -> str:
        """Name every node; whoever connects goes to the one that takes writes."""
        folder = self.nodes[0].folder
        hosts = "&".join(f"host={folder}:{port}" for port in _PORTS)
        return f"postgresql://{USER}@/{DATABASE}?{hosts}&target_session_attrs=read-write"

    def wait_for_standbys(self) -> None:
        with self.nodes[0].connect() as leader:
            while leader.execute(_STANDBYS).fetchone() != (2,):
                leader.execute("SELECT pg_sleep(0.05)")

    def lose_the_leader(self, *, promises: Sequence[bytes]) -> tuple[bytes, ...]:
        """Kill it, and promote the standby that received most: the other may lack what was acknowledged.

        Gives what stood among the promises when it was dead.
        """
        self.nodes.pop(0).kill()
        given = tuple(promises)
        self.nodes.sort(key=_received, reverse=True)
        chosen = self.nodes[0]
        chosen.call("pg_ctl", "-D", str(chosen.data), "-w", "promote")
        with chosen.connect() as leader:
            # One standby is left, which follows nobody yet: alone it could acknowledge nothing.
            leader.execute("ALTER SYSTEM SET synchronous_standby_names = ''")
            leader.execute("SELECT pg_reload_conf()")
        return given


def _received(node: Cluster) -> int:
    with node.connect() as connection:
        row = connection.execute("SELECT pg_wal_lsn_diff(pg_last_wal_receive_lsn(), '0/0')").fetchone()
    assert row is not None
    return int(row[0])


@contextmanager
def three_nodes() -> Iterator[Trio]:
    folder, found = new_folder(), programs()
    nodes = [Cluster(found, folder, port, _settings(port)) for port in _PORTS]
    leader = nodes[0]
    try:
        leader.create()
        leader.start()
        for standby in nodes[1:]:
            standby.copy_of(leader, name=f"node{standby.port}")
            standby.start()
        with leader.connect() as operator:
            operator.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{_QUORUM}'")
            operator.execute("SELECT pg_reload_conf()")
        trio = Trio(nodes.copy())
        trio.wait_for_standbys()
        yield trio
    finally:
        end_folder(folder)


def _settings(port: int) -> dict[str, str]:
    return {"max_wal_senders": "6", "hot_standby": "on", "cluster_name": f"node{port}"}
