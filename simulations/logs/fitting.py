"""Parameters of a case from an event log: estimates with intervals, tests and alternatives, and the case with them.

    result = fit_case(case, log)
    result.table(), result.case

Each parameter has the distribution that the simulation draws it from. How well that is the log's own is tested, and
other distributions are compared by Akaike's criterion; which of them the simulation draws is not changed by it, but for
lateness, of which the case can have two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, isfinite, nan, sqrt
from typing import Any

import numpy as np
from scipy.stats import pearson3

from data.case import Case
from data.customs import Customs
from data.operations import Dwell
from simulations.logs import samples, stays
from simulations.logs.actuals import gross_rates
from simulations.logs.estimates import Estimate, Fit
from simulations.logs.families import EXPONENTIAL, GAMMA, LOGNORMAL, NORMAL, NORMAL_95, POSITIVE, Family, Fitted, fit
from simulations.logs.goodness import goodness
from simulations.logs.reading import Log
from simulations.logs.samples import Sample

# Fewer values than these give no estimate: the case keeps its own.
LEAST_VALUES = 5
LEAST_OF_A_FLOW = 100
# A normal variate that is cut at three standard deviations has so many of them.
_OF_A_CUT_NORMAL = 0.98658
# Means that a flow of boxes may have of its own.
_OF_FLOWS = set(Dwell.model_fields) - {"import_h", "export_h"}


@dataclass(frozen=True)
class _Wanted:
    """A sample, the distribution that the simulation draws it from, and the parameters of its mean and spread."""

    sample: Callable[[], Sample]
    family: Family
    mean: str
    spread: str
    what: str
    unit: str
    # Minutes of the parameter's unit.
    minutes: float
    least: int = LEAST_VALUES


def fit_case(case: Case, log: Log, report: Callable[[str], None] = lambda _: None) -> Fit:
    """The parameters of a case as a log has them; `report` is told what is worked on."""
    found: list[Estimate] = []
    changes: dict[str, float | str] = {}
    for wanted in _wanted(case, log):
        report(wanted.what)
        found += _estimates(case, wanted)
    report("lateness of ships")
    late, kind = _lateness(case, log)
    found += late
    changes |= kind
    found += _rates(case, log)
    found += _turn(log)
    changes |= {each.parameter: each.estimate for each in found if each.parameter and isfinite(each.estimate)}
    return Fit(tuple(found), _with(case, changes))


def _wanted(case: Case, log: Log) -> list[_Wanted]:
    own, general = _flows(case, log)
    wanted = [
        _Wanted(
            lambda: samples.crane_cycle(log), GAMMA, "crane_work.cycle_s", "crane_work.cycle_spread",
            "net cycle of quay cranes", "s", 1 / 60,
        ),
        _Wanted(
            lambda: samples.between_failures(log), EXPONENTIAL, "crane_work.hours_between_failures", "",
            "working hours of quay cranes between breakdowns", "h", 60,
        ),
        _Wanted(lambda: samples.repairs(log), EXPONENTIAL, "crane_work.repair_h", "", "repair of quay cranes", "h", 60),
        _Wanted(
            lambda: samples.yard_move(log), GAMMA, "yard_work.move_s", "yard_work.move_spread",
            "move of yard cranes", "s", 1 / 60,
        ),
        _Wanted(
            lambda: samples.gate_service(log), EXPONENTIAL, "gate.service_min", "", "service of trucks at the gate",
            "min", 1,
        ),
        _Wanted(
            lambda: stays.import_stay(log, case, general), LOGNORMAL, "dwell.import_h", "dwell.import_spread",
            "stay of boxes that came by ship", "h", 60,
        ),
        _Wanted(
            lambda: stays.export_stay(log, case, general), LOGNORMAL, "dwell.export_h", "dwell.export_spread",
            "stay of boxes that leave by ship", "h", 60,
        ),
    ]  # fmt: skip
    for flow in own:
        mean, spread = f"dwell.{flow}_h", f"dwell.{flow}_spread"
        taken = _of_flow(case, log, flow)
        wanted.append(_Wanted(taken, LOGNORMAL, mean, spread, f"stay of boxes {flow}", "h", 60, LEAST_OF_A_FLOW))
    return wanted


def _flows(case: Case, log: Log) -> tuple[list[str], list[str] | None]:
    """The flows whose stay the case states for themselves, and those that share the stay of their direction.

    None for all, where the log does not tell flows apart. Foreign boxes that customs hold are in neither: what they
    wait for customs is a parameter of its own.
    """
    known = sorted(set(log.events["flow"]) - {""})
    if not known:
        return [], None
    dwell, terminal = case.terminal.dwell, case.terminal
    stated = [flow for flow in known if f"{flow}_h" in _OF_FLOWS and getattr(dwell, f"{flow}_h") is not None]
    held = [flow for flow in known if flow.startswith("foreign") and terminal.customs != Customs()]
    apart = [stays.FOREIGN_OUT] if terminal.gate.foreign_closes_hours_before is not None else []
    onward = ["transhipment"]
    own = [flow for flow in stated if flow not in held]
    return own, [flow for flow in known if flow not in (*stated, *held, *apart, *onward)]


def _of_flow(case: Case, log: Log, flow: str) -> Callable[[], Sample]:
    if flow.endswith("_out"):
        return lambda: stays.export_stay(log, case, (flow,))
    return lambda: stays.import_stay(log, case, (flow,))


def _estimates(case: Case, wanted: _Wanted) -> list[Estimate]:
    """The mean of a sample and, where the case has it, the spread; nothing but a remark where there are too few."""
    sample = wanted.sample()
    whole = len(sample.whole)
    scale = wanted.minutes
    names = [(wanted.mean, f"mean {wanted.what}", wanted.unit, scale)]
    if wanted.spread:
        names.append((wanted.spread, f"spread of {wanted.what}", "share of mean", 1.0))
    if whole < wanted.least:
        remark = f"fewer than {wanted.least} values: the case keeps its own"
        return [
            Estimate(name, what, unit, whole, 0, nan, nan, nan, _value(case, name), remark=remark)
            for name, what, unit, _ in names
        ]
    fitted = fit(wanted.family, sample)
    test = goodness(fitted)
    aic = {family.name: fitted.aic if family is wanted.family else fit(family, sample).aic for family in POSITIVE}
    numbers = (fitted.mean, fitted.spread)
    return [
        Estimate(
            parameter=name,
            what=what,
            unit=unit,
            values=whole,
            censored=int(sample.censored.sum()),
            estimate=numbers[place] / divisor,
            low=fitted.interval(place)[0] / divisor,
            high=fitted.interval(place)[1] / divisor,
            in_case=_value(case, name),
            distribution=wanted.family.name,
            distance=test.distance,
            p_value=test.p_value,
            tested=test.tested,
            aic=aic,
            remark=sample.remark,
        )
        for place, (name, what, unit, divisor) in enumerate(names)
    ]


def _lateness(case: Case, log: Log) -> tuple[list[Estimate], dict[str, float | str]]:
    """Mean and standard deviation of lateness in hours, and which of the case's two distributions it is nearer to."""
    sample = samples.lateness(log)
    hours = Sample(sample.values / 60, sample.censored, sample.low, sample.high, sample.longest, sample.remark)
    parameters = ("arrivals.lateness_mean_h", "arrivals.lateness_sd_h")
    texts = ("mean lateness of ships", "standard deviation of it")
    count = len(hours.values)
    if count < LEAST_VALUES or float(hours.values.std()) == 0:
        remark = f"fewer than {LEAST_VALUES} calls, or all alike: the case keeps its own"
        return [
            Estimate(name, what, "h", count, 0, nan, nan, nan, _value(case, name), remark=remark)
            for name, what in zip(parameters, texts, strict=True)
        ], {}
    fitted = fit(NORMAL, hours)
    test = goodness(fitted)
    kind, shape, aic = _tail(fitted)
    cut = _OF_A_CUT_NORMAL if kind == "normal" else 1.0
    numbers = (fitted.mean, fitted.spread * sqrt(count / (count - 1)) / cut)
    if kind == "gamma":
        # A long tail makes the standard deviation less certain than the normal's: by its kurtosis.
        error = NORMAL_95 * sqrt((2 + 6 / shape) / (4 * count))
        of_sd = numbers[1] * exp(-error), numbers[1] * exp(error)
    else:
        of_sd = fitted.interval(1)[0] / cut, fitted.interval(1)[1] / cut
    intervals = (fitted.interval(0), of_sd)
    estimates = [
        Estimate(
            parameters[place],
            texts[place],
            "h",
            count,
            0,
            numbers[place],
            intervals[place][0],
            intervals[place][1],
            _value(case, parameters[place]),
            "normal, cut at three standard deviations" if kind == "normal" else "gamma, shifted",
            test.distance,
            test.p_value,
            test.tested,
            aic,
            "; ".join(filter(None, ["the test is that of the normal", sample.remark])),
        )
        for place in (0, 1)
    ]
    return estimates, {"arrivals.lateness": kind} | ({"arrivals.lateness_shape": shape} if kind == "gamma" else {})


