"""Databases of both kinds, as the tests of jobs have them."""

from tests.api.jobs.conftest import database, engine, postgresql

__all__ = ["database", "engine", "postgresql"]
