"""What every test stands on: no network unless it says so, and no unexpected warning in the log."""

import gc
import itertools
import logging
import os
import socket
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.scenario.database_fixtures import database_address, engine_name, postgresql

__all__ = ["database_address", "engine_name", "postgresql"]

_OURS = ("quancai", "desktop", "server_stub", "sync", "store", "forms", "employment", "resources")

# A loaded machine says nothing about a law, so no test fails for being slow. The gate that every change
# passes repeats its examples; elsewhere each run draws new ones.
settings.register_profile(
    "quancai",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
)
settings.load_profile("quancai")


_TESTS_BETWEEN_FULL_COLLECTIONS = 200


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--hesitant",
        metavar="SEED",
        help="tests/desktop: every thread begins late and answers late, by delays drawn from this seed",
    )


def pytest_collection_finish() -> None:
    """Collect cycles between tests only, on this thread: see desktop/cycle_collection.py."""
    gc.collect()
    gc.freeze()
    gc.disable()


@pytest.fixture(scope="session")
def tests_run() -> Iterator[int]:
    """Count the tests of this process."""
    return itertools.count(1)


@pytest.fixture(autouse=True)
def cycles_end_here(tests_run: Iterator[int]) -> Iterator[None]:
    """A widget left in a cycle by one test must not be collected by a thread of another."""
    yield
    gc.collect(2 if next(tests_run) % _TESTS_BETWEEN_FULL_COLLECTIONS == 0 else 0)


class _Watch(logging.Handler):
    """Remembers what our own packages wanted a person to look at."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.records: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.split(".")[0] in _OURS:
            self.records.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make an internet connection an error unless the test is marked `socket`."""
    if request.node.get_closest_marker("socket") is not None:
        return
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            raise AssertionError(f"this test opened a socket to {address}; mark it with `socket`")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(autouse=True)
def no_unexpected_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test whose code logged a warning nobody expected; `expects_warning` says that one is right."""
    watch = _Watch()
    logging.getLogger().addHandler(watch)
    yield
    logging.getLogger().removeHandler(watch)
    if request.node.get_closest_marker("expects_warning") is None:
        assert watch.records == []
