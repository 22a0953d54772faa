"""What the routes of cases and their versions answer with."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from api.resources.shared import HASH, Page, example
from data.case_changes import CaseChanges

_VERSION: dict[str, Any] = {
    "version": 4,
    "hash": HASH,
    "made": "2026-01-04T22:00:00Z",
    "made_by": "ayu",
    "note": "ARU-1 comes two hours later",
    "removed": False,
}


class CaseEntry(BaseModel):
    """A case in the list of cases."""

    name: str = Field(description="Name, to ask for it by")
    title: str = Field(description="Name of its terminal")
    embedded: bool = Field(description="Whether it came with Dermaga, and never changes")
    version: int = Field(description="Its newest version")
    calls: int = Field(description="Listed calls")
    shipments: int = Field(description="Shipments")
    hash: str = Field(description="Fingerprint of its content")


class CaseList(Page):
    """Cases of the server, by name."""

    model_config = example(
        items=[
            {
                "name": "kariangau",
                "title": "Kaltim Kariangau Terminal",
                "embedded": True,
                "version": 1,
                "calls": 33,
                "shipments": 6,
                "hash": HASH,
            }
        ]
    )

    items: list[CaseEntry]


class StoredCase(BaseModel):
    """A case that was stored, and what its reader understood and says once."""

    model_config = example(
        name="july",
        version=1,
        hash=HASH,
        notices=["times without a zone are read in the terminal's own, Asia/Makassar"],
    )

    name: str
    version: int = Field(description="The version that holds it")
    hash: str = Field(description="Fingerprint of its content")
    notices: list[str]


class VersionEntry(BaseModel):
    """A version of a case: who changed it, when and why."""

    model_config = example(**_VERSION)

    version: int = Field(description="Counts from 1; nothing is overwritten")
    hash: str | None = Field(description="Fingerprint of its content; null where the case was removed")
    made: datetime | None = Field(description="When it was stored; null for what came with Dermaga")
    made_by: str = Field(description="Who stored it")
    note: str = Field(description="What they said of it")
    removed: bool = Field(description="Whether this version is the removal of the case")


class VersionList(Page):
    """Versions of a case, the newest first."""

    model_config = example(items=[_VERSION], next=None)

    items: list[VersionEntry]


class CaseDiff(CaseChanges):
    """What differs between two versions of a case."""

    model_config = example(
        case="july",
        before=3,
        after=4,
        terminal=[{"field": "quay.length_m", "before": 270.0, "after": 400.0}],
        tables=[
            {
                "table": "calls",
                "added": [],
                "removed": [],
                "changed": [
                    {
                        "key": {"id": "ARU-1"},
                        "fields": [
                            {
                                "field": "eta",
                                "before": "2026-01-05T08:00:00+08:00",
                                "after": "2026-01-05T10:00:00+08:00",
                            }
                        ],
                    }
                ],
                "reordered": False,
            }
        ],
    )

    case: str
    before: int = Field(description="The earlier version, or that of `from`")
    after: int = Field(description="The later version, or that of `to`")
