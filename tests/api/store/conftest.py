"""Both databases, as for jobs."""

from tests.api.jobs.conftest import database, engine, postgresql

__all__ = ["database", "engine", "postgresql"]
