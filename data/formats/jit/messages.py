"""Messages of the DCSA standard Just in Time Port Call 2.0.0, as far as a berth plan has something to say in them.

Names, patterns, codes and conditions are those of the standard's OpenAPI description, `jit/v2/JIT_v2.0.0.yaml` of
github.com/dcsaorg/DCSA-OpenAPI (Apache-2.0): PortCall, TerminalCall, PortCallService, Timestamp, Vessel, Facility.

Three fields that the standard requires may be missing here, because a case may not know them: of a ship her number, and
of a call its service by name and by code. What is missing is told beside the messages, never invented.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints, model_validator
from pydantic.alias_generators import to_camel
from pydantic.config import JsonDict

from data.codes import UnLocode
from data.record import Record

ServiceType = Literal["BERTH", "CARGO_OPERATIONS", "PILOT_BOARDING_PLACE"]
EventType = Literal["ARRI", "DEPA", "STRT", "CMPL"]
Classifier = Literal["EST", "REQ", "PLN", "ACT"]
# Which events a service has.
_EVENTS: dict[ServiceType, tuple[EventType, ...]] = {
    "BERTH": ("ARRI", "DEPA"),
    "CARGO_OPERATIONS": ("STRT", "CMPL"),
    "PILOT_BOARDING_PLACE": ("ARRI",),
}
_NO_SPACE_AROUND = r"^\S(?:.*\S)?$"


def _text(most: int) -> StringConstraints:
    return StringConstraints(min_length=1, max_length=most, pattern=_NO_SPACE_AROUND)


class Message(Record):
    """A part of a message: its fields are written in JSON as the standard names them."""

    model_config = ConfigDict(alias_generator=to_camel)


class Vessel(Message):
    """The ship of a port call."""

    imo: Annotated[str, StringConstraints(pattern=r"^\d{7,8}$")] | None = Field(None, alias="vesselIMONumber")
    name: Annotated[str, _text(50)] | None = None
    length_overall: float
    width: float
    dimension_unit: Literal["MTR"] = "MTR"
    type_code: Literal["CONT"] = "CONT"


class PortCall(Message):
    """A ship's visit to a port."""

    port_call_id: UUID = Field(alias="portCallID")
    un_location_code: UnLocode = Field(alias="UNLocationCode")
    vessel: Vessel


class TerminalCall(Message):
    """A ship's visit to a terminal of the port."""

    terminal_call_id: UUID = Field(alias="terminalCallID")
    port_call_id: UUID = Field(alias="portCallID")
    terminal_call_reference: Annotated[str, StringConstraints(max_length=100)]
    carrier_service_name: Annotated[str, _text(50)] | None = None
    carrier_service_code: Annotated[str, _text(11)] | None = None
    carrier_export_voyage_number: Annotated[str, _text(50)] | None = None


class Facility(Message):
    """A terminal by its code, and a place along its quay."""

    facility_code: Annotated[str, _text(6)]
    facility_code_list_provider: Literal["SMDG"] = "SMDG"
    sub_facility: Annotated[str, _text(100)] | None = None


class Location(Message):
    """Where a service is given."""

    location_name: Annotated[str, _text(100)] | None = None
    un_location_code: UnLocode = Field(alias="UNLocationCode")
    facility: Facility | None = None


class PortCallService(Message):
    """Something that happens in a terminal call, and that its timestamps are of."""

    terminal_call_id: UUID = Field(alias="terminalCallID")
    port_call_service_id: UUID = Field(alias="portCallServiceID")
    port_call_service_type_code: ServiceType
    port_call_service_event_type_code: EventType
    port_call_phase_type_code: Literal["INBD", "ALGS", "OUTB"]
    facility_type_code: Literal["PBPL", "BRTH"]
    port_call_service_location: Location

    @model_validator(mode="after")
    def _event_of_type(self) -> "PortCallService":
        known = _EVENTS[self.port_call_service_type_code]
        if self.port_call_service_event_type_code not in known:
            raise ValueError(f"{self.port_call_service_type_code} has no such event: give {' or '.join(known)}")
        return self


