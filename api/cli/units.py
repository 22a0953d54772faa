"""Key figures as tables of the command line show them: money in millions of the case's currency, as reports do."""

_MILLION = 1e6


def in_unit(value: float | None, unit: str) -> float | None:
    """A value of a key figure of this unit, in the unit that `shown_unit` names."""
    return value / _MILLION if value is not None and unit == "money" else value


def shown_unit(unit: str, currency: str) -> str:
    """The unit in which a key figure is shown."""
    return f"million {currency}" if unit == "money" else unit
