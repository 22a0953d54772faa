"""Changes of fields of terminal.toml: gate hours, inspections, and any field that has no change of its own."""

from typing import Annotated, Literal

from pydantic import Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator, model_validator

from data.case import Case
from data.clock import TimeOfDay
from data.codes import Text
from data.errors import Fault
from data.record import Share
from data.scenarios.change import Change, Refused, hint, with_fields, with_settings
from data.terminal import Terminal
from data.validation import fault_of


class GateHours(Change):
    """Other hours of the day in which trucks come through the gate."""

    change: Literal["gate_hours"] = "gate_hours"
    opens: TimeOfDay | None = Field(
        None, description="Time of day from which trucks come, as 06:00; empty where they always may"
    )
    closes: TimeOfDay | None = Field(None, description="Time of day until which they come")

    @model_validator(mode="after")
    def _both_or_none(self) -> "GateHours":
        if (self.opens is None) != (self.closes is None):
            raise ValueError("it says half of it: give opens and closes, or neither for a gate that never closes")
        return self

    def apply(self, case: Case) -> Case:
        """The case with other gate hours."""
        try:
            terminal = with_fields(case.terminal, {"gate.opens": self.opens, "gate.closes": self.closes})
        except ValidationError as error:
            fault = _fault(error, "gate.opens")
            raise Refused("opens", fault.problem, fault.remedy, self.opens) from error
        return case.changed(terminal=terminal)


class Inspection(Change):
    """Another share of boxes in foreign trade that customs open."""

    change: Literal["inspection"] = "inspection"
    imports: Share | None = Field(None, description="Share of laden boxes from abroad; empty as it is")
    exports: Share | None = Field(None, description="Share of laden boxes for abroad; empty as it is")

    @model_validator(mode="after")
    def _something(self) -> "Inspection":
        if self.imports is None and self.exports is None:
            raise ValueError("it changes nothing: give imports or exports")
        return self

    def apply(self, case: Case) -> Case:
        """The case with other inspections."""
        return with_settings(
            case,
            imports=("customs.import_inspection_share", self.imports),
            exports=("customs.export_inspection_share", self.exports),
        )


def _fields(terminal: Terminal) -> list[str]:
    """The fields of a terminal by dotted name."""
    return [
        dotted
        for name, value in terminal.model_dump().items()
        for dotted in ([f"{name}.{inner}" for inner in value] if isinstance(value, dict) else [name])
    ]


def _one_fault(value: object, read: ValidatorFunctionWrapHandler) -> object:
    """A value of any of the kinds that fields have, with one fault for all kinds that it might have been."""
    try:
        return read(value)
    except ValidationError as error:
        raise ValueError(
            "no field has such a value: give true, false, a finite number, a text, or a list of numbers or texts"
        ) from error


class Set(Change):
    """Any field of terminal.toml."""

    change: Literal["set"] = "set"
    field: Text = Field(description="The field by its dotted name, as gate.lanes")
    value: Annotated[bool | int | float | str | list[float | str] | None, WrapValidator(_one_fault)] = Field(
        description="What it is then; null for no value"
    )

    def apply(self, case: Case) -> Case:
        """The case with another value in a field of its terminal."""
        known = _fields(case.terminal)
        if self.field not in known:
            raise Refused("field", "there is no such field of terminal.toml", hint(self.field, known), self.field)
        try:
            terminal = with_fields(case.terminal, {self.field: self.value})
        except ValidationError as error:
            fault = _fault(error, self.field)
            raise Refused("value", f"{self.field}: {fault.problem}", fault.remedy, self.value) from error
        return case.changed(terminal=terminal)


def _fault(error: ValidationError, field: str) -> Fault:
    """What the terminal's types say of a field: of it itself where they do, else of the first that it upsets."""
    details = error.errors(include_url=False)
    place = tuple(field.split("."))
    detail = next((detail for detail in details if detail["loc"] == place), details[0])
    return fault_of(detail, "", place)
