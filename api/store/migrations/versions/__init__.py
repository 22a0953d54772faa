"""Versions of the tables. They never change once they are released."""