def _tail(fitted: Fitted) -> tuple[str, float, dict[str, float]]:
    """Whether lateness is normal or has a gamma's long tail, by Akaike's criterion; the gamma's shape."""
    aic = {"normal": fitted.aic}
    skewness, mean, sd = pearson3.fit(fitted.sample.values)
    likelihood = float(pearson3.logpdf(fitted.sample.values, skewness, mean, sd).sum())
    if not isfinite(likelihood) or skewness <= 0.01:
        return "normal", nan, aic
    aic["gamma, shifted"] = 6 - 2 * likelihood
    # A difference of 2 is what chance gives.
    if aic["gamma, shifted"] > fitted.aic - 2:
        return "normal", nan, aic
    return "gamma", min(4 / skewness**2, 1_000), aic


def _rates(case: Case, log: Log) -> list[Estimate]:
    """The gross rate that planners count on: boxes of all calls by their crane hours; its interval over calls."""
    name = "crane_work.gross_moves_per_hour"
    boxes, hours = gross_rates(case, log)
    count = len(boxes)
    if count < LEAST_VALUES:
        return []
    rate = float(boxes.sum() / hours.sum())
    error = sqrt(float(((boxes - rate * hours) ** 2).sum()) / (count - 1) * count) / float(hours.sum())
    margin = NORMAL_95 * error
    what = "boxes of a crane in an hour at the ship (gross)"
    return [Estimate(name, what, "boxes/h", count, 0, rate, rate - margin, rate + margin, _value(case, name))]


