"""What the schemas share: pages of lists, and examples."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
TERMS = {"waiting": 0.0, "lateness": 0.0, "position": 20.0, "unserved": 0.0}


def example(**fields: Any) -> ConfigDict:
    """The configuration of a schema with an example of it."""
    return ConfigDict(json_schema_extra={"examples": [fields]})


class Page(BaseModel):
    """A page of a list. Its items stand in `items`."""

    next: str | None = Field(
        None, description="What to give as `after` for the next page; null where this is the last one"
    )
