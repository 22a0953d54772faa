"""Samples of messages, typed by hand after the published guides, and what the reader makes of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.errors import BadInput, Fault
from data.formats.edifact import EdiMessage, read_messages

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture(scope="session")
def sample() -> Callable[[str], bytes]:
    """The content of a sample by its name."""

    def content(name: str) -> bytes:
        return (SAMPLES / f"{name}.edi").read_bytes()

    return content


@pytest.fixture(scope="session")
def one(sample: Callable[[str], bytes]) -> Callable[[str], EdiMessage]:
    """The only message of a sample."""

    def message(name: str) -> EdiMessage:
        (found,) = read_messages(f"{name}.edi", sample(name))
        return found

    return message


@pytest.fixture(scope="session")
def refused() -> Callable[[bytes], list[Fault]]:
    """The faults for which a file is refused."""

    def faults(content: bytes) -> list[Fault]:
        with pytest.raises(BadInput) as caught:
            read_messages("x.edi", content)
        return caught.value.faults

    return faults