def _turn(log: Log) -> list[Estimate]:
    """Turn time of trucks: what no case states, to hold a simulation against."""
    turns = samples.truck_turn(log).values
    if len(turns) < LEAST_VALUES:
        return []
    mean, margin = float(turns.mean()), NORMAL_95 * float(turns.std(ddof=1)) / sqrt(len(turns))
    remark = "no parameter; trucks that wait for each other are not independent, so that the interval is too narrow"
    what = "turn time of trucks"
    return [Estimate("", what, "min", len(turns), 0, mean, mean - margin, mean + margin, nan, remark=remark)]


def _value(case: Case, parameter: str) -> float:
    part, _, name = parameter.partition(".")
    value = getattr(getattr(case.terminal, part), name)
    return nan if value is None else float(value)


def _with(case: Case, changes: dict[str, float | str]) -> Case:
    """The case with other parameters, numbers to six digits."""
    parts: dict[str, dict[str, Any]] = {}
    for parameter, value in changes.items():
        part, _, name = parameter.partition(".")
        parts.setdefault(part, {})[name] = value if isinstance(value, str) else float(f"{value:.6g}")
    terminal: Any = case.terminal
    updated = {part: _revised(getattr(terminal, part), values) for part, values in parts.items()}
    return case.changed(terminal=terminal.model_copy(update=updated))


def _revised(record: Any, values: dict[str, Any]) -> Any:
    """A part of the terminal with other values, those that it cannot have brought to the nearest that it can."""
    kept = dict(values)
    for name, value in values.items():
        limits = {type(each).__name__: each for each in type(record).model_fields[name].metadata}
        if isinstance(value, float):
            least = getattr(limits.get("Ge"), "ge", -np.inf)
            most = getattr(limits.get("Le"), "le", np.inf)
            kept[name] = float(np.clip(value, least, most))
    return type(record).model_validate(record.model_dump() | kept)
