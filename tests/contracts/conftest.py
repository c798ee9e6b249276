"""What several contracts are held against."""

from tests.scenario.database_fixtures import database_address, engine_name, postgresql

__all__ = ["database_address", "engine_name", "postgresql"]
