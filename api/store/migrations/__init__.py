"""The tables' history, by Alembic: one file a version, each made from the one before."""