class Timestamp(Message):
    """When a service is estimated, requested or planned to happen, or has happened."""

    timestamp_id: UUID = Field(alias="timestampID")
    reply_to_timestamp_id: UUID | None = Field(None, alias="replyToTimestampID")
    port_call_service_id: UUID = Field(alias="portCallServiceID")
    classifier_code: Classifier
    date_time: AwareDatetime
    port_call_service_location: Location | None = None
    remark: Annotated[str, StringConstraints(max_length=500)] | None = None

    @model_validator(mode="after")
    def _place_of_a_request(self) -> "Timestamp":
        if self.port_call_service_location is not None and self.classifier_code != "REQ":
            raise ValueError("only a requested timestamp has a place of its own: drop it, or give REQ")
        return self


class Lack(Message):
    """A field that the standard wants of a call and the case does not know."""

    call: str
    field: str
    text: str


class LeftOut(Message):
    """A call that the plan does not berth, and why."""

    call: str
    reason: str


_PORT_CALL, _TERMINAL_CALL, _SERVICE, _STAMP = (
    f"{number}b2a1a3e-5c0e-5f6e-9d35-1f2f0a4c7e11" for number in range(1, 5)
)
_EXAMPLE: JsonDict = {
    "standard": "DCSA Just in Time Port Call 2.0.0",
    "case": "kariangau",
    "caseHash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "accepted": False,
    "portCalls": [
        {
            "portCallID": _PORT_CALL,
            "UNLocationCode": "IDKRG",
            "vessel": {
                "vesselIMONumber": "9074729",
                "name": "Aru",
                "lengthOverall": 150.0,
                "width": 24.0,
                "dimensionUnit": "MTR",
                "typeCode": "CONT",
            },
        }
    ],
    "terminalCalls": [
        {
            "terminalCallID": _TERMINAL_CALL,
            "portCallID": _PORT_CALL,
            "terminalCallReference": "ARU-1",
            "carrierServiceName": "SUB-01",
            "carrierServiceCode": "SUB-01",
        }
    ],
    "portCallServices": [
        {
            "terminalCallID": _TERMINAL_CALL,
            "portCallServiceID": _SERVICE,
            "portCallServiceTypeCode": "BERTH",
            "portCallServiceEventTypeCode": "ARRI",
            "portCallPhaseTypeCode": "INBD",
            "facilityTypeCode": "BRTH",
            "portCallServiceLocation": {
                "UNLocationCode": "IDKRG",
                "facility": {"facilityCode": "KKT", "facilityCodeListProvider": "SMDG"},
            },
        }
    ],
    "timestamps": [
        {
            "timestampID": _STAMP,
            "portCallServiceID": _SERVICE,
            "classifierCode": "REQ",
            "dateTime": "2026-01-05T10:30:00+08:00",
            "remark": "1.5 h after the estimated arrival",
        }
    ],
    "lacks": [],
    "leftOut": [],
}


class PortCalls(Message):
    """The messages of a berth plan: each entry of the first four lists is the body of one request of the standard.

    `PUT /port-calls/{portCallID}`, `/terminal-calls/{terminalCallID}`, `/port-call-services/{portCallServiceID}` and
    `/timestamps/{timestampID}`, in this order.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    standard: Literal["DCSA Just in Time Port Call 2.0.0"] = "DCSA Just in Time Port Call 2.0.0"
    case: str
    case_hash: str
    accepted: bool
    port_calls: tuple[PortCall, ...]
    terminal_calls: tuple[TerminalCall, ...]
    port_call_services: tuple[PortCallService, ...]
    timestamps: tuple[Timestamp, ...]
    lacks: tuple[Lack, ...]
    left_out: tuple[LeftOut, ...]

    def as_json(self) -> str:
        """The messages as the text of a JSON file; what is not known is left out."""
        return self.model_dump_json(by_alias=True, exclude_none=True, indent=1) + "\n"
